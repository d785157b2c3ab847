//! What migrations leave as it is, in words for people.

use std::fmt;

use crate::schema::diff::Preserved;
use crate::schema::model::{KeyName, TableProperty, Unmanaged};

impl fmt::Display for Unmanaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = |unique: bool| if unique { "unique index" } else { "index" };
        match self {
            Self::GeneratedColumn(column) => write!(f, "the generated column `{column}`"),
            Self::Collation { column, collation } => write!(f, "the collation {collation} of the column `{column}`"),
            Self::Trigger(name) => write!(f, "the trigger `{name}`"),
            Self::Index { name, unique } => write!(f, "the {} `{name}` of more than columns", index(*unique)),
            Self::InvalidIndex { name, unique } => {
                let index = index(*unique);
                write!(f, "the {index} `{name}`, which is invalid and waits to be dropped")
            }
            Self::UniqueOrder(columns) => {
                let columns = columns.join("`, `");
                write!(f, "the order or collation in the unique constraint of `{columns}`")
            }
            Self::RedundantUnique(name) => {
                write!(f, "the unique constraint `{name}`, which duplicates the primary key")
            }
            Self::NullsNotDistinct(name) => write!(f, "the words NULLS NOT DISTINCT of the constraint `{name}`"),
            Self::NotValid(name) => write!(f, "the words NOT VALID of the constraint `{name}`"),
            Self::Deferrable(name) => write!(f, "the word DEFERRABLE of the constraint `{name}`"),
            Self::Constraint { name, definition } => write!(f, "the constraint `{name}`, {definition}"),
            Self::ForeignKey { key, definition: None } => key.fmt(f),
            Self::ForeignKey {
                key,
                definition: Some(definition),
            } => write!(f, "{key}, {definition}"),
            Self::DeferrableKey(key) => write!(f, "the word DEFERRABLE of {key}"),
            Self::OnUpdate { key, action } => write!(f, "the ON UPDATE {action} of {key}"),
            Self::Table(property) => f.write_str(match property {
                TableProperty::WithoutRowid => "the words WITHOUT ROWID",
                TableProperty::Strict => "the word STRICT",
                TableProperty::OnConflict => "the words ON CONFLICT of its constraints",
                TableProperty::UnreadableDefinition => {
                    "parts of its CREATE TABLE beside columns and keys, which can't be parsed"
                }
                TableProperty::Partitioned => "the partitions",
                TableProperty::Inherits => "the table that it inherits from",
                TableProperty::RowLevelSecurity => "the row level security",
                TableProperty::Unlogged => "the word UNLOGGED",
            }),
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => write!(f, "the foreign key `{name}`"),
            Self::Unnamed { columns, table } => {
                let columns = columns.join("`, `");
                write!(f, "the foreign key of `{columns}` to `{table}`")
            }
        }
    }
}

impl fmt::Display for Preserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default(column) => write!(f, "the default of `{column}`"),
            Self::Check(name) => write!(f, "the check `{name}`"),
            Self::Unique(name) => write!(f, "the unique constraint `{name}`"),
            Self::Index(name) => write!(f, "the index `{name}`"),
            Self::ForeignKey(name) => write!(f, "the foreign key `{name}`"),
            Self::Unmanaged(unmanaged) => unmanaged.fmt(f),
        }
    }
}
