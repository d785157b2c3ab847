//! What could be better in the document itself.

use super::openapi30::METHODS;
use crate::spec::json_tree::{Node, Object};

/// Something that a reader of the document misses.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Where: an operation, or a component.
    pub(crate) place: String,
    /// The missing part.
    pub(crate) what: String,
}

/// Looks through a document of OpenAPI 3.1.
///
/// # Errors
///
/// When it isn't JSON.
pub(crate) fn lint(document: &str) -> Result<Vec<Finding>, serde_json::Error> {
    let whole = super::object(document)?;
    let mut found = Vec::new();
    for (path, item) in whole.members("paths") {
        let Some(item) = item.as_object() else { continue };
        for method in METHODS {
            if let Some(operation) = item.object(method) {
                let place = format!("{} {path}", method.to_ascii_uppercase());
                missing(operation, &place, &mut found);
            }
        }
    }
    unused(&whole, document, &mut found);
    Ok(found)
}

fn missing(operation: &Object, place: &str, found: &mut Vec<Finding>) {
    let mut report = |what: String, place: &str| {
        found.push(Finding {
            place: place.to_owned(),
            what,
        });
    };
    for word in ["operationId", "summary", "description"] {
        if operation.text(word).unwrap_or_default().is_empty() {
            report(format!("no `{word}`"), place);
        }
    }
    if operation.list("tags").is_empty() {
        report("no tag".to_owned(), place);
    }
    if !operation
        .members("responses")
        .any(|(status, _)| status.starts_with('4') || status == "default")
    {
        report("no reply 4xx".to_owned(), place);
    }
    for parameter in operation.list("parameters").iter().filter_map(Node::as_object) {
        if let (Some(name), false) = (parameter.text("name"), parameter.has("description")) {
            report("no `description`".to_owned(), &format!("{place} · parameter {name}"));
        }
    }
}

/// Schemas that nothing refers to.
fn unused(whole: &Object, document: &str, found: &mut Vec<Finding>) {
    let components = whole.object("components");
    for (name, _) in components
        .into_iter()
        .flat_map(|components| components.members("schemas"))
    {
        if !document.contains(&format!("\"#/components/schemas/{name}\"")) {
            found.push(Finding {
                place: format!("/components/schemas/{name}"),
                what: "nothing refers to it".to_owned(),
            });
        }
    }
}
