//! Which operations the database may refuse: those whose rows can be at odds with others.

use super::{Default, Field, OperationKind, Resource};
use crate::types::Storage;

/// Whether the database may refuse a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflicts {
    /// Nothing can be in its way.
    Never,
    /// A unique key, a foreign key, the end of a counter or a hook can.
    Perhaps,
    /// Rows of others can that refer to it and aren't deleted with it, if there are such: what only the whole API knows.
    IfReferenced,
}

impl Resource {
    /// Whether the database may refuse an operation of this kind.
    #[must_use]
    pub const fn conflicts(&self, kind: OperationKind) -> Conflicts {
        let found = match kind {
            OperationKind::List | OperationKind::Read => return Conflicts::Never,
            _ if self.hooks.is_some() => true,
            OperationKind::Create | OperationKind::CreateMany => self.may_lack_key() || self.constrains(false),
            OperationKind::Put => self.constrains(false),
            OperationKind::Update => self.constrains(true),
            OperationKind::Delete | OperationKind::DeleteMany => return Conflicts::IfReferenced,
        };
        if found { Conflicts::Perhaps } else { Conflicts::Never }
    }

    /// Whether a new row may find no key: another has the one that it chooses, or the database has counted to the end. Only UUIDs that the
    /// application makes never run out.
    const fn may_lack_key(&self) -> bool {
        let mut at = 0;
        while at < self.key {
            let field = &self.fields[at];
            if matches!(field.storage, Storage::Uuid) && matches!(field.default, Some(Default::With(_))) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Whether a constraint is on a column that a new row has, or on one that an update may set.
    const fn constrains(&self, update: bool) -> bool {
        let mut at = 0;
        while at < self.fields.len() {
            let field = &self.fields[at];
            if (!update || field.in_updates()) && (field.unique || field.references.is_some()) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.unique.len() {
            let mut column = 0;
            while column < self.unique[at].len() {
                let field: &Field = &self.fields[self.unique[at][column]];
                if !update || field.in_updates() {
                    return true;
                }
                column += 1;
            }
            at += 1;
        }
        false
    }
}
