//! Which operations can fail with a conflict.

use super::{Default, Field, OperationKind, Resource};
use crate::types::Storage;

/// Whether a change can conflict with what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conflicts {
    /// It can't.
    Never,
    /// A unique key, a foreign key, an exhausted counter or a hook may refuse it.
    Perhaps,
    /// Rows of other tables may refer to the row. Whether there are such tables is known for the whole API only.
    IfReferenced,
}

impl Resource {
    /// Whether an operation of this kind can fail with a conflict.
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

    /// Whether the key of a new row can conflict: another row has it, or the counter is exhausted. Only generated UUIDs can't.
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

    /// Whether a column that a new row has, or an update may set, has a constraint.
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
