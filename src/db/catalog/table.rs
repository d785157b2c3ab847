//! A table as plain data, the same on every database.

use std::fmt::Write as _;

use crate::meta::OnDelete;
use crate::types::{Number, Storage};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order of the declaration.
    pub columns: Vec<Column>,
    /// The columns of the primary key.
    pub primary_key: Vec<&'static str>,
    /// Sets of columns whose values occur once.
    pub uniques: Vec<Index>,
    /// Indexes that only speed things up.
    pub indexes: Vec<Index>,
    /// What the values of a column must be.
    pub checks: Vec<Check>,
    /// What points at other tables.
    pub foreign_keys: Vec<ForeignKey>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// Its name.
    pub name: &'static str,
    /// How its values are stored.
    pub storage: Storage,
    /// The greatest length of a text.
    pub length: Option<u32>,
    /// The digits of a decimal, in all and after the point.
    pub precision: Option<(u8, u8)>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// Whether the database counts it up.
    pub auto_increment: bool,
}

/// An index or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<&'static str>,
}

/// A foreign key of one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    /// Its name.
    pub name: String,
    /// The column.
    pub column: &'static str,
    /// The table that it points at.
    pub table: &'static str,
    /// The column there.
    pub target: &'static str,
    /// What happens when the row there is deleted.
    pub on_delete: OnDelete,
}

/// A check of one column. NULL passes them all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Check {
    /// Its name: `{table}_{column}_{what}_check`.
    pub name: String,
    /// The column.
    pub column: &'static str,
    /// What is checked.
    pub rule: Rule,
}

/// What a check asks for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rule {
    /// The least length: characters of a text, bytes of a blob.
    MinLength(u32),
    /// The greatest length.
    MaxLength(u32),
    /// The least and the greatest value.
    Range(Option<Number>, Option<Number>),
    /// How many digits may stand before the point.
    Digits(u8),
    /// What the value is a multiple of.
    MultipleOf(i64),
    /// One of a few texts.
    Choices(&'static [&'static str]),
}

/// What [`Rule::what`] can say.
pub(in crate::db) const CHECKS: [&str; 6] = ["min_length", "max_length", "range", "digits", "multiple", "choices"];

impl Rule {
    /// Its word in the name of a constraint.
    #[must_use]
    pub(crate) fn what(&self) -> &'static str {
        let [min_length, max_length, range, digits, multiple, choices] = CHECKS;
        match self {
            Self::MinLength(_) => min_length,
            Self::MaxLength(_) => max_length,
            Self::Range(..) => range,
            Self::Digits(_) => digits,
            Self::MultipleOf(_) => multiple,
            Self::Choices(_) => choices,
        }
    }

    /// The condition in SQL that every database understands in the same way.
    #[must_use]
    pub(crate) fn condition(&self, column: &str) -> String {
        let column = format!("\"{}\"", column.replace('"', "\"\""));
        match self {
            Self::MinLength(least) => format!("length({column}) >= {least}"),
            Self::MaxLength(most) => format!("length({column}) <= {most}"),
            Self::Range(least, most) => {
                let least = least.map(|least| format!("{column} >= {least}"));
                let most = most.map(|most| format!("{column} <= {most}"));
                least.into_iter().chain(most).collect::<Vec<_>>().join(" AND ")
            }
            Self::Digits(digits) => {
                let bound = format!("1{}", "0".repeat(usize::from(*digits)));
                format!("{column} > -{bound} AND {column} < {bound}")
            }
            Self::MultipleOf(step) => format!("{column} % {step} = 0"),
            Self::Choices(choices) => {
                let mut text = format!("{column} IN (");
                for (at, choice) in choices.iter().enumerate() {
                    let comma = if at > 0 { ", " } else { "" };
                    // Writing to a String can't fail.
                    let _ = write!(text, "{comma}'{}'", choice.replace('\'', "''"));
                }
                text.push(')');
                text
            }
        }
    }
}
