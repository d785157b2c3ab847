//! `db inspect`: an existing database as an `api!` block.
//!
//! `model` makes resources of tables, the very data that `api!` makes of a declaration; `print` writes them as one would by hand. What
//! migrations leave alone, and what the declared tables would differ in where something is left out, is found by the difference that
//! `migrate check` looks at, and becomes comments.

mod column;
mod except;
mod foreign_keys;
mod model;
mod names;
mod print;
mod readable;
mod relations;

use clap::ArgMatches;

use crate::cli::{Cli, Failure, output};
use crate::db::{self};
use crate::schema::diff::{diff, preserved};
use crate::schema::model::{Table, declared};
use crate::sql::Dialect;

/// Prints the database as a program.
///
/// # Errors
///
/// When it is out of reach, or has something that a block can't express.
pub(super) async fn run(cli: &Cli, matches: &ArgMatches, datastore: &db::Config) -> Result<(), Failure> {
    let except: Vec<&str> = matches
        .get_many::<String>("except")
        .map(|all| all.map(String::as_str).collect())
        .unwrap_or_default();
    let found = super::tables::of(datastore, &super::history(cli)).await?;
    let program = program(datastore.dialect(), &datastore.name(), &found, &except);
    Ok(output::print(
        &program.map_err(|wrong| format!("{datastore}: {wrong}"))?,
    )?)
}

/// The program of these tables.
pub(super) fn program(dialect: Dialect, name: &str, found: &[Table], except: &[&str]) -> Result<String, String> {
    let chosen = except::chosen(found, except)?;
    let mut model = model::Model::of(dialect, name, &chosen)?;
    relations::add(&mut model, &chosen)?;
    let wanted = declared(model.entries.iter().map(|entry| entry.resource)).map_err(|error| error.to_string())?;
    for (table, what) in preserved(&dialect, found, &wanted) {
        model.leaves(&table, &what);
    }
    for step in diff(&dialect, found, &wanted)? {
        model.differs(&step);
    }
    Ok(print::print(&model))
}
