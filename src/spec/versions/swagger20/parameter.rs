//! Parameters: their schemas lie flat in Swagger 2.0.

use super::super::loss::{Walk, is_extension};
use super::{NO_SUCH, Source, extensions, target};
use crate::spec::json_tree::{Node, Object};

/// What parameters, items and headers take from a schema.
const KEYWORDS: [&str; 15] = [
    "type",
    "format",
    "default",
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
    "enum",
    "multipleOf",
];

/// Keywords whose removal is no loss: they don't constrain values, or only values that a parameter can't have.
const SILENT: [&str; 7] = [
    "title",
    "description",
    "properties",
    "required",
    "additionalProperties",
    "nullable",
    "items",
];

const AS_TEXT: &str = "becomes text: parameters of Swagger 2.0 are numbers, booleans, texts and lists of them";
const UNKNOWN: &str = "dropped: parameters of Swagger 2.0 have none";

const FRACTION: &str = "dropped: readers of Swagger 2.0 take only whole bounds and steps of parameters";

/// Turns a parameter where it is used; `None` if 2.0 can't say it.
pub(super) fn parameter(walk: &mut Walk, node: &Node, source: &Source<'_>) -> Option<Node> {
    if let Some(target) = node.reference().and_then(target) {
        // A shared parameter that can't be expressed has no place to refer to, and is listed there.
        let is_there = shared(&mut Walk::default(), source.resolve(node), source).is_some();
        return is_there.then(|| Object::of([("$ref", Node::text(target))]).into());
    }
    shared(walk, node, source)
}

/// Turns a parameter.
pub(super) fn shared(walk: &mut Walk, node: &Node, source: &Source<'_>) -> Option<Node> {
    let parameter = source.resolve(node).as_object()?;
    let (name, place) = (parameter.text("name")?, parameter.text("in")?);
    if place == "cookie" {
        walk.lose(
            format!("cookie `{name}`"),
            "dropped: Swagger 2.0 has no parameters in cookies",
        );
        return None;
    }
    // OpenAPI 3 ignores them, paperclip refuses them.
    let by_others = ["accept", "content-type", "authorization"];
    if place == "header" && by_others.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let mut result = Object::of([("name", Node::text(name)), ("in", Node::text(place))]);
    super::copy(parameter, &mut result, &["description", "required", "allowEmptyValue"]);
    if place != "query" {
        result.take("allowEmptyValue");
    }
    match parameter.get("schema") {
        Some(schema) => {
            walk.inside("schema", |walk| flatten(walk, schema, source, &mut result));
            lists(walk, parameter, place, &mut result);
        }
        None => {
            result.set("type", Node::text("string"));
            walk.lose("`content`", AS_TEXT);
        }
    }
    for word in ["deprecated", "example", "examples", "allowReserved"] {
        if parameter.has(word) {
            walk.inside(word, |walk| walk.lose(format!("`{word}`"), NO_SUCH));
        }
    }
    extensions(parameter, &mut result);
    Some(result.into())
}

/// Whether this is a number with a fraction.
fn is_fraction(node: &Node) -> bool {
    matches!(node, Node::Number(digits) if digits.contains(['.', 'e', 'E']))
}

/// Copies the keywords for a single value into `to`.
pub(super) fn flatten(walk: &mut Walk, node: &Node, source: &Source<'_>, to: &mut Object) {
    let mut schema = Object::default();
    merge(walk, node, source, &mut schema, 0);
    let kind = schema.text("type").map(str::to_owned);
    if !matches!(
        kind.as_deref(),
        Some("string" | "number" | "integer" | "boolean" | "array")
    ) {
        walk.lose(
            kind.map_or_else(|| "values of any type".to_owned(), |kind| format!("type `{kind}`")),
            AS_TEXT,
        );
        schema = Object::of([("type", Node::text("string"))]);
    }
    for (bound, exclusive) in [
        ("multipleOf", ""),
        ("maximum", "exclusiveMaximum"),
        ("minimum", "exclusiveMinimum"),
    ] {
        if schema.get(bound).is_some_and(is_fraction) {
            schema.take(exclusive);
            walk.drop(&mut schema, bound, FRACTION);
        }
    }
    for (name, member) in schema.iter() {
        if KEYWORDS.contains(&name) || is_extension(name) {
            to.set(name, member.clone());
        }
    }
    if let Some(Node::List(values)) = to.get_mut("enum") {
        values.retain(|value| value != &Node::Null);
    }
    if let Some(description) = schema.get("description") {
        to.set_default("description", description.clone());
    }
    if schema.text("type") == Some("array") {
        let mut items = Object::default();
        let of = schema.get("items").cloned().unwrap_or(Node::Null);
        walk.inside("items", |walk| flatten(walk, &of, source, &mut items));
        items.take("description");
        to.set("items", items);
    }
}

/// Gathers what a schema, those that it refers to and those that it joins say. The nearest counts.
fn merge(walk: &mut Walk, node: &Node, source: &Source<'_>, into: &mut Object, depth: usize) {
    let Some(schema) = source.resolve(node).as_object().filter(|_| depth < 16) else {
        return;
    };
    for (name, member) in schema.iter() {
        if KEYWORDS.contains(&name) || SILENT.contains(&name) || is_extension(name) {
            into.set_default(name, member.clone());
        } else if name == "allOf" {
            for node in member.as_list().unwrap_or_default() {
                merge(walk, node, source, into, depth + 1);
            }
        } else if !["readOnly", "writeOnly", "$ref"].contains(&name) {
            walk.inside(name, |walk| walk.lose(format!("`{name}`"), UNKNOWN));
        }
    }
}

/// How the items of a list are written (OpenAPI 3.0.3, section 4.7.12.2).
fn lists(walk: &mut Walk, parameter: &Object, place: &str, result: &mut Object) {
    let style = parameter
        .text("style")
        .unwrap_or(if place == "query" { "form" } else { "simple" });
    if result.text("type") != Some("array") {
        return;
    }
    let exploded = match parameter.get("explode") {
        Some(value) => value == &Node::Boolean(true),
        None => style == "form",
    };
    let format = match (style, exploded) {
        ("form", true) => "multi",
        ("form", false) | ("simple", _) => "csv",
        ("spaceDelimited", _) => "ssv",
        ("pipeDelimited", _) => "pipes",
        _ => {
            walk.lose(format!("style `{style}`"), "dropped: Swagger 2.0 doesn't know it");
            return;
        }
    };
    result.set("collectionFormat", Node::text(format));
}
