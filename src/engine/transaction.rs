//! A transaction that several may run statements in, and one ends.

use sea_orm::DatabaseExecutor;

use crate::db::{Executor, Outage, Pending, Rows, Transaction};

use crate::error::Error;
use crate::sql::{Dialect, Sql};

/// An open transaction as a database of its own. Dropped without a commit, it takes its changes back.
pub(super) struct Opened(Box<dyn Transaction>);

impl Opened {
    pub(super) fn of(transaction: Box<dyn Transaction>) -> Self {
        Self(transaction)
    }

    /// Asks whether the changes can be made permanent.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the database has given the transaction up because a statement failed, which nobody told us.
    pub(super) async fn probe(&self) -> Result<(), Error> {
        if let Some(probe) = self.0.dialect().probe() {
            self.0.query(probe).await.map_err(|_| {
                Error::internal(
                    "a statement of the transaction failed and its error was passed over; nothing is committed: put what may fail into a transaction of its own",
                )
            })?;
        }
        Ok(())
    }

    /// Makes the changes permanent.
    pub(super) fn commit(self) -> Pending<'static, ()> {
        self.0.commit()
    }
}

impl Executor for Opened {
    fn dialect(&self) -> Dialect {
        self.0.dialect()
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        self.0.query(sql)
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        self.0.execute(sql)
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        self.0.begin()
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        self.0.sea_orm()
    }

    fn outage(&self) -> Option<&Outage> {
        self.0.outage()
    }
}
