//! Preconditions of requests that aren't met (RFC 9110, section 13.1).

use std::fmt;

/// Which precondition of a request isn't met ([`Error::PreconditionFailed`](crate::Error::PreconditionFailed)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Precondition {
    /// `If-Match` has the tag of another version of the row.
    Unchanged,
    /// `If-Match` has a weak tag, which matches no row.
    StrongTag,
    /// `If-Match` is sent for a row that doesn't exist.
    Exists,
    /// `If-None-Match: *` is sent for a row that exists.
    Absent,
}

impl fmt::Display for Precondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unchanged => "the row has changed since it was read",
            Self::StrongTag => "If-Match has a weak entity tag, which no row matches; send the row's ETag, without W/",
            Self::Exists => "there is no row that If-Match could match",
            Self::Absent => "If-None-Match: * isn't met: the row exists",
        })
    }
}
