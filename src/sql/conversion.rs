//! What both databases need to convert the values of a column whose type changes. Which pairs of types there are is defined by
//! [`conversion`](crate::schema::model::conversion). Both databases make the same of a value and refuse the same values, as far as they
//! hold the same; PostgreSQL's rules count. NULL stays NULL.
//!
//! A value that has no counterpart fails the conversion: on PostgreSQL by a cast of a text that names it; on SQLite, which keeps any value
//! in any column, by a query that finds it before anything is copied.

use super::Dialect;
use crate::schema::model::ColumnKind;
use crate::types::Storage;

/// The type that values get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) storage: Storage,
    /// The greatest length of a text.
    pub(super) length: Option<u32>,
    /// The digits of a decimal, in all and after the point.
    pub(super) precision: Option<(u8, u8)>,
}

impl Target {
    /// The type of a column; `None` if no field reads it.
    pub(super) fn of(dialect: Dialect, kind: &ColumnKind) -> Option<Self> {
        Some(Self {
            storage: dialect.storage(kind)?,
            length: dialect.length(kind),
            precision: kind.precision(),
        })
    }
}

/// The greatest number of `Decimal`, without a point; it has at most 28 digits after one.
pub(super) const GREATEST_DECIMAL: &str = "79228162514264337593543950335";

/// What rounds to zero or to infinity in single precision: at most the one, at least the other.
pub(super) const SINGLE: (&str, &str) = ("7.006492321624085e-46", "3.4028235677973366e38");
