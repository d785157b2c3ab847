//! The pool of connections to one database: the [`Executor`] over sea-orm.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseExecutor, DbErr, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

use super::autocommit::{AnyHandoff, Visitor, end};
use super::breaker::Breaker;
use super::changes::RunningChange;
use super::config::Config;
use super::deadline::{Deadline, DeadlineGuard};
use super::executor::{Executor, Next, Pending, Rows, Transaction, Visit};
use super::outage::{Outage, WriteTimeout};
use super::prepared::{Attempts, OutdatedStatements, TRIES};
use super::row_queue::{RowQueues, RowTurn};
use super::transaction::{OpenTransaction, begin, query, statement};
use crate::error::Error;
use crate::meta::Api;
use crate::observe::{PoolState, StatementWatch, metrics, own};
use crate::sql::{Dialect, Sql, StatementKind, is_without_connection, was_on_dead_connection};

/// A pool of connections to one database.
#[derive(Debug, Clone)]
pub struct Database {
    connection: DatabaseConnection,
    /// The same pool for the engine's transactions: success of their statements is recorded in `outage` by their commit alone.
    unobserved: DatabaseConnection,
    handoff: AnyHandoff,
    dialect: Dialect,
    /// The right to write.
    ///
    /// SQLite lets writers poll for its lock, each on a connection that readers could use. Here they queue before they acquire
    /// one. On a server, writers leave some connections to readers: while writers wait for locks of others, reads go on.
    /// The application's own statements aren't counted.
    write_permits: Option<Arc<Semaphore>>,
    /// How many permits there are.
    writers: usize,
    /// How long a writer waits for its permit.
    patience: Duration,
    outage: Arc<Outage>,
    /// `None` on an embedded database.
    breaker: Option<Breaker>,
    outdated: OutdatedStatements,
    /// `None` on a database of one writer at a time.
    rows: Option<Arc<RowQueues>>,
    statement_timeout: Duration,
    watch: StatementWatch,
    /// Work that has begun and must not be cut off.
    tasks: TaskTracker,
}

/// How long closing the database waits for changes that have begun.
const CLOSE_GRACE: Duration = Duration::from_secs(10);

impl Database {
    /// Wraps a connection of sea-orm; `None` if its backend isn't supported.
    ///
    /// [`connect`](super::connect) sets connections up as the crate needs them: on SQLite exact decimals and `search` depend on it.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        let dialect = Dialect::of(connection.get_database_backend())?;
        let one = dialect.has_one_writer();
        let breaker = AnyHandoff::breaker(&connection);
        Some(Self {
            handoff: AnyHandoff::of(&connection, Config::STATEMENT_TIMEOUT, breaker.clone()),
            unobserved: connection.clone(),
            connection,
            dialect,
            write_permits: one.then(|| Arc::new(Semaphore::new(1))),
            writers: if one { 1 } else { usize::MAX },
            patience: Duration::from_secs(5),
            outage: Arc::default(),
            breaker,
            outdated: OutdatedStatements::default(),
            rows: (!one).then(|| RowQueues::new(Config::LOCK_TIMEOUT)),
            statement_timeout: Config::STATEMENT_TIMEOUT,
            watch: StatementWatch::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Times the application's own statements, and lets them end an outage, too.
    pub(super) fn observed(mut self) -> Self {
        let (outage, breaker, watch) = (Arc::clone(&self.outage), self.breaker.clone(), self.watch);
        self.unobserved.set_metric_callback(move |info| {
            watch.record(&info.statement.sql, info.elapsed, info.failed);
        });
        self.connection.set_metric_callback(move |info| {
            watch.record(&info.statement.sql, info.elapsed, info.failed);
            if !info.failed {
                if let Some(breaker) = &breaker {
                    breaker.succeeded();
                }
                outage.succeeded(StatementKind::of(&info.statement.sql).writes());
            }
        });
        self
    }

    /// Creates the missing tables of an API in one transaction, and returns their names. Existing tables stay as they are.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] when the database is out of reach, [`Error::Internal`] when it refuses.
    pub async fn create_missing(&self, api: &Api) -> Result<Vec<String>, Error> {
        super::create_missing(self, api.resources()).await
    }

    /// Sets the time limits that the pool's connections have already, how many may write at a time, and the record of outdated statements
    /// that the pool reads.
    pub(super) fn with_limits(mut self, config: &Config, outdated: OutdatedStatements) -> Self {
        self.outdated = outdated;
        self.patience = config.pool.acquire_timeout;
        self.statement_timeout = config.pool.statement_timeout;
        self.watch = StatementWatch::slow(Some(config.pool.slow_statement).filter(|time| !time.is_zero()));
        self.handoff = AnyHandoff::of(&self.connection, config.pool.statement_timeout, self.breaker.clone());
        if !self.dialect.has_one_writer() {
            self.rows = Some(RowQueues::new(config.pool.lock_timeout));
            let connections = usize::try_from(config.pool.max_connections).unwrap_or(Semaphore::MAX_PERMITS);
            let readers = if connections > 1 { connections.div_ceil(5) } else { 0 };
            self.writers = (connections - readers).min(Semaphore::MAX_PERMITS);
            self.write_permits = Some(Arc::new(Semaphore::new(self.writers)));
        }
        self
    }

    async fn write_permit(&self) -> Result<Option<OwnedSemaphorePermit>, Error> {
        let Some(permits) = &self.write_permits else {
            return Ok(None);
        };
        if let Ok(permit) = Arc::clone(permits).try_acquire_owned() {
            return Ok(Some(permit));
        }
        let _counted = metrics::pool_wait();
        match tokio::time::timeout(self.patience, Arc::clone(permits).acquire_owned()).await {
            Ok(permit) => Ok(permit.ok()),
            Err(_) => Err(Error::Unavailable(Box::new(WriteTimeout(self.patience)))),
        }
    }

    async fn permit_for(&self, kind: &StatementKind) -> Result<Option<OwnedSemaphorePermit>, Error> {
        if kind.writes() {
            self.write_permit().await
        } else {
            Ok(None)
        }
    }

    /// Runs work on the database, unless that is known to be down.
    async fn guarded<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Some(breaker) = &self.breaker else {
            return work.await;
        };
        breaker.check()?;
        let done = work.await;
        match &done {
            Ok(_) => breaker.succeeded(),
            Err(Error::Unavailable(cause) | Error::OutcomeUnknown(cause)) => {
                let error = cause.downcast_ref::<DbErr>();
                if error.is_some_and(|error| is_without_connection(error) || was_on_dead_connection(error)) {
                    breaker.suspect();
                }
            }
            Err(_) => {}
        }
        done
    }

    /// sea-orm's connection, for statements of one's own.
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Closes all connections; those in use when they are released. Before that it waits up to ten seconds for commits that have begun,
    /// and for the messages about what they changed.
    ///
    /// # Errors
    ///
    /// Those of the driver.
    pub async fn close(self) -> Result<(), Error> {
        self.tasks.close();
        if tokio::time::timeout(CLOSE_GRACE, self.tasks.wait()).await.is_err() {
            tracing::warn!("commits or their messages took too long and were cut off");
        }
        // The driver waits for a word of the server on encrypted connections.
        match tokio::time::timeout(CLOSE_GRACE, self.connection.close()).await {
            Ok(closed) => closed.map_err(Error::from),
            Err(_) => {
                tracing::warn!("connections to the database took too long to close and were cut off");
                Ok(())
            }
        }
    }
}

impl Executor for Database {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn query(&self, sql: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async move {
            let kind = StatementKind::of(&sql.text);
            let _permit = self.permit_for(&kind).await?;
            let mut rows = Vec::new();
            let rows = self.guarded(async {
                match self
                    .handoff
                    .run(sql, &kind, (&self.outdated, self.watch), &mut rows)
                    .await
                {
                    Ok(result) => result.map(|()| Box::new(rows) as Box<dyn Rows>),
                    Err(sql) => Box::pin(query(&self.connection, self.dialect, sql, &kind)).await,
                }
            });
            let rows = rows.await?;
            self.outage.succeeded(kind.writes());
            Ok(rows)
        })
    }

