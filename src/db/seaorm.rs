//! The first implementation of the seam: sea-orm's connection pool and its transactions.

use std::sync::Arc;
use std::time::Duration;

use futures::TryStreamExt as _;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::{DatabaseConnectionType, DbErr, QueryResult, RuntimeErr};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_query_sqlx::SqlxValues;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Dialect;
use super::dialect::{Subject, translate};
use super::executor::{Executor, Next, Pending, Rows, Sql, Transaction, Visit};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::relay::Relay;
use crate::error::Error;
use crate::meta::Api;

/// A pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
    relay: AnyRelay,
    dialect: Dialect,
    /// Whose turn it is to write, where only one can; how long others wait for theirs.
    ///
    /// SQLite lets writers poll for its lock, each on a connection that readers could use. Here they queue up before they
    /// take one. Statements that don't come this way still poll.
    turn: Option<Arc<Semaphore>>,
    patience: Duration,
}

impl Database {
    /// Wraps a connection of sea-orm; `None` if its backend isn't supported.
    ///
    /// [`connect`](super::connect) sets connections up as the crate needs them: on SQLite exact decimals and `search` depend on it.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        let dialect = Dialect::of(connection.get_database_backend())?;
        Some(Self {
            relay: AnyRelay::of(&connection),
            connection,
            dialect,
            turn: dialect.has_one_writer().then(|| Arc::new(Semaphore::new(1))),
            patience: Duration::from_secs(5),
        })
    }

    /// Creates the tables of an API that aren't there, in one transaction, and tells which. Tables that are there stay as they are.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] when the database is out of reach, [`Error::Internal`] when it refuses or tables refer to each other
    /// in a circle.
    pub async fn create_missing(&self, api: &Api) -> Result<Vec<String>, Error> {
        super::create_missing(self, api.resources()).await
    }

    /// Lets writers wait for their turn for so long.
    pub(super) fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn turn(&self) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(turn) = &self.turn else {
            return Ok(None);
        };
        match tokio::time::timeout(self.patience, Arc::clone(turn).acquire_owned()).await {
            Ok(permit) => Ok(permit.ok()),
            Err(elapsed) => Err(Error::Unavailable(Box::new(elapsed))),
        }
    }

    async fn turn_for(&self, subject: &Subject) -> Result<Option<OwnedSemaphorePermit>, Error> {
        if subject.writes() { self.turn().await } else { Ok(None) }
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
        self.connection.close().await.map_err(Error::from)
    }
}

impl Executor for Database {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            match &self.relay {
                #[cfg(feature = "postgres")]
                AnyRelay::Postgres(relay) => relayed(relay, sql, &subject).await,
                #[cfg(feature = "sqlite")]
                AnyRelay::Sqlite(relay) => relayed(relay, sql, &subject).await,
                AnyRelay::None => Box::pin(query(&self.connection, self.dialect, sql, &subject)).await,
            }
        })
    }

    fn visit<'e>(&'e self, sql: Sql, visit: &'e mut Visit<'_>) -> Pending<'e, ()> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            match &self.relay {
                #[cfg(feature = "postgres")]
                AnyRelay::Postgres(relay) => visited(relay, sql, &subject, visit).await,
                #[cfg(feature = "sqlite")]
                AnyRelay::Sqlite(relay) => visited(relay, sql, &subject, visit).await,
                AnyRelay::None => {
                    let rows = query(&self.connection, self.dialect, sql, &subject).await?;
                    for index in 0..rows.len() {
                        if rows.get(index).map(&mut *visit).transpose()? == Some(Next::Enough) {
                            break;
                        }
                    }
                    Ok(())
                }
            }
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            execute(&self.connection, self.dialect, sql, &subject).await
        })
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let turn = self.turn().await?;
            begin(&self.connection, self.dialect, turn).await
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.connection)
    }
}

/// The relay of the pool that a connection of sea-orm is.
#[derive(Debug, Clone)]
enum AnyRelay {
    #[cfg(feature = "postgres")]
    Postgres(Arc<Relay<sqlx::Postgres>>),
    #[cfg(feature = "sqlite")]
    Sqlite(Arc<Relay<sqlx::Sqlite>>),
    /// It is no pool.
    None,
}

