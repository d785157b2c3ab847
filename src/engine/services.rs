//! What the server gives to every request.

use std::sync::Arc;

use super::{Publish, RateLimits, Settings};
use crate::db::Executor;

/// What the server gives to every request: the database, the settings, and the way to sockets.
#[derive(Clone)]
pub(crate) struct Services {
    /// The database; in a transaction, the transaction.
    pub database: Arc<dyn Executor>,
    /// Limits and texts.
    pub settings: Arc<Settings>,
    /// Counts requests against rate limits.
    pub limits: Arc<RateLimits>,
    /// Sends messages to sockets. In a transaction it keeps them until the commit.
    pub publisher: Arc<dyn Publish>,
}
