//! Texts of a file as Rust source.

pub(super) use crate::cli::source::text::{docs, json_literal, line, literal};
use crate::spec::json_tree::Node;

/// A comment of one line.
pub(super) fn note(name: &str, value: &Node) -> String {
    line(&format!("{name}: {}", plain(value)))
}

/// A text as it is, anything else as JSON.
pub(super) fn plain(value: &Node) -> String {
    match value {
        Node::Text(text) => text.clone(),
        other => other.json(),
    }
}
