//! `db tables`: the declared tables and those of a database, in the same words, so that a `diff` of the two shows what differs.
//!
//! What has no meaning isn't shown: the names of constraints, and the order of tables, columns and constraints.

use std::fmt::Write as _;

use super::existing;
use crate::cli::{Cli, Failure, output};
use crate::db;
use crate::db::catalog::MESSAGES;
use crate::meta::OnDelete;
use crate::schema::model::{Column, ColumnDefault, ColumnKind, ForeignKey, Rule, Table, declared, literal};
use crate::sql::live;

/// Prints the tables.
///
/// # Errors
///
/// When the database is out of reach, or the declared tables can't be made.
pub(super) async fn run(cli: &Cli, datastore: &db::Config, from_database: bool) -> Result<(), Failure> {
    let tables = if from_database {
        of(datastore, &super::history(cli)).await?
    } else {
        declared(cli.api.resources())?
    };
    Ok(output::print(&text(&tables))?)
}

/// The tables of a database, without that of its migrations and that of long messages.
///
/// # Errors
///
/// When it is out of reach.
pub(super) async fn of(datastore: &db::Config, history: &str) -> Result<Vec<Table>, Failure> {
    let database = existing(datastore).await?;
    let tables = live(&sea_orm::DatabaseExecutor::Connection(database.connection()))
        .await
        .map_err(|error| {
            let message = crate::sql::advice(&error);
            format!("the tables of {datastore} can't be read: {message}")
        })?;
    database.close().await?;
    let own = |table: &Table| table.name != history && table.name != MESSAGES;
    Ok(tables.into_iter().filter(own).collect())
}

/// The tables as text.
pub(super) fn text(tables: &[Table]) -> String {
    let mut tables: Vec<&Table> = tables.iter().collect();
    tables.sort_by(|a, b| a.name.cmp(&b.name));
    let tables: Vec<String> = tables.into_iter().map(one).collect();
    tables.join("\n")
}

fn one(table: &Table) -> String {
    let mut out = format!("{}\n", table.name);
    let mut columns: Vec<&Column> = table.columns.iter().collect();
    let place = |column: &Column| {
        let in_key = table.primary_key.iter().position(|key| *key == column.name);
        (in_key.unwrap_or(usize::MAX), column.name.clone())
    };
    columns.sort_by_key(|column| place(column));
    for column in columns {
        let line = format!("  {:<24} {:<16} {}", column.name, kind(column), rest(column));
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let mut lines: Vec<String> = Vec::new();
    if !table.primary_key.is_empty() {
        lines.push(format!("primary key ({})", table.primary_key.join(", ")));
    }
    let sorted = |lines: &mut Vec<String>, more: Vec<String>| {
        let mut more = more;
        more.sort();
        lines.extend(more);
    };
    let listed = |word: &str, columns: &[String]| format!("{word} ({})", columns.join(", "));
    sorted(
        &mut lines,
        table
            .uniques
            .iter()
            .map(|unique| listed("unique", &unique.columns))
            .collect(),
    );
    sorted(
        &mut lines,
        table
            .indexes
            .iter()
            .map(|index| listed("index", &index.columns))
            .collect(),
    );
    sorted(
        &mut lines,
        table
            .checks
            .iter()
            .map(|check| rule(&check.column, &check.rule))
            .collect(),
    );
    sorted(&mut lines, table.foreign_keys.iter().map(reference).collect());
    sorted(
        &mut lines,
        table.unmanaged.iter().map(|what| format!("beside: {what}")).collect(),
    );
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
    out
}

/// The type of a column in our words, which are the same for every database.
pub(super) fn kind(column: &Column) -> String {
    match &column.kind {
        ColumnKind::Other(kind) if kind.trim().is_empty() => "no type".to_owned(),
        ColumnKind::Other(kind) => format!("`{kind}`"),
        ColumnKind::Stored {
            storage,
            length,
            precision,
        } => {
            let word = storage.facts().name;
            match (length, precision) {
                (Some(length), _) => format!("{word}({length})"),
                (None, Some((digits, scale))) => format!("{word}({digits}, {scale})"),
                (None, None) => word.to_owned(),
            }
        }
    }
}

fn rest(column: &Column) -> String {
    let mut words = vec![if column.nullable { "null" } else { "not null" }.to_owned()];
    if column.auto_increment {
        words.push("counted".to_owned());
    }
    if let Some(default) = &column.default {
        words.push(format!("default {}", value(default)));
    }
    words.join("  ")
}

/// A default in SQL's words.
pub(super) fn value(default: &ColumnDefault) -> String {
    match default {
        ColumnDefault::Boolean(value) => value.to_string(),
        ColumnDefault::Number(digits) => digits.clone(),
        ColumnDefault::Text(text) => literal(text),
        ColumnDefault::Other(expression) => expression.clone(),
    }
}

fn rule(column: &str, rule: &Rule) -> String {
    format!("check {}", rule.condition(column))
}

fn reference(key: &ForeignKey) -> String {
    let then = match key.on_delete {
        OnDelete::Cascade => "cascade",
        OnDelete::SetNull => "set null",
        OnDelete::Restrict => "restrict",
    };
    format!(
        "references ({}) → {} ({}), on delete {then}",
        key.columns.join(", "),
        key.table,
        key.targets.join(", ")
    )
}
