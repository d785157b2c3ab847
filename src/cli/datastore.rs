//! Which database: `--datastore`, else the environment, else a file of the program's name.

use clap::{Arg, ArgMatches};

use super::{Failure, environment};
use crate::db::{self, Database};

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
/// When it names no database; the text says what to set.
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
/// When the database doesn't answer; the text says what to set.
pub(super) async fn connect(datastore: &db::Config) -> Result<Database, Failure> {
    db::connect(datastore).await.map_err(|error| {
        let text = error.to_string();
        // The server's own words for a database that it doesn't have.
        let remedy = if text.ends_with("\" does not exist") && text.contains(": database \"") {
            "`db create` makes it, unless DATASTORE or --datastore names another"
        } else {
            "set DATASTORE or --datastore to a database that answers"
        };
        format!("{text}; {remedy}").into()
    })
}
