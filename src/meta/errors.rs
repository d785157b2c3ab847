//! Kinds of errors, the status of each, and the form in which an API sends them.

use crate::error::Problem;
use crate::types::Schema;

/// A kind of error that has one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request can't be read.
    Malformed,
    /// Credentials are missing or invalid.
    Unauthorized,
    /// The credentials don't allow it.
    Forbidden,
    /// There is no such path or row.
    NotFound,
    /// The path doesn't offer the method.
    NotAllowed,
    /// The request took too long to arrive.
    Timeout,
    /// The change conflicts with stored data.
    Conflict,
    /// `If-Match` or `If-None-Match` isn't met.
    PreconditionFailed,
    /// The body is over the limit.
    TooLarge,
    /// The body's content type or encoding isn't accepted.
    UnsupportedMediaType,
    /// The request violates a rule.
    Invalid,
    /// The request needs `If-Match`.
    PreconditionRequired,
    /// The caller is beyond a rate limit.
    TooManyRequests,
    /// Anything else.
    Internal,
    /// The service, or something that it needs, is unavailable.
    Unavailable,
}

impl ErrorKind {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// All of them, in the order of their usual statuses.
    pub const ALL: [Self; 15] = [
        Self::Malformed,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::NotAllowed,
        Self::Timeout,
        Self::Conflict,
        Self::PreconditionFailed,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::PreconditionRequired,
        Self::TooManyRequests,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The status that it has unless the API says otherwise (RFC 9110, section 15; RFC 6585, section 3).
    #[must_use]
    pub const fn usual_status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::NotAllowed => 405,
            Self::Timeout => 408,
            Self::Conflict => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::PreconditionRequired => 428,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }
}

/// A set of kinds of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorKinds(u16);

impl ErrorKinds {
    /// None.
    pub const NONE: Self = Self(0);

    /// Those of a list.
    #[must_use]
    pub const fn of(kinds: &[ErrorKind]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < kinds.len() {
            bits |= 1 << kinds[at] as u16;
            at += 1;
        }
        Self(bits)
    }

    /// Those that are in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are in both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that aren't in the other set.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether a kind is among them.
    #[must_use]
    pub const fn has(self, kind: ErrorKind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// The first one, in the order of [`ErrorKind::ALL`].
    #[must_use]
    pub const fn first(self) -> Option<ErrorKind> {
        if self.0 == 0 {
            None
        } else {
            Some(ErrorKind::ALL[self.0.trailing_zeros() as usize])
        }
    }
}

/// The form in which an API sends errors: the section `errors` of its declaration.
#[derive(Debug, Clone, Copy)]
pub struct Errors {
    /// What takes the place of problem documents (RFC 9457).
    pub model: Option<ErrorModel>,
    /// The statuses, in order, each with the kinds that have it.
    statuses: [(u16, ErrorKinds); ErrorKind::COUNT],
    /// How many there are.
    count: usize,
    /// Whether each kind has its usual status.
    is_usual: bool,
}

/// The bodies of an API's error replies.
#[derive(Debug, Clone, Copy)]
pub struct ErrorModel {
    /// Their schema.
    pub schema: Schema,
    /// Makes one, as JSON.
    pub render: fn(&Problem) -> Vec<u8>,
}

impl Errors {
    /// Problem documents, and the usual statuses.
    pub const USUAL: Self = {
        let mut statuses = [(0, ErrorKinds::NONE); ErrorKind::COUNT];
        let mut at = 0;
        while at < ErrorKind::COUNT {
            let kind = ErrorKind::ALL[at];
            statuses[at] = (kind.usual_status(), ErrorKinds::of(&[kind]));
            at += 1;
        }
        Self {
            model: None,
            statuses,
            count: ErrorKind::COUNT,
            is_usual: true,
        }
    };

    /// Sets what takes the place of problem documents.
    #[must_use]
    pub const fn with_model(mut self, schema: Schema, render: fn(&Problem) -> Vec<u8>) -> Self {
        self.model = Some(ErrorModel { schema, render });
        self
    }

    /// The schema of error replies, if it isn't that of problem documents.
    #[must_use]
    pub const fn schema(&self) -> Option<Schema> {
        match &self.model {
            Some(model) => Some(model.schema),
            None => None,
        }
    }

