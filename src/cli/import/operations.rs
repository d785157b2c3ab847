//! Paths of the file as `op` items.

use super::block::{Annotations, Op};
use super::info::Tags;
use super::names::lower;
use super::parameters::{Around, Parameters};
use super::paths::Routes;
use super::replies::replies;
use super::security::Schemes;
use super::swagger::METHODS;
use super::text::{docs, line, literal, note};
use super::types::Types;
use crate::spec::json_tree::Node;

/// Makes the operations, in the order of the file.
pub(super) fn operations(types: &mut Types<'_>, tags: &mut Tags, schemes: &Schemes) -> Vec<Op> {
    let file = types.file;
    let mut routes = Routes::default();
    let mut ops = Vec::new();
    for (path, item) in file.root.members_of("paths") {
        if path.starts_with("x-") {
            ops.push(left_out(vec![line(&format!("paths.{}", note(path, item)))]));
            continue;
        }
        for (method, operation) in item.members() {
            if METHODS.contains(&method.as_str()) {
                let mut op = operation_of(types, tags, schemes, &mut routes, (path, method), item, operation);
                op.annotations.notes.retain(|note| !note.is_empty());
                ops.push(op);
            } else if method != "parameters" {
                ops.push(left_out(vec![line(&format!(
                    "paths.{path}.{}",
                    note(method, operation)
                ))]));
            }
        }
    }
    ops
}

fn operation_of<'f>(
    types: &mut Types<'f>,
    tags: &mut Tags,
    schemes: &Schemes,
    routes: &mut Routes,
    (path, method): (&str, &str),
    item: &'f Node,
    operation: &'f Node,
) -> Op {
    let shown = method.to_uppercase();
    let refused = |why: &str| {
        let summary = operation
            .text_of("summary")
            .or(operation.text_of("operationId"))
            .unwrap_or_default();
        left_out(vec![line(&format!("{shown} {path} is left out: {why}")), line(summary)])
    };
    if matches!(method, "head" | "options") {
        return refused("the server answers HEAD and OPTIONS itself");
    }
    let template = match routes.template(method, path) {
        Ok(template) => template,
        Err(fault) => return refused(&fault),
    };
    let id = operation.text_of("operationId");
    let name = types.names.value_name(
        &id.map_or_else(|| format!("{method} {path}"), str::to_owned),
        "operation",
    );
    let mut op = Op {
        annotations: annotations(operation),
        name: name.clone(),
        arguments: Vec::new(),
        reply: None,
        sections: vec![("route", format!("{shown} {}", literal(&template.path)))],
        errors: Vec::new(),
        access: None,
    };
    op.annotations.notes.extend(template.notes.iter().cloned());
    if id.is_some_and(|id| lower(id, "operation") != name) {
        op.annotations
            .notes
            .insert(0, line(&format!("\"{}\" in the file", id.unwrap_or_default())));
    }
    let consumes = media(types, operation, "consumes");
    let mut parameters = Parameters::of(types, item, operation);
    let around = Around {
        op: &name,
        consumes: &consumes,
        body: matches!(method, "post" | "put" | "patch"),
    };
    parameters.leave_keys(schemes);
    parameters.arguments(types, &template, &around);
    op.arguments = parameters.arguments;
    if !parameters.accepts.is_empty() {
        op.sections
            .push(("accepts", format!("[{}]", parameters.accepts.join(", "))));
    }
    op.annotations.notes.append(&mut parameters.notes);
    if let [tag, others @ ..] = operation.texts_of("tags").as_slice() {
        op.sections.push(("tag", tags.named(tag)));
        if !others.is_empty() {
            op.annotations
                .notes
                .push(line(&format!("tags: {}, too", others.join(", "))));
        }
    }
    let produces = media(types, operation, "produces");
    replies(types, operation, &produces, &format!("{name} reply"), &mut op);
    if operation.is_true("deprecated") {
        op.sections.push(("deprecated", "true".to_owned()));
    }
    if let Some(requirements) = operation.get("security") {
        let rule = schemes.own_rule(requirements);
        op.access = rule.access;
        op.annotations.notes.extend(rule.notes);
    }
    op
}

/// The media types of an operation, or of the file.
fn media<'f>(types: &Types<'f>, operation: &'f Node, what: &str) -> Vec<&'f str> {
    match operation.get(what) {
        Some(_) => operation.texts_of(what),
        None => types.file.root.texts_of(what),
    }
}

/// What an operation's item has a place for.
const KEYWORDS: &[&str] = &[
    "consumes",
    "deprecated",
    "description",
    "operationId",
    "parameters",
    "produces",
    "responses",
    "security",
    "summary",
    "tags",
];

/// Summary and description, and notes about what can't be imported.
fn annotations(operation: &Node) -> Annotations {
    let (summary, description) = (operation.text_of("summary"), operation.text_of("description"));
    let mut annotations = Annotations {
        docs: docs(summary.unwrap_or_default()),
        notes: Vec::new(),
    };
    let description = description.filter(|description| summary.map(str::trim) != Some(description.trim()));
    let mut more = docs(description.unwrap_or_default());
    if !annotations.docs.is_empty() && !more.is_empty() {
        annotations.docs.push(String::new());
    }
    annotations.docs.append(&mut more);
    let others = operation
        .members()
        .iter()
        .filter(|(name, _)| !KEYWORDS.contains(&name.as_str()));
    annotations.notes.extend(others.map(|(name, value)| note(name, value)));
    annotations
}

fn left_out(notes: Vec<String>) -> Op {
    Op {
        annotations: Annotations {
            docs: Vec::new(),
            notes: notes.into_iter().filter(|note| !note.is_empty()).collect(),
        },
        name: String::new(),
        arguments: Vec::new(),
        reply: None,
        sections: Vec::new(),
        errors: Vec::new(),
        access: None,
    }
}
