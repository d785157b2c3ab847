//! Statements outside of transactions, on connections that requests hand to one another.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::sync::Arc;
use std::time::Duration;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use futures::TryStreamExt as _;
use sea_orm::{DatabaseConnection, DbErr, QueryResult};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::{DatabaseConnectionType, RuntimeErr};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_query_sqlx::SqlxValues;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sqlx::Connection as _;

use super::breaker::Breaker;
use super::changes::RunningChange;
use super::executor::{Next, Visit};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::handoff::ConnectionHandoff;
use super::prepared::OutdatedStatements;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::prepared::{Attempts, TRIES};
use crate::error::Error;
use crate::observe::{PoolState, StatementWatch};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{DbErrorClass, is_dead};
use crate::sql::{Sql, StatementKind, is_lost, translate};

/// The hand-off of the pool that is behind a connection of sea-orm.
#[derive(Debug, Clone)]
pub(super) enum AnyHandoff {
    #[cfg(feature = "postgres")]
    Postgres(Arc<ConnectionHandoff<sqlx::Postgres>>),
    #[cfg(feature = "sqlite")]
    Sqlite(Arc<ConnectionHandoff<sqlx::Sqlite>>),
    /// It is no pool.
    None,
}

/// Takes the rows of a result, one by one.
pub(super) trait RowSink: Send {
    /// Takes the next row.
    fn take(&mut self, row: QueryResult) -> Result<Next, Error>;
    /// Forgets the rows so far, so that the statement can run again; `false` where that can't be.
    fn reset(&mut self) -> bool;
}

/// Keeps all rows.
impl RowSink for Vec<QueryResult> {
    fn take(&mut self, row: QueryResult) -> Result<Next, Error> {
        self.push(row);
        Ok(Next::Row)
    }

    fn reset(&mut self) -> bool {
        self.clear();
        true
    }
}

/// Shows each row as it comes.
pub(super) struct Visitor<'v, 'f> {
    visit: &'v mut Visit<'f>,
    is_untouched: bool,
}

impl<'v, 'f> Visitor<'v, 'f> {
    pub(super) fn new(visit: &'v mut Visit<'f>) -> Self {
        Self {
            visit,
            is_untouched: true,
        }
    }
}

impl RowSink for Visitor<'_, '_> {
    fn take(&mut self, row: QueryResult) -> Result<Next, Error> {
        self.is_untouched = false;
        (self.visit)(&row)
    }

    fn reset(&mut self) -> bool {
        self.is_untouched
    }
}

impl AnyHandoff {
    #[cfg_attr(
        not(any(feature = "sqlite", feature = "postgres")),
        allow(unused_variables, reason = "there are no pools")
    )]
    pub(super) fn of(connection: &DatabaseConnection, limit: Duration, breaker: Option<Breaker>) -> Self {
        match connection.inner {
            #[cfg(feature = "postgres")]
            DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
                let pool = connection.get_postgres_connection_pool().clone();
                Self::Postgres(Arc::new(ConnectionHandoff::new(pool, limit, breaker)))
            }
            #[cfg(feature = "sqlite")]
            DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
                let pool = connection.get_sqlite_connection_pool().clone();
                Self::Sqlite(Arc::new(ConnectionHandoff::new(pool, limit, breaker)))
            }
            _ => Self::None,
        }
    }

    /// The state of the pool's connections.
    pub(super) fn state(&self) -> Option<PoolState> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(handoff) => Some(handoff.state()),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(handoff) => Some(handoff.state()),
            Self::None => None,
        }
    }

    /// What finds out whether the server of a connection is down; `None` for an embedded database.
    #[cfg_attr(not(feature = "postgres"), allow(unused_variables, reason = "there are no servers"))]
    pub(super) fn breaker(connection: &DatabaseConnection) -> Option<Breaker> {
        match connection.inner {
            #[cfg(feature = "postgres")]
            DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
                Some(super::postgres::breaker(connection.get_postgres_connection_pool()))
            }
            _ => None,
        }
    }

    /// Runs a statement; `Err` gives it back where there is no pool.
    #[cfg_attr(
        not(any(feature = "sqlite", feature = "postgres")),
        allow(unused_variables, clippy::unused_async, reason = "there are no pools")
    )]
    pub(super) async fn run(
        &self,
        sql: Sql,
        kind: &StatementKind,
        watch: (&OutdatedStatements, StatementWatch),
        sink: &mut dyn RowSink,
    ) -> Result<Result<(), Error>, Sql> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(handoff) => Ok(run(handoff, sql, kind, (TRIES, watch), sink).await),
            // SQLite prepares its statements anew by itself.
            #[cfg(feature = "sqlite")]
            Self::Sqlite(handoff) => Ok(run(handoff, sql, kind, (1, watch), sink).await),
            Self::None => Err(sql),
        }
    }
}

