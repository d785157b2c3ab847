//! What a column's type says already, so that a check of it would say nothing new.

use super::Dialect;
use crate::schema::model::{Column, ColumnKind, Rule};
use crate::types::Storage;

impl Dialect {
    /// Whether values of the column's type meet the rule, all of them. SQLite's types hold nobody to anything.
    pub(crate) fn implies(self, column: &Column, rule: &Rule) -> bool {
        let precision = match column.kind {
            ColumnKind::Stored { precision, .. } => precision,
            ColumnKind::Other(_) => None,
        };
        match (self, self.storage(&column.kind), rule) {
            (Self::Sqlite, ..) => false,
            (Self::Postgres, Some(Storage::Text), Rule::MaxLength(most)) => {
                self.length(&column.kind).is_some_and(|length| length <= *most)
            }
            (Self::Postgres, Some(Storage::Decimal), Rule::Digits(most)) => {
                precision.is_some_and(|(digits, scale)| digits.saturating_sub(scale) <= *most)
            }
            (Self::Postgres, ..) => false,
        }
    }
}
