//! Relations of a resource: which rows of others belong to each of its rows.

use super::address::first;
use super::check::same;
use super::{Access, Computed, Docs, Field, Fields, ForeignKey, ForeignKeyTarget, OrderColumn, Resource};

/// A relation between the rows of a resource and those of another, its target, which may be the resource itself.
#[derive(Debug, Clone, Copy)]
pub struct Relation {
    /// The Rust name.
    pub name: &'static str,
    /// The name of the property with the related rows.
    pub property: &'static str,
    /// Whether the name of the property was given by `name(..)`, so that no rule for names changes it.
    pub named: bool,
    /// The doc comment.
    pub docs: Docs,
    /// Whether a row has a list of related rows, not one at most.
    pub many: bool,
    /// The fields of the resource whose values related rows have, by index.
    pub own: &'static [usize],
    /// The resource of the related rows.
    pub target: Related,
    /// The fields of the target with these values, in the same order. With a table between, those that it refers to.
    pub theirs: &'static [usize],
    /// The table between.
    pub through: Option<Through>,
    /// The order of a list, before that of the key, by fields of the target.
    pub order: &'static [OrderColumn],
    /// The most rows of a list.
    pub limit: Option<u32>,
    /// Whether there is an index on the columns by which rows are found.
    pub indexed: bool,
    /// The field of the target that replies and requests have instead of its rows, by index.
    pub shown_as: Option<usize>,
    /// The field of the target by whose values requests create the rows that aren't there.
    pub create_missing: Option<usize>,
}

/// How many keys of so many fields one statement can name: less than there may be placeholders, and of several fields less than SQLite nests
/// expressions (<https://sqlite.org/limits.html>). Pages have less rows, unless they are declared to have more.
pub(crate) const fn most_keys(fields: usize) -> u16 {
    if fields > 1 { 400 } else { 10_000 }
}

/// A table between the two of a relation: each of its rows relates one row to another.
#[derive(Debug, Clone, Copy)]
pub struct Through {
    /// Its resource.
    pub resource: Related,
    /// Its fields with the values of [`Relation::own`].
    pub own: &'static [usize],
    /// Its fields with the values of [`Relation::theirs`].
    pub theirs: &'static [usize],
}

/// A resource that a relation leads to. What the compiler reads of it is here, since two resources that refer to each other can't be consts that
/// hold each other.
#[derive(Debug, Clone, Copy)]
pub struct Related {
    /// Its component in the document.
    pub component: &'static str,
    /// Its table.
    pub table: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Its lists of `unique`.
    pub unique: &'static [&'static [usize]],
    /// Its section `foreign_keys`.
    pub foreign_keys: &'static [ForeignKey],
    /// Its section `owner`.
    pub owner: Option<usize>,
    /// The view of its rows in lists of related rows.
    pub listed_view: Fields,
    /// Its section `address`.
    pub address: Option<&'static [usize]>,
    /// Whether it is a singleton.
    pub one: bool,
    /// Whether it has hooks.
    pub has_hooks: bool,
    /// Whether it shows rows of another, whose table it has.
    pub is_view: bool,
    /// Its access rule for new rows.
    pub access: Access,
    /// Its section `include`.
    pub include: &'static [&'static [usize]],
    /// Its section `default_include`.
    pub default_include: &'static [&'static [usize]],
    /// Its section `computed`.
    pub computed: &'static [Computed],
    /// The resource itself.
    pub resource: fn() -> &'static Resource,
}

/// A path of relations, each of the resource to which the one before it leads.
pub type RelationPath = &'static [&'static Relation];

/// The rows of a relation that belong to callers: each relates a row to its caller.
#[derive(Debug, Clone, Copy)]
pub struct ViewersRow {
    /// Their resource: the target, or the table between.
    pub table: Related,
    /// Its fields with the values of [`Relation::own`].
    pub own: &'static [usize],
    /// Its field with the ID of the caller.
    pub viewer: usize,
}

/// A field of related rows, as requests name it.
#[derive(Debug, Clone, Copy)]
pub struct RelatedField {
    /// The names in JSON of the relations that lead to it; none if it has a name by itself.
    pub names: &'static [&'static str],
    /// Whether one of them leads to several rows.
    pub many: bool,
    /// The field.
    pub field: Field,
}

