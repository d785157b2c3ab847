//! Which fields a body has, and which it requires. The document and the parser both use these rules.

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
    /// Those of rows in lists, where they differ from other replies.
    Item,
    /// Those of rows of which requests select properties.
    Selection,
}

impl Fields {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [
        Self::Reply,
        Self::Create,
        Self::Update,
        Self::Put,
        Self::Item,
        Self::Selection,
    ];

    /// The suffix of the component's name, after the resource's.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Reply => "",
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Put => "Put",
            Self::Item => "Item",
            Self::Selection => "Selection",
        }
    }

    /// Whether it is a view of replies.
    pub(crate) const fn is_of_replies(self) -> bool {
        matches!(self, Self::Reply | Self::Item | Self::Selection)
    }

    /// Whether such a body may have the field.
    #[must_use]
    pub const fn holds(self, field: &Field) -> bool {
        match self {
            Self::Reply | Self::Selection => field.in_replies(),
            Self::Item => field.in_replies() && field.in_lists,
            Self::Create => field.in_creates(),
            Self::Update => field.in_updates() || self.repeats(field),
            Self::Put => field.in_puts() || self.repeats(field),
        }
    }

    /// Whether such a body may have the field only if it equals the path's, since clients send back what they have read: the address, unless
    /// it is an update that can change it.
    #[must_use]
    pub const fn repeats(self, field: &Field) -> bool {
        match self {
            Self::Reply | Self::Item | Self::Selection | Self::Create => false,
            Self::Update => field.in_path && field.in_replies() && !field.in_updates(),
            Self::Put => field.in_path && field.in_replies(),
        }
    }

    /// Whether such a body requires the field.
    #[must_use]
    pub const fn requires(self, field: &Field) -> bool {
        match self {
            Self::Reply | Self::Item => self.holds(field) && field.is_always_shown(),
            Self::Create => self.holds(field) && !field.optional(),
            Self::Put => field.in_puts() && !field.optional(),
            Self::Update | Self::Selection => false,
        }
    }
}
