//! Finds statuses of replies of ops that the document doesn't list.

use warp::reply::Response;

use super::problem::Problem;
use super::request_id::RequestId;
use super::routes::{Found, Target};
use crate::engine::Settings;
use crate::meta::{ApiLimits, ErrorKind, Errors, Op};

/// The statuses that the document lists for an op.
pub(super) struct DocumentedStatuses {
    op: &'static Op,
    /// Whether the op requires credentials.
    requires_auth: bool,
    /// The limits of the API.
    limits: ApiLimits,
}

impl DocumentedStatuses {
    /// `None` if the request is for something else, or the op may reply with others: in a program that is neither a debug build nor a test, if
    /// its errors aren't an enum.
    pub(super) fn of(found: &Found, limits: ApiLimits, testing: bool) -> Option<Self> {
        match found {
            Found::Target(Target::Op(op, auth), _) if op.errors_closed || testing || cfg!(debug_assertions) => {
                Some(Self {
                    op,
                    requires_auth: auth.is_some(),
                    limits,
                })
            }
            _ => None,
        }
    }

    /// Logs a status that isn't documented. The reply becomes a 500 if the op's errors are an enum; if `strict` is set, that of every op does, so
    /// that a test fails.
    pub(super) fn check(
        &self,
        response: Response,
        errors: &Errors,
        strict: bool,
        services: (&Settings, &RequestId),
    ) -> Response {
        let (settings, id) = services;
        let (name, status) = (self.op.name, response.status().as_u16());
        if self.op.documents(status, self.requires_auth, errors, self.limits) {
            return response;
        }
        tracing::error!(
            request_id = id.text(),
            op = name,
            status,
            "the op replied with a status that it doesn't declare: add it to its `errors`"
        );
        let detail = if strict {
            format!("op `{name}` replied with {status}, which it doesn't declare: add it to its `errors`")
        } else if self.op.errors_closed {
            settings.internal_error_message.clone()
        } else {
            return response;
        };
        Problem::new(ErrorKind::Internal, detail).into_response()
    }
}
