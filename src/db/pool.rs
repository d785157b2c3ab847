//! Connections, set up so that both databases behave alike.

use std::time::Duration;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::DatabaseConnectionType;
use sea_orm::{DatabaseConnection, DbErr};

use super::config::Config;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::config::Place;
use super::seaorm::Database;

/// Why there is no connection; one line, without the password.
#[derive(Debug, thiserror::Error)]
#[error("{place} can't be reached: {reason}")]
pub struct ConnectError {
    place: String,
    reason: String,
}

impl ConnectError {
    /// There is no connection to what `config` names, for this reason.
    #[cfg(feature = "postgres")]
    pub(crate) fn new(config: &Config, reason: &str) -> Self {
        Self {
            place: config.to_string(),
            // Servers may answer in several lines.
            reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }
}

/// How to open connections to a PostgreSQL server beside the pool, for those who keep one; `None` for a database that lives in this program.
///
/// # Errors
///
/// When the URL has parameters that the driver doesn't know.
#[cfg(feature = "postgres")]
pub(crate) fn server_options(config: &Config) -> Result<Option<sqlx::postgres::PgConnectOptions>, ConnectError> {
    match &config.place {
        Place::Server(url) => match postgres::options(config, url) {
            Ok(options) => Ok(Some(options)),
            Err(reason) => Err(ConnectError::new(config, &reason)),
        },
        Place::Memory | Place::File(_) => Ok(None),
    }
}

/// Connects to the database, and creates the file of an embedded one that isn't there.
///
/// # Errors
///
/// When the database can't be reached within five seconds, or refuses.
pub async fn connect(config: &Config) -> Result<Database, ConnectError> {
    let connection = match &config.place {
        #[cfg(feature = "sqlite")]
        Place::Memory => sqlite::memory(config).await,
        #[cfg(feature = "sqlite")]
        Place::File(file) => sqlite::file(config, file).await,
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::server(config, url).await,
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => Err("this program was built without support for it".to_owned()),
    };
    let wrong = |reason: String| ConnectError {
        place: config.to_string(),
        // Servers may answer in several lines.
        reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let connection: DatabaseConnection = connection.map_err(wrong)?;
    Database::new(connection)
        .map(|database| database.with_limits(config).observed())
        .ok_or_else(|| wrong("not supported".to_owned()))
}

/// A pool of one connection to the same database as another pool, for migrations: foreign keys are off where tables have to be made anew
/// without them, and it waits for locks as long as it is told.
///
/// `None` for a pool of one connection that can't be doubled, such as that of a database in memory.
///
/// # Errors
///
/// When the database doesn't answer.
#[cfg_attr(
    not(feature = "sqlite"),
    allow(unused_variables, reason = "only SQLite's connections wait by themselves")
)]
pub(crate) async fn only_connection(
    connection: &DatabaseConnection,
    patience: Duration,
) -> Result<Option<DatabaseConnection>, DbErr> {
    match connection.inner {
        #[cfg(feature = "sqlite")]
        DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
            sqlite::only(connection.get_sqlite_connection_pool(), patience).await
        }
        #[cfg(feature = "postgres")]
        DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
            postgres::only(connection.get_postgres_connection_pool())
                .await
                .map(Some)
        }
        _ => Err(DbErr::Custom(
            "migrations need a pool of connections of SQLite or PostgreSQL".to_owned(),
        )),
    }
}

/// What the driver says about itself goes to the log only if it is asked for.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn logging<O: sqlx::ConnectOptions>(config: &Config, options: O) -> O {
    if config.echo {
        options.log_statements(log::LevelFilter::Info)
    } else if config.heard {
        heard(options)
    } else {
        options.disable_statement_logging()
    }
}

/// Lets the driver tell of each statement at the lowest level, where migrations listen.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn heard<O: sqlx::ConnectOptions>(options: O) -> O {
    options
        .log_statements(log::LevelFilter::Trace)
        .log_slow_statements(log::LevelFilter::Trace, Duration::MAX)
}

/// What the database says, without its codes or the place in its own source.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn told(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    }
}

