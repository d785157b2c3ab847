//! Finds statuses of replies of ops that the document doesn't list.

use http::StatusCode;
use warp::reply::Response;

use super::problem::Problem;
use super::request_id::RequestId;
use super::routes::{Found, Target};
use crate::meta::Op;

/// The statuses that the document lists for an op.
pub(super) struct DocumentedStatuses {
    op: &'static Op,
    /// Whether the op requires credentials.
    requires_auth: bool,
}

impl DocumentedStatuses {
    /// `None` if the request is for something else, or the program is neither a debug build nor a test.
    pub(super) fn of(found: &Found, testing: bool) -> Option<Self> {
        if !testing && !cfg!(debug_assertions) {
            return None;
        }
        match found {
            Found::Target(Target::Op(op, auth), _) => Some(Self {
                op,
                requires_auth: auth.is_some(),
            }),
            _ => None,
        }
    }

    /// Logs a status that isn't documented. If `strict` is set, the reply becomes a 500, so that a test fails.
    pub(super) fn check(&self, response: Response, strict: bool, id: &RequestId) -> Response {
        let (name, status) = (self.op.name, response.status().as_u16());
        if self.op.documents(status, self.requires_auth) {
            return response;
        }
        tracing::error!(
            request_id = id.text(),
            op = name,
            status,
            "the op replied with a status that it doesn't declare: add it to its `errors`"
        );
        if !strict {
            return response;
        }
        let detail = format!("op `{name}` replied with {status}, which it doesn't declare: add it to its `errors`");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
    }
}
