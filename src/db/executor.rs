//! The interface between the engine and a database: statements go in, rows come out. The engine knows nothing else of a driver.

use std::future::{Future, ready};
use std::pin::Pin;

use sea_orm::{DatabaseExecutor, Value};

use super::RowTurn;
use super::outage::Outage;
use super::prepared::OutdatedStatements;
use crate::error::Error;
use crate::observe::PoolState;
use crate::sql::{Dialect, Sql};
use crate::types::Row;

/// A future on the heap, as object-safe traits return them.
pub(crate) type Pending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The rows of a result.
pub(crate) trait Rows: Send + Sync {
    /// How many there are.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The row at `index`, if there are that many.
    fn get(&self, index: usize) -> Option<&dyn Row>;
}

/// What follows a row that was visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next row.
    Row,
    /// The next row, after a yield to other tasks: this row was much work.
    Pause,
    /// No more rows.
    Enough,
}

/// Visits one row after the other.
pub(crate) type Visit<'v> = dyn FnMut(&dyn Row) -> Result<Next, Error> + Send + 'v;

/// Runs statements: a pool or a transaction.
///
/// # Errors
///
/// [`Error::Conflict`] when a constraint refuses the change, [`Error::Unavailable`] when the database is out of reach or a time limit
/// ended the statement, [`Error::OutcomeUnknown`] when the connection was lost while a change was made, [`Error::Internal`] else. They are
/// the same on every database.
pub(crate) trait Executor: Send + Sync {
    /// The dialect that it speaks.
    fn dialect(&self) -> Dialect;
    /// Runs a statement that returns rows.
    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>>;
    /// Runs a statement and passes its rows to `visit` until that has enough. Where the driver can, rows are read one by one and not
    /// held, so that a large result needs no more memory than a small one.
    fn visit<'e>(&'e self, sql: Sql, visit: &'e mut Visit<'_>) -> Pending<'e, ()> {
        Box::pin(async move {
            let rows = self.query(sql).await?;
            for index in 0..rows.len() {
                let next = rows.get(index).map(&mut *visit).transpose()?;
                match next {
                    None | Some(Next::Row) => {}
                    Some(Next::Pause) => tokio::task::yield_now().await,
                    Some(Next::Enough) => break,
                }
            }
            Ok(())
        })
    }
    /// Runs a statement and returns how many rows it changed.
    fn execute(&self, sql: Sql) -> Pending<'_, u64>;
    /// Begins a transaction, which rolls back when it is dropped without a commit.
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>>;
    /// The same pool or transaction as sea-orm's, for the application's own statements.
    fn sea_orm(&self) -> DatabaseExecutor<'_>;
    /// The state of the pool's connections, where there is a pool.
    #[cfg_attr(not(feature = "metrics"), allow(dead_code, reason = "nothing else shows it"))]
    fn pool_state(&self) -> Option<PoolState> {
        None
    }

    /// Whether the database can be used, where that is recorded.
    fn outage(&self) -> Option<&Outage> {
        None
    }

    /// When prepared statements of the pool were outdated, where that is recorded.
    fn outdated(&self) -> Option<&OutdatedStatements> {
        None
    }

    /// How many transactions may write at a time, as far as that is known.
    fn writers(&self) -> usize {
        usize::MAX
    }

    /// Waits until no other request to this server changes the row, before a connection is acquired for it. A transaction has its connection
    /// already, and doesn't wait.
    fn row_turn<'e>(&'e self, _table: &'static str, _key: &'e [Value]) -> Pending<'e, Option<RowTurn>> {
        Box::pin(ready(Ok(None)))
    }

    /// Runs work in a task of its own, so that it outlives the request that began it. Closing the database waits for it.
    fn spawn(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        tokio::spawn(work);
    }
}

/// An [`Executor`] whose changes count only after [`commit`](Transaction::commit).
pub(crate) trait Transaction: Executor {
    /// Makes the changes permanent.
    fn commit(self: Box<Self>) -> Pending<'static, ()>;
}
