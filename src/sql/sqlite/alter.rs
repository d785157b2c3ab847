//! The few alterations that SQLite makes in place. For all others the table is rebuilt: see [`rebuild`](super::rebuild).

use sea_orm::DbErr;

use super::super::alter::{ConstraintNames, altered_column};
use super::super::connection::Connection;
use super::super::dialect::SqlDialect as _;
use super::super::statements::{
    add_column, create_index, create_unique_index, drop_index, drop_index_if_exists, rename_column, rename_table,
};
use super::rebuild::{rebuild, unused};
use super::{DIALECT, Sqlite};
use crate::schema::change::Alteration;
use crate::schema::model::{Column, ColumnDefault, ColumnKind};

/// The names of indexes that belong to no constraint. SQLite doesn't name primary keys.
const NAMES: &str =
    "SELECT 'i' AS what, name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?";

/// Renames a table. A name that differs in case alone is taken by the table itself: another one comes in between.
pub(super) async fn rename(connection: Connection<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let mut from = from.to_owned();
    if from != to && Sqlite.same_name(&from, to) {
        let between = unused(connection, &from).await?;
        connection.execute(&rename_table(&from, &between)).await?;
        from = between;
    }
    connection.execute(&rename_table(&from, to)).await
}

/// Alters a table, one alteration after the other, until one needs a rebuild: that is done once for all that follow, up to the
/// next renamed column, which only the database's own statement renames in views, triggers and other tables too.
pub(super) async fn alter_table(
    connection: Connection<'_>,
    table: &str,
    alterations: &[Alteration],
) -> Result<(), DbErr> {
    let mut rest = alterations;
    while let [next, after @ ..] = rest {
        if in_place(connection, table, next).await? {
            rest = after;
            continue;
        }
        let renames = |alteration: &Alteration| matches!(alteration, Alteration::RenameColumn { .. });
        let end = rest.iter().position(renames).unwrap_or(rest.len());
        rebuild(connection, table, &rest[..end]).await?;
        rest = &rest[end..];
    }
    Ok(())
}

/// Whether an alteration could be made in place; then it is done.
async fn in_place(connection: Connection<'_>, table: &str, alteration: &Alteration) -> Result<bool, DbErr> {
    altered_column(connection, table, alteration).await?;
    let names = ConstraintNames::of(connection, NAMES, table, alteration).await?;
    let Some(statement) = statement(table, alteration, &names) else {
        return Ok(false);
    };
    connection.execute(&statement).await?;
    Ok(true)
}

/// The statement of an alteration; `None` where the table must be rebuilt for it.
fn statement(table: &str, alteration: &Alteration, names: &ConstraintNames) -> Option<String> {
    Some(match alteration {
        Alteration::RenameColumn { from, to } => rename_column(table, from, to),
        Alteration::AddColumn(column, checks) if has_constant_value(column) => {
            add_column(DIALECT, table, column, checks)
        }
        Alteration::AddIndex(index) => create_index(table, index),
        Alteration::AddUnique(index) => create_unique_index(table, index),
        Alteration::DropIndex(index) => drop_index(index.name()),
        Alteration::DropIndexIfExists(name) => drop_index_if_exists(name),
        // A unique index; a unique constraint can't be dropped.
        Alteration::DropUnique(unique) if names.has_index(unique.name()) => drop_index(unique.name()),
        _ => return None,
    })
}

/// Whether the column can be added to a table that has rows: all of them get the same value.
fn has_constant_value(column: &Column) -> bool {
    let is_constant = match &column.default {
        None => column.nullable,
        Some(ColumnDefault::Boolean(_) | ColumnDefault::Number(_) | ColumnDefault::Text(_)) => true,
        Some(ColumnDefault::Other(_)) => false,
    };
    // What is written in another type may be a constraint that can't be added.
    is_constant && !column.auto_increment && matches!(column.kind, ColumnKind::Stored { .. })
}
