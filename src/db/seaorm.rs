//! The first implementation of the seam: sea-orm's connection pool and its transactions.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::dialect::{Subject, translate};
use super::executor::{Executor, Pending, Rows, Sql, Transaction};
use super::Dialect;
use crate::error::Error;

/// A pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
    dialect: Dialect,
}

impl Database {
    /// Wraps a connection of sea-orm; `None` if its backend isn't supported.
    ///
    /// [`connect`](super::connect) sets connections up as the crate needs them: on SQLite exact decimals and `search` depend on it.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        let dialect = Dialect::of(connection.get_database_backend())?;
        Some(Self { connection, dialect })
    }

    /// sea-orm's connection, for statements of one's own.
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Closes all connections; those in use when they are given back.
    ///
    /// # Errors
    ///
    /// Those of the driver.
    pub async fn close(self) -> Result<(), Error> {
        self.connection
            .close()
            .await
            .map_err(Error::from)
    }
}

impl Executor for Database {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(query(&self.connection, self.dialect, sql))
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(execute(&self.connection, self.dialect, sql))
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(begin(&self.connection, self.dialect))
    }
}

/// A transaction of sea-orm.
struct Open {
    transaction: DatabaseTransaction,
    dialect: Dialect,
}

impl Executor for Open {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(query(&self.transaction, self.dialect, sql))
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(execute(&self.transaction, self.dialect, sql))
    }

    /// A savepoint.
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(begin(&self.transaction, self.dialect))
    }
}

impl Transaction for Open {
    fn commit(self: Box<Self>) -> Pending<'static, ()> {
        Box::pin(async move {
            // A deferred foreign key speaks here.
            self.transaction
                .commit()
                .await
                .map_err(Error::from)
        })
    }
}

async fn query(connection: &impl ConnectionTrait, dialect: Dialect, sql: Sql) -> Result<Box<dyn Rows>, Error> {
    let subject = Subject::of(&sql.text);
    match connection.query_all_raw(statement(dialect, sql)).await {
        Ok(rows) => Ok(Box::new(rows)),
        Err(error) => Err(translate(error, &subject)),
    }
}
async fn execute(connection: &impl ConnectionTrait, dialect: Dialect, sql: Sql) -> Result<u64, Error> {
    let subject = Subject::of(&sql.text);
    match connection.execute_raw(statement(dialect, sql)).await {
        Ok(result) => Ok(result.rows_affected()),
        Err(error) => Err(translate(error, &subject)),
    }
}

fn statement(dialect: Dialect, sql: Sql) -> Statement {
    Statement {
        sql: sql.text,
        values: Some(sql.values),
        db_backend: dialect.backend(),
    }
}

async fn begin<C: TransactionTrait<Transaction = DatabaseTransaction>>(
    connection: &C,
    dialect: Dialect,
) -> Result<Box<dyn Transaction>, Error> {
    let options = TransactionOptions {
        // A transaction that reads first and asks for the lock later may be refused at once, whatever the busy timeout
        // (https://sqlite.org/isolation.html); one that asks for it at its beginning waits. PostgreSQL takes no notice.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    match connection.begin_with_options(options).await {
        Ok(transaction) => Ok(Box::new(Open { transaction, dialect })),
        Err(error) => Err(error.into()),
    }
}
