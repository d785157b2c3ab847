//! `db`: the database itself, apart from its tables, which are `migrate`'s.

#[cfg(feature = "codegen")]
mod inspect;
mod seed;
mod tables;
#[cfg(test)]
mod tests;
mod whole;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Cli, Failure};
use crate::db::catalog::HISTORY;
use crate::db::{self, Database};
use crate::migration::runner::Migrations;

/// The subcommand.
pub(super) fn command() -> Command {
    let force = |help| Arg::new("force").long("force").action(ArgAction::SetTrue).help(help);
    let create = Command::new("create")
        .about("Create the database, without tables")
        .arg(force("Drop it first if it is there, with all that it holds"));
    let drop = Command::new("drop")
        .about("Drop the database")
        .arg(force("Drop the database; without this flag nothing is dropped"));
    let tables = Command::new("tables")
        .about("Print the tables that the API declares")
        .arg(
            Arg::new("db")
                .long("db")
                .action(ArgAction::SetTrue)
                .help("Print those of the database instead, in the same words"),
        );
    let inspect = Command::new("inspect")
        .about("Print the tables of the database as an `api!` block")
        .arg(
            Arg::new("except")
                .long("except")
                .value_name("TABLE[.COLUMN]")
                .action(ArgAction::Append)
                .help("A table or a column to leave out; may be given several times"),
        );
    Command::new("db")
        .about("Create, drop, fill and look at the database")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(create)
        .subcommand(drop)
        .subcommand(tables)
        .subcommand(inspect)
        .subcommand(seed::command())
}

/// Runs one of them.
///
/// # Errors
///
/// One line with the remedy.
pub(super) async fn run(cli: &Cli, matches: &ArgMatches, datastore: &db::Config) -> Result<(), Failure> {
    match matches.subcommand() {
        Some(("create", own)) => whole::create(datastore, own.get_flag("force")).await,
        Some(("drop", own)) => whole::drop(datastore, own.get_flag("force")).await,
        Some(("tables", own)) => tables::run(cli, datastore, own.get_flag("db")).await,
        #[cfg(feature = "codegen")]
        Some(("inspect", own)) => inspect::run(cli, own, datastore).await,
        #[cfg(not(feature = "codegen"))]
        Some(("inspect", _)) => Err(super::lacks("codegen")),
        Some(("seed", own)) => seed::run(cli, own, datastore).await,
        _ => Ok(()),
    }
}

/// The table that the migrator keeps its history in, which is no table of the API.
fn history(cli: &Cli) -> String {
    cli.migrations.map_or_else(|| HISTORY.to_owned(), Migrations::table)
}

/// Connects to a database that must be there: looking at a missing one must not create it.
async fn existing(datastore: &db::Config) -> Result<Database, Failure> {
    // A server reports a missing database itself, and clearly.
    if datastore.is_file() && !db::database_exists(datastore).await? {
        return Err(
            format!("there is no database {datastore}; run `db create` and `migrate` first, or set DATASTORE").into(),
        );
    }
    super::datastore::connect(datastore).await
}
