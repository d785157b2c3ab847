//! Statuses that an op answers and the document doesn't list.

use http::StatusCode;
use warp::reply::Response;

use super::problem::Problem;
use super::request_id::RequestId;
use super::routes::{Found, Target};
use crate::meta::Op;

/// What an op may answer, by the document.
pub(super) struct Declared {
    op: &'static Op,
    /// Whether a rule of access asks for credentials.
    guarded: bool,
}

impl Declared {
    /// That of an op, if a request is for one and somebody wants to know: while the application is developed or tested.
    pub(super) fn of(found: &Found, testing: bool) -> Option<Self> {
        if !testing && !cfg!(debug_assertions) {
            return None;
        }
        match found {
            Found::Target(Target::Op(op, gate), _) => Some(Self {
                op,
                guarded: gate.is_some(),
            }),
            _ => None,
        }
    }

    /// Logs a status that isn't declared; `strict`: it becomes a 500, which no test overlooks.
    pub(super) fn checked(&self, response: Response, strict: bool, id: &RequestId) -> Response {
        let (name, status) = (self.op.name, response.status().as_u16());
        if self.op.documents(status, self.guarded) {
            return response;
        }
        tracing::error!(
            request_id = id.text(),
            op = name,
            status,
            "the op answers a status that it doesn't declare: add it to its `errors`"
        );
        if !strict {
            return response;
        }
        let detail = format!("op `{name}` answers {status}, which it doesn't declare: add it to its `errors`");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
    }
}
