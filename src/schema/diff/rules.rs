//! What the comparison must know of a database.

use crate::schema::model::{Column, ColumnKind, Rule};
use crate::types::Storage;

/// How a database takes names and types. The dialects implement it; so the comparison names none of them.
pub(crate) trait Rules: Sync {
    /// Whether two names of tables or columns are the same one.
    fn same_name(&self, one: &str, other: &str) -> bool;
    /// Whether an existing column has the type of a wanted one.
    fn same_kind(&self, there: &Column, wanted: &Column) -> bool;
    /// How the values of a column are stored; `None` for one that no field reads.
    fn storage(&self, kind: &ColumnKind) -> Option<Storage>;
    /// The greatest length of a text column; `None` for one without.
    fn length(&self, kind: &ColumnKind) -> Option<u32>;
    /// Whether the type of a column admits nothing that a rule refuses.
    fn implies(&self, column: &Column, rule: &Rule) -> bool;
}
