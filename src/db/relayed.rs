//! Statements that stand for themselves, on connections that go from one request to the next.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::sync::Arc;
use std::time::Duration;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use futures::TryStreamExt as _;
use sea_orm::{DatabaseConnection, DbErr};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::{DatabaseConnectionType, QueryResult, RuntimeErr};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_query_sqlx::SqlxValues;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sqlx::Connection as _;

use super::changes::RunningChange;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::executor::{Next, Rows, Visit};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::prepared::copy;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::relay::Relay;
use crate::error::Error;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::sql::{DbCondition, Sql, note_change};
use crate::sql::{Subject, is_lost, translate};

/// The relay of the pool that a connection of sea-orm is.
#[derive(Debug, Clone)]
pub(super) enum AnyRelay {
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
    pub(super) fn of(connection: &DatabaseConnection, limit: Duration) -> Self {
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
pub(super) async fn relayed<DB>(
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
        let again = (left > 0).then(|| copy(&sql, subject.writes())).flatten();
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
        let running = subject.writes().then(RunningChange::begin);
        let done = query.fetch_all(turn.connection().map_err(acquire)?).await;
        let condition = done.as_ref().err().and_then(DbCondition::of);
        let done = done.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())));
        let error = match ended(running, done, subject) {
            Ok(rows) => {
                turn.pass();
                let rows: Vec<QueryResult> = rows.into_iter().map(QueryResult::from).collect();
                return Ok(Box::new(rows));
            }
            Err(error) => error,
        };
        match (condition.filter(|condition| condition.is_transient()), again) {
            (Some(condition), Some(again)) => {
                if condition == DbCondition::Outdated {
                    let connection = turn.connection().map_err(acquire)?;
                    connection.clear_cached_statements().await.map_err(acquire)?;
                }
                sql = again;
            }
            _ => return Err(error),
        }
    }
    Err(Error::internal("bug: zero tries for a statement"))
}

/// Ends a statement that stood for itself.
pub(super) fn ended<T>(running: Option<RunningChange>, done: Result<T, DbErr>, subject: &Subject) -> Result<T, Error> {
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
pub(super) async fn visited<DB>(
    relay: &Arc<Relay<DB>>,
    mut sql: Sql,
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
        let again = (left > 0).then(|| copy(&sql, subject.writes())).flatten();
        let query = sqlx::query_with(sqlx::AssertSqlSafe(sql.text), SqlxValues(sql.values));
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
        let condition = DbCondition::of(&error).filter(|condition| is_first && condition.is_transient());
        let (Some(condition), Some(again)) = (condition, again) else {
            return Err(translate(DbErr::Query(RuntimeErr::SqlxError(error.into())), subject));
        };
        if condition == DbCondition::Outdated {
            note_change();
            let connection = turn.connection().map_err(acquire)?;
            connection.clear_cached_statements().await.map_err(acquire)?;
        }
        sql = again;
    }
    Err(Error::internal("bug: zero tries for a statement"))
}
