//! Counters of keys at their end. PostgreSQL's have the range of their type; SQLite's have 64 bits, whatever the key's type.

use sea_orm::sea_query::Expr;

use super::Dialect;
use crate::types::Storage;

/// How SQLite's message begins where a counter has passed the greatest value of its key's type.
pub(super) const KEY_OVERFLOW: &str = "no key is left after";

impl Dialect {
    /// What a statement that inserts rows returns of a counted key: the column, or an error that takes the statement back where the
    /// value is past the greatest of the key's type, which nobody could read.
    pub(crate) fn counted_key(self, column: Expr, storage: Storage) -> Expr {
        let most = match (self, storage) {
            (Self::Sqlite, Storage::Int16) => i64::from(i16::MAX),
            (Self::Sqlite, Storage::Int32) => i64::from(i32::MAX),
            _ => return column,
        };
        // A path that is none: outside of triggers, SQLite has no function that only fails.
        let template = format!("CASE WHEN ? > {most} THEN json_extract('{{}}', '{KEY_OVERFLOW} ' || ?) ELSE ? END");
        Expr::cust_with_exprs(template, [column.clone(), column.clone(), column])
    }

    /// A query that returns a row if the counter of a table hasn't so many values left, its parameters; `None` where the database says so.
    ///
    /// With the transaction the counter is back where it was at the beginning: nobody creates four billion rows in one, so that a counter
    /// that is so near its end has reached it.
    pub(crate) fn counter_is_spent(self) -> Option<&'static str> {
        match self {
            // "database or disk is full" is all that it says.
            Self::Sqlite => Some(
                "SELECT 1 FROM sqlite_sequence WHERE name = ?1 AND seq > 9223372036854775807 - max(?2, 4294967296)",
            ),
            Self::Postgres => None,
        }
    }
}
