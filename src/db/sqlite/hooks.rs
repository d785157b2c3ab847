//! Hooks of the pool: what is done with connections when they are opened, acquired and released.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnection, SqliteTransactionManager};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};
// sqlx has the transactions of each driver, and the trait that they are of only there.
use sqlx_core::transaction::TransactionManager as _;

use crate::db::deadline::Deadline;

/// After so many instructions of SQLite's virtual machine a statement checks its deadline: some microseconds.
const STEPS: i32 = 1_000;

/// Ends statements on this connection that take too long, or that nobody waits for any more. Once SQLite has rolled back by itself
/// the transaction that the connection was acquired for, nothing that follows is committed.
pub(super) async fn enforce_deadline(connection: &mut SqliteConnection, limit: Duration) -> Result<(), sqlx::Error> {
    let deadline = Deadline::of_task(limit);
    let mut handle = connection.lock_handle().await?;
    let (rollbacks, commits) = (Arc::clone(&deadline), Arc::clone(&deadline));
    handle.set_rollback_hook(move || rollbacks.record_rollback());
    handle.set_commit_hook(move || commits.may_commit());
    handle.set_progress_handler(STEPS, move || !deadline.has_passed());
    Ok(())
}

/// Ends all transactions that a released connection is in. Where SQLite has rolled one back by itself, after a statement that was
/// interrupted or a disk that was full, the driver still counts it, and would begin no other one.
pub(super) async fn end_transactions(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
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
