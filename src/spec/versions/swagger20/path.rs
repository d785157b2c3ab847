//! Path items and operations.

use super::super::loss::{Walk, is_extension};
use super::{NO_SUCH, Source, body, converted, copy, extensions, parameter, response, schemes};
use crate::spec::json_tree::{Node, Object};

/// The methods that Swagger 2.0 knows.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Turns all paths.
pub(super) fn paths(walk: &mut Walk, document: &Object, source: &Source<'_>) -> Object {
    converted(document.members("paths"), walk, |walk, node| {
        Some(path_item(walk, node.as_object()?, source).into())
    })
}

fn path_item(walk: &mut Walk, from: &Object, source: &Source<'_>) -> Object {
    let mut item = Object::default();
    for (name, node) in from.iter() {
        walk.inside(name, |walk| match name {
            // paperclip's path items take no extensions.
            name if is_extension(name) => {
                walk.lose(format!("`{name}`"), "dropped: paths have no extensions in Swagger 2.0")
            }
            "$ref" => item.set(name, node.clone()),
            "parameters" => item.set(name, parameters(walk, node, source)),
            name if METHODS.contains(&name) => {
                if let Some(from) = node.as_object() {
                    item.set(name, operation(walk, from, source));
                }
            }
            _ => walk.lose(format!("`{name}`"), NO_SUCH),
        });
    }
    item
}

fn parameters(walk: &mut Walk, node: &Node, source: &Source<'_>) -> Vec<Node> {
    let items = node.as_list().unwrap_or_default().iter().enumerate();
    items
        .filter_map(|(index, node)| walk.inside(&index.to_string(), |walk| parameter::parameter(walk, node, source)))
        .collect()
}

fn operation(walk: &mut Walk, from: &Object, source: &Source<'_>) -> Object {
    let mut operation = Object::default();
    copy(
        from,
        &mut operation,
        &["tags", "summary", "description", "externalDocs", "operationId"],
    );
    let mut inputs = match from.get("parameters") {
        Some(node) => walk.inside("parameters", |walk| parameters(walk, node, source)),
        None => Vec::new(),
    };
    if let Some(node) = from.get("requestBody") {
        let body = walk.inside("requestBody", |walk| body::body(walk, node, source));
        media_types(&mut operation, "consumes", body.consumes);
        inputs.extend(body.parameters);
    }
    media_types(&mut operation, "produces", response::produces(from, source));
    if !inputs.is_empty() {
        operation.set("parameters", inputs);
    }
    operation.set(
        "responses",
        walk.inside("responses", |walk| response::responses(walk, from, source)),
    );
    copy(from, &mut operation, &["deprecated"]);
    if from.has("security") {
        operation.set("security", schemes::alternatives(from.list("security"), source));
    }
    for word in ["callbacks", "servers"] {
        if from.has(word) {
            walk.inside(word, |walk| walk.lose(format!("`{word}`"), NO_SUCH));
        }
    }
    extensions(from, &mut operation);
    operation
}

fn media_types(operation: &mut Object, word: &str, names: Vec<String>) {
    if !names.is_empty() {
        operation.set(word, names.into_iter().map(Node::Text).collect::<Vec<_>>());
    }
}
