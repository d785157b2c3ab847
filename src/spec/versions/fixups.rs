//! References of a document that lead nowhere: into what was dropped.

use super::loss::Walk;
use crate::spec::json_tree::{Node, Object};

/// Members whose value is any JSON: a `$ref` in there is no reference.
const VALUES: [&str; 5] = ["default", "example", "examples", "enum", "value"];

/// Replaces each reference that leads nowhere by an empty object.
pub(super) fn drop_dangling_references(document: &mut Object, walk: &mut Walk) {
    let whole = document.clone();
    for (name, node) in document.iter_mut() {
        walk.inside(name, |walk| fix(walk, node, &whole, false));
    }
}

/// `named`: the members' names are the user's, so a property may be called `default` or `$ref`.
fn fix(walk: &mut Walk, node: &mut Node, whole: &Object, named: bool) {
    if let Some(target) = node.reference().filter(|_| !named)
        && target.starts_with('#')
        && !leads_somewhere(target, whole)
    {
        walk.lose(target.to_owned(), "dropped: the reference leads into what was dropped");
        *node = Object::default().into();
        return;
    }
    match node {
        Node::Object(object) => {
            for (name, node) in object.iter_mut() {
                if named || !VALUES.contains(&name) {
                    let names = !named && NAMED.contains(&name);
                    walk.inside(name, |walk| fix(walk, node, whole, names));
                }
            }
        }
        Node::List(_) => walk.all(node, |walk, node| fix(walk, node, whole, false)),
        Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) => {}
    }
}

/// Members whose own members bear names that people choose.
const NAMED: [&str; 15] = [
    "paths",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "securitySchemes",
    "links",
    "callbacks",
    "definitions",
    "securityDefinitions",
    "properties",
    "content",
    "encoding",
    "variables",
];

fn leads_somewhere(target: &str, whole: &Object) -> bool {
    let mut steps = target.trim_start_matches('#').split('/').skip(1);
    let step = |text: &str| text.replace("~1", "/").replace("~0", "~");
    let Some(mut found) = steps.next().and_then(|first| whole.get(&step(first))) else {
        return false;
    };
    for text in steps {
        let next = match found {
            Node::Object(object) => object.get(&step(text)),
            Node::List(items) => text.parse::<usize>().ok().and_then(|index| items.get(index)),
            Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) => None,
        };
        let Some(next) = next else { return false };
        found = next;
    }
    true
}
