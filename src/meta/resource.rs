//! A resource: a table, a path and what may be done there.

use super::{Docs, Field, Filter, Function, Operation, OperationKind, Place};

/// One `resource` item.
#[derive(Debug, Clone, Copy)]
pub struct Resource {
    /// Its name, which is also its component's.
    pub name: &'static str,
    /// Its name in operation ids: `task` in `list_task`.
    pub snake: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// Whether clients should stop using its operations.
    pub deprecated: bool,
    /// The SQL table.
    pub table: &'static str,
    /// The name that the table had, which a migration gives up for the one that it has.
    pub was: Option<&'static str>,
    /// The path below the API's base path.
    pub path: &'static str,
    /// The tag of its operations.
    pub tag: Option<&'static str>,
    /// All fields; those of the key come first.
    pub fields: &'static [Field],
    /// How many fields the key has.
    pub key: usize,
    /// What lists and bulk deletes can be asked.
    pub filters: &'static [Filter],
    /// The fields that `search` looks through, by index.
    pub search: &'static [usize],
    /// The fields that `order_by` takes, by index.
    pub order: &'static [usize],
    /// Unique keys over several fields, by index.
    pub unique: &'static [&'static [usize]],
    /// What it offers.
    pub operations: &'static [Operation],
    /// Whether changes of a row need `If-Match`.
    pub if_match: bool,
    /// What is called before and after its changes.
    pub hooks: Option<Function>,
    /// The changes that are told to all who follow its channel.
    pub publish: &'static [Published],
    /// The field that says whose a row is, by index: each principal sees and changes its own rows only.
    pub owner: Option<usize>,
}

/// A change that a resource tells to all who follow its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// A row was created; the message's data is the row, as a reply has it.
    Create,
    /// A row was changed; the data is the row.
    Update,
    /// A row was deleted; the data is its key, as an object.
    Delete,
}

impl Published {
    /// The event.
    #[must_use]
    pub const fn event(self) -> &'static str {
        match self {
            Self::Create => "created",
            Self::Update => "updated",
            Self::Delete => "deleted",
        }
    }
}

impl Resource {
    /// The channel that tells of its changes: its path without the first slash, or its table where it has no path.
    #[must_use]
    pub const fn channel(&self) -> &'static str {
        if self.path.is_empty() {
            self.table
        } else {
            // Paths begin with a slash, which `check_resource` sees to.
            self.path.split_at(1).1
        }
    }

    /// Whether the rule of an operation says who may see its rows: that of `list` and of `read`; where it offers neither, that of all.
    #[must_use]
    pub const fn shows_rows(&self, operation: OperationKind) -> bool {
        let reads = self.offers(OperationKind::List) || self.offers(OperationKind::Read);
        !reads || matches!(operation, OperationKind::List | OperationKind::Read)
    }

    /// Whether it tells of a change.
    #[must_use]
    pub const fn publishes(&self, change: Published) -> bool {
        let mut at = 0;
        while at < self.publish.len() {
            if self.publish[at] as u8 == change as u8 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// A resource without sections, to be filled by the macro.
    #[must_use]
    pub const fn new(name: &'static str, snake: &'static str, docs: Docs, fields: &'static [Field]) -> Self {
        let mut key = 0;
        while key < fields.len() && fields[key].key {
            key += 1;
        }
        Self {
            name,
            snake,
            docs,
            deprecated: false,
            table: snake,
            was: None,
            path: "",
            tag: None,
            fields,
            key,
            filters: &[],
            search: &[],
            order: &[],
            unique: &[],
            operations: &[],
            if_match: false,
            hooks: None,
            publish: &[],
            owner: None,
        }
    }

    /// Whether the database counts the key up, so that no client chooses it.
    #[must_use]
    pub const fn counts_keys(&self) -> bool {
        let mut at = 0;
        while at < self.key {
            if self.fields[at].auto_increment {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The fields of the key.
    #[must_use]
    pub fn key_fields(&self) -> &'static [Field] {
        &self.fields[..self.key]
    }

    /// The fields by which one row is found: those of the key, then the owner.
    pub fn address_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let fields = self.fields;
        let owner = self.owner.map(|owner| &fields[owner]);
        self.key_fields().iter().chain(owner)
    }

    /// The list whose parameters and pages others borrow: its own, else one by offset.
    #[must_use]
    pub const fn listing(&self) -> Operation {
        let mut at = 0;
        while at < self.operations.len() {
            if matches!(self.operations[at].kind, OperationKind::List) {
                return self.operations[at];
            }
            at += 1;
        }
        Operation::new(OperationKind::List)
    }

    /// The operation of this kind, if it is offered.
    #[must_use]
    pub fn operation(&self, kind: OperationKind) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.kind == kind)
    }

    /// Whether an operation of this kind is offered.
    #[must_use]
    pub const fn offers(&self, kind: OperationKind) -> bool {
        let mut at = 0;
        while at < self.operations.len() {
            if self.operations[at].kind as u8 == kind as u8 {
                return true;
            }
            at += 1;
        }
        false
    }

    /// Whether rows have a path of their own: some operation stands at `path/{key}`.
    #[must_use]
    pub const fn has_rows_at_paths(&self) -> bool {
        let mut at = 0;
        while at < self.operations.len() {
            if matches!(self.operations[at].kind.place(), Place::Row) {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The index of the field with this JSON name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.property == name)
    }
}
