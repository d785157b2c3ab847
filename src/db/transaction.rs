//! An open transaction on a connection of sea-orm.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{
    ConnectionTrait, DatabaseExecutor, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::OwnedSemaphorePermit;

use super::autocommit::end;
use super::changes::RunningChange;
use super::deadline::DeadlineGuard;
use super::executor::{Executor, Pending, Rows, Transaction};
use crate::error::Error;
use crate::observe::{StatementWatch, own};
use crate::sql::{Dialect, Sql, StatementKind, translate};

/// A transaction, or within one a savepoint.
pub(super) struct OpenTransaction {
    pub(super) transaction: DatabaseTransaction,
    pub(super) dialect: Dialect,
    pub(super) watch: StatementWatch,
    /// The permit to write, and the deadline of the statements; a savepoint has none.
    pub(super) outermost: Option<(Option<OwnedSemaphorePermit>, DeadlineGuard)>,
    /// Whether an error may have rolled it back with all savepoints. SQLite does so by itself where a statement is interrupted or the disk
    /// is full (<https://sqlite.org/lang_transaction.html>): statements after that would be committed one by one.
    pub(super) rolled_back: Arc<AtomicBool>,
}

impl OpenTransaction {
    /// Begins the time of a statement, if the transaction hasn't been rolled back.
    fn begin_statement(&self) -> Result<(), Error> {
        if self.rolled_back.load(Ordering::Acquire) {
            return Err(Error::Unavailable(
                "the transaction was rolled back by an earlier error".into(),
            ));
        }
        self.restart_deadline();
        Ok(())
    }

    /// Begins the time of a statement.
    fn restart_deadline(&self) {
        if let Some((_, deadline)) = &self.outermost {
            deadline.0.restart();
        }
    }

    fn record_rollback<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        if self.dialect.rolls_back_by_itself() && matches!(result, Err(Error::Unavailable(_))) {
            self.rolled_back.store(true, Ordering::Release);
        }
        result
    }
}

impl Executor for OpenTransaction {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            let kind = StatementKind::of(&sql.text);
            // A transaction that was rolled back may still read, for instance what conflicted: it can commit nothing.
            if kind.writes() {
                self.begin_statement()?;
            } else {
                self.restart_deadline();
            }
            let watched = self.watch.begin(&sql.text);
            let rows = own(query(&self.transaction, self.dialect, sql, &kind)).await;
            watched.end(rows.as_ref().ok().map(|rows| rows.len() as u64));
            self.record_rollback(rows)
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            self.begin_statement()?;
            let kind = StatementKind::of(&sql.text);
            let watched = self.watch.begin(&sql.text);
            let executed = own(self.transaction.execute_raw(statement(self.dialect, sql))).await;
            let executed = executed.map(|result| result.rows_affected());
            watched.end(executed.as_ref().ok().copied());
            self.record_rollback(match executed {
                Ok(rows) => Ok(rows),
                Err(error) => Err(translate(error, &kind)),
            })
        })
    }

    /// A savepoint.
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            self.begin_statement()?;
            Ok(Box::new(Self {
                transaction: begin(&self.transaction).await?,
                dialect: self.dialect,
                watch: self.watch,
                outermost: None,
                rolled_back: Arc::clone(&self.rolled_back),
            }) as Box<dyn Transaction>)
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Transaction(&self.transaction)
    }
}

impl Transaction for OpenTransaction {
    fn commit(self: Box<Self>) -> Pending<'static, ()> {
        Box::pin(async move {
            self.begin_statement()?;
            let Self {
                transaction,
                outermost,
                watch,
                ..
            } = *self;
            // A savepoint commits nothing.
            let running = outermost.is_some().then(RunningChange::begin);
            let watched = watch.begin("COMMIT");
            let result = transaction.commit().await;
            watched.end(result.is_ok().then_some(0));
            drop(outermost);
            // Deferred foreign keys are checked here.
            end(running, result, &StatementKind::default())
        })
    }
}

/// Runs a query of sea-orm.
pub(super) async fn query(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    sql: Sql,
    kind: &StatementKind,
) -> Result<Box<dyn Rows>, Error> {
    match connection.query_all_raw(statement(dialect, sql)).await {
        Ok(rows) => Ok(Box::new(rows)),
        Err(error) => Err(translate(error, kind)),
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

/// Begins a transaction that may write, or within one a savepoint.
pub(crate) async fn begin<C: TransactionTrait<Transaction = DatabaseTransaction>>(
    connection: &C,
) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        // A transaction that reads first and takes the write lock later may be refused at once, whatever the busy timeout
        // (https://sqlite.org/isolation.html); one that takes it at its beginning waits. PostgreSQL ignores the option.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection.begin_with_options(options).await
}