    fn visit<'e>(&'e self, sql: Sql, visit: &'e mut Visit<'_>) -> Pending<'e, ()> {
        Box::pin(async move {
            let kind = StatementKind::of(&sql.text);
            let _permit = self.permit_for(&kind).await?;
            let visitor = &mut Visitor::new(visit);
            let mut without_pool = None;
            let visiting = self.guarded(async {
                match self
                    .handoff
                    .run(sql, &kind, (&self.outdated, self.watch), visitor)
                    .await
                {
                    Ok(result) => result,
                    Err(sql) => {
                        without_pool = Some(sql);
                        Ok(())
                    }
                }
            });
            visiting.await?;
            if let Some(sql) = without_pool {
                let rows = query(&self.connection, self.dialect, sql, &kind).await?;
                for index in 0..rows.len() {
                    if rows.get(index).map(&mut *visit).transpose()? == Some(Next::Enough) {
                        break;
                    }
                }
            }
            self.outage.succeeded(kind.writes());
            Ok(())
        })
    }

    fn execute(&self, sql: Sql) -> Pending<'_, u64> {
        Box::pin(async move {
            let kind = StatementKind::of(&sql.text);
            let _permit = self.permit_for(&kind).await?;
            let mut attempts = Attempts::of(sql, TRIES, kind.writes());
            let tries = attempts.left();
            let kind = &kind;
            let execute = || {
                let sql = attempts.next();
                async move {
                    let running = kind.writes().then(RunningChange::begin);
                    let deadline = DeadlineGuard(Deadline::new(self.statement_timeout));
                    let watched = self.watch.begin(&sql.text);
                    let execution = own(self.connection.execute_raw(statement(self.dialect, sql)));
                    let result = deadline.0.scope(execution).await.map(|result| result.rows_affected());
                    watched.end(result.as_ref().ok().copied());
                    end(running, result, kind)
                }
            };
            self.guarded((self as &dyn Executor).try_times(tries, execute)).await
        })
    }

    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async move {
            let permit = self.write_permit().await?;
            let rolled_back = Arc::default();
            let deadline = DeadlineGuard(Deadline::of_transaction(self.statement_timeout, &rolled_back));
            let begun = {
                let waits = self.handoff.state().is_some_and(PoolState::is_exhausted);
                let _counted = waits.then(metrics::pool_wait);
                let watched = self.watch.begin("BEGIN");
                let beginning = async { deadline.0.scope(begin(&self.unobserved)).await.map_err(Error::from) };
                let begun = self.guarded(beginning).await;
                watched.end(begun.is_ok().then_some(0));
                begun
            };
            let transaction = begun?;
            Ok(Box::new(OpenTransaction {
                transaction,
                dialect: self.dialect,
                watch: self.watch,
                outermost: Some((permit, deadline)),
                rolled_back,
            }) as Box<dyn Transaction>)
        })
    }

    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        DatabaseExecutor::Connection(&self.connection)
    }

    fn pool_state(&self) -> Option<PoolState> {
        self.handoff.state()
    }

    fn outage(&self) -> Option<&Outage> {
        Some(&self.outage)
    }

    fn outdated(&self) -> Option<&OutdatedStatements> {
        Some(&self.outdated)
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
