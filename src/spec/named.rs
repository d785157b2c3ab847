//! Whether anything names a component: views that a resource's own operations don't use are in the document only then.

use crate::meta::{Argument, ArgumentPlace, Field, Item, Op, Part, Shape};
use crate::types::{Kind, Schema};

/// Whether an op or a schema names the component that a piece holds. Pieces begin with `"name"`.
pub(super) const fn is_named(parts: &[&Part], piece: &[u8]) -> bool {
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            let named = match items[item] {
                Item::Op(op) => in_op(op, piece),
                Item::Socket(_) => false,
                Item::Component(component) => match component.shape {
                    Shape::Enum(_) => false,
                    Shape::Object(fields) => in_fields(fields, piece),
                    Shape::Union(variants) => in_variants(variants, piece),
                },
                Item::Resource(resource) => in_fields(resource.fields, piece),
            };
            if named {
                return true;
            }
            item += 1;
        }
        part += 1;
    }
    false
}

/// Whether an enum, a schema or a union has the name of the component that a piece holds.
pub(super) const fn is_item(parts: &[&Part], piece: &[u8]) -> bool {
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Item::Component(component) = items[item]
                && begins(piece, component.name.as_bytes())
            {
                return true;
            }
            item += 1;
        }
        part += 1;
    }
    false
}

const fn in_op(op: &Op, piece: &[u8]) -> bool {
    if let Some(schema) = &op.reply.schema
        && names(schema, piece)
    {
        return true;
    }
    let mut at = 0;
    while at < op.arguments.len() {
        let Argument { field, place } = &op.arguments[at];
        let schema = match place {
            ArgumentPlace::Body(body) => &body.schema,
            _ => &field.schema,
        };
        if names(schema, piece) {
            return true;
        }
        at += 1;
    }
    false
}

const fn in_fields(fields: &[Field], piece: &[u8]) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if names(&fields[at].schema, piece) {
            return true;
        }
        at += 1;
    }
    false
}

const fn in_variants(variants: &[Schema], piece: &[u8]) -> bool {
    let mut at = 0;
    while at < variants.len() {
        if names(&variants[at], piece) {
            return true;
        }
        at += 1;
    }
    false
}

const fn names(schema: &Schema, piece: &[u8]) -> bool {
    match schema.kind {
        Kind::Ref(name) => begins(piece, name.as_bytes()),
        Kind::List(inner) | Kind::Map(inner) => names(inner, piece),
        Kind::Any
        | Kind::String
        | Kind::Bytes
        | Kind::Boolean
        | Kind::Int16
        | Kind::Int32
        | Kind::Int64
        | Kind::Float
        | Kind::Double
        | Kind::Decimal
        | Kind::Uuid
        | Kind::Date
        | Kind::Time
        | Kind::DateTime
        | Kind::File => false,
    }
}

const fn begins(piece: &[u8], name: &[u8]) -> bool {
    if piece.len() < name.len() + 2 || piece[name.len() + 1] != b'"' {
        return false;
    }
    let mut at = 0;
    while at < name.len() {
        if piece[at + 1] != name[at] {
            return false;
        }
        at += 1;
    }
    true
}
