//! Texts of a file as Rust source.

pub(super) use crate::cli::source::text::{docs, json_literal, line, literal};
use crate::spec::json_tree::Node;

/// A comment of one line.
pub(super) fn note(name: &str, value: &Node) -> String {
    let json = match value {
        Node::Text(text) => text.clone(),
        other => other.json(),
    };
    line(&format!("{name}: {json}"))
}
