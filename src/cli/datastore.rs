//! Which database: `--datastore`, else the environment, else a file of the program's name.

use std::error::Error as StdError;

use clap::{Arg, ArgMatches};

use sea_orm::DbErr;

use super::{Failure, environment};
use crate::db::{self, Database, WholeError};
use crate::error::{Error, chain};

/// The flag, which every subcommand takes.
pub(super) fn flag(program: &str) -> Arg {
    Arg::new("datastore")
        .long("datastore")
        .visible_alias("database-url")
        .value_name("URL")
        .global(true)
        .help_heading("Global options")
        .env(environment::shown(&["DATASTORE", "DATABASE_URL"]))
        .hide_env_values(true)
        .help(format!(
            "The database, such as postgres://user@host/name or sqlite:file; DATABASE_URL is read too [default: sqlite:{program}.sqlite]"
        ))
}

/// Reads the flag.
///
/// # Errors
///
/// When it names no database; the text has the remedy.
pub(super) fn of(matches: &ArgMatches, program: &str) -> Result<db::Config, Failure> {
    match matches.get_one::<String>("datastore") {
        Some(text) => Ok(db::Config::parse(text)?),
        None => Ok(db::Config::embedded(program)),
    }
}

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
