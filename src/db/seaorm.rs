//! The first implementation of the seam: sea-orm's connection pool and its transactions.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::TryStreamExt as _;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbErr, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait, Value,
};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::{DatabaseConnectionType, QueryResult, RuntimeErr};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_query_sqlx::SqlxValues;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sqlx::Connection as _;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

use super::Dialect;
use super::changes::Running;
use super::config::Config;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::dialect::Fault;
use super::dialect::{Subject, is_lost, translate};
use super::executor::{Executor, Next, Pending, Rows, Sql, Transaction, Visit};
use super::outage::{NoTurn, Outage};
use super::prepared::{TRIES, may_run_again};
use super::queue::{RowQueues, RowTurn};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::relay::Relay;
use super::watch::{Watch, Watched};
use crate::error::Error;
use crate::meta::Api;

/// A pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
    /// The same pool for our transactions, whose statements show nothing before the commit.
    beside: DatabaseConnection,
    relay: AnyRelay,
    dialect: Dialect,
    /// How many may write at a time; how long others wait for their turn.
    ///
    /// SQLite lets writers poll for its lock, each on a connection that readers could use. Here they queue up before they
    /// take one. On a server they leave some connections to those who read: what they wait for, a lock of somebody else, must not stop
    /// everything. Statements that don't come this way aren't counted.
    turn: Option<Arc<Semaphore>>,
    patience: Duration,
    outage: Arc<Outage>,
    /// Where one writer at a time is no rule of the database.
    rows: Option<Arc<RowQueues>>,
    statement_timeout: Duration,
    /// What has begun and must not be left halfway.
    tasks: TaskTracker,
}

/// How long changes that have begun have to end when the database is closed.
const ENDING: Duration = Duration::from_secs(10);

