//! Replies: one schema each, and headers that lie flat.

use super::super::loss::{Walk, is_extension};
use super::body::{other_schemas, principal};
use super::parameter::flatten;
use super::schema::schema;
use super::{NO_SUCH, Source, converted, copy, extensions, target};
use crate::spec::json_tree::{Node, Object};

/// Turns the replies of an operation.
pub(super) fn responses(walk: &mut Walk, operation: &Object, source: &Source<'_>) -> Object {
    let mut responses = Object::default();
    for (status, node) in operation
        .members("responses")
        .filter(|(status, _)| !is_extension(status))
    {
        walk.inside(status, |walk| {
            if status.ends_with("XX") {
                walk.lose(
                    format!("replies {status}"),
                    "dropped: Swagger 2.0 has no ranges of statuses",
                );
            } else {
                responses.set(status, response(walk, node, source));
            }
        });
    }
    if responses.is_empty() {
        let any = Object::of([("description", Node::text("Any reply"))]);
        responses.set("default", any);
    }
    responses
}

/// All content types that an operation answers with, in the order in which they come.
pub(super) fn produces(operation: &Object, source: &Source<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (_, node) in operation.members("responses") {
        let Some(response) = source.resolve(node).as_object() else {
            continue;
        };
        for (name, _) in response.members("content") {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Turns one reply.
pub(super) fn response(walk: &mut Walk, node: &Node, source: &Source<'_>) -> Node {
    if let Some(target) = node.reference().and_then(target) {
        return Object::of([("$ref", Node::text(target))]).into();
    }
    let mut response = Object::of([("description", Node::text(""))]);
    let Some(from) = source.resolve(node).as_object() else {
        return response.into();
    };
    copy(from, &mut response, &["description"]);
    let content: Vec<_> = from
        .members("content")
        .filter_map(|(name, media)| Some((name, media.as_object()?)))
        .collect();
    if let Some((name, media)) = principal(&content) {
        walk.inside("content", |walk| {
            other_schemas(walk, &content, media);
            walk.inside(name, |walk| self::content(walk, media, &mut response));
        });
    }
    let headers = walk.inside("headers", |walk| {
        converted(from.members("headers"), walk, |walk, node| {
            Some(header(walk, node, source))
        })
    });
    super::some(&mut response, "headers", headers);
    let examples = examples(walk, &content, source);
    super::some(&mut response, "examples", examples);
    if from.has("links") {
        walk.inside("links", |walk| walk.lose("`links`", NO_SUCH));
    }
    extensions(from, &mut response);
    response.into()
}

/// Raw bytes stay a binary string. `type: file` would do as well, but openapi-spec-validator takes it in forms only.
fn content(walk: &mut Walk, media: &Object, response: &mut Object) {
    if let Some(node) = media.get("schema") {
        response.set("schema", walk.inside("schema", |walk| schema(walk, node)));
    }
}

/// The first example of each content type.
fn examples(walk: &mut Walk, content: &[(&str, &Object)], source: &Source<'_>) -> Object {
    let mut found = Object::default();
    for (name, media) in content {
        if let Some(example) = media.get("example") {
            found.set(name, example.clone());
            continue;
        }
        let mut named = media.members("examples");
        let first = named
            .next()
            .and_then(|(_, node)| source.resolve(node).as_object()?.get("value"));
        if let Some(value) = first {
            found.set(name, value.clone());
        }
        if named.next().is_some() {
            walk.inside("content", |walk| {
                walk.inside(name, |walk| {
                    walk.lose(
                        "all `examples` but the first",
                        "dropped: Swagger 2.0 has one for a content type",
                    )
                });
            });
        }
    }
    found
}

/// Turns a header. Swagger 2.0 shares none, so references are followed.
fn header(walk: &mut Walk, node: &Node, source: &Source<'_>) -> Node {
    let mut header = Object::default();
    if let Some(from) = source.resolve(node).as_object() {
        copy(from, &mut header, &["description"]);
        match from.get("schema") {
            Some(schema) => walk.inside("schema", |walk| flatten(walk, schema, source, &mut header)),
            None => header.set("type", Node::text("string")),
        }
        extensions(from, &mut header);
    }
    header.into()
}