impl AnyRelay {
    fn of(connection: &DatabaseConnection) -> Self {
        match connection.inner {
            #[cfg(feature = "postgres")]
            DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
                Self::Postgres(Arc::new(Relay::new(connection.get_postgres_connection_pool().clone())))
            }
            #[cfg(feature = "sqlite")]
            DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
                Self::Sqlite(Arc::new(Relay::new(connection.get_sqlite_connection_pool().clone())))
            }
            _ => Self::None,
        }
    }
}

/// Queries on a connection of the relay.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn relayed<DB>(relay: &Arc<Relay<DB>>, sql: Sql, subject: &Subject) -> Result<Box<dyn Rows>, Error>
where
    DB: sqlx::Database,
    SqlxValues: sqlx::IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    let acquire = |error: sqlx::Error| translate(DbErr::Conn(RuntimeErr::SqlxError(error.into())), subject);
    let mut turn = relay.turn().await.map_err(acquire)?;
    let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
    match query.fetch_all(turn.connection().map_err(acquire)?).await {
        Ok(rows) => {
            turn.pass();
            let rows: Vec<QueryResult> = rows.into_iter().map(QueryResult::from).collect();
            Ok(Box::new(rows))
        }
        Err(error) => Err(translate(DbErr::Query(RuntimeErr::SqlxError(error.into())), subject)),
    }
}

/// Visits the rows of a query on a connection of the relay, each as it comes.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn visited<DB>(relay: &Arc<Relay<DB>>, sql: Sql, subject: &Subject, visit: &mut Visit<'_>) -> Result<(), Error>
where
    DB: sqlx::Database,
    SqlxValues: sqlx::IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    let acquire = |error: sqlx::Error| translate(DbErr::Conn(RuntimeErr::SqlxError(error.into())), subject);
    let mut turn = relay.turn().await.map_err(acquire)?;
    let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
    let mut rows = query.fetch(turn.connection().map_err(acquire)?);
    loop {
        let next = match rows.try_next().await {
            Ok(Some(row)) => visit(&QueryResult::from(row))?,
            Ok(None) => break,
            Err(error) => return Err(translate(DbErr::Query(RuntimeErr::SqlxError(error.into())), subject)),
        };
        match next {
            Next::Row => {}
            Next::Pause => tokio::task::yield_now().await,
            // The connection has rows left: it isn't passed on, and the pool sees to them.
            Next::Enough => return Ok(()),
        }
    }
    drop(rows);
    turn.pass();
    Ok(())
}

/// A transaction of sea-orm.
struct Open {
    transaction: DatabaseTransaction,
    dialect: Dialect,
    /// Given back when the transaction ends; a savepoint has none.
    turn: Option<OwnedSemaphorePermit>,
}

impl Executor for Open {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            query(&self.transaction, self.dialect, sql, &subject).await
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            execute(&self.transaction, self.dialect, sql, &subject).await
        })
    }

    /// A savepoint.
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(begin(&self.transaction, self.dialect, None))
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Transaction(&self.transaction)
    }
}

impl Transaction for Open {
    fn commit(self: Box<Self>) -> Pending<'static, ()> {
        Box::pin(async move {
            let Self { transaction, turn, .. } = *self;
            let result = transaction.commit().await;
            drop(turn);
            // A deferred foreign key speaks here.
            result.map_err(Error::from)
        })
    }
}

async fn query(
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

async fn execute(
    connection: &impl ConnectionTrait,
    dialect: Dialect,
    sql: Sql,
    subject: &Subject,
) -> Result<u64, Error> {
    match connection.execute_raw(statement(dialect, sql)).await {
        Ok(result) => Ok(result.rows_affected()),
        Err(error) => Err(translate(error, subject)),
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
    turn: Option<OwnedSemaphorePermit>,
) -> Result<Box<dyn Transaction>, Error> {
    let options = TransactionOptions {
        // A transaction that reads first and asks for the lock later may be refused at once, whatever the busy timeout
        // (https://sqlite.org/isolation.html); one that asks for it at its beginning waits. PostgreSQL takes no notice.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    match connection.begin_with_options(options).await {
        Ok(transaction) => Ok(Box::new(Open {
            transaction,
            dialect,
            turn,
        })),
        Err(error) => Err(error.into()),
    }
}
