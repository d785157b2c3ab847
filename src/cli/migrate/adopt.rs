//! `migrate adopt`, and hints at it: for tables that exist already and were created without migrations.

use std::path::Path;

#[cfg(feature = "codegen")]
use super::super::migrate_new;
use super::super::{Cli, Failure, migration_crate, output};
use super::check;
use crate::db::{self, Database};
use crate::migration::runner::{self as migrations, Adopted, MigrationError, Migrations};

/// Records the pending migrations as applied, if the database is as declared.
///
/// # Errors
///
/// When it isn't, or the history can't be written; one line with the remedy.
pub(super) async fn run(cli: &Cli, given: Migrations, datastore: &db::Config, program: &str) -> Result<(), Failure> {
    let database = super::super::datastore::connect(&datastore.as_it_is()).await?;
    let resources: Vec<_> = cli.api.resources().collect();
    let adopted = migrations::adopt(database.connection(), given, &resources, &check::ignored(cli)).await?;
    let names = match adopted {
        Adopted::Recorded(names) => names,
        Adopted::Differs(steps) => {
            output::print(&check::classes(&steps))?;
            return Err(format!(
                "nothing is recorded: the database at {datastore} differs from the declaration, to which these steps lead; declare what \
                 is there, write migrations that create just that, and adopt them; changes go into the next one. On an empty \
                 database, `{program} migrate` makes everything"
            )
            .into());
        }
    };
    if names.is_empty() {
        return Ok(output::print(&format!("nothing to do: {datastore} is up to date\n"))?);
    }
    let message: String = names.iter().map(|name| format!("adopted {name}\n")).collect();
    Ok(output::print(&format!(
        "{message}the database is as declared, so they count as applied; none of them was run\n"
    ))?)
}

/// Refuses to write the difference from tables that no migration made: it would fail on every new database.
///
/// # Errors
///
/// When there are such tables; the text has the alternative.
#[cfg(feature = "codegen")]
pub(super) async fn refuse_to_write(
    cli: &Cli,
    database: &Database,
    datastore: &db::Config,
    program: &str,
    folder: &Path,
) -> Result<(), Failure> {
    if cli.migrations.is_some_and(|given| !given.is_empty()) {
        return Ok(());
    }
    let Some(table) = check::there(cli.api, database).await?.into_iter().next() else {
        return Ok(());
    };
    if cli.migrations.is_none() && migrate_new::has_migrations(folder) {
        return Err(unconnected(folder).into());
    }
    let empty = if cfg!(feature = "sqlite") {
        "sqlite::memory:"
    } else {
        "postgres://..."
    };
    Err(format!(
        "`{table}` and what else is on {datastore} was made without migrations, so a difference from it would fail on every new \
         database: while the declaration is as the tables are, write the first migration against an empty database, `{program} migrate \
         new -m \"first\" --auto --database-url {empty}`, and record it here with `{program} migrate adopt`"
    )
    .into())
}

/// What to do when migrations fail because of existing objects: tables that none of them made, or a migration whose line of the
/// history is gone. Empty if that isn't it.
pub(super) async fn hint(cli: &Cli, database: &Database, failure: &MigrationError) -> &'static str {
    if !failure.is_duplicate() {
        return "";
    }
    let Some(given) = cli.migrations else { return "" };
    // It is only a hint: what can't be read has failed already.
    let Ok(state) = migrations::state(database.connection(), given).await else {
        return "";
    };
    if !state.is_fresh() {
        return "; if it ran before and its line of the history is gone, `migrate adopt` records it again, where the database is as declared";
    }
    match check::there(cli.api, database).await {
        Ok(names) if !names.is_empty() => {
            "; if the tables were made without migrations, `migrate adopt` records these as applied"
        }
        _ => "",
    }
}

/// How the program gets its migrations.
pub(super) fn connect(program: &str) -> String {
    let folder = Path::new("migration");
    if migration_crate::is_crate(folder) {
        return unconnected(folder);
    }
    format!(
        "this program has no migrations: `{program} migrate init` makes a crate for them, and `.migrator::<migration::Migrator>()` on \
         the command line gives them to it"
    )
}

fn unconnected(folder: &Path) -> String {
    format!(
        "this program doesn't have the migrations of `{}`: add `.migrator::<migration::Migrator>()` to its command line",
        folder.display()
    )
}
