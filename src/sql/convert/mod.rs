//! What becomes of the values of a column whose type changes: expressions for the pairs of types that
//! [`conversion`](crate::schema::model::conversion) knows. Both databases make the same of a value, and refuse the same values, as far as
//! they hold the same; PostgreSQL's rules count. NULL stays NULL.
//!
//! A value that has no like fails the conversion: on PostgreSQL by a cast of a text that names it, on SQLite, which keeps any value in any
//! column, by a query that finds it before anything is copied.

mod digits;
mod postgres;
mod sqlite;

use super::Dialect;
use crate::schema::model::{Column, ColumnKind, conversion, quoted};
use crate::types::Storage;

/// A conversion of a column's values on SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Converted {
    /// The value in the new form; one that has none stays as it is.
    pub(crate) value: String,
    /// Whether `value` has the new form.
    pub(crate) fits: String,
}

/// The type that values get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Target {
    storage: Storage,
    /// The greatest length of a text.
    length: Option<u32>,
    /// The digits of a decimal, in all and after the point.
    precision: Option<(u8, u8)>,
}

impl Dialect {
    fn target(self, kind: &ColumnKind) -> Option<Target> {
        Some(Target {
            storage: self.storage(kind)?,
            length: self.length(kind),
            precision: match kind {
                ColumnKind::Stored { precision, .. } => *precision,
                ColumnKind::Other(_) => None,
            },
        })
    }

    /// What PostgreSQL must be told to change the type of a column, beside the type; `None` where its assignment does the right thing.
    pub(crate) fn using(self, there: Option<&Column>, column: &Column) -> Option<String> {
        let name = quoted(&column.name);
        let there = &there?.kind;
        if let ColumnKind::Other(kind) = &column.kind {
            return Some(format!("{name}::{kind}"));
        }
        let to = self.target(&column.kind)?;
        match self.target(there) {
            Some(from) => postgres::using(&name, from, to, matches!(there, ColumnKind::Other(_))),
            None => Some(format!("{name}::{}", postgres::cast(to.storage))),
        }
    }

    /// What SQLite must make of the values of a table's column; `None` where they stay as they are.
    pub(crate) fn converted(self, table: &str, there: &Column, column: &Column) -> Option<Converted> {
        // Values of another type are those that fields read of it, and are written so.
        let (from, to) = (self.target(&there.kind)?, self.target(&column.kind)?);
        let is_other = |column: &Column| matches!(column.kind, ColumnKind::Other(_));
        let respelled =
            is_other(there) && self.same_kind(there, column) || is_other(column) && self.same_kind(column, there);
        if respelled || conversion(from.storage, to.storage).is_none() {
            return None;
        }
        let stays = match to.storage {
            Storage::Decimal => from.precision == to.precision,
            Storage::Text => to
                .length
                .is_none_or(|most| from.length.is_some_and(|length| length <= most)),
            _ => true,
        };
        if from.storage == to.storage && stays {
            return None;
        }
        // Alone, a name that is no column's would be a text to SQLite.
        let name = format!("{}.{}", quoted(table), quoted(&there.name));
        Some(Converted {
            value: sqlite::value(&name, from.storage, to),
            fits: sqlite::fits("value", to),
        })
    }
}

/// The least and the greatest value of an integer.
fn bounds(storage: Storage) -> Option<(i64, i64)> {
    match storage {
        Storage::Int16 => Some((i16::MIN.into(), i16::MAX.into())),
        Storage::Int32 => Some((i32::MIN.into(), i32::MAX.into())),
        Storage::Int64 => Some((i64::MIN, i64::MAX)),
        Storage::Text
        | Storage::Bytes
        | Storage::Boolean
        | Storage::Float
        | Storage::Double
        | Storage::Decimal
        | Storage::Uuid
        | Storage::Date
        | Storage::Time
        | Storage::DateTime
        | Storage::Json => None,
    }
}

/// The greatest number of `Decimal`, without a point; it has at most 28 digits behind one.
const GREATEST_DECIMAL: &str = "79228162514264337593543950335";

/// What rounds to nothing or to infinity in single precision: at most the one, at least the other.
const SINGLE: (&str, &str) = ("7.006492321624085e-46", "3.4028235677973366e38");
