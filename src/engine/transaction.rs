//! Transactions that functions of the application run statements in, and one place ends.

use std::sync::Arc;

use sea_orm::DatabaseExecutor;

use super::commit::commit;
use super::publish::Outbox;
use super::{Ctx, Services};
use crate::db::{Executor, Outage, OutdatedStatements, Pending, RowTurn, Rows, Transaction};
use crate::error::Error;
use crate::sql::{Dialect, Sql};

/// A transaction that has begun, with the [`Ctx`] that functions of the application get in it. Dropped, it rolls back.
pub(super) struct TransactionScope {
    /// What functions get in it.
    pub(super) ctx: Ctx,
    transaction: Arc<SharedTransaction>,
    outbox: Arc<Outbox>,
    /// Those that it has begun in.
    outer: Services,
}

impl TransactionScope {
    /// Begins a transaction, or a savepoint if `ctx` is in a transaction.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub(super) async fn begin(ctx: &Ctx) -> Result<Self, Error> {
        let outer = ctx.services().clone();
        let transaction = Arc::new(SharedTransaction(outer.database.begin().await?));
        let outbox = Arc::new(Outbox::nested_in(&outer.publisher));
        let services = Services {
            database: Arc::clone(&transaction) as _,
            settings: Arc::clone(&outer.settings),
            limits: Arc::clone(&outer.limits),
            publisher: Arc::clone(&outbox) as _,
        };
        Ok(Self {
            ctx: ctx.with_services(services),
            transaction,
            outbox,
            outer,
        })
    }

    /// Makes the changes permanent and publishes the messages; `row` is the turn of the row that it changes.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if a clone of the [`Ctx`] is still held, and those of the commit.
    pub(super) async fn commit(self, row: Option<RowTurn>) -> Result<(), Error> {
        let request = self.ctx.into_request();
        // A clone could go on writing after the commit.
        let transaction = Arc::into_inner(self.transaction)
            .ok_or_else(|| Error::internal("the transaction's Ctx was cloned and is still held: rolled back"))?;
        transaction.probe().await?;
        let messages = self.outbox.take()?;
        commit(&self.outer, &request.id, transaction.0.commit(), messages, row).await
    }
}

/// An open transaction as a database of its own.
struct SharedTransaction(Box<dyn Transaction>);

impl SharedTransaction {
    /// Checks with the database whether the changes can be made permanent.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the database has aborted the transaction because a statement failed whose error was ignored.
    async fn probe(&self) -> Result<(), Error> {
        if let Some(probe) = self.0.dialect().probe() {
            self.0.query(probe).await.map_err(|_| {
                Error::internal(
                    "a statement of the transaction failed and its error was ignored: rolled back; put what may fail into a transaction of its own",
                )
            })?;
        }
        Ok(())
    }
}

impl Executor for SharedTransaction {
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

    fn outdated(&self) -> Option<&OutdatedStatements> {
        self.0.outdated()
    }
}
