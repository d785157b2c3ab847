//! Description and options of a schema.

use super::block::{Annotations, Type};
use super::options::{Options, options};
use super::text::{docs, line, note};
use crate::spec::json_tree::Node;

/// The options of a field: those of its schema, and those beside a reference.
pub(super) fn options_with(node: &Node, spoken: &Node, ty: &Type, required: bool) -> Options {
    let mut made = options(spoken, ty, required);
    if !std::ptr::eq(node, spoken) && node.reference().is_none() {
        // An `allOf` of one schema, with words of its own beside.
        let beside = options(node, ty, required);
        for option in beside.list {
            let word = option.split('(').next().unwrap_or_default().to_owned();
            made.list.retain(|other| other.split('(').next() != Some(word.as_str()));
            made.list.push(option);
        }
        made.notes.extend(beside.notes);
        made.has_default |= beside.has_default;
    }
    made
}

/// The same for an item, whose default and example are its fields'.
pub(super) fn options_of(node: &Node, ty: &Type) -> Options {
    let mut made = options(node, ty, true);
    made.notes.extend(
        node.get("default")
            .filter(|_| !made.notes.iter().any(|note| note.starts_with("default: ")))
            .map(|value| note("default", value)),
    );
    made.notes.sort();
    made.notes.dedup();
    made
}

/// What of an object isn't its properties.
pub(super) fn object_notes(node: &Node) -> Vec<String> {
    let mut notes: Vec<String> = node
        .members()
        .iter()
        .filter(|(name, _)| {
            !matches!(
                name.as_str(),
                "type"
                    | "properties"
                    | "required"
                    | "allOf"
                    | "description"
                    | "title"
                    | "additionalProperties"
                    | "readOnly"
                    | "x-nullable"
            )
        })
        .map(|(name, value)| note(name, value))
        .collect();
    if let Some(extra) = node
        .get("additionalProperties")
        .filter(|extra| *extra != &Node::Boolean(false))
    {
        notes.push(note("additionalProperties", extra));
    }
    notes
}

/// The description of a schema, or its title.
pub(super) fn annotations(node: &Node) -> Annotations {
    let (title, description) = (node.text_of("title"), node.text_of("description"));
    Annotations {
        docs: docs(description.or(title).unwrap_or_default()),
        notes: match (title, description) {
            (Some(title), Some(_)) => vec![line(&format!("title: {title}"))],
            _ => Vec::new(),
        },
    }
}
