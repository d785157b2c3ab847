//! Which operations can fail with a conflict.

use super::{Default, Field, Operation, OperationKind, Resource, ViewersRow};
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
    pub const fn conflicts(&self, operation: &Operation) -> Conflicts {
        let kind = operation.kind;
        let found = match kind {
            OperationKind::List | OperationKind::Read => return Conflicts::Never,
            OperationKind::Link | OperationKind::Unlink => match self.viewers_row(operation) {
                Some(row) if row.table.has_hooks => true,
                Some(row) if matches!(kind, OperationKind::Link) => row.may_conflict(),
                _ => return Conflicts::IfReferenced,
            },
            _ if self.hooks.is_some() || kind.has_body() && !self.write.is_empty() => true,
            OperationKind::Create | OperationKind::CreateMany | OperationKind::Put if self.related_owner.is_some() => {
                true
            }
            OperationKind::Create | OperationKind::CreateMany => self.may_lack_key() || self.constrains(kind),
            OperationKind::Put => !self.put_finds_by_key() && self.may_lack_key() || self.constrains(kind),
            OperationKind::Update => self.constrains(kind),
            OperationKind::Delete | OperationKind::DeleteMany => return Conflicts::IfReferenced,
        };
        if found { Conflicts::Perhaps } else { Conflicts::Never }
    }

    /// Whether a put has the key of its row, so that it generates none.
    const fn put_finds_by_key(&self) -> bool {
        match self.owner {
            // Fields of the key come first.
            Some(owner) if self.one => owner == 0 && self.key == 1,
            _ => self.has_key_in_paths(),
        }
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
    const fn constrains(&self, kind: OperationKind) -> bool {
        let update = matches!(kind, OperationKind::Update);
        let mut at = 0;
        while at < self.fields.len() {
            let field = &self.fields[at];
            let constrained =
                field.unique && !self.finds_by(&[at], kind) || field.references.is_some() || self.decides_owner(at);
            if constrained && (!update || field.in_updates()) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.unique.len() {
            let mut column = 0;
            while column < self.unique[at].len() {
                let field: &Field = &self.fields[self.unique[at][column]];
                if (!update || field.in_updates()) && !self.finds_by(self.unique[at], kind) {
                    return true;
                }
                column += 1;
            }
            at += 1;
        }
        at = 0;
        while at < self.foreign_keys.len() {
            let mut column = 0;
            while column < self.foreign_keys[at].fields.len() {
                if !update || self.fields[self.foreign_keys[at].fields[column]].in_updates() {
                    return true;
                }
                column += 1;
            }
            at += 1;
        }
        false
    }

    /// Whether an operation is a put that finds its row by this unique key, so that it replaces the row that has the same values.
    const fn finds_by(&self, unique: &[usize], kind: OperationKind) -> bool {
        if !matches!(kind, OperationKind::Put) {
            return false;
        }
        match self.owner {
            Some(owner) if self.one => is_same_set(unique, &[owner]),
            // Another owner's row may have the address, but that is 404.
            _ => is_same_set(unique, self.address()),
        }
    }
}

impl ViewersRow {
    /// Whether a new row can conflict with others than the one that it is: it refers to rows, has other unique fields, or a counter.
    const fn may_conflict(&self) -> bool {
        let mut at = 0;
        while at < self.table.fields.len() {
            let field = &self.table.fields[at];
            if field.unique || field.references.is_some() || field.auto_increment {
                return true;
            }
            at += 1;
        }
        if !self.table.foreign_keys.is_empty() {
            return true;
        }
        // The key may be another than the fields that are unique together.
        self.table.unique.len() > 1 || !self.table.unique.is_empty() && self.is_key_given()
    }

    /// Whether a default that may repeat gives the key: a generated UUID doesn't.
    const fn is_key_given(&self) -> bool {
        let mut at = 0;
        while at < self.table.fields.len() && self.table.fields[at].key {
            let field = &self.table.fields[at];
            if matches!(field.storage, Storage::Uuid) && matches!(field.default, Some(Default::With(_))) {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Whether no two rows relate the same row to the same caller: its fields are the key, or unique together.
    pub(in crate::meta) const fn is_unique(&self) -> bool {
        let (mut key, mut in_key) = (0, 0);
        while key < self.table.fields.len() && self.table.fields[key].key {
            in_key += self.has(key) as usize;
            key += 1;
        }
        if in_key == key && key == self.own.len() + 1 {
            return true;
        }
        let mut at = 0;
        while at < self.table.unique.len() {
            let (unique, mut field, mut found) = (self.table.unique[at], 0, 0);
            while field < unique.len() {
                found += self.has(unique[field]) as usize;
                field += 1;
            }
            if found == unique.len() && found == self.own.len() + 1 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether this is one of the fields that relate the row to its caller.
    pub(in crate::meta) const fn has(&self, field: usize) -> bool {
        let mut at = 0;
        while at < self.own.len() {
            if self.own[at] == field {
                return true;
            }
            at += 1;
        }
        self.viewer == field
    }
}

/// Whether two lists of fields, each without duplicates, have the same fields.
pub(in crate::meta) const fn is_same_set(a: &[usize], b: &[usize]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        let mut other = 0;
        while other < b.len() && b[other] != a[at] {
            other += 1;
        }
        if other == b.len() {
            return false;
        }
        at += 1;
    }
    true
}
