//! What the server gives to every request.

use std::sync::Arc;

use super::{Publish, Settings};
use crate::db::Executor;
use crate::error::Cause;

/// What the server gives to every request: the database, the settings, and the way to sockets.
#[derive(Clone)]
pub(crate) struct Services {
    /// The database; in a transaction, the transaction.
    pub database: Arc<dyn Executor>,
    /// Limits and texts.
    pub settings: Arc<Settings>,
    /// Sends messages to sockets. In a transaction it keeps them until the commit.
    pub publisher: Arc<dyn Publish>,
}

impl Services {
    /// Logs that the database, or what else a request needs, is unavailable. Of an outage of the database only the first request logs
    /// an error, since the others have the same cause.
    pub(crate) fn log_unavailable(&self, cause: &Cause, message: &str, request_id: &str) {
        match self.database.outage().and_then(|outage| outage.count(cause)) {
            None | Some(true) => tracing::error!(request_id, cause = message, "service unavailable"),
            Some(false) => tracing::debug!(request_id, cause = message, "service unavailable"),
        }
    }
}
