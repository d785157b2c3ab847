//! Statements that alter tables, where they are the same on every database.

use sea_orm::sea_query::{Alias, Table as SqlTable};

use super::Dialect;
use super::create::{check_constraint, column_definition};
use crate::schema::model::{Check, Column, Index, quoted};

/// `ALTER TABLE .. RENAME TO`.
pub(crate) fn rename_table(from: &str, to: &str) -> String {
    format!("ALTER TABLE {} RENAME TO {}", quoted(from), quoted(to))
}

/// `DROP TABLE`.
pub(crate) fn drop_table(table: &str) -> String {
    format!("DROP TABLE {}", quoted(table))
}

/// `CREATE INDEX`.
pub(super) fn create_index(table: &str, index: &Index) -> String {
    format!("CREATE INDEX {}", index_parts(table, index))
}

/// `CREATE UNIQUE INDEX`.
pub(super) fn create_unique_index(table: &str, index: &Index) -> String {
    format!("CREATE UNIQUE INDEX {}", index_parts(table, index))
}

fn index_parts(table: &str, index: &Index) -> String {
    format!(
        "{} ON {} ({})",
        quoted(&index.name),
        quoted(table),
        name_list(&index.columns)
    )
}

/// `DROP INDEX`.
pub(super) fn drop_index(name: &str) -> String {
    format!("DROP INDEX {}", quoted(name))
}

/// `DROP INDEX IF EXISTS`.
pub(super) fn drop_index_if_exists(name: &str) -> String {
    format!("DROP INDEX IF EXISTS {}", quoted(name))
}

/// `ALTER TABLE .. ADD COLUMN` with the checks of the column.
pub(super) fn add_column(dialect: Dialect, table: &str, column: &Column, checks: &[Check]) -> String {
    let mut statement = SqlTable::alter();
    statement
        .table(Alias::new(table))
        .add_column(column_definition(dialect, column));
    let mut text = dialect.render(&statement);
    for check in checks {
        text.push(' ');
        text.push_str(&check_constraint(check));
    }
    text
}

/// `ALTER TABLE .. RENAME COLUMN`.
pub(super) fn rename_column(table: &str, from: &str, to: &str) -> String {
    format!(
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        quoted(table),
        quoted(from),
        quoted(to)
    )
}

/// Names in a list.
pub(super) fn name_list(columns: &[String]) -> String {
    columns
        .iter()
        .map(|column| quoted(column))
        .collect::<Vec<_>>()
        .join(", ")
}
