//! What can go wrong, free of HTTP: `http::problem` alone knows status codes.

use std::borrow::Cow;
use std::fmt;

/// Tells what went wrong while a request was answered.
///
/// Clients see the variant's meaning and its message; causes are logged, never sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request can't be understood at all: not JSON, not percent-encoded UTF-8.
    #[error("{0}")]
    Malformed(Cow<'static, str>),
    /// The request was understood and breaks the declared rules; all breaches at once.
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldError>),
    /// Nobody has these credentials, or there are none: for checks of credentials, and for handlers that find them wanting.
    #[error("valid credentials are needed")]
    Unauthorized,
    /// Whoever asks is known and may not.
    #[error("the credentials don't allow this")]
    Forbidden,
    /// No such path or row.
    #[error("not found")]
    NotFound,
    /// The database refuses the change: a unique, foreign-key or check conflict.
    #[error("{0}")]
    Conflict(Cow<'static, str>),
    /// `If-Match` names another version of the row.
    #[error("the row has changed since it was read")]
    PreconditionFailed,
    /// A precondition of the request isn't met for another reason; the text says whether of `If-Match` or `If-None-Match`.
    #[error("{0}")]
    ConditionFailed(Cow<'static, str>),
    /// The resource wants `If-Match` and the request has none.
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
    /// A status that an op declares under `errors`, and what to tell the client.
    #[error("{detail}")]
    Status {
        /// The status, from 400 to 599 (RFC 9110, section 15).
        status: u16,
        /// What happened.
        detail: Cow<'static, str>,
    },
    /// The client took too long to send its request.
    #[error("the request took too long to arrive")]
    Timeout,
    /// The database is out of reach or has no connection free.
    #[error("service unavailable")]
    Unavailable(#[source] Cause),
    /// The connection to the database was lost, or a time limit expired, during a change: it may or may not have been made.
    #[error("the change may have been made; read before you try again")]
    OutcomeUnknown(#[source] Cause),
    /// A fault of ours.
    #[error("internal error")]
    Internal(#[source] Cause),
}

/// The cause of an error: logged, never sent to clients.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

impl Error {
    /// Makes an [`Error::Invalid`] of one message about one field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.into(),
            message: message.into(),
        }])
    }

    /// Makes an [`Error::Status`], for a status that the op declares: `errors: { 409: "closed already" }`.
    #[must_use]
    pub fn status(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self::Status {
            status,
            detail: detail.into(),
        }
    }

    /// Makes an [`Error::Internal`] of any cause.
    #[must_use]
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }
}

/// One breach of a declared rule: which field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Dotted path from the body's or query's root, such as `permissions.0.paths`; empty for the whole body.
    pub field: String,
    /// What is wrong, such as `required`.
    pub message: Cow<'static, str>,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.field.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.field, self.message)
        }
    }
}

/// The path, cut where it gets too long.
fn shortened(path: &str) -> String {
    if path.len() <= FieldErrors::LONGEST {
        return path.to_owned();
    }
    format!("{}…", &path[..path.floor_char_boundary(FieldErrors::LONGEST)])
}

fn summary(errors: &[FieldError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("; ")
}

/// Gathers every breach of one request, each with its path.
///
/// At most [`FieldErrors::MOST`] are kept, each with a path of at most [`FieldErrors::LONGEST`] bytes, so that a hostile body
/// can't make a reply much larger than itself.
#[derive(Debug, Default)]
pub struct FieldErrors {
    path: String,
    list: Vec<FieldError>,
    tries: usize,
}

impl FieldErrors {
    /// The most errors that one reply carries.
    pub const MOST: usize = 1_000;
    /// How often a request's values are tried in another shape: once for each item of a large body.
    const MOST_TRIES: usize = 100_000;
    /// The longest path that is told whole.
    pub const LONGEST: usize = 256;

    /// Starts with none.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a breach at the present path.
    pub fn push(&mut self, message: impl Into<Cow<'static, str>>) {
        if self.list.len() < Self::MOST {
            self.list.push(FieldError {
                field: shortened(&self.path),
                message: message.into(),
            });
        }
    }

    /// Adds a breach one step below the present path.
    pub fn push_at(&mut self, step: impl fmt::Display, message: impl Into<Cow<'static, str>>) {
        self.at(step, |errors| errors.push(message));
    }

    /// Runs `visit` one step below the present path: a property's name or an item's index.
    pub fn at<R>(&mut self, step: impl fmt::Display, visit: impl FnOnce(&mut Self) -> R) -> R {
        use fmt::Write as _;
        let length = self.path.len();
        if length > 0 {
            self.path.push('.');
        }
        // Writing to a String can't fail.
        let _ = write!(self.path, "{step}");
        let result = visit(self);
        self.path.truncate(length);
        result
    }

    /// Counts one more try to read a value that may have several shapes; `false` once there were too many for one request, which
    /// shapes within shapes would double at each level.
    pub(crate) fn may_try(&mut self) -> bool {
        self.tries += 1;
        self.tries <= Self::MOST_TRIES
    }

    /// Forgets all that came after the first `count` breaches.
    pub fn truncate(&mut self, count: usize) {
        self.list.truncate(count);
    }

    /// Tells how many breaches there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Ends the gathering.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all breaches, if there are any.
    pub fn finish(self) -> Result<(), Error> {
        if self.list.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self.list))
        }
    }
}

/// An error and all that caused it, on one line. Drivers repeat their causes; once is enough.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{said}")]
    struct Link {
        said: &'static str,
        #[source]
        cause: Option<Box<Link>>,
    }

    #[test]
    fn causes_are_told_on_one_line_and_once() {
        let link = |said, cause: Option<Link>| Link {
            said,
            cause: cause.map(Box::new),
        };
        let error = link("no row: disk full", Some(link("disk full", Some(link("quota", None)))));
        assert_eq!(chain(&error), "no row: disk full: quota");
        assert_eq!(chain(&link("alone", None)), "alone");
    }
}