/// Runs a statement on a connection of the pool, at most so many times where nothing of it was done.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
async fn run<DB>(
    handoff: &ConnectionHandoff<DB>,
    sql: Sql,
    kind: &StatementKind,
    (tries, (outdated, watch)): (u32, (&OutdatedStatements, StatementWatch)),
    sink: &mut dyn RowSink,
) -> Result<(), Error>
where
    DB: sqlx::Database + sqlx::database::HasStatementCache,
    SqlxValues: sqlx::IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: sqlx::Executor<'c, Database = DB>,
    QueryResult: From<DB::Row>,
{
    let unconnected = |error: sqlx::Error| translate(DbErr::Conn(RuntimeErr::SqlxError(error.into())), kind);
    let mut lease = handoff.lease().await.map_err(unconnected)?;
    let mut attempts = Attempts::of(sql, tries, kind.writes());
    let mut may_move = !kind.writes();
    loop {
        let sql = attempts.next();
        let connection = lease
            .connection()
            .ok_or_else(|| unconnected(sqlx::Error::PoolClosed))?
            .begin_statement();
        let running = kind.writes().then(RunningChange::begin);
        let (watched, mut count) = (watch.begin(&sql.text), 0);
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
        let mut rows = query.fetch(&mut *connection);
        let error = loop {
            let next = match rows.try_next().await {
                Ok(Some(row)) => {
                    count += 1;
                    sink.take(QueryResult::from(row))?
                }
                Ok(None) => break None,
                Err(error) => break Some(error),
            };
            match next {
                Next::Row => {}
                Next::Pause => tokio::task::yield_now().await,
                // Rows are left unread, so the connection isn't handed off: the pool tests it when it is released.
                Next::Enough => {
                    watched.end(Some(count));
                    return end(running, Ok(()), kind);
                }
            }
        };
        drop(rows);
        watched.end(error.is_none().then_some(count));
        let Some(error) = error else {
            lease.hand_off();
            return end(running, Ok(()), kind);
        };
        // A read goes on on another connection, once. Those that are as old are probably dead, too, as after a restart of the server.
        if may_move && is_dead(&error) && attempts.left() > 0 && sink.reset() {
            may_move = false;
            outdated.record();
            // First, so that the new one may take its place.
            drop(lease);
            lease = handoff.lease().await.map_err(unconnected)?;
            continue;
        }
        let class = DbErrorClass::of(&error);
        let is_outdated = class == DbErrorClass::Outdated;
        if is_outdated {
            outdated.record();
        }
        if !class.is_transient() || attempts.left() == 0 || !sink.reset() {
            return end(running, Err(DbErr::Query(RuntimeErr::SqlxError(error.into()))), kind);
        }
        if is_outdated {
            connection.clear_cached_statements().await.map_err(unconnected)?;
        }
    }
}

/// Ends a statement outside of transactions, or a commit.
pub(super) fn end<T>(
    running: Option<RunningChange>,
    result: Result<T, DbErr>,
    kind: &StatementKind,
) -> Result<T, Error> {
    let Some(running) = running else {
        return result.map_err(|error| translate(error, kind));
    };
    running.end(result).map_err(|error| {
        if is_lost(&error) {
            Error::OutcomeUnknown(Box::new(error))
        } else {
            translate(error, kind)
        }
    })
}
