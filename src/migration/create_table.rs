//! Tables that a migration creates, drops and renames.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::column::Column;
use super::step;
use super::{ColumnNames, OnDelete, foreign_key, index};
use crate::schema::change::{Dropped, Step};
use crate::schema::model::{Check, Rule, Table};

/// A table to create; nothing happens before [`run`](Self::run).
#[derive(Debug, Clone)]
#[must_use = "nothing is created before `run`"]
pub struct CreateTable {
    table: Table,
}

/// Begins a table.
pub fn create_table(name: impl Into<String>) -> CreateTable {
    CreateTable {
        table: Table {
            name: name.into(),
            ..Table::default()
        },
    }
}

impl CreateTable {
    /// Adds a column.
    pub fn column(mut self, column: Column) -> Self {
        self.table.columns.push(column.column);
        self.table.checks.extend(column.checks);
        self
    }

    /// Makes these columns the primary key.
    pub fn primary_key<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.table.primary_key = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Adds a unique constraint.
    pub fn unique<S: Into<String>>(mut self, name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        self.table.uniques.push(index(name, columns));
        self
    }

    /// Adds an index.
    pub fn index<S: Into<String>>(mut self, name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        self.table.indexes.push(index(name, columns));
        self
    }

    /// Adds a check: a condition in SQL that every database understands.
    pub fn check(mut self, name: impl Into<String>, condition: impl Into<String>) -> Self {
        self.table.checks.push(Check {
            name: name.into(),
            column: String::new(),
            rule: Rule::Other(condition.into()),
        });
        self
    }

    /// Adds a foreign key from a column to the `targets` column of another table, or from several columns, `["tenant", "author"]`, to as many there.
    pub fn foreign_key(
        mut self,
        name: impl Into<String>,
        columns: impl Into<ColumnNames>,
        table: impl Into<String>,
        targets: impl Into<ColumnNames>,
        on_delete: OnDelete,
    ) -> Self {
        let key = foreign_key(name, columns, table, targets, on_delete);
        self.table.foreign_keys.push(key);
        self
    }

    /// Creates the table and its indexes.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn run(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        step::run(manager.get_connection(), &Step::CreateTable(self.table)).await
    }
}

/// A table to drop; nothing happens before [`run`](Self::run).
#[derive(Debug, Clone)]
#[must_use = "nothing is dropped before `run`"]
pub struct DropTable {
    name: String,
}

/// Drops a table, with its rows and all that belongs to it.
pub fn drop_table(name: impl Into<String>) -> DropTable {
    DropTable { name: name.into() }
}

impl DropTable {
    /// Drops it.
    ///
    /// # Errors
    ///
    /// When the database refuses, such as for a table that others refer to.
    pub async fn run(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        step::run(manager.get_connection(), &Step::DropTable(Dropped::Named(self.name))).await
    }
}

/// A table to rename; nothing happens before [`run`](Self::run).
#[derive(Debug, Clone)]
#[must_use = "nothing is renamed before `run`"]
pub struct RenameTable {
    from: String,
    to: String,
}

/// Renames a table; references to it follow.
pub fn rename_table(from: impl Into<String>, to: impl Into<String>) -> RenameTable {
    RenameTable {
        from: from.into(),
        to: to.into(),
    }
}

impl RenameTable {
    /// Renames it.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn run(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let step = Step::RenameTable {
            from: self.from,
            to: self.to,
        };
        step::run(manager.get_connection(), &step).await
    }
}
