//! A transaction that is open, on a connection of sea-orm.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseExecutor, DatabaseTransaction, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::OwnedSemaphorePermit;

use super::changes::RunningChange;
use super::executor::{Executor, Pending, Rows, Transaction};
use super::relayed::ended;
use super::watch::Watched;
use crate::error::Error;
use crate::sql::Dialect;
use crate::sql::Sql;
use crate::sql::{Subject, translate};

/// A transaction of sea-orm.
pub(super) struct Open {
    pub(super) transaction: DatabaseTransaction,
    pub(super) dialect: Dialect,
    /// The turn to write, and the time of the statements; a savepoint has none.
    pub(super) outermost: Option<(Option<OwnedSemaphorePermit>, Watched)>,
    /// Whether an error may have ended it, with all savepoints. SQLite takes a transaction back by itself where a statement is
    /// interrupted or the disk is full (<https://sqlite.org/lang_transaction.html>): what came after would stand for itself.
    pub(super) is_over: Arc<AtomicBool>,
}

impl Open {
    /// Begins the time of a statement, if the transaction is still there.
    fn start(&self) -> Result<(), Error> {
        if self.is_over.load(Ordering::Acquire) {
            return Err(Error::Unavailable(
                "the transaction was rolled back by an earlier error".into(),
            ));
        }
        self.start_clock();
        Ok(())
    }

    /// Begins the time of a statement.
    fn start_clock(&self) {
        if let Some((_, watched)) = &self.outermost {
            watched.0.start();
        }
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
            let subject = Subject::of(&sql.text);
            // Why a transaction has ended may be read even then; nothing that was read can be committed.
            if subject.writes() {
                self.start()?;
            } else {
                self.start_clock();
            }
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
            let running = outermost.is_some().then(RunningChange::begin);
            let result = transaction.commit().await;
            drop(outermost);
            // A deferred foreign key speaks here.
            ended(running, result, &Subject::default())
        })
    }
}

/// Runs a query of sea-orm.
pub(super) async fn query(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    sql: Sql,
    subject: &Subject,
) -> Result<Box<dyn Rows>, Error> {
    match connection.query_all_raw(statement(dialect, sql)).await {
        Ok(rows) => Ok(Box::new(rows)),
        Err(error) => Err(translate(error, subject)),
    }
}

/// A statement as sea-orm takes it.
pub(super) fn statement(dialect: Dialect, sql: Sql) -> Statement {
    Statement {
        sql: sql.text,
        values: Some(sql.values),
        db_backend: dialect.backend(),
    }
}

/// Begins a transaction, or within one a savepoint.
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