impl Database {
    /// Wraps a connection of sea-orm; `None` if its backend isn't supported.
    ///
    /// [`connect`](super::connect) sets connections up as the crate needs them: on SQLite exact decimals and `search` depend on it.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        let dialect = Dialect::of(connection.get_database_backend())?;
        let one = dialect.has_one_writer();
        Some(Self {
            relay: AnyRelay::of(&connection, Config::STATEMENT_TIMEOUT),
            beside: connection.clone(),
            connection,
            dialect,
            turn: one.then(|| Arc::new(Semaphore::new(1))),
            patience: Duration::from_secs(5),
            outage: Arc::default(),
            rows: (!one).then(|| RowQueues::new(Config::LOCK_TIMEOUT)),
            statement_timeout: Config::STATEMENT_TIMEOUT,
            tasks: TaskTracker::new(),
        })
    }

    /// Lets the application's own statements show that an outage is over, too.
    pub(super) fn observed(mut self) -> Self {
        let outage = Arc::clone(&self.outage);
        self.connection.set_metric_callback(move |info| {
            if !info.failed {
                outage.succeeded(Subject::of(&info.statement.sql).writes());
            }
        });
        self
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

    /// Sets how long anybody waits for anything, as the connections know it already, and how many may write at a time.
    pub(super) fn with_limits(mut self, config: &Config) -> Self {
        self.patience = config.acquire_timeout;
        self.statement_timeout = config.statement_timeout;
        self.relay = AnyRelay::of(&self.connection, config.statement_timeout);
        if !self.dialect.has_one_writer() {
            self.rows = Some(RowQueues::new(config.lock_timeout));
            let connections = usize::try_from(config.max_connections).unwrap_or(Semaphore::MAX_PERMITS);
            let readers = if connections > 1 { connections.div_ceil(5) } else { 0 };
            self.turn = Some(Arc::new(Semaphore::new(
                (connections - readers).min(Semaphore::MAX_PERMITS),
            )));
        }
        self
    }

    async fn turn(&self) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(turn) = &self.turn else {
            return Ok(None);
        };
        match tokio::time::timeout(self.patience, Arc::clone(turn).acquire_owned()).await {
            Ok(permit) => Ok(permit.ok()),
            Err(_) => Err(Error::Unavailable(Box::new(NoTurn(self.patience)))),
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

    /// Closes all connections; those in use when they are given back. Before that, commits that have begun have ten seconds to end,
    /// and so have the messages of what they made permanent.
    ///
    /// # Errors
    ///
    /// Those of the driver.
    pub async fn close(self) -> Result<(), Error> {
        self.tasks.close();
        if tokio::time::timeout(ENDING, self.tasks.wait()).await.is_err() {
            tracing::warn!("commits or their messages took too long and are cut off");
        }
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
            let rows = match &self.relay {
                #[cfg(feature = "postgres")]
                AnyRelay::Postgres(relay) => relayed(relay, sql, &subject, TRIES).await,
                // SQLite prepares its statements anew by itself.
                #[cfg(feature = "sqlite")]
                AnyRelay::Sqlite(relay) => relayed(relay, sql, &subject, 1).await,
                AnyRelay::None => Box::pin(query(&self.connection, self.dialect, sql, &subject)).await,
            }?;
            self.outage.succeeded(subject.writes());
            Ok(rows)
        })
    }

    fn visit<'e>(&'e self, sql: Sql, visit: &'e mut Visit<'_>) -> Pending<'e, ()> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            match &self.relay {
                #[cfg(feature = "postgres")]
                AnyRelay::Postgres(relay) => visited(relay, sql, &subject, TRIES, visit).await,
                #[cfg(feature = "sqlite")]
                AnyRelay::Sqlite(relay) => visited(relay, sql, &subject, 1, visit).await,
                AnyRelay::None => {
                    let rows = query(&self.connection, self.dialect, sql, &subject).await?;
                    for index in 0..rows.len() {
                        if rows.get(index).map(&mut *visit).transpose()? == Some(Next::Enough) {
                            break;
                        }
                    }
                    Ok(())
                }
            }?;
            self.outage.succeeded(subject.writes());
            Ok(())
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            for left in (0..TRIES).rev() {
                let running = subject.writes().then(Running::begin);
                let watched = Watched(Watch::new(self.statement_timeout));
                let executed = self.connection.execute_raw(statement(self.dialect, sql.clone()));
                let done = watched.0.on(executed).await;
                match ended(running, done.map(|result| result.rows_affected()), &subject) {
                    Err(error) if left > 0 && may_run_again(&error) => {}
                    ended => return ended,
                }
            }
            Err(Error::internal("a statement that may not be run at all"))
        })
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let turn = self.turn().await?;
            let watched = Watched(Watch::new(self.statement_timeout));
            let transaction = watched.0.on(begin(&self.beside)).await?;
            Ok(Box::new(Open {
                transaction,
                dialect: self.dialect,
                outermost: Some((turn, watched)),
                is_over: Arc::default(),
            }) as Box<dyn Transaction>)
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.connection)
    }

    fn outage(&self) -> Option<&Outage> {
        Some(&self.outage)
    }

    fn row_turn<'e>(&'e self, table: &'static str, key: &'e [Value]) -> Pending<'e, Option<RowTurn>> {
        Box::pin(async move {
            match &self.rows {
                Some(rows) => rows.turn(table, key).await.map(Some),
                None => Ok(None),
            }
        })
    }

    fn spawn(&self, work: Pin<Box<dyn Future<Output = ()> + Send>>) {
        self.tasks.spawn(work);
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
    #[cfg_attr(
        not(any(feature = "sqlite", feature = "postgres")),
        allow(unused_variables, reason = "there are no pools")
    )]
    fn of(connection: &DatabaseConnection, limit: Duration) -> Self {
        match connection.inner {
            #[cfg(feature = "postgres")]
            DatabaseConnectionType::SqlxPostgresPoolConnection(_) => Self::Postgres(Arc::new(Relay::new(
                connection.get_postgres_connection_pool().clone(),
                limit,
            ))),
            #[cfg(feature = "sqlite")]
            DatabaseConnectionType::SqlxSqlitePoolConnection(_) => Self::Sqlite(Arc::new(Relay::new(
                connection.get_sqlite_connection_pool().clone(),
                limit,
            ))),
            _ => Self::None,
        }
    }
}

