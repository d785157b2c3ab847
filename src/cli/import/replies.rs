//! Responses of an operation: the one of success is the handler's reply, the others are errors.

use super::block::{Op, Type};
use super::options::options;
use super::parameters::{is_json, limits};
use super::text::{docs, line, literal};
use super::types::{Hint, Types};
use crate::spec::json_tree::Node;

/// Puts the responses of an operation into it. `produces`: its media types.
pub(super) fn replies<'f>(types: &mut Types<'f>, operation: &'f Node, produces: &[&str], hint: &str, op: &mut Op) {
    let mut success: Option<(u16, &'f Node)> = None;
    let mut fallback = None;
    let mut bodies: Vec<(String, Vec<&str>)> = Vec::new();
    for (status, node) in operation.members_of("responses") {
        if status.starts_with("x-") {
            continue;
        }
        let (_, node) = types.file.follow(node);
        let described = node.text_of("description").unwrap_or_default();
        match status.parse::<u16>() {
            Ok(code @ 200..=299) => {
                // The first in order of its number is the reply; the others are noted.
                let other = match success {
                    Some((first, _)) if first <= code => Some((code, node)),
                    _ => success.replace((code, node)),
                };
                if let Some((code, node)) = other {
                    op.annotations.notes.push(another(types, &code.to_string(), node));
                }
            }
            Ok(code @ 400..=599) => {
                op.errors
                    .push((code.to_string(), docs(described).join(" ").trim().to_owned()));
                if let Some(schema) = node.get("schema") {
                    let body = body_of(types, schema);
                    match bodies.iter_mut().find(|(other, _)| *other == body) {
                        Some((_, statuses)) => statuses.push(status),
                        None => bodies.push((body, vec![status])),
                    }
                }
            }
            _ if status == "default" => fallback = Some(node),
            _ => op.annotations.notes.push(another(types, status, node)),
        }
        op.annotations.notes.extend(headers(status, node));
    }
    for (body, statuses) in bodies {
        op.annotations
            .notes
            .push(line(&format!("{} with the body {body}", statuses.join(", "))));
    }
    let node = match (success, fallback) {
        (Some((_, node)), fallback) => {
            op.annotations
                .notes
                .extend(fallback.map(|node| another(types, "default", node)));
            node
        }
        (None, Some(node)) => {
            op.annotations
                .notes
                .push("no successful reply in the file; here it is that of `default`".to_owned());
            node
        }
        (None, None) => {
            op.annotations.notes.push("no successful reply in the file".to_owned());
            return;
        }
    };
    let status = success.map_or(200, |(status, _)| status);
    let Some(schema) = node.get("schema") else {
        if status != 204 {
            op.annotations
                .notes
                .push(format!("{status} without a body in the file; here 204"));
        }
        return;
    };
    reply(types, (status, schema), produces, hint, op);
}

fn reply<'f>(types: &mut Types<'f>, (status, schema): (u16, &'f Node), produces: &[&str], hint: &str, op: &mut Op) {
    let target = types.file.follow(schema).1;
    let json = produces.is_empty() || produces.iter().any(|media| is_json(media));
    let bytes = target.text_of("type") == Some("file") || target.text_of("format") == Some("binary") || !json;
    if bytes {
        let media = produces
            .iter()
            .copied()
            .find(|media| media.contains('/') && !media.contains('*') && !is_json(media));
        op.reply = Some("ByteStream".to_owned());
        op.sections
            .push(("produces", literal(media.unwrap_or("application/octet-stream"))));
    } else {
        let (ty, spoken) = types.ty(
            schema,
            Hint {
                owner: hint,
                property: "",
                word: "",
            },
        );
        let mut notes = options(spoken, &ty, true).notes;
        notes.extend(limits(spoken, &ty));
        notes.extend(types.inner_notes(spoken, &ty, "", false));
        op.annotations
            .notes
            .extend(notes.iter().map(|note| line(&format!("reply: {note}"))));
        let ty = if ty == Type::Plain("File") {
            Type::Plain("JsonValue")
        } else {
            ty
        };
        op.reply = Some(if status == 201 {
            format!("Created<{ty}>")
        } else {
            ty.to_string()
        });
    }
    let other: Vec<&str> = produces
        .iter()
        .copied()
        .filter(|media| is_json(media) == bytes)
        .collect();
    if !bytes && !other.is_empty() {
        op.annotations
            .notes
            .push(line(&format!("produces {}, too", other.join(", "))));
    } else if bytes && produces.len() > 1 {
        op.annotations
            .notes
            .push(line(&format!("produces: {}", produces.join(", "))));
    }
    if !(status == 200 || status == 201 && !bytes) {
        op.annotations.notes.push(format!("{status} in the file; here 200"));
    }
}

/// A reply that the operation has beside its own.
fn another(types: &Types<'_>, status: &str, node: &Node) -> String {
    let described = node.text_of("description").unwrap_or_default();
    let body = node
        .get("schema")
        .map_or_else(String::new, |schema| format!(" ({})", body_of(types, schema)));
    line(&format!("{status}{body}: {described}"))
}

fn body_of(types: &Types<'_>, schema: &Node) -> String {
    match types.file.follow(schema) {
        (Some(name), _) => name.to_owned(),
        (None, schema) => schema.json(),
    }
}

fn headers(status: &str, node: &Node) -> Vec<String> {
    let headers = node.members_of("headers").iter();
    let mut notes: Vec<String> = headers
        .map(|(name, header)| {
            let described = header.text_of("description").unwrap_or_default();
            line(&format!("{status} has the header {name}: {described}"))
        })
        .collect();
    if let Some(examples) = node.get("examples") {
        notes.push(line(&format!("{status} has examples: {}", examples.json())));
    }
    notes.extend(super::info::extensions(node, &format!("{status}: ")));
    notes
}
