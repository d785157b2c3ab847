//! `migrate check`: the database held against the declaration; and the difference that `migrate new --auto` writes down.

use std::fmt::Write as _;

use super::super::{Cli, Failure, output};
use crate::db::catalog::{self, Step, risks};
use crate::db::migrate as migrations;
use crate::db::{self, Database, Executor as _};
use crate::meta::Api;

/// Tells whether the database is as declared, and how it differs.
///
/// # Errors
///
/// When it differs, or migrations are pending; one line that says what to do.
pub(super) async fn run(cli: &Cli, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    let steps = wanted(cli, datastore, program).await?;
    if steps.is_empty() {
        return Ok(output::print(&format!("the database at {datastore} is as declared\n"))?);
    }
    output::print(&classes(&steps))?;
    Err(format!(
        "the database at {datastore} differs from the declaration, to which these steps lead; `{program} migrate new -m \"...\" --auto` \
         writes them down, unless the declaration is wrong"
    )
    .into())
}

/// The steps from the database to the declaration.
///
/// # Errors
///
/// When migrations are pending: what they will do isn't there yet.
pub(super) async fn wanted(cli: &Cli, datastore: &db::Config, program: &str) -> Result<Vec<Step>, Failure> {
    let database = super::super::datastore::connect(&datastore.as_it_is()).await?;
    if let Some(given) = cli.migrations {
        let pending = migrations::pending(database.connection(), given).await?;
        if !pending.is_empty() {
            return Err(format!(
                "migrations are pending on {datastore}: {}; run `{program} migrate` first",
                pending.join(", ")
            )
            .into());
        }
    }
    difference(cli, &database).await
}

/// The difference, leaving out tables that are nobody's business here.
pub(super) async fn difference(cli: &Cli, database: &Database) -> Result<Vec<Step>, Failure> {
    let history = cli
        .migrations
        .map_or_else(|| catalog::HISTORY.to_owned(), migrations::Migrations::table);
    let ignored = |table: &str| table == history || cli.ignored.iter().any(|other| other == table);
    catalog::difference(&database.sea_orm(), cli.api.resources(), &ignored)
        .await
        .map_err(|error| format!("the tables of the database can't be compared: {error}").into())
}

/// Steps with their classes, one a line.
pub(super) fn classes(steps: &[Step]) -> String {
    let lines: Vec<(String, String)> = steps
        .iter()
        .flat_map(risks)
        .map(|(what, risk)| (what, risk.to_string()))
        .collect();
    let width = lines.iter().map(|(_, risk)| risk.len()).max().unwrap_or_default();
    let mut text = String::new();
    for (what, risk) in lines {
        // Writing to a String can't fail.
        let _ = writeln!(text, "{risk:width$}  {what}");
    }
    text
}

/// The declared tables that aren't there.
pub(in crate::cli) async fn missing(api: &Api, database: &Database) -> Result<Vec<String>, Failure> {
    let manager = sea_orm_migration::SchemaManager::new(database.connection());
    let mut names = Vec::new();
    for resource in api.resources() {
        let there = manager.has_table(resource.table).await;
        if !there.map_err(|error| format!("the tables of the database can't be read: {error}"))? {
            names.push(resource.table.to_owned());
        }
    }
    Ok(names)
}
