//! Pools of connections to PostgreSQL.

use std::str::FromStr as _;
use std::time::Duration;

use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxPostgresConnector};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};
use url::Url;

use super::hooks::{is_idle, set_limits};
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
    let options = PgConnectOptions::from_str(url.as_str())
        .map_err(|error| error.to_string())?
        .statement_cache_capacity(config.pool.statement_cache);
    Ok(logging(config, options))
}

pub(in crate::db) async fn connect(
    config: &Config,
    url: &Url,
    outdated: OutdatedStatements,
) -> Result<DatabaseConnection, ConnectFailure> {
    let options = options(config, url)?;
    // The pool would try again and again where no server listens; one connection fails at once.
    let patience = config.pool.connect_timeout;
    match tokio::time::timeout(patience, first(&options)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            return Err(ConnectFailure {
                reason: driver_message(&error),
                is_missing: DbErrorClass::of(&error) == DbErrorClass::NoDatabase,
            });
        }
        Err(_) => return Err(format!("no answer within {} seconds", patience.as_secs()).into()),
    }
    let pool = config
        .pool
        .options::<sqlx::Postgres>()
        .after_connect(set_limits(config))
        .after_release(|connection, _| Box::pin(is_idle(connection)))
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
    match tokio::time::timeout(PROBE_TIMEOUT, options.connect()).await {
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

async fn first(options: &PgConnectOptions) -> Result<(), sqlx::Error> {
    let mut connection: PgConnection = options.connect().await?;
    let all_scripts: bool = sqlx::query_scalar("SELECT 'É' ILIKE 'é'")
        .fetch_one(&mut connection)
        .await?;
    if !all_scripts {
        tracing::warn!(
            "this database's locale knows the upper and lower case of ASCII letters only, and so does `search`; \
             create the database with a locale of UTF-8"
        );
    }
    connection.close().await
}