impl RelatedField {
    /// `[name("tag")]`: the name by itself, without those of relations.
    #[must_use]
    pub const fn named(self, name: &'static str) -> Self {
        let mut field = self.field;
        field.property = name;
        Self {
            names: &[],
            many: self.many,
            field,
        }
    }
}

impl Related {
    const NONE: Self = Self {
        component: "",
        table: "",
        fields: &[],
        unique: &[],
        foreign_keys: &[],
        owner: None,
        listed_view: Fields::Reply,
        address: None,
        one: false,
        has_hooks: false,
        is_view: false,
        access: Access::Inherit,
        include: &[],
        default_include: &[],
        computed: &[],
        resource: || const { &Resource::new("", "", &[], &[]) },
    };

    /// A resource of which no more is known than its columns: [`Related::resource`] isn't it.
    #[cfg(feature = "cli")]
    pub(crate) const fn by_columns(resource: &Resource) -> Self {
        Self {
            component: resource.name,
            table: resource.table,
            fields: resource.fields,
            unique: resource.unique,
            foreign_keys: resource.foreign_keys,
            ..Self::NONE
        }
    }

    /// The fields that stand in the paths of its rows, by index, as [`Resource::address`] has them.
    #[must_use]
    pub const fn address(&self) -> &'static [usize] {
        match self.address {
            _ if self.one => &[],
            Some(address) => address,
            None => self.key(),
        }
    }

    /// Its fields, and its foreign keys of several.
    pub(in crate::meta) const fn columns(&self) -> Columns {
        (self.fields, self.foreign_keys)
    }

    /// The fields of its key, by index.
    #[must_use]
    pub const fn key(&self) -> &'static [usize] {
        first(key(self.fields))
    }

    /// The resource itself.
    #[must_use]
    pub fn resource(&self) -> &'static Resource {
        (self.resource)()
    }
}

/// How many of these fields are the key.
const fn key(fields: &[Field]) -> usize {
    let mut key = 0;
    while key < fields.len() && fields[key].key {
        key += 1;
    }
    key
}

/// The fields of a resource, and its foreign keys of several.
pub(in crate::meta) type Columns = (&'static [Field], &'static [ForeignKey]);

/// The fields of a table that a foreign key of these fields to it names; `None` if it is to the key, or there is none.
pub(in crate::meta) const fn named((fields, keys): Columns, by: &[usize], table: &str) -> Option<&'static [usize]> {
    if by.len() == 1 {
        return match &fields[by[0]].references {
            Some(reference) if !reference.fields.is_empty() && same(reference.table, table) => Some(reference.fields),
            _ => None,
        };
    }
    let mut at = 0;
    while at < keys.len() {
        if let ForeignKeyTarget::Fields(targets) = keys[at].target
            && keys[at].relates(by, table)
            && targets.len() == by.len()
        {
            return Some(targets);
        }
        at += 1;
    }
    None
}

/// The fields of a table to which these of others lead: those that their foreign key to that table names, or the key.
const fn referenced(columns: Columns, by: &[usize], table: &str, theirs: &[Field]) -> &'static [usize] {
    match named(columns, by, table) {
        Some(targets) => targets,
        None => first(key(theirs)),
    }
}

impl Relation {
    /// A relation to nothing, in whose place another is put.
    pub(in crate::meta) const NONE: Self = Self::new("", &[], Related::NONE, &[], false);

    /// `author: User = author_id`: at most one row, the one to which these of the resource's own fields refer, which are among its `columns`.
    #[must_use]
    pub const fn one(name: &'static str, docs: Docs, target: Related, own: &'static [usize], columns: Columns) -> Self {
        Self {
            theirs: referenced(columns, own, target.table, target.fields),
            ..Self::new(name, docs, target, own, false)
        }
    }

    /// `comments: [Comment] = article_id`: the rows of which these fields refer to the resource with this table and these fields.
    #[must_use]
    pub const fn many(
        name: &'static str,
        docs: Docs,
        target: Related,
        theirs: &'static [usize],
        (table, fields): (&'static str, &'static [Field]),
    ) -> Self {
        let own = referenced(target.columns(), theirs, table, fields);
        Self {
            theirs,
            ..Self::new(name, docs, target, own, true)
        }
    }

