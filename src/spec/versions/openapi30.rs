//! OpenAPI 3.1 → 3.0.3: everything but schemas, which `schema30` turns.
//!
//! Both versions have the same structure, so each object is changed in place.

use super::loss::{Walk, is_extension};
use super::schema30::schema;
use super::security;
use crate::spec::json_tree::{Node, Object};

/// The methods whose operations a path item may hold.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

const NONE: &str = "dropped: OpenAPI 3.0 has none";
const NO_SIBLINGS: &str = "dropped: OpenAPI 3.0 ignores what is beside a `$ref`";

/// Turns the whole document.
pub(super) fn convert(document: &mut Object, walk: &mut Walk) {
    document.set("openapi", Node::text("3.0.3"));
    walk.drop(document, "jsonSchemaDialect", NONE);
    walk.drop(document, "webhooks", NONE);
    walk.member(document, "info", info);
    let items = shared_path_items(document);
    document.set_default("paths", Object::default());
    walk.each(document, "paths", |walk, item| path_item(walk, item, &items));
    let dropped = walk
        .inside("components", |walk| {
            Some(components(
                walk,
                document.get_mut("components")?.as_object_mut()?,
                &items,
            ))
        })
        .unwrap_or_default();
    security::without(document, &dropped, walk);
    security::without_roles(document, walk);
}

fn info(walk: &mut Walk, info: &mut Node) {
    let Some(info) = info.as_object_mut() else { return };
    walk.drop(info, "summary", NONE);
    walk.member(info, "license", |walk, license| {
        if let Some(license) = license.as_object_mut() {
            walk.drop(license, "identifier", NONE);
        }
    });
}

/// Path items that others refer to: 3.0 has no place for them, so they go where they are used.
fn shared_path_items(document: &mut Object) -> Object {
    let components = document.get_mut("components").and_then(Node::as_object_mut);
    match components.and_then(|components| components.take("pathItems")) {
        Some(Node::Object(items)) => items,
        _ => Object::default(),
    }
}

/// Turns the components and gives back the names of the security schemes that were dropped.
fn components(walk: &mut Walk, components: &mut Object, items: &Object) -> Vec<String> {
    walk.each(components, "schemas", schema);
    walk.each(components, "responses", response);
    walk.each(components, "parameters", parameter);
    walk.each(components, "requestBodies", request_body);
    walk.each(components, "headers", parameter);
    for kind in ["examples", "links"] {
        walk.each(components, kind, |walk, node| {
            bare_reference(walk, node);
        });
    }
    walk.each(components, "callbacks", |walk, node| callback(walk, node, items));
    let mut dropped = Vec::new();
    walk.member(components, "securitySchemes", |walk, schemes| {
        let Some(schemes) = schemes.as_object_mut() else { return };
        let mutual = schemes.iter().filter(|(_, scheme)| {
            scheme
                .as_object()
                .is_some_and(|scheme| scheme.text("type") == Some("mutualTLS"))
        });
        dropped = mutual.map(|(name, _)| name.to_owned()).collect();
        for name in &dropped {
            walk.drop(schemes, name, "dropped: OpenAPI 3.0 knows no mutual TLS");
        }
    });
    dropped
}

/// Removes the members beside a reference, which 3.0 ignores; returns whether it is one.
fn bare_reference(walk: &mut Walk, node: &mut Node) -> bool {
    let Some(object) = node.as_object_mut().filter(|object| object.text("$ref").is_some()) else {
        return false;
    };
    walk.drop(object, "summary", NO_SIBLINGS);
    walk.drop(object, "description", NO_SIBLINGS);
    true
}

fn path_item(walk: &mut Walk, node: &mut Node, items: &Object) {
    let name = node
        .reference()
        .and_then(|target| target.strip_prefix("#/components/pathItems/"));
    if let Some(Node::Object(shared)) = name.and_then(|name| items.get(name)).cloned()
        && let Some(item) = node.as_object_mut()
    {
        item.take("$ref");
        for (name, member) in shared {
            item.set_default(&name, member);
        }
    }
    let Some(item) = node.as_object_mut() else { return };
    walk.each(item, "parameters", parameter);
    for method in METHODS {
        walk.member(item, method, |walk, node| operation(walk, node, items));
    }
}

fn operation(walk: &mut Walk, node: &mut Node, items: &Object) {
    let Some(operation) = node.as_object_mut() else { return };
    walk.each(operation, "parameters", parameter);
    walk.member(operation, "requestBody", request_body);
    walk.each(operation, "responses", response);
    // 3.1 may leave replies out.
    if operation.object("responses").is_none_or(Object::is_empty) {
        let any = Object::of([("description", Node::text("Any reply"))]);
        operation.set("responses", Object::of([("default", any.into())]));
    }
    walk.each(operation, "callbacks", |walk, node| callback(walk, node, items));
}

fn callback(walk: &mut Walk, node: &mut Node, items: &Object) {
    if !bare_reference(walk, node) {
        walk.all(node, |walk, node| path_item(walk, node, items));
    }
}

/// Turns a parameter or a header: they have the same members.
fn parameter(walk: &mut Walk, node: &mut Node) {
    if bare_reference(walk, node) {
        return;
    }
    if let Some(parameter) = node.as_object_mut() {
        walk.member(parameter, "schema", schema);
        content(walk, parameter);
    }
}

fn request_body(walk: &mut Walk, node: &mut Node) {
    if bare_reference(walk, node) {
        return;
    }
    if let Some(body) = node.as_object_mut() {
        content(walk, body);
    }
}

fn response(walk: &mut Walk, node: &mut Node) {
    if bare_reference(walk, node) {
        return;
    }
    let Some(response) = node.as_object_mut() else { return };
    walk.each(response, "headers", parameter);
    content(walk, response);
    walk.each(response, "links", |walk, node| {
        bare_reference(walk, node);
    });
}

fn content(walk: &mut Walk, holder: &mut Object) {
    walk.member(holder, "content", |walk, content| {
        let Some(content) = content.as_object_mut() else { return };
        for (name, media) in content.iter_mut() {
            if let Some(media) = media.as_object_mut() {
                walk.inside(name, |walk| media_type(walk, name, media));
            }
        }
    });
}

fn media_type(walk: &mut Walk, name: &str, media: &mut Object) {
    walk.member(media, "schema", schema);
    // 3.1 has no schema for raw bytes; in 3.0 they are a binary string.
    let silent = media.object("schema").is_none_or(Object::is_empty);
    if silent && is_raw(name) {
        let binary = [("type", Node::text("string")), ("format", Node::text("binary"))];
        media.set("schema", Object::of(binary));
    }
    walk.each(media, "encoding", |walk, encoding| {
        if let Some(encoding) = encoding.as_object_mut() {
            walk.each(encoding, "headers", parameter);
        }
    });
}

/// Whether bodies of this type are bytes, not values.
pub(super) fn is_raw(name: &str) -> bool {
    let kind = name.split(';').next().unwrap_or_default().trim();
    let binary = ["application/octet-stream", "application/pdf", "application/zip"].contains(&kind);
    binary
        || ["image/", "audio/", "video/", "font/"]
            .iter()
            .any(|family| kind.starts_with(family))
}

/// The names of members that aren't extensions.
pub(super) fn names(object: &Object) -> Vec<String> {
    let names = object.iter().map(|(name, _)| name);
    names.filter(|name| !is_extension(name)).map(str::to_owned).collect()
}
