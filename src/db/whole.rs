//! Databases as a whole: created and dropped.

use super::config::{Config, Place};
#[cfg(feature = "postgres")]
use super::postgres;
#[cfg(feature = "sqlite")]
use super::sqlite;

/// Why a database wasn't created or dropped; one line that says what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WholeError {
    /// There is one of that name.
    #[error("{0} is there already; --force drops it and all that it holds first")]
    Exists(String),
    /// There is none of that name.
    #[error("there is no database {0}; nothing was dropped")]
    Missing(String),
    /// It lives in memory.
    #[error("sqlite::memory: is made anew with each connection, so there is nothing to create or drop; name a file")]
    Memory,
    /// The file isn't an SQLite database, so it is neither replaced nor dropped.
    #[error("{0} isn't an SQLite database; nothing was touched. Name another file, or remove it yourself")]
    Foreign(String),
    /// The URL leaves the name out, or names what the server itself needs.
    #[cfg(feature = "postgres")]
    #[error("{place}: {problem}")]
    Name {
        /// The place.
        place: String,
        /// What is wrong.
        problem: String,
    },
    /// The server, or the file system, refuses.
    #[error("{place} can't be {done}: {reason}")]
    Refused {
        /// The place.
        place: String,
        /// `created` or `dropped`.
        done: &'static str,
        /// Why.
        reason: String,
    },
}

/// Creates the database that the config names. Returns whether another one was dropped for it, which `force` allows.
///
/// # Errors
///
/// When there is one and `force` isn't given, and when the server or the file system refuses.
#[cfg_attr(
    not(any(feature = "sqlite", feature = "postgres")),
    allow(unused_variables, reason = "there is no database to create")
)]
pub(crate) async fn create_database(config: &Config, force: bool) -> Result<bool, WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        #[cfg(feature = "sqlite")]
        Place::File(file) => sqlite::file::create(config, file, force).await,
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::server::create(config, url, force).await,
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => Err(unsupported(config)),
    }
}

/// Drops the database that the config names, and all that it holds.
///
/// # Errors
///
/// When there is none, and when the server or the file system refuses.
pub(crate) async fn drop_database(config: &Config) -> Result<(), WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        #[cfg(feature = "sqlite")]
        Place::File(file) => sqlite::file::remove(config, file),
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::server::remove(config, url).await,
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => Err(unsupported(config)),
    }
}

/// Whether the database that the config names is there.
///
/// # Errors
///
/// If the server doesn't answer the question.
pub(crate) async fn database_exists(config: &Config) -> Result<bool, WholeError> {
    match &config.place {
        Place::Memory => Err(WholeError::Memory),
        #[cfg(feature = "sqlite")]
        Place::File(file) => sqlite::file::exists(config, file),
        #[cfg(feature = "postgres")]
        Place::Server(url) => postgres::server::exists(config, url).await,
        #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
        _ => Err(unsupported(config)),
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres")))]
fn unsupported(config: &Config) -> WholeError {
    refused(config, "reached", "this program was built without support for it")
}

pub(super) fn refused(config: &Config, done: &'static str, reason: impl ToString) -> WholeError {
    WholeError::Refused {
        place: config.to_string(),
        done,
        // Servers may answer in several lines.
        reason: reason.to_string().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
