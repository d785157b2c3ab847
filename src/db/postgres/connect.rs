//! Pools of connections to PostgreSQL.

use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxPostgresConnector};
use sqlx::Connection as _;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgSslMode};
use url::Url;

use super::hooks::{self, Replacement, is_usable, set_limits};
use super::tls::{self, Encryption, Opened, encryption};
use crate::db::Config;
use crate::db::breaker::Breaker;
use crate::db::connect_error::ConnectFailure;
use crate::db::options::{driver_message, logging, single, trace_statements};
use crate::db::prepared::OutdatedStatements;
use crate::sql::DbErrorClass;

/// How long a probe may take.
const PROBE_TIMEOUT: Duration = Duration::from_secs(2);
/// A connection that was idle for longer is tested before it is used; a test each time would cost a round trip a request.
const UNTESTED: Duration = Duration::from_secs(2);
/// How often the connections that are kept open are checked.
const CHECK_INTERVAL: Duration = Duration::from_secs(5);

pub(in crate::db) fn options(config: &Config, url: &Url) -> Result<PgConnectOptions, String> {
    let (url, _) = tls::without_unknown_parameters(url);
    let options = PgConnectOptions::from_str(url.as_str())
        .map_err(|error| error.to_string())?
        // The driver names each statement, and closes only those that its cache drops. Without a cache they would pile up on the server.
        .statement_cache_capacity(config.pool.statement_cache);
    Ok(logging(config, tls::apply(options, &url)?))
}

/// The options of connections outside of the pool, in the mode that `sslmode` comes to with this server.
pub(in crate::db) async fn settled_options(config: &Config, url: &Url) -> Result<PgConnectOptions, String> {
    let options = options(config, url)?;
    if !matches!(options.get_ssl_mode(), PgSslMode::Allow | PgSslMode::Prefer) {
        return Ok(options);
    }
    let opened = open_in_time(config, &options).await.map_err(|failure| failure.reason)?;
    // It has told what it was opened for.
    let _ = opened.connection.close().await;
    Ok(opened.options)
}

/// Connects within the time limit.
async fn open_in_time(config: &Config, options: &PgConnectOptions) -> Result<Opened, ConnectFailure> {
    let patience = config.pool.connect_timeout;
    match tokio::time::timeout(patience, tls::open(options)).await {
        Ok(Ok(opened)) => Ok(opened),
        Ok(Err(error)) => Err(ConnectFailure {
            reason: tls::reason(&error, options),
            is_missing: DbErrorClass::of(&error) == DbErrorClass::NoDatabase,
        }),
        Err(_) => Err(format!("no answer within {} seconds", patience.as_secs()).into()),
    }
}

pub(in crate::db) async fn connect(
    config: &Config,
    url: &Url,
    outdated: OutdatedStatements,
) -> Result<DatabaseConnection, ConnectFailure> {
    let (_, unknown) = tls::without_unknown_parameters(url);
    if !unknown.is_empty() {
        tracing::warn!(
            parameters = unknown.join(", "),
            "parameters of the database's URL aren't supported, and are ignored; take them out"
        );
    }
    let options = options(config, url)?;
    let asked = options.get_ssl_mode();
    // The pool would try again and again where no server listens; one connection fails at once.
    let opened = open_in_time(config, &options).await?;
    opened.report_fallback();
    let Opened {
        connection, options, ..
    } = opened;
    let checked = tokio::time::timeout(config.pool.connect_timeout, first(connection, &options)).await;
    match checked {
        Ok(Ok(encryption)) => tls::report(encryption.as_ref(), asked, &options),
        Ok(Err(error)) => return Err(driver_message(&error).into()),
        Err(_) => return Err(format!("no answer within {} seconds", config.pool.connect_timeout.as_secs()).into()),
    }
    let limits = hooks::limits(config);
    let replacement = tls::may_be_encrypted(&options).then(|| Replacement {
        options: options.clone(),
        limits: Arc::clone(&limits),
        patience: config.pool.connect_timeout,
    });
    let pool = config
        .pool
        .options::<sqlx::Postgres>()
        .after_connect(move |connection, _| Box::pin(set_limits(connection, Arc::clone(&limits))))
        .after_release(move |connection, _| Box::pin(is_usable(connection, replacement.clone())))
        .before_acquire(move |connection, age| {
            let is_outdated = outdated.may_be_on(age.age);
            Box::pin(async move {
                if is_outdated {
                    return Ok(false);
                }
                if age.idle_for >= UNTESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    if pool.options().get_min_connections() > 0 {
        tokio::spawn(keep_open(pool.clone()));
    }
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// Finds out whether the server of a pool is down, by a connection beside the pool.
pub(in crate::db) fn breaker(pool: &PgPool) -> Breaker {
    let pool = pool.clone();
    Breaker::new(Box::new(move || {
        let pool = pool.clone();
        Box::pin(async move { pool.is_closed() || is_reachable(&pool.connect_options()).await })
    }))
}

/// Whether a server answers. One that refuses, as it has too many connections, answers; one that starts or stops doesn't.
async fn is_reachable(options: &PgConnectOptions) -> bool {
    match tokio::time::timeout(PROBE_TIMEOUT, PgConnection::connect_with(options)).await {
        Ok(Ok(connection)) => {
            // Whether it closes properly doesn't matter.
            let _ = connection.close().await;
            true
        }
        Ok(Err(sqlx::Error::Database(error))) => error.code().is_none_or(|code| !code.starts_with("57P")),
        Ok(Err(_)) | Err(_) => false,
    }
}

/// Keeps the least number of connections open, also after some were lost, until the pool is closed.
///
/// The pool itself replaces a lost connection only when that is acquired.
async fn keep_open(pool: PgPool) {
    let mut closed = std::pin::pin!(pool.close_event());
    loop {
        let least = pool.options().get_min_connections();
        let opened = async {
            // Released, each is tested, and a dead one is closed. It counts as used then: where there are more than are kept, they are
            // left alone, so that unused ones are closed after their idle time.
            if pool.size() <= least {
                for _ in 0..pool.num_idle() {
                    drop(pool.try_acquire());
                }
            }
            let mut held = Vec::new();
            while pool.size() < least {
                match pool.acquire().await {
                    Ok(connection) => held.push(connection),
                    Err(error) => return tracing::debug!(%error, "can't open a connection to keep"),
                }
            }
        };
        let round = async {
            opened.await;
            tokio::time::sleep(CHECK_INTERVAL).await;
        };
        if closed.as_mut().do_until(round).await.is_err() {
            return;
        }
    }
}

pub(in crate::db) async fn single_connection(pool: &PgPool) -> Result<DatabaseConnection, DbErr> {
    let options = trace_statements((*pool.connect_options()).clone());
    let opened = single(PgPoolOptions::new()).connect_with(options).await;
    let pool = opened.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(error.into())))?;
    Ok(SqlxPostgresConnector::from_sqlx_postgres_pool(pool))
}

/// Checks what the first connection tells about the database, and whether it is encrypted.
async fn first(mut connection: PgConnection, options: &PgConnectOptions) -> Result<Option<Encryption>, sqlx::Error> {
    let all_scripts: bool = sqlx::query_scalar("SELECT 'É' ILIKE 'é'")
        .fetch_one(&mut connection)
        .await?;
    if !all_scripts {
        tracing::warn!(
            "this database's locale knows the upper and lower case of ASCII letters only, and so does `search`; \
             create the database with a locale of UTF-8"
        );
    }
    let encryption = encryption(&mut connection, options).await?;
    connection.close().await?;
    Ok(encryption)
}