    /// `tags: [Tag] = ArticleTag(article_id, tag_id)`: the rows to which a table relates the row, whose resource has this table and these
    /// fields.
    #[must_use]
    pub const fn through(
        name: &'static str,
        docs: Docs,
        target: Related,
        through: Through,
        (table, fields): (&'static str, &'static [Field]),
    ) -> Self {
        let between = through.resource.columns();
        let own = referenced(between, through.own, table, fields);
        Self {
            theirs: referenced(between, through.theirs, target.table, target.fields),
            through: Some(through),
            ..Self::new(name, docs, target, own, true)
        }
    }

    const fn new(name: &'static str, docs: Docs, target: Related, own: &'static [usize], many: bool) -> Self {
        let name = super::plain(name);
        Self {
            name,
            property: name,
            named: false,
            docs,
            many,
            own,
            target,
            theirs: &[],
            through: None,
            order: &[],
            limit: None,
            indexed: true,
            shown_as: None,
            create_missing: None,
        }
    }

    /// `name("writer")`: the name of the property.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        self.property = name;
        self.named = true;
        self
    }

    /// `order(-created_at)`: the order of a list.
    #[must_use]
    pub const fn order(mut self, order: &'static [OrderColumn]) -> Self {
        self.order = order;
        self
    }

    /// `limit(20)`: the most rows of a list.
    #[must_use]
    pub const fn limit(mut self, rows: u32) -> Self {
        self.limit = Some(rows);
        self
    }

    /// `no_index`: no index on the columns by which rows are found.
    #[must_use]
    pub const fn no_index(mut self) -> Self {
        self.indexed = false;
        self
    }

    /// `shown_as(name)`: what replies and requests have instead of rows.
    #[must_use]
    pub const fn shown_as(mut self, field: usize) -> Self {
        self.shown_as = Some(field);
        self
    }

    /// `create_missing(name)`: requests create the rows that aren't there.
    #[must_use]
    pub const fn create_missing(mut self, field: usize) -> Self {
        self.create_missing = Some(field);
        self
    }

    /// The view of its rows in replies.
    #[must_use]
    pub const fn view(&self) -> Fields {
        if self.many {
            self.target.listed_view
        } else {
            Fields::Reply
        }
    }

    /// Whether a request gives a field of the target's new rows that it creates: those that relate them are known.
    #[must_use]
    pub const fn gives(&self, field: usize) -> bool {
        let mut at = 0;
        while at < self.theirs.len() {
            if self.theirs[at] == field {
                return false;
            }
            at += 1;
        }
        Fields::Create.holds(&self.target.fields[field])
    }

    /// The field of the target by whose values requests name its rows: the one that these options name, or the address, or the key. `None` if it is
    /// several.
    #[must_use]
    pub const fn named_by(&self) -> Option<usize> {
        if self.create_missing.is_some() {
            return self.create_missing;
        }
        if self.shown_as.is_some() {
            return self.shown_as;
        }
        match self.target.address {
            Some([only]) => Some(*only),
            Some(_) => None,
            None if key(self.target.fields) == 1 => Some(0),
            None => None,
        }
    }

    /// The most rows that a list of a request can name: no more than replies show, so that a client can send back what it has read.
    #[must_use]
    pub const fn most_named(&self) -> u32 {
        let possible = most_keys(self.theirs.len()) as u32;
        match self.limit {
            Some(limit) if limit < possible => limit,
            _ => possible,
        }
    }

    /// The rows that belong to callers: those of the target, if it has an `owner`. With a table between, the rows of that, if it has an `owner`
    /// that refers to the target, or if it refers to the target's `owner`. `None` if rows belong to nobody.
    #[must_use]
    pub const fn viewers_row(&self) -> Option<ViewersRow> {
        let (table, own, viewer) = match &self.through {
            None => match self.target.owner {
                Some(viewer) if self.many => (self.target, self.theirs, viewer),
                _ => return None,
            },
            Some(through) => match (through.theirs, self.theirs, through.resource.owner, self.target.owner) {
                (&[viewer], _, Some(owner), _) if owner == viewer => (through.resource, through.own, viewer),
                (&[viewer], &[theirs], None, Some(owner)) if owner == theirs => (through.resource, through.own, viewer),
                _ => return None,
            },
        };
        Some(ViewersRow { table, own, viewer })
    }
}