/// Options of a pool of one connection, which stays the same as long as it lives.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn once<DB: sqlx::Database>(options: sqlx::pool::PoolOptions<DB>) -> sqlx::pool::PoolOptions<DB> {
    options
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// How many statements each connection keeps prepared: filters and orders make many out of one operation.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const PREPARED: usize = 256;

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::str::FromStr as _;
    use std::time::Duration;

    use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxSqliteConnector};
    use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};

    use super::{Config, PREPARED, heard, logging, once, told};
    use crate::db::config::{File, Synchronous};
    use crate::db::pooled::sqlite::{leave, watch};
    use crate::sql::compare_decimals;

    /// One connection that is never closed: the database lives as long as it does.
    pub(super) async fn memory(config: &Config) -> Result<DatabaseConnection, String> {
        let pool = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None);
        let options = SqliteConnectOptions::new().filename(":memory:");
        open(config, pool, options).await
    }

    pub(super) async fn file(config: &Config, file: &File) -> Result<DatabaseConnection, String> {
        let File { path, parameters } = file;
        let pool = SqlitePoolOptions::new()
            .min_connections(config.min_connections.min(config.max_connections))
            .max_connections(config.max_connections);
        // The path is decoded already.
        let options = SqliteConnectOptions::from_str(&format!("sqlite:file?{parameters}"))
            .map_err(|error| error.to_string())?
            .filename(path);
        let asked = |parameter: &str| parameters.split('&').any(|given| given == parameter);
        let writable = !std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly());
        if asked("mode=ro") || asked("immutable=1") || asked("immutable=true") || !writable {
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
            .synchronous(match config.synchronous {
                Synchronous::Normal => SqliteSynchronous::Normal,
                Synchronous::Full => SqliteSynchronous::Full,
            });
        open(config, pool, options).await
    }

    pub(super) async fn only(pool: &SqlitePool, patience: Duration) -> Result<Option<DatabaseConnection>, DbErr> {
        if pool.options().get_max_connections() == 1 {
            return Ok(None);
        }
        let options = (*pool.connect_options()).clone();
        let options = heard(options.foreign_keys(false).busy_timeout(patience));
        let opened = once(SqlitePoolOptions::new()).connect_with(options).await;
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
            .busy_timeout(config.lock_timeout)
            .statement_cache_capacity(PREPARED)
            // Rows that wait for whoever reads them: each may be as large as a body.
            .row_buffer_size(8)
            .with_regexp()
            .collation("decimal", compare_decimals);
        let options = logging(config, options);
        let limit = config.statement_timeout;
        let pool = pool
            .acquire_timeout(config.acquire_timeout)
            .test_before_acquire(false)
            .after_connect(move |connection, _| Box::pin(watch(connection, limit)))
            .after_release(|connection, _| Box::pin(leave(connection)))
            .before_acquire(move |connection, _| {
                Box::pin(async move {
                    watch(connection, limit).await?;
                    Ok(true)
                })
            })
            .connect_with(options)
            .await
            .map_err(|error| told(&error))?;
        Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
    }
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::str::FromStr as _;
    use std::time::Duration;

    use sea_orm::{DatabaseConnection, DbErr, RuntimeErr, SqlxPostgresConnector};
    use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
    use sqlx::{ConnectOptions as _, Connection as _};
    use url::Url;

    use super::{Config, PREPARED, logging, once, told};
    use crate::db::pooled::postgres::{is_idle, limited};
    use crate::sql::may_be_outdated;

    const TIMEOUT: Duration = Duration::from_secs(5);
    /// A connection that lay idle for longer is tested before it is used; a test each time costs a round trip a request.
    const TRUSTED: Duration = Duration::from_secs(2);
    /// How often connections that are kept open are looked after.
    const KEPT: Duration = Duration::from_secs(5);

    pub(super) fn options(config: &Config, url: &Url) -> Result<PgConnectOptions, String> {
        let options = PgConnectOptions::from_str(url.as_str())
            .map_err(|error| error.to_string())?
            .statement_cache_capacity(PREPARED);
        Ok(logging(config, options))
    }

    pub(super) async fn server(config: &Config, url: &Url) -> Result<DatabaseConnection, String> {
        let options = options(config, url)?;
        // The pool would try again and again where nobody listens; one connection tells at once.
        match tokio::time::timeout(TIMEOUT, first(&options)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(told(&error)),
            Err(_) => return Err(format!("no answer within {} seconds", TIMEOUT.as_secs())),
        }
        let pool = PgPoolOptions::new()
            .min_connections(config.min_connections.min(config.max_connections))
            .max_connections(config.max_connections)
            .acquire_timeout(config.acquire_timeout)
            .test_before_acquire(false)
            .after_connect(limited(config))
            .after_release(|connection, _| Box::pin(is_idle(connection)))
            .before_acquire(|connection, age| {
                Box::pin(async move {
                    if may_be_outdated(age.age) {
                        return Ok(false);
                    }
                    if age.idle_for >= TRUSTED {
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

    /// Keeps as many connections open as the pool shall have at least, also after some have died, as long as it isn't closed.
    ///
    /// The pool itself opens them only when it finds out that one is lost, which is when somebody wants it.
    async fn keep_open(pool: PgPool) {
        let mut closed = std::pin::pin!(pool.close_event());
        loop {
            let least = pool.options().get_min_connections();
            let opened = async {
                // Given back, each is tested, and a dead one is replaced. It counts as used then: where there are more than are kept,
                // they are left alone, so that those that nobody uses are closed with their time.
                if pool.size() <= least {
                    for _ in 0..pool.num_idle() {
                        drop(pool.try_acquire());
                    }
                }
                let mut held = Vec::new();
                while pool.size() < least {
                    match pool.acquire().await {
                        Ok(connection) => held.push(connection),
                        Err(error) => return tracing::debug!(%error, "a connection to keep can't be opened"),
                    }
                }
            };
            let round = async {
                opened.await;
                tokio::time::sleep(KEPT).await;
            };
            if closed.as_mut().do_until(round).await.is_err() {
                return;
            }
        }
    }

    pub(super) async fn only(pool: &PgPool) -> Result<DatabaseConnection, DbErr> {
        let options = super::heard((*pool.connect_options()).clone());
        let opened = once(PgPoolOptions::new()).connect_with(options).await;
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
}
