//! What can go wrong while a request is answered. The layers above know the statuses.

mod conflict;
mod field_errors;
mod precondition;
mod problem;

use std::borrow::Cow;
use std::fmt;

pub use conflict::{BrokenReference, Conflict, ConflictField};
pub use field_errors::{FieldError, FieldErrors};
pub use precondition::Precondition;
pub use problem::Problem;

/// What went wrong while a request was answered.
///
/// Clients get a status that follows from the variant, and the text that `Display` writes. Causes are logged, never sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request can't be parsed: it isn't JSON, or isn't percent-encoded UTF-8.
    #[error("{0}")]
    Malformed(Cow<'static, str>),
    /// The request violates declared rules. All violations are listed.
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// Missing or invalid credentials. Checks of credentials return it, and handlers may.
    #[error("valid credentials are needed")]
    Unauthorized,
    /// The credentials are valid, and don't permit the request.
    #[error("the credentials don't allow this")]
    Forbidden,
    /// There is no such path or row.
    #[error("not found")]
    NotFound,
    /// The change conflicts with what is stored: a constraint of the database refuses it, or the application does.
    #[error("{0}")]
    Conflict(Conflict),
    /// A precondition of the request, `If-Match` or `If-None-Match`, isn't met.
    #[error("{0}")]
    PreconditionFailed(Precondition),
    /// The resource requires `If-Match`, and the request has none.
    #[error("this request needs an If-Match header")]
    PreconditionRequired,
    /// The body is longer than `limit` bytes.
    #[error("the body is over the limit of {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: u64,
    },
    /// The body's content type isn't one of those declared.
    #[error("content type not accepted; send {expected}")]
    UnsupportedMediaType {
        /// The content type that is accepted.
        expected: &'static str,
    },
    /// The body is compressed, or has another `Content-Encoding`.
    #[error("the body has a Content-Encoding; send it as it is, without one")]
    UnsupportedEncoding,
    /// A status that an op declares under `errors`.
    #[error("{detail}")]
    Status {
        /// The status, from 400 to 599 (RFC 9110, section 15).
        status: u16,
        /// What the client reads.
        detail: Cow<'static, str>,
    },
    /// The client took too long to send its request.
    #[error("the request took too long to arrive")]
    Timeout,
    /// The database is out of reach or has no connection free.
    #[error("service unavailable")]
    Unavailable(#[source] Cause),
    /// The connection to the database was lost or a time limit expired during a change, which may have been made or not.
    #[error("the change may have been made; read before you try again")]
    OutcomeUnknown(#[source] Cause),
    /// Anything else: a bug of the application or of this crate, or a failure of the machine.
    #[error("internal error")]
    Internal(#[source] Cause),
}

/// The cause of an error: logged, never sent to clients.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// Creates an [`Error::Invalid`] with one message about one field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            message: message.into(),
        }])
    }

    /// Creates an [`Error::Conflict`] with a text of the application: `Error::conflict("closed already")`.
    #[must_use]
    pub fn conflict(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Conflict(Conflict::Custom(reason.into()))
    }

    /// Creates an [`Error::Status`], for a status that the op declares: `errors: { 409: "closed already" }`.
    #[must_use]
    pub fn status(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::Status {
            status,
            detail: detail.into(),
        }
    }

    /// Puts a step before the paths of all violations: the index of an item, or the name of what holds the fields.
    pub(crate) fn below(mut self, step: impl fmt::Display) -> Self {
        if let Self::Invalid(list) = &mut self {
            put_below(list, &step, |_| true);
        }
        self
    }

    /// As [`Error::below`], for an error about a related row: names in a conflict get the step, too.
    pub(crate) fn below_row(mut self, step: impl fmt::Display) -> Self {
        if let Self::Conflict(conflict) = &mut self {
            conflict.put_below(&step.to_string(), |_| true);
        }
        self.below(step)
    }

    /// Puts the name of the body's envelope before those of the paths that `is_within` holds for, those of a conflict included.
    pub(crate) fn within(mut self, envelope: &str, is_within: impl Fn(&str) -> bool) -> Self {
        match &mut self {
            Self::Invalid(list) => put_below(list, &envelope, is_within),
            Self::Conflict(conflict) => conflict.put_below(envelope, is_within),
            _ => {}
        }
        self
    }

    /// Creates an [`Error::Internal`] from its cause.
    #[must_use]
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }
}

/// Puts a step before those of the paths that `is_below` holds for.
fn put_below(list: &mut [FieldError], step: &dyn fmt::Display, is_below: impl Fn(&str) -> bool) {
    for violation in list.iter_mut().filter(|violation| is_below(&violation.field)) {
        violation.field = match violation.field.as_str() {
            "" => step.to_string(),
            field => format!("{step}.{field}"),
        };
    }
}

fn summary(errors: &[FieldError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

/// The text of an error and of its causes, on one line. A cause whose text is there already, as in the errors of drivers, is left out.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let message = cause.to_string();
        if !text.contains(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{message}")]
    struct Link {
        message: &'static str,
        #[source]
        cause: Option<Box<Link>>,
    }

    #[test]
    fn causes_are_on_one_line_and_none_twice() {
        let link = |message, cause: Option<Link>| Link {
            message,
            cause: cause.map(Box::new),
        };
        let error = link("no row: disk full", Some(link("disk full", Some(link("quota", None)))));
        assert_eq!(chain(&error), "no row: disk full: quota");
        assert_eq!(chain(&link("alone", None)), "alone");
    }
}
