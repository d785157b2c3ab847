//! JSON Schema 2020-12 → the schema objects of OpenAPI 3.0.3 (section 4.7.24), a rule a function.
//!
//! A version may say less than the document, never something untrue: where a dropped keyword would leave another one too strict,
//! that one goes too.

use super::loss::Walk;
use crate::spec::json_tree::{Node, Object};

/// What a schema of 3.0 may hold.
const KEYWORDS: [&str; 36] = [
    "$ref",
    "title",
    "description",
    "type",
    "format",
    "nullable",
    "enum",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "required",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "discriminator",
    "xml",
    "externalDocs",
];

const UNKNOWN: &str = "dropped: schemas of OpenAPI 3.0 have no such keyword";

/// Turns a schema and all below it.
pub(super) fn schema(walk: &mut Walk, node: &mut Node) {
    boolean(node);
    let Some(object) = node.as_object_mut() else { return };
    loosened(object);
    siblings(object);
    null_variant(object);
    types(object);
    constant(object);
    examples(walk, object);
    bound(object, "minimum", "exclusiveMinimum", f64::gt);
    bound(object, "maximum", "exclusiveMaximum", f64::lt);
    content(walk, object);
    for name in super::openapi30::names(object) {
        if !KEYWORDS.contains(&name.as_str()) {
            walk.drop(object, &name, UNKNOWN);
        }
    }
    if object.list("required").is_empty() {
        object.take("required");
    }
    if object.text("type") == Some("array") {
        object.set_default("items", Object::default());
    }
    for name in ["properties", "allOf", "anyOf", "oneOf"] {
        walk.each(object, name, schema);
    }
    for name in ["items", "not"] {
        walk.member(object, name, schema);
    }
    walk.member(object, "additionalProperties", |walk, node| {
        if !matches!(node, Node::Boolean(_)) {
            schema(walk, node);
        }
    });
}

