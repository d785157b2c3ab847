//! Hooks of the pool: what is done with connections when they are opened, acquired and released.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use crate::db::Config;

/// How long a statement that nobody waits for may run on before its connection is closed.
const ABANDONED_GRACE: Duration = Duration::from_millis(500);
/// How often the server checks that the client of a running statement is still connected, in milliseconds.
const CLIENT_CHECK: u32 = 500;

/// Sets the time limits of a new connection, by statements: a pooler in between may refuse them as options of the connection.
pub(super) fn set_limits(
    config: &Config,
) -> impl for<'c> Fn(&'c mut PgConnection, PoolConnectionMetadata) -> BoxFuture<'c, Result<(), sqlx::Error>>
+ Send
+ Sync
+ 'static {
    let (statement, lock) = (
        config.pool.statement_timeout.as_millis(),
        config.pool.lock_timeout.as_millis(),
    );
    let limits = format!("SET statement_timeout = {statement}; SET lock_timeout = {lock}");
    let limits: Arc<str> = limits.into();
    move |connection, _| {
        let limits = Arc::clone(&limits);
        Box::pin(async move {
            connection.execute(AssertSqlSafe(limits)).await?;
            // Servers before 14, and those of some systems, don't check.
            let check = format!("SET client_connection_check_interval = {CLIENT_CHECK}");
            if let Err(error) = connection.execute(AssertSqlSafe(check)).await {
                if error.as_database_error().is_none() {
                    return Err(error);
                }
                tracing::debug!(%error, "disconnected clients can't be detected; STATEMENT_TIMEOUT still applies");
            }
            Ok(())
        })
    }
}

/// Whether no statement is running on a released connection. The statement of a request that was dropped has a moment to end; then
/// the connection is closed, and the server ends the statement.
pub(super) async fn is_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(ABANDONED_GRACE, connection.flush()).await {
        Ok(idle) => idle.map(|()| true),
        Err(_) => Ok(false),
    }
}
