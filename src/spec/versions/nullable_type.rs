//! The type beside `nullable`: without one in the same object it has no effect (OpenAPI 3.0.3, section 4.7.24, "nullable").

use super::schema30::null;
use crate::spec::json_tree::{Node, Object};

/// A reference to a component, and its type if it has one: a union has none.
type Target = (String, Option<String>);

/// Sets the type of each schema that is a component or null. Where the component has none, null is a variant beside it.
pub(super) fn set_types(document: &mut Object) {
    let schemas = document.object("components").and_then(|all| all.object("schemas"));
    let targets: Vec<Target> = schemas
        .into_iter()
        .flat_map(Object::iter)
        .map(|(name, schema)| {
            let kind = schema.as_object().and_then(|schema| schema.text("type"));
            (format!("#/components/schemas/{name}"), kind.map(str::to_owned))
        })
        .collect();
    for (_, node) in document.iter_mut() {
        each(node, &targets);
    }
}

fn each(node: &mut Node, targets: &[Target]) {
    match node {
        Node::Object(object) => {
            match lacking(object, targets) {
                Some((_, Some(kind))) => object.set("type", Node::text(kind)),
                Some((_, None)) if object.list("allOf").len() == 1 => {
                    object.take("nullable");
                    let mut variants = object.list("allOf").to_vec();
                    object.take("allOf");
                    variants.push(null().into());
                    object.set("anyOf", variants);
                }
                Some(_) | None => {}
            }
            for (_, node) in object.iter_mut() {
                each(node, targets);
            }
        }
        Node::List(nodes) => nodes.iter_mut().for_each(|node| each(node, targets)),
        Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) => {}
    }
}

/// What a nullable reference without a type refers to.
fn lacking<'t>(object: &Object, targets: &'t [Target]) -> Option<&'t Target> {
    if !object.has("nullable") || object.has("type") || object.has("anyOf") {
        return None;
    }
    let mut references = object.list("allOf").iter().filter_map(Node::reference);
    references.find_map(|reference| targets.iter().find(|(target, _)| target == reference))
}
