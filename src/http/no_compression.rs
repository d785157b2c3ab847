//! Replies as they are, for programs that are built without the feature `compression`.

use http::HeaderMap;
use warp::reply::Response;

/// Compresses nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Compression;

/// What a request says of the coding of its reply.
#[derive(Debug, Clone, Copy)]
pub(super) struct Accepted;

impl Accepted {
    /// Reads nothing.
    pub(super) fn of(_: &mut HeaderMap) -> Self {
        Self
    }
}

impl Compression {
    /// Returns the reply as it is.
    #[expect(clippy::unused_self, reason = "the other one needs it")]
    pub(super) fn apply(&self, response: Response, _: Accepted) -> Response {
        response
    }
}