    /// Sets the status of a kind.
    #[must_use]
    pub const fn with_status(self, kind: ErrorKind, status: u16) -> Self {
        let one = ErrorKinds::of(&[kind]);
        let mut changed = Self {
            count: 0,
            is_usual: false,
            ..self
        };
        let (mut at, mut placed) = (0, false);
        while at <= self.count {
            let (next, kinds) = if at < self.count {
                self.statuses[at]
            } else {
                (u16::MAX, ErrorKinds::NONE)
            };
            let mut rest = kinds.without(one);
            if !placed && next >= status {
                placed = true;
                if next == status {
                    rest = rest.or(one);
                } else {
                    changed = changed.push(status, one);
                }
            }
            changed = changed.push(next, rest);
            at += 1;
        }
        changed
    }

    const fn push(mut self, status: u16, kinds: ErrorKinds) -> Self {
        if kinds.count() > 0 {
            self.statuses[self.count] = (status, kinds);
            self.count += 1;
        }
        self
    }

    /// The statuses in order, each with the kinds that have it.
    #[must_use]
    pub const fn statuses(&self) -> &[(u16, ErrorKinds)] {
        self.statuses.split_at(self.count).0
    }

    /// The status of a kind.
    #[must_use]
    pub const fn status(&self, kind: ErrorKind) -> u16 {
        let mut at = 0;
        while at < self.count {
            let (status, kinds) = self.statuses[at];
            if kinds.has(kind) {
                return status;
            }
            at += 1;
        }
        kind.usual_status()
    }

    /// The kinds that have a status.
    #[must_use]
    pub const fn kinds(&self, status: u16) -> ErrorKinds {
        let mut at = 0;
        while at < self.count {
            if self.statuses[at].0 == status {
                return self.statuses[at].1;
            }
            at += 1;
        }
        ErrorKinds::NONE
    }

    /// Whether each kind has its usual status.
    #[must_use]
    pub const fn are_usual(&self) -> bool {
        self.is_usual
    }
}

/// The name of a status (RFC 9110, section 15).
#[must_use]
pub fn status_title(status: u16) -> &'static str {
    match status {
        // RFC 9110 changed these two. The `http` crate has those of older RFCs.
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        other => {
            let status = http::StatusCode::from_u16(other).ok();
            status.and_then(|status| status.canonical_reason()).unwrap_or("Error")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(errors: &Errors) -> Vec<u16> {
        errors.statuses().iter().map(|(status, _)| *status).collect()
    }

    #[test]
    fn each_kind_has_its_usual_status() {
        for kind in ErrorKind::ALL {
            assert_eq!(Errors::USUAL.status(kind), kind.usual_status());
            assert_eq!(Errors::USUAL.kinds(kind.usual_status()), ErrorKinds::of(&[kind]));
        }
        assert!(Errors::USUAL.statuses().is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn statuses_stay_in_order_whatever_moves() {
        for kind in ErrorKind::ALL {
            for status in 400..600 {
                let errors = Errors::USUAL
                    .with_status(kind, status)
                    .with_status(ErrorKind::Invalid, 400);
                assert!(errors.statuses().is_sorted_by(|one, other| one.0 < other.0));
                for other in ErrorKind::ALL {
                    let expected = match other {
                        ErrorKind::Invalid => 400,
                        _ if other == kind => status,
                        _ => other.usual_status(),
                    };
                    assert_eq!(errors.status(other), expected, "{kind:?} {status} {other:?}");
                }
                assert_eq!(
                    errors.statuses().iter().map(|(_, kinds)| kinds.count()).sum::<u32>(),
                    15
                );
            }
        }
    }

    #[test]
    fn two_kinds_may_have_one_status() {
        let errors = Errors::USUAL.with_status(ErrorKind::Conflict, 422);
        assert_eq!(
            errors.kinds(422),
            ErrorKinds::of(&[ErrorKind::Conflict, ErrorKind::Invalid])
        );
        assert_eq!(errors.kinds(409), ErrorKinds::NONE);
        assert_eq!(
            statuses(&errors),
            [400, 401, 403, 404, 405, 408, 412, 413, 415, 422, 428, 429, 500, 503]
        );
    }
}
