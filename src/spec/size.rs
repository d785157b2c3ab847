//! How much room each piece of the document needs at most: rough, but never too little. Counting exactly would cost as much as
//! rendering.

use super::component::put_is_create;
use super::security;
use crate::meta::{
    ArgumentPlace, Component, Default, Docs, Field, Fields, Filter, Info, Op, OperationKind, PagingStyle, Resource,
    Shape, one_way,
};
use crate::types::{Kind, Literal, Schema};

/// Text as the inside of a JSON string.
pub(super) const fn escaped(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut size = bytes.len();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'"' || byte == b'\\' {
            size += 1;
        } else if byte < 0x20 {
            size += 5;
        }
        at += 1;
    }
    size
}

/// `,"deprecated":true`.
const DEPRECATED: usize = 18;

/// A doc comment with its name and line ends, and a deprecation.
pub(super) const fn docs(docs: Docs) -> usize {
    let mut size = 32 + DEPRECATED;
    let mut at = 0;
    while at < docs.len() {
        size += escaped(docs[at]) + 2;
        at += 1;
    }
    size
}

pub(super) const fn kind(schema: &Schema) -> usize {
    match schema.kind {
        Kind::Any => 8,
        Kind::String | Kind::Boolean | Kind::Uuid | Kind::Date | Kind::DateTime => 112,
        Kind::File => 144,
        Kind::Bytes => 420,
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float | Kind::Double => 240,
        Kind::Time => 200,
        Kind::Decimal => 360,
        Kind::List(item) | Kind::Map(item) => 128 + kind(item),
        Kind::Ref(name) => 88 + name.len() + super::placeholder::ROOM,
    }
}

const fn literal(literal: Literal) -> usize {
    match literal {
        Literal::Text(text) | Literal::Json(text) => 32 + escaped(text),
        Literal::Boolean(_) | Literal::Number(_) => 48,
    }
}

/// A property in one view.
pub(super) const fn property(field: &Field) -> usize {
    // The name is in `required`, too.
    let mut size = 48 + 2 * field.property.len() + docs(field.docs) + kind(&field.schema);
    if field.limits.max_bytes.is_some() || !field.limits.media.is_empty() {
        size += 64 + texts(field.limits.media);
    }
    let mut limits = &field.limits;
    loop {
        if let Some(pattern) = limits.pattern {
            size += 16 + escaped(pattern);
        }
        match limits.items {
            Some(items) => limits = items,
            None => break,
        }
    }
    if field.key {
        // What its views say besides.
        size += 64;
    }
    if let Some(example) = field.example {
        size += literal(example);
    }
    if let Some(Default::Literal(value)) = field.default {
        size += literal(value);
    }
    size
}

pub(super) const fn views(resource: &Resource) -> usize {
    let puts = resource.offers(OperationKind::Put) && !put_is_create(resource);
    let count = 3 + puts as usize;
    let mut size = count * (128 + super::placeholder::ROOM + resource.name.len() + docs(resource.docs));
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        let count = field.in_replies() as usize
            + field.in_creates() as usize
            + Fields::Update.holds(field) as usize
            + (puts && Fields::Put.holds(field)) as usize;
        if count > 0 {
            size += count * property(field);
        }
        at += 1;
    }
    size
}

/// The parameters of the filters, and search.
const fn filters(resource: &Resource) -> usize {
    let mut size = 160;
    let mut at = 0;
    while at < resource.filters.len() {
        size += match &resource.filters[at] {
            Filter::Field {
                field,
                operators,
                docs: own,
            } => {
                let field = &resource.fields[*field];
                let text = if own.is_empty() { field.docs } else { *own };
                operators.len() * (192 + field.property.len() + docs(text) + kind(&field.schema))
            }
            Filter::Custom(custom) => 128 + custom.name.len() + docs(custom.docs) + kind(&custom.schema),
        };
        at += 1;
    }
    at = 0;
    while at < resource.search.len() {
        size += 2 + resource.fields[resource.search[at]].property.len();
        at += 1;
    }
    size
}

const fn order(resource: &Resource) -> usize {
    let mut size = 192;
    let mut at = 0;
    while at < resource.order.len() {
        size += 12 + 3 * resource.fields[resource.order[at]].property.len();
        at += 1;
    }
    size
}

/// The names of the key's fields.
const fn key(resource: &Resource) -> usize {
    let mut size = 0;
    let mut at = 0;
    while at < resource.key {
        size += resource.fields[at].property.len();
        at += 1;
    }
    size
}

