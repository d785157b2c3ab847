//! `migrate status`: the migrations, and which are applied.

use chrono::DateTime;

use super::super::{Failure, output};
use crate::db;
use crate::migration::runner::{self as migrations, Migrations, State};

/// Prints a table.
///
/// # Errors
///
/// When the database is out of reach, or has migrations that the program doesn't know; those are listed too.
pub(super) async fn run(given: Migrations, datastore: &db::Config) -> Result<(), Failure> {
    let database = super::super::datastore::connect(&datastore.as_it_is()).await?;
    let state = migrations::state(database.connection(), given).await?;
    output::print(&table(&state))?;
    Ok(state.check()?)
}

fn table(state: &State) -> String {
    let known = state.known.iter().map(|(migration, applied)| {
        let status = match applied {
            Some(at) => match DateTime::from_timestamp(*at, 0) {
                Some(at) => format!("applied {}", at.format("%Y-%m-%d %H:%M:%S UTC")),
                None => "applied".to_owned(),
            },
            None => "pending".to_owned(),
        };
        (migration.name().to_owned(), status)
    });
    let unknown = state
        .unknown
        .iter()
        .map(|name| (name.clone(), "applied, unknown".to_owned()));
    let rows: Vec<(String, String)> = known.chain(unknown).collect();
    if rows.is_empty() {
        return "there are no migrations\n".to_owned();
    }
    let width = rows
        .iter()
        .map(|(name, _)| name.chars().count())
        .max()
        .unwrap_or_default();
    rows.iter()
        .map(|(name, status)| format!("{name:width$}  {status}\n"))
        .collect()
}
