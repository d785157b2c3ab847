//! What is done with the connections of a pool as they are made, taken and given back.

#[cfg(feature = "sqlite")]
pub(super) mod sqlite {
    use std::sync::Arc;
    use std::time::Duration;

    use sqlx::sqlite::{SqliteConnection, SqliteTransactionManager};
    use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
    // sqlx has the transactions of each driver, and the trait that they are of only there.
    use sqlx_core::transaction::TransactionManager as _;

    use crate::db::watch::Watch;

    /// After so many steps of SQLite's machine a statement looks whether it may go on: some microseconds.
    const STEPS: i32 = 1_000;

    /// Ends statements on this connection that take too long, or that nobody waits for any more. If SQLite takes back by itself the
    /// transaction that it was taken for, nothing that follows is made permanent, whoever runs it.
    pub(crate) async fn watch(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
        let watch = Watch::of_task(limit);
        let mut handle = connection.lock_handle().await?;
        let (rolled_back, commits) = (Arc::clone(&watch), Arc::clone(&watch));
        handle.set_rollback_hook(move || rolled_back.rolled_back());
        handle.set_commit_hook(move || commits.may_commit());
        handle.set_progress_handler(STEPS, move || watch.goes_on());
        Ok(())
    }

    /// Leaves all transactions that a connection is in when it comes back. Where SQLite has taken one back by itself, after a statement
    /// that was interrupted or had no room, the driver still counts it, and would begin none any more.
    pub(crate) async fn leave(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
        if depth(connection) > 0 {
            // The usual rollback may be on its way.
            connection.ping().await?;
        }
        let levels = depth(connection);
        if levels > 0 {
            connection.execute("BEGIN").await?;
            for level in 1..levels {
                let savepoint = format!("SAVEPOINT _sqlx_savepoint_{level}");
                connection.execute(AssertSqlSafe(savepoint)).await?;
            }
            for _ in 0..levels {
                SqliteTransactionManager::rollback(connection).await?;
            }
        }
        Ok(true)
    }

    fn depth(connection: &SqliteConnection) -> usize {
        SqliteTransactionManager::get_transaction_depth(connection)
    }
}

#[cfg(feature = "postgres")]
pub(super) mod postgres {
    use std::sync::Arc;
    use std::time::Duration;

    use futures::future::BoxFuture;
    use sqlx::pool::PoolConnectionMetadata;
    use sqlx::postgres::PgConnection;
    use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

    use crate::db::Config;

    /// How long the statement of a request that is gone may go on before its connection is cut off.
    const ABANDONED_GRACE: Duration = Duration::from_millis(500);
    /// How often the server looks whether the client of a running statement is still there, in milliseconds.
    const CLIENT_CHECK: u32 = 500;

    /// Sets the time limits of a new connection: by statements, since a pooler in between may refuse them at the start of a session.
    pub(crate) fn limited(
        config: &Config,
    ) -> impl for<'c> Fn(&'c mut PgConnection, PoolConnectionMetadata) -> BoxFuture<'c, Result<(), sqlx::Error>>
    + Send
    + Sync
    + 'static {
        let (statement, lock) = (config.statement_timeout.as_millis(), config.lock_timeout.as_millis());
        let limits = format!("SET statement_timeout = {statement}; SET lock_timeout = {lock}");
        let limits: Arc<str> = limits.into();
        move |connection, _| {
            let limits = Arc::clone(&limits);
            Box::pin(async move {
                connection.execute(AssertSqlSafe(limits)).await?;
                // Servers before 14, and those of some systems, don't look.
                let looks = format!("SET client_connection_check_interval = {CLIENT_CHECK}");
                if let Err(error) = connection.execute(AssertSqlSafe(looks)).await {
                    if error.as_database_error().is_none() {
                        return Err(error);
                    }
                    tracing::debug!(%error, "disconnected clients can't be detected; STATEMENT_TIMEOUT still applies");
                }
                Ok(())
            })
        }
    }

    /// Whether no statement is running on a connection that comes back. One that is left behind by a request that was dropped has a
    /// moment to end; then the connection is closed, and the server ends the statement.
    pub(crate) async fn is_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
        match tokio::time::timeout(ABANDONED_GRACE, connection.flush()).await {
            Ok(idle) => idle.map(|()| true),
            Err(_) => Ok(false),
        }
    }
}
