//! The few alterations that SQLite makes in place. For all others the table is rebuilt: see [`rebuild`](super::rebuild).

use super::super::dialect::{SqlDialect as _, add_column, rename_column};
use super::{ConstraintNames, DIALECT, Sqlite};
use crate::schema::change::Alteration;
use crate::schema::model::{Column, ColumnDefault, ColumnKind};

/// The statements of an alteration; `None` where the table must be rebuilt for it.
pub(super) fn alter(table: &str, alteration: &Alteration, names: &ConstraintNames) -> Option<Vec<String>> {
    Some(vec![match alteration {
        Alteration::RenameColumn { from, to } => rename_column(table, from, to),
        Alteration::AddColumn(column, checks) if has_constant_value(column) => {
            add_column(DIALECT, table, column, checks)
        }
        Alteration::AddIndex(index) => Sqlite.create_index(table, index, false),
        Alteration::AddUnique(index) => Sqlite.create_index(table, index, true),
        Alteration::DropIndex(index) => Sqlite.drop_index(index.name()),
        Alteration::DropIndexIfExists(name) => Sqlite.drop_index_if_exists(name),
        // A unique index; a unique constraint can't be dropped.
        Alteration::DropUnique(unique) if names.has_index(unique.name()) => Sqlite.drop_index(unique.name()),
        _ => return None,
    }])
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
