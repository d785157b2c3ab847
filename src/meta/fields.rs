//! Which fields a body holds, and which it must hold: the document tells it and the parser enforces it, by this one rule.

use super::Field;

/// The bodies of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Those of replies.
    Reply,
    /// Those of create requests.
    Create,
    /// Those of update requests.
    Update,
    /// Those of put requests.
    Put,
}

impl Fields {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Reply, Self::Create, Self::Update, Self::Put];

    /// What the component of such a body adds to the resource's name.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Reply => "",
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Put => "Put",
        }
    }

    /// Whether such a body may hold the field.
    #[must_use]
    pub const fn holds(self, field: &Field) -> bool {
        match self {
            Self::Reply => field.in_replies(),
            Self::Create => field.in_creates(),
            // The key only repeats the path's, as a client has read it.
            Self::Update => field.in_updates() || field.key && field.in_replies(),
            Self::Put => field.in_puts() || field.key && field.in_replies(),
        }
    }

    /// Whether such a body is incomplete without the field.
    #[must_use]
    pub const fn requires(self, field: &Field) -> bool {
        match self {
            Self::Reply => self.holds(field) && !field.schema.nullable,
            Self::Create => self.holds(field) && !field.optional(),
            Self::Put => field.in_puts() && !field.optional(),
            Self::Update => false,
        }
    }
}
