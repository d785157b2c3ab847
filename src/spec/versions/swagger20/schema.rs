//! Schema objects of OpenAPI 3.0.3 → those of Swagger 2.0.

use super::super::loss::{Walk, is_extension};
use super::target;
use crate::spec::json_tree::{Node, Object};

/// What a schema of 2.0 may hold, apart from references, discriminators and nested schemas.
const KEYWORDS: [&str; 24] = [
    "format",
    "title",
    "description",
    "default",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "required",
    "enum",
    "type",
    "readOnly",
    "xml",
    "externalDocs",
    "example",
];

const UNKNOWN: &str = "dropped: schemas of Swagger 2.0 have no such keyword";
const OPEN: &str = "dropped: Swagger 2.0 has no alternatives, so this accepts more";

/// Turns a shared schema. One that is nothing but a reference is wrapped: paperclip's resolver takes no chains of them.
pub(super) fn definition(walk: &mut Walk, node: &Node) -> Node {
    let schema = schema(walk, node);
    if schema.reference().is_some() {
        return Object::of([("allOf", vec![schema].into())]).into();
    }
    schema
}

/// Turns a schema and all below it.
pub(super) fn schema(walk: &mut Walk, node: &Node) -> Node {
    let Some(object) = node.as_object() else {
        return Object::default().into();
    };
    if let Some(reference) = object.text("$ref") {
        return match target(reference) {
            Some(target) => Object::of([("$ref", Node::text(target))]).into(),
            None => {
                walk.lose(reference, "dropped: Swagger 2.0 can't refer to it");
                Object::default().into()
            }
        };
    }
    let mut schema = Object::default();
    for (name, member) in object.iter() {
        if KEYWORDS.contains(&name) || is_extension(name) {
            schema.set(name, member.clone());
        } else {
            walk.inside(name, |walk| keyword(walk, name, member, object, &mut schema));
        }
    }
    schema.into()
}

/// A keyword that isn't the same in both.
fn keyword(walk: &mut Walk, name: &str, member: &Node, object: &Object, schema: &mut Object) {
    match name {
        "items" => schema.set(name, self::schema(walk, member)),
        "additionalProperties" => match member {
            Node::Boolean(_) => schema.set(name, member.clone()),
            _ => schema.set(name, self::schema(walk, member)),
        },
        "properties" => {
            let members = member.as_object().into_iter().flat_map(Object::iter);
            let properties = super::converted(members, walk, |walk, node| Some(self::schema(walk, node)));
            schema.set(name, properties);
        }
        "allOf" => {
            let items = member.as_list().unwrap_or_default().iter().enumerate();
            let all: Vec<Node> = items
                .map(|(index, node)| walk.inside(&index.to_string(), |walk| self::schema(walk, node)))
                .collect();
            schema.set(name, all);
        }
        "nullable" => {
            schema.set("x-nullable", member.clone());
            if member == &Node::Boolean(true) {
                walk.lose(
                    "null",
                    "expressed by the extension `x-nullable`: Swagger 2.0 has no null",
                );
            }
        }
        "discriminator" => discriminator(walk, member, object, schema),
        "anyOf" | "oneOf" => walk.lose(format!("`{name}`"), OPEN),
        _ => walk.lose(format!("`{name}`"), UNKNOWN),
    }
}

/// Just the name of a property, which the schema must require.
fn discriminator(walk: &mut Walk, member: &Node, object: &Object, schema: &mut Object) {
    let Some(discriminator) = member.as_object() else {
        return;
    };
    let name = discriminator.text("propertyName").unwrap_or_default();
    let is_there = object
        .object("properties")
        .is_some_and(|properties| properties.has(name));
    let required = object
        .list("required")
        .iter()
        .any(|required| required.as_text() == Some(name));
    if is_there && required {
        schema.set("discriminator", Node::text(name));
        if discriminator.has("mapping") {
            walk.lose("`mapping`", "dropped: in Swagger 2.0 the value is the schema's name");
        }
    } else {
        walk.lose(
            "`discriminator`",
            "dropped: Swagger 2.0 wants a required property of the schema itself",
        );
    }
}
