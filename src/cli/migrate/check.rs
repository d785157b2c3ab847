//! `migrate check`: compares the database with the declaration; and the difference, of which `migrate new --auto` makes a migration.

use std::fmt::Write as _;

use super::super::{Cli, Failure, datastore, output};
use super::adopt;
use crate::db::catalog::{self, Compared, Unmet};
use crate::db::{self, Database, Executor as _};
use crate::meta::Api;
use crate::migration::runner as migrations;
use crate::schema::change::Step;
use crate::schema::plan::risks;

/// Prints whether the database is as declared, and how it differs.
///
/// # Errors
///
/// When it differs, or migrations are pending; one line with the remedy.
pub(super) async fn run(cli: &Cli, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    let database = super::super::datastore::connect(&datastore.as_it_is()).await?;
    refuse_pending(cli, &database, datastore, program).await?;
    let compared = compared(cli, &database).await?;
    let steps = &compared.steps;
    if steps.is_empty() {
        let left = not_compared(&compared, &history(cli));
        return Ok(output::print(&format!(
            "the database at {datastore} is as declared\n{left}"
        ))?);
    }
    output::print(&classes(steps))?;
    let way = way(cli, steps, program);
    Err(format!("the database at {datastore} differs from the declaration, to which these steps lead; {way}").into())
}

/// What exists and wasn't compared, in one line; empty if all was.
fn not_compared(compared: &Compared, history: &str) -> String {
    const SHOWN: usize = 12;
    let of_tables = compared
        .preserved
        .iter()
        .map(|(table, what)| format!("{what} of `{table}`"));
    let foreign = compared.foreign.iter().filter(|table| *table != history);
    let foreign = foreign.map(|table| format!("the table `{table}`"));
    let all: Vec<String> = of_tables.chain(foreign).collect();
    if all.is_empty() {
        return String::new();
    }
    let more = match all.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
    format!(
        "left alone, since no declaration can ask for it: {}{more}\n",
        shown.join(", ")
    )
}

/// How to get there.
fn way(cli: &Cli, steps: &[Step], program: &str) -> String {
    if cli.migrations.is_some() {
        return format!("`{program} migrate new -m \"...\" --auto` writes them down, unless the declaration is wrong");
    }
    let missing = steps.iter().filter(|step| matches!(step, Step::CreateTable(_))).count();
    let create = format!("`{program} migrate` creates the tables that are missing");
    if missing == steps.len() {
        return create;
    }
    let create = if missing == 0 {
        String::new()
    } else {
        format!("{create}; ")
    };
    format!(
        "{create}to change the others takes migrations, unless the declaration is wrong; {}",
        adopt::connect(program)
    )
}

/// The steps from the database to the declaration.
///
/// # Errors
///
/// When migrations are pending: what they will do isn't there yet.
#[cfg(feature = "codegen")]
pub(super) async fn wanted(
    cli: &Cli,
    database: &Database,
    datastore: &db::Config,
    program: &str,
) -> Result<Vec<Step>, Failure> {
    refuse_pending(cli, database, datastore, program).await?;
    Ok(compared(cli, database).await?.steps)
}

async fn refuse_pending(cli: &Cli, database: &Database, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    if let Some(given) = cli.migrations {
        let state = migrations::state(database.connection(), given).await?;
        state.check()?;
        let pending = state.pending().join(", ");
        if !pending.is_empty() {
            let adopt = if state.is_fresh() && !there(cli.api, database).await?.is_empty() {
                format!(", or `{program} migrate adopt` if its tables were made without them")
            } else {
                String::new()
            };
            return Err(format!(
                "migrations are pending on {datastore}: {pending}; run `{program} migrate` first{adopt}"
            )
            .into());
        }
    }
    Ok(())
}

/// The table that holds the history of migrations.
fn history(cli: &Cli) -> String {
    cli.migrations
        .map_or_else(|| catalog::HISTORY.to_owned(), migrations::Migrations::table)
}

/// The tables that aren't compared.
pub(super) fn ignored(cli: &Cli) -> impl Fn(&str) -> bool + Sync + '_ {
    let history = history(cli);
    move |table| table == history || cli.ignored.iter().any(|other| other == table)
}

/// Compares the database with the declaration, except for ignored tables.
async fn compared(cli: &Cli, database: &Database) -> Result<Compared, Failure> {
    let found = catalog::compared(&database.sea_orm(), cli.api.resources(), &ignored(cli)).await;
    found.map_err(|error| {
        let message = crate::sql::advice(&error);
        format!("the tables of the database can't be compared: {message}").into()
    })
}

/// How many steps lead from the database to the declaration.
///
/// # Errors
///
/// When the tables can't be compared.
pub(in super::super) async fn differences(cli: &Cli, database: &Database) -> Result<usize, Failure> {
    Ok(compared(cli, database).await?.steps.len())
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
    sought(api, database, false).await
}

/// Refuses tables that lack what requests need.
///
/// # Errors
///
/// When there are such tables; the text has the differences and the remedy.
pub(in super::super) async fn refuse_behind(
    cli: &Cli,
    database: &Database,
    datastore: &db::Config,
    program: &str,
) -> Result<(), Failure> {
    let unmet = unmet(cli, database).await?;
    if unmet.is_empty() {
        return Ok(());
    }
    let fresh = if datastore.is_embedded() {
        ", or a new database where its rows don't matter"
    } else {
        ""
    };
    Err(format!(
        "the tables on {datastore} aren't as declared: {}; to change them takes migrations{fresh}, unless the declaration is wrong: `{program} \
         migrate check` shows the steps; {}",
        listed(&unmet),
        adopt::connect(program)
    )
    .into())
}

/// What requests need of the tables and the database lacks. What only some values need goes to the log.
///
/// # Errors
///
/// When the tables can't be read.
pub(in super::super) async fn unmet(cli: &Cli, database: &Database) -> Result<Vec<Unmet>, Failure> {
    let found = catalog::unmet_needs(database, cli.api.resources()).await;
    let found = found.map_err(|error| {
        let message = crate::sql::advice(&error);
        format!("the tables of the database can't be compared: {message}")
    })?;
    let (fatal, others): (Vec<_>, Vec<_>) = found.into_iter().partition(Unmet::is_fatal);
    if !others.is_empty() {
        tracing::warn!(
            "the database refuses some values that are declared: {}",
            listed(&others)
        );
    }
    Ok(fatal)
}

/// The unmet needs, in one line.
pub(in super::super) fn listed(unmet: &[Unmet]) -> String {
    const SHOWN: usize = 12;
    let more = match unmet.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let shown: Vec<String> = unmet.iter().take(SHOWN).map(Unmet::to_string).collect();
    format!("{}{more}", shown.join(", "))
}

/// The declared tables that are there.
pub(super) async fn there(api: &Api, database: &Database) -> Result<Vec<String>, Failure> {
    sought(api, database, true).await
}

async fn sought(api: &Api, database: &Database, wanted: bool) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for resource in api.resources().filter(|resource| resource.of.is_none()) {
        let there = catalog::has_table(database, resource.table).await.map_err(|error| {
            let message = datastore::message_of(&error);
            format!("the tables of the database can't be read: {message}")
        })?;
        if there == wanted {
            names.push(resource.table.to_owned());
        }
    }
    Ok(names)
}
