//! Pools of connections to SQLite.

use std::str::FromStr as _;
use std::time::Duration;

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxSqliteConnector};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

use super::hooks::{end_transactions, enforce_deadline};
use crate::db::Config;
use crate::db::config::{File, Synchronous};
use crate::db::options::{driver_message, logging, single, trace_statements};
use crate::sql::sqlite::compare_decimals;

/// One connection that is never closed: the database lives as long as it does.
pub(in crate::db) async fn memory(config: &Config) -> Result<DatabaseConnection, String> {
    let pool = config.pool.options().min_connections(1).max_connections(1);
    let pool = pool.idle_timeout(None).max_lifetime(None);
    let options = SqliteConnectOptions::new().filename(":memory:");
    open(config, pool, options).await
}

pub(in crate::db) async fn open_file(config: &Config, file: &File) -> Result<DatabaseConnection, String> {
    let File { path, parameters } = file;
    let pool = config.pool.options();
    // The path is decoded already.
    let options = SqliteConnectOptions::from_str(&format!("sqlite:file?{parameters}"))
        .map_err(|error| error.to_string())?
        .filename(path);
    let has = |parameter: &str| parameters.split('&').any(|given| given == parameter);
    let writable = !std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly());
    if has("mode=ro") || has("immutable=1") || has("immutable=true") || !writable {
        // The journal can't be changed either.
        return open(config, pool, options.read_only(true)).await;
    }
    let options = if parameters.contains("mode=") {
        options
    } else {
        options.create_if_missing(true)
    };
    // Readers don't wait for the writer (https://sqlite.org/wal.html).
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(match config.pool.synchronous {
            Synchronous::Normal => SqliteSynchronous::Normal,
            Synchronous::Full => SqliteSynchronous::Full,
        });
    open(config, pool, options).await
}

pub(in crate::db) async fn single_connection(
    pool: &SqlitePool,
    patience: Duration,
) -> Result<Option<DatabaseConnection>, DbErr> {
    if pool.options().get_max_connections() == 1 {
        return Ok(None);
    }
    let options = (*pool.connect_options()).clone();
    let options = trace_statements(options.foreign_keys(false).busy_timeout(patience));
    let opened = single(SqlitePoolOptions::new()).connect_with(options).await;
    let pool = opened.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?;
    Ok(Some(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool)))
}

async fn open(
    config: &Config,
    pool: SqlitePoolOptions,
    options: SqliteConnectOptions,
) -> Result<DatabaseConnection, String> {
    let options = options
        .foreign_keys(true)
        .busy_timeout(config.pool.lock_timeout)
        .statement_cache_capacity(config.pool.statement_cache)
        // Rows that wait to be read: each may be as large as a body.
        .row_buffer_size(32)
        .with_regexp()
        .collation("decimal", compare_decimals);
    let options = logging(config, options);
    let limit = config.pool.statement_timeout;
    let pool = pool
        .after_connect(move |connection, _| Box::pin(enforce_deadline(connection, limit)))
        .after_release(|connection, _| Box::pin(end_transactions(connection)))
        .before_acquire(move |connection, _| {
            Box::pin(async move {
                enforce_deadline(connection, limit).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await
        .map_err(|error| driver_message(&error))?;
    Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
}
