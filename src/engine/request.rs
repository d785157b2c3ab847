//! What the engine is asked and what it answers, free of HTTP.

use std::borrow::Cow;
use std::sync::Arc;

use super::owner::Owner;
use super::{Ctx, Publish, Settings};
use crate::db::Executor;
use crate::error::{Cause, Error};
use crate::meta::{Operation, Resource};

/// What every operation needs: the database and the settings.
#[derive(Clone)]
pub(crate) struct Context {
    /// The database.
    pub database: Arc<dyn Executor>,
    /// Limits and texts.
    pub settings: Arc<Settings>,
    /// What sends messages to sockets; in a transaction, what keeps them until its commit.
    pub publisher: Arc<dyn Publish>,
}

impl Context {
    /// Tells that something can't be had, in a line of the log that says of what request. Of an outage of the database only the first is an
    /// error: the others would say the same again.
    pub(crate) fn log_unavailable(&self, cause: &Cause, said: &str, request_id: &str) {
        if let Some(outdated) = self.database.outdated() {
            outdated.record_cause(cause);
        }
        match self.database.outage().and_then(|outage| outage.count(cause)) {
            None | Some(true) => tracing::error!(request_id, cause = said, "service unavailable"),
            Some(false) => tracing::debug!(request_id, cause = said, "service unavailable"),
        }
    }
}

/// One request for one operation of a resource.
#[derive(Debug, Clone)]
pub(crate) struct Request<'r> {
    /// The resource.
    pub resource: &'static Resource,
    /// The operation.
    pub operation: &'static Operation,
    /// The texts of the path's key parameters in the key's order, percent-decoded.
    pub key: Vec<Cow<'r, str>>,
    /// The query as it came, without `?`; empty if there is none.
    pub query: &'r str,
    /// The body; empty if there is none.
    pub body: &'r [u8],
    /// The `If-Match` header.
    pub if_match: Option<&'r str>,
    /// Whether there must be no such row yet: `If-None-Match: *` (RFC 9110, section 13.1.2).
    pub must_be_new: bool,
    /// What the application's functions get; `None` where the operation calls none and knows no principal.
    pub ctx: Option<&'r Ctx>,
}

impl Request<'_> {
    /// Whose rows it may touch.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(super) fn owner(&self) -> Result<Owner, Error> {
        Owner::of(self.resource, self.ctx)
    }
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
    /// It is done, and there is nothing to tell.
    Nothing,
}
