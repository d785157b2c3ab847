//! A resource: a table, a path and operations.

use super::owner::left_out;
use super::{
    Access, Computed, Docs, Envelope, Field, Fields, Filter, ForeignKey, Function, Names, Operand, Operation,
    OperationKind, Parent, RateLimit, Related, RelatedField, RelatedOwner, Relation, RelationPath, ViewersRow,
};

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
    /// The former name of the table, which a migration renames.
    pub was: Option<&'static str>,
    /// The resource of which it shows rows: the table is that one's.
    pub of: Option<Related>,
    /// The path below the API's base path, as it is written: `/articles/{article}/comments`.
    pub path: &'static str,
    /// The parameters in that path: the rows to which its rows belong.
    pub parents: &'static [Parent],
    /// The tag of its operations.
    pub tag: Option<&'static str>,
    /// All fields; those of the key come first.
    pub fields: &'static [Field],
    /// How many fields the key has.
    pub key: usize,
    /// The filters of lists and bulk deletes.
    pub filters: &'static [Filter],
    /// The fields that `search` searches.
    pub search: &'static [Operand],
    /// The fields that `order_by` accepts.
    pub order: &'static [Operand],
    /// Unique keys over several fields, by index.
    pub unique: &'static [&'static [usize]],
    /// Foreign keys of several fields.
    pub foreign_keys: &'static [ForeignKey],
    /// Its operations.
    pub operations: &'static [Operation],
    /// Whether changes of a row require `If-Match`.
    pub if_match: bool,
    /// The hooks before and after its changes.
    pub hooks: Option<Function>,
    /// The changes that are published to the subscribers of its channel.
    pub publish: &'static [Published],
    /// The field with the ID of the owner, by index. Each principal sees and changes its own rows only.
    pub owner: Option<usize>,
    /// The owner, if a related row has it.
    pub related_owner: Option<RelatedOwner>,
    /// The operations that may use the rows of all owners.
    pub others: &'static [OperationKind],
    /// The fields that stand in paths instead of the key, by index. [`address`](Self::address) has those that do.
    pub address: Option<&'static [usize]>,
    /// Whether it is a singleton: operations are at its path itself, on the one row that the caller owns.
    pub one: bool,
    /// How its names are spelled. Those of its fields and filters are so already.
    pub names: Names,
    /// The members around rows in requests and replies.
    pub envelope: Envelope,
    /// The rate limit of all of its operations together.
    pub limit: Option<RateLimit>,
    /// The access rule of all of its operations, if it has one for all: also that of its rows beside others, if it has no operations.
    pub access: Access,
    /// Whether requests may ask for rows that one of several filters finds.
    pub any: bool,
    /// What replies show of each row beside its fields.
    pub computed: &'static [Computed],
    /// The relations to other resources.
    pub relations: &'static [Relation],
    /// With which related rows replies may be requested: paths of relations, each by the index of the relation in its resource.
    pub include: &'static [&'static [usize]],
    /// The relations on each path of `include`.
    pub include_paths: &'static [RelationPath],
    /// The fields of related rows among `filters`, for each filter; none without relations.
    pub related_filters: &'static [Option<RelatedField>],
    /// The fields of related rows in `search`, for each entry; none without relations.
    pub related_search: &'static [Option<RelatedField>],
    /// The fields of related rows in `order`, for each entry; none without relations.
    pub related_order: &'static [Option<RelatedField>],
    /// The fields of related rows in the order of `list`, for each entry; none without relations.
    pub related_paging: &'static [Option<RelatedField>],
    /// With which related rows replies always come.
    pub default_include: &'static [&'static [usize]],
    /// The relations on each path of `default_include`.
    pub default_include_paths: &'static [RelationPath],
    /// Whether requests of `list` and `read` may select properties.
    pub select: bool,
    /// The relations whose rows requests may have, by index.
    pub write: &'static [usize],
}

/// A change that a resource publishes on its channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// A row was created. The data of the message is the row, as in a reply.
    Create,
    /// A row was changed. The data is the row.
    Update,
    /// A row was deleted. The data is its address, as an object: the key unless the resource has another.
    Delete,
}

