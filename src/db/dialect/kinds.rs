//! Column types as a database tells them, beside those that fields ask for.

use super::Dialect;
use crate::db::catalog::{Column, ColumnKind};

impl Dialect {
    /// Whether a column that is there has the type that another one asks for: a value of the one can be read as the other, and the
    /// column would be made with this very type, or with one that only other programs write.
    pub(in crate::db) fn same_kind(self, there: &Column, wanted: &Column) -> bool {
        there.kind == wanted.kind
    }

    /// The types of fields that can read a column of this type, in the words of its database; the first is the best.
    pub(crate) fn readable(self, _kind: &str) -> Vec<ColumnKind> {
        Vec::new()
    }
}
