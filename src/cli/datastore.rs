//! Connections to the database that `--datastore` names.

use std::error::Error as StdError;

use sea_orm::DbErr;

use super::Failure;
use crate::db::{self, Database, WholeError};
use crate::error::{Error, chain};

/// Connects.
///
/// # Errors
///
/// When the database doesn't answer; the text has the remedy.
pub(super) async fn connect(datastore: &db::Config) -> Result<Database, Failure> {
    // SQLite's own message for a file that is no database names neither the problem nor a remedy.
    if datastore.is_file() {
        db::database_exists(datastore).await.map_err(|error| match error {
            // It names the remedy.
            WholeError::Foreign(_) => error.to_string(),
            error => with_remedy(&error),
        })?;
    }
    db::connect(datastore).await.map_err(|error| {
        if error.is_missing_database() {
            return format!("{error}; `db create` makes it, unless DATASTORE or --datastore names another").into();
        }
        with_remedy(&error).into()
    })
}

/// The error of a place, and the flag that names another.
fn with_remedy(error: &dyn StdError) -> String {
    format!("{error}; set DATASTORE or --datastore to a database that answers")
}

/// The database's own message alone, and what to do about it.
pub(super) fn message_of(error: &Error) -> String {
    let mut cause = StdError::source(error);
    while let Some(found) = cause {
        if let Some(error) = found.downcast_ref::<DbErr>() {
            return crate::sql::advice(error);
        }
        cause = found.source();
    }
    chain(error)
}
