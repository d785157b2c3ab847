//! Foreign keys of several fields. Those of one are an option of the field, [`Reference`](super::Reference).

use super::OnDelete;
use super::check::same;
use super::conflicts::is_same_set;

/// A foreign key of several fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKey {
    /// The fields, by index.
    pub fields: &'static [usize],
    /// The table to which they refer.
    pub table: &'static str,
    /// What they refer to there, in the same order.
    pub target: ForeignKeyTarget,
    /// What happens when the row there is deleted.
    pub on_delete: OnDelete,
}

/// What a foreign key of several fields refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignKeyTarget {
    /// The key of a resource.
    Key,
    /// Fields of a resource, by index.
    Fields(&'static [usize]),
    /// Columns of a table that no resource of the API declares.
    Columns(&'static [&'static str]),
}

impl ForeignKey {
    /// `(tenant_id, author_id) = Writer [cascade]`
    #[must_use]
    pub const fn new(
        fields: &'static [usize],
        table: &'static str,
        target: ForeignKeyTarget,
        on_delete: OnDelete,
    ) -> Self {
        Self {
            fields,
            table,
            target,
            on_delete,
        }
    }

    /// Whether it has these fields, in any order, and refers to this table.
    pub(super) const fn relates(&self, fields: &[usize], table: &str) -> bool {
        is_same_set(self.fields, fields) && same(self.table, table)
    }
}
