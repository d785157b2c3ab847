//! The engine's requests and replies, independent of HTTP.

use std::borrow::Cow;

use super::{Ctx, Principal, Services};
use crate::error::Cause;
use crate::meta::{Access, Operation, Resource};

/// The context of one request. Expensive parts are computed only on first use.
pub(crate) trait RequestContext: Sync {
    /// The database, the settings, and the way to sockets.
    fn services(&self) -> &Services;
    /// The id of the request, for the log.
    fn request_id(&self) -> &str;
    /// Who sends it, if a check found out.
    fn principal(&self) -> Option<&Principal>;
    /// The access rule of operations that have none of their own.
    fn default_access(&self) -> Access;
    /// What functions of the application get of it.
    fn ctx(&self) -> Ctx;
}

/// Logs that the database, or what else a request needs, is unavailable. Of an outage of the database only the first request logs an error,
/// since the others have the same cause.
pub(crate) fn log_unavailable(context: &dyn RequestContext, cause: &Cause, message: &str) {
    let (database, request_id) = (&context.services().database, context.request_id());
    if let Some(outdated) = database.outdated() {
        outdated.record_cause(cause);
    }
    match database.outage().and_then(|outage| outage.count(cause)) {
        None | Some(true) => tracing::error!(request_id, cause = message, "service unavailable"),
        Some(false) => tracing::debug!(request_id, cause = message, "service unavailable"),
    }
}

/// One request for one operation of a resource.
#[derive(Debug, Clone)]
pub(crate) struct Request<'r> {
    /// The resource.
    pub resource: &'static Resource,
    /// The operation.
    pub operation: &'static Operation,
    /// The texts of the parameters in the [resource's own path](Resource::parents), percent-decoded.
    pub parents: Vec<Cow<'r, str>>,
    /// The texts of the other parameters of the path, in the order of the [address](Resource::address), percent-decoded.
    pub address: Vec<Cow<'r, str>>,
    /// The query as it came, without `?`; empty if there is none.
    pub query: &'r str,
    /// The body; empty if there is none.
    pub body: &'r [u8],
    /// The `If-Match` header.
    pub if_match: Option<&'r str>,
    /// Whether there must be no such row yet: `If-None-Match: *` (RFC 9110, section 13.1.2).
    pub must_be_new: bool,
}

/// What an operation answers.
#[derive(Debug, Default)]
pub(crate) struct Reply {
    /// What happened.
    pub outcome: Outcome,
    /// JSON; empty for [`Outcome::Nothing`].
    pub body: Vec<u8>,
    /// How many rows there are after filters, or how many were deleted.
    pub total: Option<u64>,
    /// Whether it is a page without rows.
    pub is_empty: bool,
    /// The other pages: relation and query (without `?`), in the order first, prev, next, last.
    pub links: Vec<(&'static str, String)>,
    /// The path of a new row below the API's base path, percent-encoded: `/tasks/3`.
    pub location: Option<String>,
    /// The entity tag of the one row in the body, quotes included.
    pub etag: Option<String>,
}

/// What happened.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Rows were read or changed.
    #[default]
    Done,
    /// A row was created.
    Created,
    /// It is done, and the reply has no body.
    Nothing,
}