/// `true` takes everything, `false` nothing.
fn boolean(node: &mut Node) {
    match node {
        Node::Boolean(true) => *node = Object::default().into(),
        Node::Boolean(false) => *node = Object::of([("not", Object::default().into())]).into(),
        Node::Null | Node::Number(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => {}
    }
}

/// Removes what is too strict once its companion is dropped: `patternProperties` let members in that
/// `additionalProperties` keeps out, `prefixItems` items that `items` doesn't know.
fn loosened(object: &mut Object) {
    if object.has("patternProperties") {
        object.take("additionalProperties");
    }
    if object.has("prefixItems") {
        object.take("items");
    }
}

/// A `$ref` has no siblings in 3.0: they move around an `allOf`.
fn siblings(object: &mut Object) {
    if object.len() < 2 || object.text("$ref").is_none() {
        return;
    }
    let Some(target) = object.take("$ref") else { return };
    let reference = Object::of([("$ref", target)]).into();
    match object.get_mut("allOf") {
        Some(Node::List(all)) => all.insert(0, reference),
        _ => object.set("allOf", vec![reference]),
    }
}

/// Null and nothing else: `nullable` needs a type beside it, and `enum` keeps that type's values out.
pub(super) fn null() -> Object {
    Object::of([
        ("type", Node::text("object")),
        ("nullable", Node::Boolean(true)),
        ("enum", vec![Node::Null].into()),
    ])
}

fn is_null(node: &Node) -> bool {
    node.as_object()
        .is_some_and(|object| object.len() == 1 && object.text("type") == Some("null"))
}

/// `anyOf: [{type: T}, {type: null}]` is `T`, nullable. A reference goes into an `allOf` beside the flag, as generators take it; a variant
/// that is null would be a type of its own to them.
fn null_variant(object: &mut Object) {
    for word in ["anyOf", "oneOf"] {
        let [one, other] = object.list(word) else { continue };
        let variant = if is_null(other) { one } else { other };
        let (true, Some(variant)) = (is_null(one) != is_null(other), variant.as_object()) else {
            continue;
        };
        if variant.len() == 1 && variant.text("$ref").is_some() {
            let mut all = object.list("allOf").to_vec();
            all.push(variant.clone().into());
            object.take(word);
            object.set("allOf", all);
            object.set("nullable", Node::Boolean(true));
            continue;
        }
        let free = variant.iter().all(|(name, _)| !object.has(name));
        if let (Some(name), true) = (variant.text("type"), free) {
            let both = vec![Node::text(name), Node::text("null")];
            let mut variant = variant.clone();
            variant.set("type", both);
            if let Some(Node::List(values)) = variant.get_mut("enum") {
                values.push(Node::Null);
            }
            object.take(word);
            for (name, node) in variant {
                object.set(&name, node);
            }
        }
    }
}

/// The keywords that speak of one type only.
const OF_TYPE: [(&str, &[&str]); 4] = [
    ("string", &["minLength", "maxLength", "pattern"]),
    (
        "number",
        &[
            "minimum",
            "exclusiveMinimum",
            "maximum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "object",
        &[
            "properties",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "required",
        ],
    ),
];

/// A list of types: null becomes `nullable`, several others become variants, each with the keywords that speak of it.
fn types(object: &mut Object) {
    if object.text("type") == Some("null") {
        for (name, node) in null() {
            object.set(&name, node);
        }
        return;
    }
    let named: Vec<String> = object
        .list("type")
        .iter()
        .filter_map(Node::as_text)
        .map(str::to_owned)
        .collect();
    if named.is_empty() {
        return;
    }
    let nullable = named.iter().any(|name| name == "null");
    let mut others: Vec<String> = named.into_iter().filter(|name| name != "null").collect();
    // Each integer is a number.
    if others.iter().any(|name| name == "number") {
        others.retain(|name| name != "integer");
    }
    match others.as_slice() {
        [] => {
            for (name, node) in null() {
                object.set(&name, node);
            }
        }
        [one] => {
            object.set("type", Node::text(one.as_str()));
            if nullable {
                object.set("nullable", Node::Boolean(true));
            }
        }
        several => variants(object, several, nullable),
    }
}

fn variants(object: &mut Object, types: &[String], nullable: bool) {
    object.take("type");
    let format = object.take("format");
    let mut variants = Vec::new();
    for (index, name) in types.iter().enumerate() {
        let mut variant = Object::of([("type", Node::text(name.as_str()))]);
        if nullable && index == 0 {
            variant.set("nullable", Node::Boolean(true));
        }
        if let Some(format) = &format {
            variant.set("format", format.clone());
        }
        let family = if name == "integer" { "number" } else { name };
        let keywords = OF_TYPE.iter().find(|(of, _)| *of == family);
        for keyword in keywords.map_or(&[][..], |(_, keywords)| keywords) {
            if let Some(node) = object.take(keyword) {
                variant.set(keyword, node);
            }
        }
        variants.push(variant.into());
    }
    if object.has("anyOf") {
        // Both must hold.
        let all = object.take("allOf");
        let mut all = all.as_ref().and_then(Node::as_list).unwrap_or_default().to_vec();
        all.push(Object::of([("anyOf", variants.into())]).into());
        object.set("allOf", all);
    } else {
        object.set("anyOf", variants);
    }
}

/// A constant is an enum of one value.
fn constant(object: &mut Object) {
    if let Some(value) = object.get("const").cloned() {
        let null = value == Node::Null;
        object.replace("const", "enum", vec![value]);
        if null && !object.has("type") {
            object.set("type", Node::text("object"));
            object.set("nullable", Node::Boolean(true));
        }
    }
}

/// Only the first example is kept.
fn examples(walk: &mut Walk, object: &mut Object) {
    let [first, rest @ ..] = object.list("examples") else {
        object.take("examples");
        return;
    };
    let (first, more) = (first.clone(), !rest.is_empty());
    if more {
        walk.inside("examples", |walk| {
            walk.lose("all `examples` but the first", "dropped: OpenAPI 3.0 has room for one")
        });
    }
    if object.has("example") {
        object.take("examples");
    } else {
        object.replace("examples", "example", first);
    }
}

/// An exclusive bound is a flag beside the inclusive one. Where both are given, the stricter one counts.
fn bound(object: &mut Object, inclusive: &str, exclusive: &str, stricter: fn(&f64, &f64) -> bool) {
    let Some(number) = object.get(exclusive).and_then(Node::as_number) else {
        return;
    };
    let Some(limit) = object.take(exclusive) else { return };
    let other = object.get(inclusive).and_then(Node::as_number);
    if other.is_none_or(|other| !stricter(&other, &number)) {
        object.set(inclusive, limit);
        object.set(exclusive, Node::Boolean(true));
    }
}

/// What strings hold: base64 is the format `byte`, raw bytes are the format `binary`.
fn content(walk: &mut Walk, object: &mut Object) {
    const NO_PLACE: &str = "dropped: OpenAPI 3.0 expresses this by the formats `byte` and `binary` alone";
    let kind = object.text("contentMediaType").map(str::to_owned);
    let encoding = object.text("contentEncoding").map(str::to_owned);
    match (encoding.as_deref(), kind.as_deref()) {
        (Some("base64"), None | Some("application/octet-stream")) => {
            object.set_default("format", Node::text("byte"));
            object.take("contentEncoding");
            object.take("contentMediaType");
        }
        (Some("base64"), Some(_)) => {
            object.set_default("format", Node::text("byte"));
            object.take("contentEncoding");
        }
        (None, Some(kind)) if super::openapi30::is_raw(kind) => {
            object.set_default("type", Node::text("string"));
            object.set_default("format", Node::text("binary"));
            object.take("contentMediaType");
        }
        _ => {}
    }
    for name in ["contentEncoding", "contentMediaType", "contentSchema"] {
        walk.drop(object, name, NO_PLACE);
    }
}
