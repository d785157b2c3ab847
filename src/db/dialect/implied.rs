//! What a column's type says already, so that a check of it would say nothing new.

use super::Dialect;
use crate::db::catalog::{Column, ColumnKind, Rule};
use crate::types::Storage;

impl Dialect {
    /// Whether values of the column's type meet the rule, all of them. SQLite's types hold nobody to anything.
    pub(in crate::db) fn implies(self, column: &Column, rule: &Rule) -> bool {
        let ColumnKind::Stored {
            storage,
            length,
            precision,
        } = column.kind
        else {
            return false;
        };
        match (self, storage, rule) {
            (Self::Sqlite, ..) => false,
            (Self::Postgres, Storage::Text, Rule::MaxLength(most)) => length.is_some_and(|length| length <= *most),
            (Self::Postgres, Storage::Decimal, Rule::Digits(most)) => {
                precision.is_some_and(|(digits, scale)| digits.saturating_sub(scale) <= *most)
            }
            (Self::Postgres, ..) => false,
        }
    }
}
