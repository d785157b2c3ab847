//! Connections, set up so that both databases behave alike.

use std::time::Duration;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use sea_orm::DatabaseConnectionType;
use sea_orm::{DatabaseConnection, DbErr};

use super::config::Config;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use super::config::Place;
use super::connect_error::{ConnectError, ConnectFailure};
use super::database::Database;
#[cfg(feature = "postgres")]
use super::postgres;
use super::prepared::OutdatedStatements;
#[cfg(feature = "sqlite")]
use super::sqlite;

/// The options of connections to a PostgreSQL server outside of the pool; `None` for an embedded database.
///
/// # Errors
///
/// When the URL has parameters that can't be used, or the server doesn't answer the question whether it has TLS.
#[cfg(feature = "postgres")]
pub(crate) async fn server_options(config: &Config) -> Result<Option<sqlx::postgres::PgConnectOptions>, ConnectError> {
    match &config.place {
        Place::Server(url) => match postgres::settled_options(config, url).await {
            Ok(options) => Ok(Some(options)),
            Err(reason) => Err(ConnectError::new(config, reason)),
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
    let outdated = OutdatedStatements::default();
    let connection = match &config.place {
        #[cfg(feature = "sqlite")]
        Place::Memory => sqlite::memory(config).await.map_err(ConnectFailure::from),
        #[cfg(feature = "sqlite")]
        Place::File(file) => sqlite::open_file(config, file).await.map_err(ConnectFailure::from),
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::connect(config, url, outdated.clone()).await,
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => Err(ConnectFailure::from(
            "this program was built without support for it".to_owned(),
        )),
    };
    let connection: DatabaseConnection = connection.map_err(|failure| ConnectError::new(config, failure))?;
    Database::new(connection)
        .map(|database| database.with_limits(config, outdated).observed())
        .ok_or_else(|| ConnectError::new(config, "not supported".to_owned()))
}

/// A pool of one connection to the database of another pool, for migrations: it waits for locks for `patience`, and foreign keys are off
/// where tables have to be rebuilt without them.
///
/// `None` for a pool whose only connection can't be opened again, such as that of a database in memory.
///
/// # Errors
///
/// When the database doesn't answer.
#[cfg_attr(
    not(feature = "sqlite"),
    allow(unused_variables, reason = "only SQLite's connections wait by themselves")
)]
pub(crate) async fn single_connection(
    connection: &DatabaseConnection,
    patience: Duration,
) -> Result<Option<DatabaseConnection>, DbErr> {
    match connection.inner {
        #[cfg(feature = "sqlite")]
        DatabaseConnectionType::SqlxSqlitePoolConnection(_) => {
            sqlite::single_connection(connection.get_sqlite_connection_pool(), patience).await
        }
        #[cfg(feature = "postgres")]
        DatabaseConnectionType::SqlxPostgresPoolConnection(_) => {
            postgres::single_connection(connection.get_postgres_connection_pool())
                .await
                .map(Some)
        }
        _ => Err(DbErr::Custom(
            "migrations need a pool of connections of SQLite or PostgreSQL".to_owned(),
        )),
    }
}
