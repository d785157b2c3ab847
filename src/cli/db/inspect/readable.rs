//! The tables as fields can read them, and comments on columns that are read in an unexpected way.

use super::except;
use super::model::left;
use crate::cli::source::text::line;
use crate::schema::model::{Check, Column, ColumnKind, Rule, Table};
use crate::sql::Dialect;
use crate::types::Storage;

/// The longest name that a declaration takes, in bytes: PostgreSQL cuts longer ones.
const LONGEST: usize = 63;
/// The most fields of a key.
const KEY_FIELDS: usize = 8;

/// A name as a shell takes it for one word.
fn word(name: &str) -> String {
    let plain = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.' | '-');
    if name.chars().all(plain) {
        return name.to_owned();
    }
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// The tables with the types that fields read.
pub(super) fn readable(dialect: Dialect, tables: &[Table]) -> Result<Vec<Table>, String> {
    let mut faults = Vec::new();
    let mut tables = tables.to_vec();
    for table in &mut tables {
        let name = table.name.clone();
        let leave = format!("leave it out with --except {}", word(&name));
        if table.primary_key.is_empty() {
            faults.push(format!("the table {name} has no primary key; give it one, or {leave}"));
        }
        if table.primary_key.len() > KEY_FIELDS {
            faults.push(format!(
                "the primary key of {name} has more than {KEY_FIELDS} columns; {leave}"
            ));
        }
        if !is_writable(&name) {
            faults.push(format!(
                "{name} can't be the name of a table in a block; rename it, or {leave}"
            ));
        }
        for column in generated(table) {
            if except::leave_out(table, &column).is_err() {
                faults.push(format!("{name}.{column} is generated and in the primary key; {leave}"));
            }
        }
        for column in &mut table.columns {
            let place = format!("{name}.{}", column.name);
            let leave = if table.primary_key.contains(&column.name) {
                format!("leave the table out with --except {}", word(&name))
            } else {
                format!("leave it out with --except {}", word(&place))
            };
            if let ColumnKind::Other(kind) = &column.kind {
                match best(dialect.readable(kind), &table.checks, &column.name) {
                    Some(readable) => column.kind = readable,
                    None => faults.push(unreadable(dialect, kind, &place, &leave)),
                }
            }
            let json = matches!(
                column.kind,
                ColumnKind::Stored {
                    storage: Storage::Json,
                    ..
                }
            );
            if json && table.primary_key.contains(&column.name) {
                faults.push(format!("{place} is in the primary key and JSON; {leave}"));
            }
            if !is_writable(&column.name) {
                faults.push(format!(
                    "{place} can't be the name of a column in a block; rename it, or {leave}"
                ));
            }
        }
        for (at, column) in table.columns.iter().enumerate() {
            let same = |other: &Column| other.name.eq_ignore_ascii_case(&column.name);
            if table.columns[..at].iter().any(same) {
                let place = format!("{name}.{}", column.name);
                faults.push(format!(
                    "{place} differs from another column in case only; leave one out with --except {}",
                    word(&place)
                ));
            }
        }
    }
    if faults.is_empty() {
        return Ok(tables);
    }
    Err(format!("a block can't express everything:\n  {}", faults.join("\n  ")))
}

/// The best of these types: a length needs a check, which databases made elsewhere may not have.
fn best(kinds: Vec<ColumnKind>, checks: &[Check], column: &str) -> Option<ColumnKind> {
    let fits = |kind: &&ColumnKind| match kind {
        ColumnKind::Stored {
            length: Some(length), ..
        } => {
            let rule = Rule::MaxLength(*length);
            checks.iter().any(|check| check.column == column && check.rule == rule)
        }
        _ => true,
    };
    kinds.iter().find(fits).or(kinds.first()).cloned()
}

pub(super) fn is_writable(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len()) && !name.contains(['"', '\0'])
}

/// Why no field reads a column, and what to do.
fn unreadable(dialect: Dialect, kind: &str, place: &str, leave: &str) -> String {
    let name = kind.trim().to_ascii_lowercase();
    if name.is_empty() {
        return format!("{place} has no type, so no field can read all of its values; give it one, or {leave}");
    }
    let why = match dialect.explain_unreadable(&name) {
        Some(why) => format!(": {why}, or"),
        None => ";".to_owned(),
    };
    format!("no field reads the type `{kind}` of {place}{why} {leave}")
}

/// The columns that the database computes.
fn generated(table: &Table) -> Vec<String> {
    let columns = table.columns.iter().filter(|column| table.is_generated(&column.name));
    columns.map(|column| column.name.clone()).collect()
}

/// The comments above a table's resource.
pub(super) fn notes(dialect: Dialect, table: &Table) -> Vec<String> {
    let mut notes: Vec<String> = table.unmanaged.iter().map(|what| left(what)).collect();
    for column in generated(table) {
        notes.push(line(&format!(
            "`{column}` has no field: the database computes it, and refuses rows that give it."
        )));
    }
    let caveats = table.columns.iter().filter_map(|column| dialect.caveat(table, column));
    notes.extend(caveats.map(|caveat| line(&caveat)));
    notes
}