/// Room for the fragment of a resource.
#[must_use]
pub const fn resource(resource: &Resource) -> usize {
    let names = 6 * resource.name.len() + 2 * resource.snake.len() + resource.path.len();
    let tag = match resource.tag {
        Some(tag) => 16 + tag.len(),
        None => 0,
    };
    let links = 4 * (96 + resource.snake.len() + 2 * key(resource) + 32 * resource.key);
    let mut size = 32 + views(resource) + 3 * (32 + resource.path.len() + key(resource) + 4 * resource.key);
    let mut at = 0;
    while at < resource.key {
        let field = &resource.fields[at];
        size += 64 + property(field);
        at += 1;
    }
    at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        size += names + tag + DEPRECATED + security::size(&operation.access);
        size += match operation.kind {
            OperationKind::List => {
                1_376
                    + filters(resource)
                    + match operation.paging.style {
                        PagingStyle::Offset => order(resource),
                        PagingStyle::Cursor(_) => 96,
                    }
            }
            OperationKind::Create => 1_152 + links,
            OperationKind::CreateMany | OperationKind::Update => 1_472,
            OperationKind::Read | OperationKind::Delete => 960,
            OperationKind::Put => 1_664 + links,
            OperationKind::DeleteMany => 832 + filters(resource),
        };
        at += 1;
    }
    size
}

/// Room for the fragment of a component.
#[must_use]
pub const fn component(component: &Component) -> usize {
    let views = 1 + super::component::has_two_views(component) as usize;
    let mut size = 128 + component.name.len() + docs(component.docs);
    let mut at = 0;
    match component.shape {
        Shape::Enum(values) => {
            while at < values.len() {
                size += 4 + escaped(values[at]);
                at += 1;
            }
        }
        Shape::Object(fields) => {
            while at < fields.len() {
                size += property(&fields[at]) + 24;
                at += 1;
            }
            let own = one_way(fields);
            if own.read_only || own.write_only {
                size *= 2;
            }
        }
        Shape::Union(variants) => {
            while at < variants.len() {
                size += 8 + kind(&variants[at]);
                at += 1;
            }
        }
    }
    32 + views * size
}

/// The media types of a form's files.
const fn encoding(fields: &[Field]) -> usize {
    let mut size = 16;
    let mut at = 0;
    while at < fields.len() {
        size += 64 + fields[at].property.len() + texts(fields[at].limits.media);
        at += 1;
    }
    size
}

const fn texts(texts: &[&str]) -> usize {
    let mut size = 0;
    let mut at = 0;
    while at < texts.len() {
        size += 8 + texts[at].len();
        at += 1;
    }
    size
}

/// Room for the fragment of an op.
#[must_use]
pub const fn op(op: &Op) -> usize {
    let mut size = 1_536
        + texts(op.accepts)
        + op.route.path.len()
        + 2 * op.name.len()
        + 2 * docs(op.docs)
        + escaped(op.reply.media);
    size += security::size(&op.access);
    if let Some(schema) = &op.reply.schema {
        size += kind(schema);
    }
    let mut at = 0;
    while at < op.errors.len() {
        size += 144 + escaped(op.errors[at].1);
        at += 1;
    }
    at = 0;
    while at < op.arguments.len() {
        let argument = &op.arguments[at];
        size += 96 + property(&argument.field);
        size += match &argument.place {
            ArgumentPlace::Path | ArgumentPlace::Query => 0,
            ArgumentPlace::Header(name) => name.len(),
            ArgumentPlace::Filters(resource) => 256 + filters(resource),
            ArgumentPlace::Listing(resource) => 672 + filters(resource) + order(resource),
            ArgumentPlace::Body(body) => 128 + kind(&body.schema) + encoding(body.fields),
        };
        at += 1;
    }
    size
}

/// Room for the part before the paths.
#[must_use]
pub const fn head(info: &Info) -> usize {
    let mut size = 320 + escaped(info.title) + escaped(info.version) + escaped(info.base_path) + docs(info.docs);
    size += security::schemes_size(info);
    size += 24 + escaped(info.terms_of_service);
    if let Some(contact) = info.contact {
        size += 64 + escaped(contact.name) + escaped(contact.url) + escaped(contact.email);
    }
    if let Some(license) = info.license {
        size += 48 + escaped(license.name) + escaped(license.url);
    }
    let mut at = 0;
    while at < info.servers.len() {
        size += 16 + escaped(info.servers[at]) + escaped(info.base_path);
        at += 1;
    }
    at = 0;
    while at < info.tags.len() {
        size += 40 + escaped(info.tags[at].0) + escaped(info.tags[at].1);
        at += 1;
    }
    size
}
