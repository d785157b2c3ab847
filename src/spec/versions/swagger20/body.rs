//! Request bodies: one parameter that is the body, or one for each field of a form.

use super::super::loss::Walk;
use super::parameter::flatten;
use super::schema::schema;
use super::{Source, copy};
use crate::spec::json_tree::{Node, Object};

const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What a body becomes.
#[derive(Default)]
pub(super) struct Body {
    pub(super) parameters: Vec<Node>,
    pub(super) consumes: Vec<String>,
}

/// Converts a body. A form and another type can't both be expressed: the other type stays.
pub(super) fn body<'d>(walk: &mut Walk, node: &'d Node, source: &Source<'d>) -> Body {
    let Some(from) = source.resolve(node).as_object() else {
        return Body::default();
    };
    let (forms, others): (Vec<_>, Vec<_>) = from
        .members("content")
        .filter_map(|(name, media)| Some((name, media.as_object()?)))
        .partition(|(name, _)| is_form(name));
    walk.inside("content", |walk| {
        if others.is_empty() {
            return form(walk, &forms, source);
        }
        for (name, _) in forms {
            walk.inside(name, |walk| {
                walk.lose("the form", "dropped: Swagger 2.0 has either a body or a form")
            });
        }
        whole(walk, from, &others)
    })
}

fn is_form(name: &str) -> bool {
    [URLENCODED, MULTIPART].contains(&bare(name))
}

fn bare(name: &str) -> &str {
    name.split(';').next().unwrap_or_default().trim()
}

/// The JSON one, else the first.
pub(super) fn principal<'c, 'd>(content: &'c [(&'d str, &'d Object)]) -> Option<&'c (&'d str, &'d Object)> {
    let json = |name: &str| bare(name) == "application/json" || bare(name).ends_with("+json");
    content.iter().find(|(name, _)| json(name)).or_else(|| content.first())
}

/// Notes which types have a schema of their own, which can't be expressed.
pub(super) fn other_schemas(walk: &mut Walk, content: &[(&str, &Object)], principal: &Object) {
    for (name, media) in content {
        if media.get("schema") != principal.get("schema") {
            walk.inside(name, |walk| {
                walk.lose("its own schema", "dropped: Swagger 2.0 has one for all content types")
            });
        }
    }
}

fn whole(walk: &mut Walk, from: &Object, content: &[(&str, &Object)]) -> Body {
    let Some((name, media)) = principal(content) else {
        return Body::default();
    };
    other_schemas(walk, content, media);
    let mut parameter = Object::of([("name", Node::text("body")), ("in", Node::text("body"))]);
    copy(from, &mut parameter, &["description", "required"]);
    let schema = walk.inside(name, |walk| {
        for word in ["example", "examples"] {
            if media.has(word) {
                walk.inside(word, |walk| {
                    walk.lose(format!("`{word}`"), "dropped: Swagger 2.0 has none for bodies")
                });
            }
        }
        let nothing = Object::default().into();
        walk.inside("schema", |walk| schema(walk, media.get("schema").unwrap_or(&nothing)))
    });
    parameter.set("schema", schema);
    Body {
        parameters: vec![parameter.into()],
        consumes: content.iter().map(|(name, _)| (*name).to_owned()).collect(),
    }
}

/// One parameter for each property. Files need a multipart form.
fn form<'d>(walk: &mut Walk, forms: &[(&'d str, &'d Object)], source: &Source<'d>) -> Body {
    let Some((name, media)) = forms
        .iter()
        .find(|(name, _)| bare(name) == MULTIPART)
        .or_else(|| forms.first())
    else {
        return Body::default();
    };
    other_schemas(walk, forms, media);
    let (parameters, has_files) = walk.inside(name, |walk| {
        if media.has("encoding") {
            walk.inside("encoding", |walk| walk.lose("`encoding`", super::NO_SUCH));
        }
        walk.inside("schema", |walk| match media.get("schema") {
            Some(schema) => fields(walk, schema, source),
            None => Default::default(),
        })
    });
    let same = forms
        .iter()
        .filter(|(_, other)| other.get("schema") == media.get("schema"));
    let consumes = same
        .map(|(name, _)| *name)
        .filter(|name| !has_files || bare(name) == MULTIPART)
        .map(str::to_owned)
        .collect();
    Body { parameters, consumes }
}

fn fields<'d>(walk: &mut Walk, node: &'d Node, source: &Source<'d>) -> (Vec<Node>, bool) {
    let Some(schema) = source.resolve(node).as_object() else {
        return Default::default();
    };
    if schema.has("allOf") || schema.has("anyOf") || schema.has("oneOf") {
        walk.lose(
            "what the schema joins",
            "dropped: a form of Swagger 2.0 is its own properties",
        );
    }
    let mut has_files = false;
    let mut parameters = Vec::new();
    for (name, node) in schema.members("properties") {
        let required = schema
            .list("required")
            .iter()
            .any(|required| required.as_text() == Some(name));
        let mut parameter = Object::of([("name", Node::text(name)), ("in", Node::text("formData"))]);
        if required {
            parameter.set("required", Node::Boolean(true));
        }
        walk.inside("properties", |walk| {
            walk.inside(name, |walk| has_files |= field(walk, node, source, &mut parameter));
        });
        parameters.push(parameter.into());
    }
    (parameters, has_files)
}

/// Flattens a field's schema; returns whether it is a file.
fn field<'d>(walk: &mut Walk, node: &'d Node, source: &Source<'d>, parameter: &mut Object) -> bool {
    let resolved = source.resolve(node);
    let items = resolved.as_object().and_then(|schema| schema.get("items"));
    let file = if is_file(resolved) {
        resolved
    } else if let Some(items) = items.map(|items| source.resolve(items)).filter(|items| is_file(items)) {
        walk.lose(
            "all files but one",
            "becomes one file: Swagger 2.0 has no lists of them",
        );
        items
    } else {
        flatten(walk, node, source, parameter);
        if parameter.text("type") == Some("array") {
            parameter.set("collectionFormat", Node::text("multi"));
        }
        return false;
    };
    if let Some(schema) = resolved
        .as_object()
        .filter(|schema| schema.has("description"))
        .or(file.as_object())
    {
        copy(schema, parameter, &["description"]);
    }
    parameter.set("type", Node::text("file"));
    true
}

/// Whether a schema is raw bytes.
fn is_file(node: &Node) -> bool {
    let schema = node.as_object();
    schema.is_some_and(|schema| schema.text("type") == Some("string") && schema.text("format") == Some("binary"))
}