impl Published {
    /// Returns the name of the event.
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
    /// Returns the channel of its changes: its path without the first slash, or its table if it has no path or one with parameters.
    #[must_use]
    pub const fn channel(&self) -> &'static str {
        if self.path.is_empty() || !self.parents.is_empty() {
            self.table
        } else {
            // Paths start with a slash, which `check_resource` checks.
            self.path.split_at(1).1
        }
    }

    /// Whether the access rule of an operation controls who can see rows: the rules of `list` and `read` do; if it has neither, those of all
    /// operations.
    #[must_use]
    pub const fn shows_rows(&self, operation: OperationKind) -> bool {
        let reads = self.offers(OperationKind::List) || self.offers(OperationKind::Read);
        !reads || matches!(operation, OperationKind::List | OperationKind::Read)
    }

    /// Whether it publishes a change.
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

    /// Creates a resource without sections. The macro sets them.
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
            of: None,
            path: "",
            parents: &[],
            tag: None,
            fields,
            key,
            filters: &[],
            search: &[],
            order: &[],
            unique: &[],
            foreign_keys: &[],
            operations: &[],
            if_match: false,
            hooks: None,
            publish: &[],
            owner: None,
            related_owner: None,
            others: &[],
            address: None,
            one: false,
            names: Names::Inherit,
            envelope: Envelope::NONE,
            limit: None,
            access: Access::Inherit,
            any: false,
            computed: &[],
            relations: &[],
            include: &[],
            include_paths: &[],
            related_filters: &[],
            related_search: &[],
            related_order: &[],
            related_paging: &[],
            default_include: &[],
            default_include_paths: &[],
            select: false,
            write: &[],
        }
    }

    /// Whether requests of this view may have rows of a relation: new ones where the row itself is new, those that a table relates to it anywhere.
    #[must_use]
    pub const fn carries(&self, relation: usize, view: Fields) -> bool {
        let mut at = 0;
        while at < self.write.len() {
            if self.write[at] == relation {
                return match view {
                    Fields::Reply | Fields::Item | Fields::Selection => false,
                    Fields::Create => true,
                    Fields::Update | Fields::Put => self.relations[relation].through.is_some(),
                };
            }
            at += 1;
        }
        false
    }

    /// Whether replies may hold the rows of a relation.
    #[must_use]
    pub const fn shows_relation(&self, index: usize) -> bool {
        begins_with(self.include, index) || begins_with(self.default_include, index)
    }

    /// How many paths of relations replies may hold: those of `include`, and those of `default_include`.
    pub(crate) const fn shown_paths(&self) -> usize {
        self.include_paths.len() + self.default_include_paths.len()
    }

    /// One of these paths.
    pub(crate) const fn shown_path(&self, at: usize) -> RelationPath {
        if at < self.include_paths.len() {
            self.include_paths[at]
        } else {
            self.default_include_paths[at - self.include_paths.len()]
        }
    }

    /// Whether the database numbers the rows, so that clients can't choose the key.
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

    /// Whether clients that may see a row may not see all of its fields.
    #[must_use]
    pub const fn has_field_rules(&self) -> bool {
        let mut at = 0;
        while at < self.fields.len() {
            if self.fields[at].access.is_some() {
                return true;
            }
            at += 1;
        }
        false
    }

    /// The list whose parameters and pages ops use: its own, else one by offset.
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

    /// Returns the operation of this kind, if it has it.
    #[must_use]
    pub fn operation(&self, kind: OperationKind) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.kind == kind)
    }

    /// The operation by whose rule a client reads a row: `read`, or `list` if there is no `read`.
    pub(crate) fn reading(&self) -> Option<&'static Operation> {
        let read = self.operation(OperationKind::Read);
        read.or_else(|| self.operation(OperationKind::List))
    }

    /// The view of rows in lists.
    pub(crate) const fn item_view(&self) -> Fields {
        match left_out(self.fields) {
            Some(_) => Fields::Item,
            None => Fields::Reply,
        }
    }

    /// The view of rows in replies of `list` and `read`, of which requests may select properties.
    pub(crate) const fn read_view(&self, kind: OperationKind) -> Fields {
        if self.select {
            Fields::Selection
        } else if matches!(kind, OperationKind::List) {
            self.item_view()
        } else {
            Fields::Reply
        }
    }

    /// The view of put requests: that of create requests where both look the same, since key and address are part of neither.
    pub(crate) const fn put_view(&self) -> Fields {
        if !self.offers(OperationKind::Create) && !self.offers(OperationKind::CreateMany) {
            return Fields::Put;
        }
        let mut at = 0;
        while at < self.write.len() {
            if !self.carries(self.write[at], Fields::Put) {
                return Fields::Put;
            }
            at += 1;
        }
        at = 0;
        while at < self.fields.len() {
            let field = &self.fields[at];
            if (field.key || field.in_path) && (field.in_creates() || Fields::Put.holds(field)) {
                return Fields::Put;
            }
            at += 1;
        }
        Fields::Create
    }

    /// The rows that `link` and `unlink` create and delete; `None` for other operations.
    #[must_use]
    pub const fn viewers_row(&self, operation: &Operation) -> Option<ViewersRow> {
        match &operation.linked {
            Some(linked) if linked.relation < self.relations.len() => self.relations[linked.relation].viewers_row(),
            _ => None,
        }
    }

    /// Whether it has an operation of this kind.
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

    /// Whether its own operations create rows.
    #[must_use]
    pub const fn creates(&self) -> bool {
        self.offers(OperationKind::Create) || self.offers(OperationKind::CreateMany) || self.offers(OperationKind::Put)
    }

    /// The index of the field with this JSON name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.property == name)
    }
}

/// Whether one of the paths begins with this relation.
const fn begins_with(paths: &[&[usize]], relation: usize) -> bool {
    let mut at = 0;
    while at < paths.len() {
        if paths[at][0] == relation {
            return true;
        }
        at += 1;
    }
    false
}
