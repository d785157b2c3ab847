//! The first implementation of the seam: sea-orm's connection pool and its transactions.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseExecutor, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

use super::changes::RunningChange;
use super::config::Config;
use super::executor::{Executor, Next, Pending, Rows, Transaction, Visit};
use super::open::{Open, begin, query, statement};
use super::outage::{NoTurn, Outage};
use super::prepared::{TRIES, copy, may_run_again};
use super::queue::{RowQueues, RowTurn};
use super::relayed::{AnyRelay, ended};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::relayed::{relayed, visited};
use super::watch::{Watch, Watched};
use crate::error::Error;
use crate::meta::Api;
use crate::sql::Dialect;
use crate::sql::Sql;
use crate::sql::Subject;

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
    writers: usize,
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
            writers: if one { 1 } else { usize::MAX },
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
            self.writers = (connections - readers).min(Semaphore::MAX_PERMITS);
            self.turn = Some(Arc::new(Semaphore::new(self.writers)));
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
                    Ok::<_, Error>(())
                }
            }?;
            self.outage.succeeded(subject.writes());
            Ok(())
        })
    }

    fn execute(&self, mut sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            let subject = Subject::of(&sql.text);
            let _turn = self.turn_for(&subject).await?;
            for left in (0..TRIES).rev() {
                let again = (left > 0).then(|| copy(&sql, subject.writes())).flatten();
                let running = subject.writes().then(RunningChange::begin);
                let watched = Watched(Watch::new(self.statement_timeout));
                let executed = self.connection.execute_raw(statement(self.dialect, sql));
                let done = watched.0.on(executed).await;
                match (
                    ended(running, done.map(|result| result.rows_affected()), &subject),
                    again,
                ) {
                    (Err(error), Some(again)) if may_run_again(&error) => sql = again,
                    (ended, _) => return ended,
                }
            }
            Err(Error::internal("bug: zero tries for a statement"))
        })
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let turn = self.turn().await?;
            let is_over = Arc::default();
            let watched = Watched(Watch::of_transaction(self.statement_timeout, &is_over));
            let transaction = watched.0.on(begin(&self.beside)).await?;
            Ok(Box::new(Open {
                transaction,
                dialect: self.dialect,
                outermost: Some((turn, watched)),
                is_over,
            }) as Box<dyn Transaction>)
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.connection)
    }

    fn outage(&self) -> Option<&Outage> {
        Some(&self.outage)
    }

    fn writers(&self) -> usize {
        self.writers
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
