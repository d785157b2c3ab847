//! Which clients may see a field.

use super::Alternative;

/// The access rule of a field: `access(owner | bearer[users:admin])`. Replies to other clients leave the field out.
#[derive(Debug, Clone, Copy)]
pub struct FieldAccess {
    /// The alternatives, of which a client satisfies one.
    pub alternatives: &'static [Alternative],
}

/// The word for the principal that owns the row.
const OWNER: &str = "owner";

impl FieldAccess {
    /// The rule of a declaration.
    #[must_use]
    pub const fn of(alternatives: &'static [Alternative]) -> Self {
        Self { alternatives }
    }

    /// Whether the owner of a row may see the field.
    #[must_use]
    pub const fn includes_owner(&self) -> bool {
        let mut at = 0;
        while at < self.alternatives.len() {
            if self.alternatives[at].is_owner() {
                return true;
            }
            at += 1;
        }
        false
    }
}

impl Alternative {
    /// Whether it is the word `owner` instead of a scheme.
    #[must_use]
    pub const fn is_owner(&self) -> bool {
        super::check::same(self.scheme, OWNER)
    }
}
