//! What leads from one catalogue to another: steps, each of which knows enough to be taken back.

use crate::schema::model::{Check, Column, ForeignKey, Index, Table};

/// One step.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::enum_variant_names, reason = "they are the words of SQL")]
pub(crate) enum Step {
    /// Creates a table with all that belongs to it.
    CreateTable(Table),
    /// Drops a table with all that belongs to it.
    DropTable(Table),
    /// Renames a table; its constraints and indexes keep their names.
    RenameTable {
        /// Its name before.
        from: String,
        /// Its name after.
        to: String,
    },
    /// Changes a table, from the first change to the last.
    AlterTable {
        /// Its name, after renames.
        table: String,
        /// The changes.
        changes: Vec<Change>,
    },
}

/// One change of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// Renames a column; its constraints and indexes keep their names.
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
    /// Adds a column with the checks of it alone.
    AddColumn(Column, Vec<Check>),
    /// Drops a column with the checks of it alone.
    DropColumn(Column, Vec<Check>),
    /// Gives a column another type, nullability or default.
    AlterColumn {
        /// The column before.
        from: Column,
        /// The column after, of the same name.
        to: Column,
    },
    /// Makes other columns the primary key.
    SetPrimaryKey {
        /// Those before.
        from: Vec<String>,
        /// Those after.
        to: Vec<String>,
    },
    /// Adds a check.
    AddCheck(Check),
    /// Drops a check.
    DropCheck(Check),
    /// Adds a unique constraint.
    AddUnique(Index),
    /// Drops a unique constraint.
    DropUnique(Index),
    /// Adds an index.
    AddIndex(Index),
    /// Drops an index.
    DropIndex(Index),
    /// Drops an index that couldn't be built, for another one of its name.
    DropInvalidIndex(String),
    /// Adds a foreign key.
    AddForeignKey(ForeignKey),
    /// Drops a foreign key.
    DropForeignKey(ForeignKey),
}

/// The steps that take these back, in the order in which they run.
#[must_use]
pub(crate) fn inverse(steps: &[Step]) -> Vec<Step> {
    steps.iter().rev().filter_map(Step::inverse).collect()
}

impl Step {
    /// `None`: there is nothing to take back.
    fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::CreateTable(table) => Self::DropTable(table.clone()),
            Self::DropTable(table) => Self::CreateTable(table.clone()),
            Self::RenameTable { from, to } => Self::RenameTable {
                from: to.clone(),
                to: from.clone(),
            },
            Self::AlterTable { table, changes } => {
                let changes: Vec<Change> = changes.iter().rev().filter_map(Change::inverse).collect();
                if changes.is_empty() {
                    return None;
                }
                let table = table.clone();
                Self::AlterTable { table, changes }
            }
        })
    }
}

impl Change {
    fn inverse(&self) -> Option<Self> {
        Some(match self {
            Self::RenameColumn { from, to } => Self::RenameColumn {
                from: to.clone(),
                to: from.clone(),
            },
            Self::RenameConstraint { from, to } => Self::RenameConstraint {
                from: to.clone(),
                to: from.clone(),
            },
            Self::RenameIndex { from, to } => Self::RenameIndex {
                from: to.clone(),
                to: from.clone(),
            },
            Self::AddColumn(column, checks) => Self::DropColumn(column.clone(), checks.clone()),
            Self::DropColumn(column, checks) => Self::AddColumn(column.clone(), checks.clone()),
            Self::AlterColumn { from, to } => Self::AlterColumn {
                from: to.clone(),
                to: from.clone(),
            },
            Self::SetPrimaryKey { from, to } => Self::SetPrimaryKey {
                from: to.clone(),
                to: from.clone(),
            },
            Self::AddCheck(check) => Self::DropCheck(check.clone()),
            Self::DropCheck(check) => Self::AddCheck(check.clone()),
            Self::AddUnique(unique) => Self::DropUnique(unique.clone()),
            Self::DropUnique(unique) => Self::AddUnique(unique.clone()),
            Self::AddIndex(index) => Self::DropIndex(index.clone()),
            Self::DropIndex(index) => Self::AddIndex(index.clone()),
            // It was of no use to anybody.
            Self::DropInvalidIndex(_) => return None,
            Self::AddForeignKey(key) => Self::DropForeignKey(key.clone()),
            Self::DropForeignKey(key) => Self::AddForeignKey(key.clone()),
        })
    }
}