/// Queries on a connection of the relay, at most so many times where nothing was done.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn relayed<DB>(
    relay: &Arc<Relay<DB>>,
    mut sql: Sql,
    subject: &Subject,
    tries: u32,
) -> Result<Box<dyn Rows>, Error>
where
    DB: sqlx::Database + sqlx::database::HasStatementCache,
    SqlxValues: sqlx::IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    let acquire = |error: sqlx::Error| translate(DbErr::Conn(RuntimeErr::SqlxError(error.into())), subject);
    let mut turn = relay.turn().await.map_err(acquire)?;
    for left in (0..tries).rev() {
        let again = (left > 0).then(|| sql.clone());
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
        let running = subject.writes().then(Running::begin);
        let done = query.fetch_all(turn.connection().map_err(acquire)?).await;
        let fault = done.as_ref().err().and_then(Fault::of);
        let done = done.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())));
        let error = match ended(running, done, subject) {
            Ok(rows) => {
                turn.pass();
                let rows: Vec<QueryResult> = rows.into_iter().map(QueryResult::from).collect();
                return Ok(Box::new(rows));
            }
            Err(error) => error,
        };
        match (fault.filter(|fault| fault.passes()), again) {
            (Some(fault), Some(again)) => {
                if fault == Fault::Outdated {
                    let connection = turn.connection().map_err(acquire)?;
                    connection.clear_cached_statements().await.map_err(acquire)?;
                }
                sql = again;
            }
            _ => return Err(error),
        }
    }
    Err(Error::internal("a statement that may not be run at all"))
}

/// Ends a statement that stood for itself.
fn ended<T>(running: Option<Running>, done: Result<T, DbErr>, subject: &Subject) -> Result<T, Error> {
    let Some(running) = running else {
        return done.map_err(|error| translate(error, subject));
    };
    running.end(done).map_err(|error| {
        if is_lost(&error) {
            Error::OutcomeUnknown(Box::new(error))
        } else {
            translate(error, subject)
        }
    })
}

/// Visits the rows of a query on a connection of the relay, each as it comes; at most so many times where none came.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn visited<DB>(
    relay: &Arc<Relay<DB>>,
    sql: Sql,
    subject: &Subject,
    tries: u32,
    visit: &mut Visit<'_>,
) -> Result<(), Error>
where
    DB: sqlx::Database + sqlx::database::HasStatementCache,
    SqlxValues: sqlx::IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    let acquire = |error: sqlx::Error| translate(DbErr::Conn(RuntimeErr::SqlxError(error.into())), subject);
    let mut turn = relay.turn().await.map_err(acquire)?;
    for left in (0..tries).rev() {
        let Sql { text, values } = sql.clone();
        let query = sqlx::query_with(sqlx::AssertSqlSafe(text), SqlxValues(values));
        let mut rows = query.fetch(turn.connection().map_err(acquire)?);
        let mut is_first = true;
        let error = loop {
            let next = match rows.try_next().await {
                Ok(Some(row)) => visit(&QueryResult::from(row))?,
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            is_first = false;
            match next {
                Next::Row => {}
                Next::Pause => tokio::task::yield_now().await,
                // The connection has rows left: it isn't passed on, and the pool sees to them.
                Next::Enough => return Ok(()),
            }
        };
        drop(rows);
        let Some(error) = error else {
            turn.pass();
            return Ok(());
        };
        let fault = Fault::of(&error).filter(|fault| is_first && left > 0 && fault.passes());
        match fault {
            Some(Fault::Outdated) => {
                let connection = turn.connection().map_err(acquire)?;
                connection.clear_cached_statements().await.map_err(acquire)?;
            }
            Some(_) => {}
            None => return Err(translate(DbErr::Query(RuntimeErr::SqlxError(error.into())), subject)),
        }
    }
    Err(Error::internal("a statement that may not be run at all"))
}

/// A transaction of sea-orm.
struct Open {
    transaction: DatabaseTransaction,
    dialect: Dialect,
    /// The turn to write, and the time of the statements; a savepoint has none.
    outermost: Option<(Option<OwnedSemaphorePermit>, Watched)>,
    /// Whether an error may have ended it, with all savepoints. SQLite takes a transaction back by itself where a statement is
    /// interrupted or the disk is full (<https://sqlite.org/lang_transaction.html>): what came after would stand for itself.
    is_over: Arc<AtomicBool>,
}

impl Open {
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
        if matches!(result, Err(Error::Unavailable(_))) {
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

fn statement(dialect: Dialect, sql: Sql) -> Statement {
    Statement {
        sql: sql.text,
        values: Some(sql.values),
        db_backend: dialect.backend(),
    }
}

async fn begin<C: TransactionTrait<Transaction = DatabaseTransaction>>(
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
