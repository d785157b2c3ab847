//! Tables that a migration changes.

use sea_orm::DbErr;
use sea_orm_migration::SchemaManager;

use super::column::Column;
use super::step;
use super::{ColumnNames, OnDelete, foreign_key, index};
use crate::schema::change::{Alteration, Dropped, Step};
use crate::schema::model::{Check, Rule};

/// A table to change, from the first call to the last; nothing happens before [`run`](Self::run).
#[derive(Debug, Clone)]
#[must_use = "nothing is changed before `run`"]
pub struct AlterTable {
    table: String,
    alterations: Vec<Alteration>,
}

/// Begins the changes of a table.
pub fn alter_table(name: impl Into<String>) -> AlterTable {
    AlterTable {
        table: name.into(),
        alterations: Vec::new(),
    }
}

impl AlterTable {
    fn with(mut self, alteration: Alteration) -> Self {
        self.alterations.push(alteration);
        self
    }

    /// Renames a column. Constraints and indexes keep their names.
    pub fn rename_column(self, from: impl Into<String>, to: impl Into<String>) -> Self {
        let (from, to) = (from.into(), to.into());
        self.with(Alteration::RenameColumn { from, to })
    }

    /// Renames a unique, check or foreign key constraint.
    pub fn rename_constraint(self, from: impl Into<String>, to: impl Into<String>) -> Self {
        let (from, to) = (from.into(), to.into());
        self.with(Alteration::RenameConstraint { from, to })
    }

    /// Renames an index.
    pub fn rename_index(self, from: impl Into<String>, to: impl Into<String>) -> Self {
        let (from, to) = (from.into(), to.into());
        self.with(Alteration::RenameIndex { from, to })
    }

    /// Adds a column. Rows that are there get its default, or NULL.
    pub fn add_column(self, column: Column) -> Self {
        self.with(Alteration::AddColumn(column.column, column.checks))
    }

    /// Drops a column and the checks of it alone. What else holds it, such as an index, is dropped first.
    pub fn drop_column(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropColumn(Dropped::Named(name.into()), Vec::new()))
    }

    /// Gives the column of this name this type, nullability and default. Values are converted; one that can't be fails the migration.
    pub fn alter_column(self, column: Column) -> Self {
        let altered = self.with(Alteration::AlterColumn {
            from: None,
            to: column.column,
        });
        let checks = column.checks.into_iter().map(Alteration::AddCheck);
        checks.fold(altered, Self::with)
    }

    /// Makes these columns the primary key.
    pub fn set_primary_key<S: Into<String>>(self, columns: impl IntoIterator<Item = S>) -> Self {
        let to = columns.into_iter().map(Into::into).collect();
        self.with(Alteration::SetPrimaryKey { from: None, to })
    }

    /// Adds a check: a condition in SQL that every database understands. Rows that break it fail the migration.
    pub fn add_check(self, name: impl Into<String>, condition: impl Into<String>) -> Self {
        self.with(Alteration::AddCheck(Check {
            name: name.into(),
            column: String::new(),
            rule: Rule::Other(condition.into()),
        }))
    }

    /// Drops a check.
    pub fn drop_check(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropCheck(Dropped::Named(name.into())))
    }

    /// Adds a unique constraint. Rows that break it fail the migration.
    pub fn add_unique<S: Into<String>>(self, name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        self.with(Alteration::AddUnique(index(name, columns)))
    }

    /// Drops a unique constraint.
    pub fn drop_unique(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropUnique(Dropped::Named(name.into())))
    }

    /// Adds an index.
    pub fn add_index<S: Into<String>>(self, name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        self.with(Alteration::AddIndex(index(name, columns)))
    }

    /// Drops an index.
    pub fn drop_index(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropIndex(Dropped::Named(name.into())))
    }

    /// Drops an index if there is one of this name, such as an invalid one that a failed `CREATE INDEX CONCURRENTLY` left on PostgreSQL.
    pub fn drop_index_if_exists(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropIndexIfExists(name.into()))
    }

    /// Adds a foreign key from a column to the `target` column of another table. Rows that break it fail the migration.
    pub fn add_foreign_key(
        self,
        name: impl Into<String>,
        columns: impl Into<ColumnNames>,
        table: impl Into<String>,
        targets: impl Into<ColumnNames>,
        on_delete: OnDelete,
    ) -> Self {
        let key = foreign_key(name, columns, table, targets, on_delete);
        self.with(Alteration::AddForeignKey(key))
    }

    /// Drops a foreign key.
    pub fn drop_foreign_key(self, name: impl Into<String>) -> Self {
        self.with(Alteration::DropForeignKey(Dropped::Named(name.into())))
    }

    /// Changes the table.
    ///
    /// # Errors
    ///
    /// When the database refuses, or rows violate the change. On SQLite also for a table that other tables refer to while
    /// foreign keys are enforced: `migrate` switches them off and checks them afterwards.
    pub async fn run(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let step = Step::AlterTable {
            table: self.table,
            alterations: self.alterations,
        };
        step::run(manager.get_connection(), &step).await
    }
}
