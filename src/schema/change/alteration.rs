//! Alterations of a table: the one vocabulary of the difference, of the calls in a migration's file and of the runner.

use crate::schema::model::{Check, Column, ForeignKey, Index, Table};

/// A dropped part of a table. The difference of two sets of tables has its definition, which undoes it; a call in a migration only names it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Dropped<T> {
    /// It is known.
    Known(T),
    /// Only its name is known.
    Named(String),
}

/// What has a name in a database.
pub(crate) trait HasName {
    /// That name.
    fn name(&self) -> &str;
}

macro_rules! has_name {
    ($($named:ty),*) => {$(
        impl HasName for $named {
            fn name(&self) -> &str {
                &self.name
            }
        }
    )*};
}

has_name!(Table, Column, Check, Index, ForeignKey);

impl<T: HasName> Dropped<T> {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Known(known) => known.name(),
            Self::Named(name) => name,
        }
    }

    /// Its definition, if that is known.
    pub(crate) fn known(&self) -> Option<&T> {
        match self {
            Self::Known(known) => Some(known),
            Self::Named(_) => None,
        }
    }
}

impl<T> From<T> for Dropped<T> {
    fn from(known: T) -> Self {
        Self::Known(known)
    }
}

/// One alteration of a table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Alteration {
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
    /// Adds a column with its own checks.
    AddColumn(Column, Vec<Check>),
    /// Drops a column with its own checks.
    DropColumn(Dropped<Column>, Vec<Check>),
    /// Gives a column another type, nullability or default.
    AlterColumn {
        /// The column before, if it is known.
        from: Option<Column>,
        /// The column after, of the same name.
        to: Column,
    },
    /// Makes other columns the primary key.
    SetPrimaryKey {
        /// Those before, if they are known.
        from: Option<Vec<String>>,
        /// Those after.
        to: Vec<String>,
    },
    /// Adds a check.
    AddCheck(Check),
    /// Drops a check.
    DropCheck(Dropped<Check>),
    /// Adds a unique constraint.
    AddUnique(Index),
    /// Drops a unique constraint.
    DropUnique(Dropped<Index>),
    /// Adds an index.
    AddIndex(Index),
    /// Drops an index.
    DropIndex(Dropped<Index>),
    /// Drops an index if there is one of this name, such as one that couldn't be built.
    DropIndexIfExists(String),
    /// Adds a foreign key.
    AddForeignKey(ForeignKey),
    /// Drops a foreign key.
    DropForeignKey(Dropped<ForeignKey>),
}

impl Alteration {
    /// The alteration that undoes this one; `None` where there is nothing to undo, or the former state isn't known.
    pub(crate) fn inverse(&self) -> Option<Self> {
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
            Self::AddColumn(column, checks) => Self::DropColumn(column.clone().into(), checks.clone()),
            Self::DropColumn(dropped, checks) => Self::AddColumn(dropped.known()?.clone(), checks.clone()),
            Self::AlterColumn { from, to } => Self::AlterColumn {
                from: Some(to.clone()),
                to: from.clone()?,
            },
            Self::SetPrimaryKey { from, to } => Self::SetPrimaryKey {
                from: Some(to.clone()),
                to: from.clone()?,
            },
            Self::AddCheck(check) => Self::DropCheck(check.clone().into()),
            Self::DropCheck(dropped) => Self::AddCheck(dropped.known()?.clone()),
            Self::AddUnique(unique) => Self::DropUnique(unique.clone().into()),
            Self::DropUnique(dropped) => Self::AddUnique(dropped.known()?.clone()),
            Self::AddIndex(index) => Self::DropIndex(index.clone().into()),
            Self::DropIndex(dropped) => Self::AddIndex(dropped.known()?.clone()),
            Self::DropIndexIfExists(_) => return None,
            Self::AddForeignKey(key) => Self::DropForeignKey(key.clone().into()),
            Self::DropForeignKey(dropped) => Self::AddForeignKey(dropped.known()?.clone()),
        })
    }
}
