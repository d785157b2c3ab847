//! The components of a declaration: enums, schemas, unions, and the views of a resource.

use super::fragment::{Scratch, Section};
use super::schema::{View, property, schema};
use super::write::Writer;
use crate::meta::{Component, Default, Docs, Field, OperationKind, Resource, Shape};
use crate::types::{Kind, Limits};

/// Which fields of a resource a view holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fields {
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
    /// What its component's name adds to the resource's.
    pub(crate) const fn suffix(self) -> &'static str {
        match self {
            Self::Reply => "",
            Self::Create => "Create",
            Self::Update => "Update",
            Self::Put => "Put",
        }
    }

    const fn holds(self, field: &Field) -> bool {
        match self {
            Self::Reply => field.in_replies(),
            Self::Create => field.in_creates(),
            Self::Update => field.in_updates(),
            Self::Put => field.in_puts(),
        }
    }

    const fn requires(self, field: &Field) -> bool {
        match self {
            Self::Reply => !field.schema.nullable,
            Self::Create | Self::Put => !field.optional(),
            Self::Update => false,
        }
    }

    const fn view(self) -> View {
        match self {
            Self::Reply => View::Reply,
            Self::Create | Self::Update | Self::Put => View::Request,
        }
    }
}

/// Whether put requests look just as create requests do: the key isn't part of either.
pub(crate) const fn put_is_create(resource: &Resource) -> bool {
    if !resource.offers(OperationKind::Create) && !resource.offers(OperationKind::CreateMany) {
        return false;
    }
    let mut at = 0;
    while at < resource.key {
        if resource.fields[at].in_creates() {
            return false;
        }
        at += 1;
    }
    true
}

/// Renders the views of a resource that its operations use.
///
/// A field mostly reads the same in several views: each text is rendered once, and copied to the others in runs.
pub(crate) const fn views<const N: usize>(scratch: &mut Scratch<N>, resource: &Resource) {
    let replies = view(scratch, resource, Fields::Reply, &NOWHERE, &NOWHERE);
    let mut creates = NOWHERE;
    if resource.offers(OperationKind::Create) || resource.offers(OperationKind::CreateMany) {
        creates = view(scratch, resource, Fields::Create, &replies, &NOWHERE);
    }
    if resource.offers(OperationKind::Update) {
        view(scratch, resource, Fields::Update, &replies, &creates);
    }
    if resource.offers(OperationKind::Put) && !put_is_create(resource) {
        view(scratch, resource, Fields::Put, &replies, &creates);
    }
}

/// Where the property of each field stands in the scratch; `(0, 0)`: nowhere. Fields past the end are rendered each time.
type Places = [(usize, usize); 64];

const NOWHERE: Places = [(0, 0); 64];

/// The text of a field's property for `fields`, if an earlier view has it.
const fn copy_of(field: &Field, index: usize, fields: Fields, replies: &Places, creates: &Places) -> (usize, usize) {
    if index >= NOWHERE.len() {
        return (0, 0);
    }
    let has_default = matches!(field.default, Some(Default::Literal(_)));
    match fields {
        Fields::Reply => (0, 0),
        Fields::Update if has_default => (0, 0),
        Fields::Create | Fields::Put | Fields::Update => {
            if creates[index].1 > 0 {
                creates[index]
            } else if same_in_requests(field) && !has_default {
                replies[index]
            } else {
                (0, 0)
            }
        }
    }
}

/// Whether requests and replies have the same schema for it.
const fn same_in_requests(field: &Field) -> bool {
    !field.schema.nullable && !matches!(field.schema.kind, Kind::Decimal)
}

const fn view<const N: usize>(
    scratch: &mut Scratch<N>,
    resource: &Resource,
    fields: Fields,
    replies: &Places,
    creates: &Places,
) -> Places {
    let mut places = NOWHERE;
    let start = scratch.len();
    let mut w = scratch.writer();
    w.put("\"");
    w.put(resource.name);
    w.put(fields.suffix());
    w.put(OPEN);
    let mut names = false;
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        if fields.holds(field) {
            w.comma();
            let (from, mut to) = copy_of(field, at, fields, replies, creates);
            let begin = w.len();
            if to > 0 {
                // A run: the next fields, too, if they are wanted and stand right behind.
                while at + 1 < resource.fields.len() && fields.holds(&resource.fields[at + 1]) {
                    let next = copy_of(&resource.fields[at + 1], at + 1, fields, replies, creates);
                    if next.0 != to + 1 {
                        break;
                    }
                    to = next.1;
                    at += 1;
                }
                w.copy(from, to);
            } else {
                property(&mut w, field, fields.view(), !matches!(fields, Fields::Update));
                if at < NOWHERE.len() {
                    places[at] = (begin, w.len());
                }
            }
        }
        at += 1;
    }
    w.put("}");
    at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        if fields.requires(field) && fields.holds(field) {
            names = required(&mut w, field, names);
        }
        at += 1;
    }
    end(&mut w, names, resource.docs);
    let end = w.len();
    scratch.mark(Section::Schema, start, end);
    places
}

/// Renders an enum, a schema or a union.
pub(crate) const fn component<const N: usize>(scratch: &mut Scratch<N>, component: &Component) {
    let start = scratch.len();
    let mut w = scratch.writer();
    w.put("\"");
    w.put(component.name);
    match component.shape {
        Shape::Enum(values) => {
            w.put("\":{\"type\":\"string\",\"enum\":[");
            let mut at = 0;
            while at < values.len() {
                w.comma();
                w.string(values[at]);
                at += 1;
            }
            w.put("]");
            w.description(component.docs);
            w.put("}");
        }
        Shape::Union(variants) => {
            w.put("\":{\"oneOf\":[");
            let mut at = 0;
            while at < variants.len() {
                w.comma();
                schema(&mut w, variants[at], &Limits::NONE, View::Request);
                at += 1;
            }
            w.put("]");
            w.description(component.docs);
            w.put("}");
        }
        Shape::Object(fields) => object(&mut w, fields, component.docs),
    }
    let end = w.len();
    scratch.mark(Section::Schema, start, end);
}

const fn object(w: &mut Writer<'_>, fields: &[Field], docs: Docs) {
    w.put(OPEN);
    let mut at = 0;
    while at < fields.len() {
        w.comma();
        property(w, &fields[at], View::Request, true);
        at += 1;
    }
    w.put("}");
    let mut names = false;
    at = 0;
    while at < fields.len() {
        if !fields[at].optional() {
            names = required(w, &fields[at], names);
        }
        at += 1;
    }
    end(w, names, docs);
}

const OPEN: &str = "\":{\"type\":\"object\",\"properties\":{";

/// Adds a name to `required`; `begun` tells whether the list is open.
const fn required(w: &mut Writer<'_>, field: &Field, begun: bool) -> bool {
    w.put(if begun { "," } else { ",\"required\":[" });
    w.string(field.property);
    true
}

/// Ends an object: what it requires, that it holds nothing else, and what it is.
const fn end(w: &mut Writer<'_>, names: bool, docs: Docs) {
    if names {
        w.put("]");
    }
    w.put(",\"additionalProperties\":false");
    w.description(docs);
    w.put("}");
}
