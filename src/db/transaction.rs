//! Transactions of sea-orm, and their savepoints.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait as _, DatabaseExecutor, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::OwnedSemaphorePermit;

use super::Dialect;
use super::changes::Running;
use super::dialect::{Subject, translate};
use super::executor::{Executor, Pending, Rows, Sql, Transaction};
use super::seaorm::{ended, query, statement};
use super::watch::Watched;
use crate::error::Error;

/// A transaction of sea-orm.
pub(super) struct Open {
    transaction: DatabaseTransaction,
    dialect: Dialect,
    /// The turn to write, and the time of the statements; a savepoint has none.
    outermost: Option<(Option<OwnedSemaphorePermit>, Watched)>,
    /// Whether an error may have ended it, with all savepoints. SQLite takes a transaction back by itself where a statement is
    /// interrupted or the disk is full (<https://sqlite.org/lang_transaction.html>): what came after would stand for itself.
    is_over: Arc<AtomicBool>,
}

impl Open {
    /// A transaction that isn't in another one.
    pub(super) fn outermost(
        transaction: DatabaseTransaction,
        dialect: Dialect,
        held: (Option<OwnedSemaphorePermit>, Watched),
    ) -> Self {
        Self {
            transaction,
            dialect,
            outermost: Some(held),
            is_over: Arc::default(),
        }
    }

    /// Begins the time of a statement, if the transaction is still there.
    fn start(&self) -> Result<(), Error> {
        if self.is_over.load(Ordering::Acquire) {
            return Err(Error::Unavailable("an error has ended the transaction".into()));
        }
        if let Some((_, watched)) = &self.outermost {
            watched.0.start();
        }
        Ok(())
    }

    fn ended<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if self.dialect.ends_transactions() && matches!(result, Err(Error::Unavailable(_))) {
            self.is_over.store(true, Ordering::Release);
        }
        result
    }
}

impl Executor for Open {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            self.start()?;
            let subject = Subject::of(&sql.text);
            self.ended(query(&self.transaction, self.dialect, sql, &subject).await)
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            self.start()?;
            let subject = Subject::of(&sql.text);
            let executed = self.transaction.execute_raw(statement(self.dialect, sql)).await;
            self.ended(match executed {
                Ok(result) => Ok(result.rows_affected()),
                Err(error) => Err(translate(error, &subject)),
            })
        })
    }

    /// A savepoint.
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            self.start()?;
            Ok(Box::new(Self {
                transaction: begin(&self.transaction).await?,
                dialect: self.dialect,
                outermost: None,
                is_over: Arc::clone(&self.is_over),
            }) as Box<dyn Transaction>)
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Transaction(&self.transaction)
    }
}

impl Transaction for Open {
    fn commit(self: Box<Self>) -> Pending<'static, ()> {
        Box::pin(async move {
            self.start()?;
            let Self {
                transaction, outermost, ..
            } = *self;
            // A savepoint makes nothing permanent.
            let running = outermost.is_some().then(Running::begin);
            let result = transaction.commit().await;
            drop(outermost);
            // A deferred foreign key speaks here.
            ended(running, result, &Subject::default())
        })
    }
}

pub(super) async fn begin<C: TransactionTrait<Transaction = DatabaseTransaction>>(
    connection: &C,
) -> Result<DatabaseTransaction, Error> {
    let options = TransactionOptions {
        // A transaction that reads first and asks for the lock later may be refused at once, whatever the busy timeout
        // (https://sqlite.org/isolation.html); one that asks for it at its beginning waits. PostgreSQL takes no notice.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(connection.begin_with_options(options).await?)
}
