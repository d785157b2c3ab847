//! What a migration does to a database: actions, each of which every database runs in statements of its own.

use super::step::{Change, Step};
use crate::schema::model::{Check, Column, ForeignKey, Index, Table};

/// One action.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::enum_variant_names,
    reason = "what else will be created and dropped one day is no table"
)]
pub(crate) enum Action {
    /// Creates a table with its indexes.
    CreateTable(Table),
    /// Drops a table.
    DropTable(String),
    /// Renames a table.
    RenameTable {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Changes a table.
    AlterTable {
        /// Its name.
        table: String,
        /// How, from the first to the last.
        alterations: Vec<Alteration>,
    },
}

/// One alteration of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Alteration {
    /// Renames a column.
    RenameColumn {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Renames a unique, check or foreign key constraint.
    RenameConstraint {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Renames an index.
    RenameIndex {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Adds a column, with checks of it alone.
    AddColumn(Column, Vec<Check>),
    /// Drops a column, with the checks of it alone.
    DropColumn(String),
    /// Gives the column of this name this type, nullability and default.
    AlterColumn(Column),
    /// Makes these columns the primary key.
    SetPrimaryKey(Vec<String>),
    /// Adds a check.
    AddCheck(Check),
    /// Drops a check.
    DropCheck(String),
    /// Adds a unique constraint.
    AddUnique(Index),
    /// Drops a unique constraint.
    DropUnique(String),
    /// Adds an index.
    AddIndex(Index),
    /// Drops an index.
    DropIndex(String),
    /// Drops an index, if there is one of this name.
    DropIndexIfExists(String),
    /// Adds a foreign key.
    AddForeignKey(ForeignKey),
    /// Drops a foreign key.
    DropForeignKey(String),
}

impl From<&Step> for Action {
    fn from(step: &Step) -> Self {
        match step {
            Step::CreateTable(table) => Self::CreateTable(table.clone()),
            Step::DropTable(table) => Self::DropTable(table.name.clone()),
            Step::RenameTable { from, to } => Self::RenameTable {
                from: from.clone(),
                to: to.clone(),
            },
            Step::AlterTable { table, changes } => Self::AlterTable {
                table: table.clone(),
                alterations: changes.iter().map(Alteration::from).collect(),
            },
        }
    }
}

impl From<&Change> for Alteration {
    fn from(change: &Change) -> Self {
        match change {
            Change::RenameColumn { from, to } => Self::RenameColumn {
                from: from.clone(),
                to: to.clone(),
            },
            Change::RenameConstraint { from, to } => Self::RenameConstraint {
                from: from.clone(),
                to: to.clone(),
            },
            Change::RenameIndex { from, to } => Self::RenameIndex {
                from: from.clone(),
                to: to.clone(),
            },
            Change::AddColumn(column, checks) => Self::AddColumn(column.clone(), checks.clone()),
            Change::DropColumn(column, _) => Self::DropColumn(column.name.clone()),
            Change::AlterColumn { to, .. } => Self::AlterColumn(to.clone()),
            Change::SetPrimaryKey { to, .. } => Self::SetPrimaryKey(to.clone()),
            Change::AddCheck(check) => Self::AddCheck(check.clone()),
            Change::DropCheck(check) => Self::DropCheck(check.name.clone()),
            Change::AddUnique(unique) => Self::AddUnique(unique.clone()),
            Change::DropUnique(unique) => Self::DropUnique(unique.name.clone()),
            Change::AddIndex(index) => Self::AddIndex(index.clone()),
            Change::DropIndex(index) => Self::DropIndex(index.name.clone()),
            Change::DropInvalidIndex(name) => Self::DropIndexIfExists(name.clone()),
            Change::AddForeignKey(key) => Self::AddForeignKey(key.clone()),
            Change::DropForeignKey(key) => Self::DropForeignKey(key.name.clone()),
        }
    }
}
