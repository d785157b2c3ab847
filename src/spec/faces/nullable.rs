//! The type beside `nullable`: without one in the same object it says nothing (OpenAPI 3.0.3, section 4.7.24, "nullable").

use super::node::{Node, Object};

/// Sets the type of each schema that is a component or null.
pub(super) fn types(face: &mut Object) {
    let schemas = face.object("components").and_then(|all| all.object("schemas"));
    let types: Vec<(String, String)> = schemas
        .into_iter()
        .flat_map(Object::iter)
        .filter_map(|(name, schema)| {
            let kind = schema.as_object()?.text("type")?;
            Some((format!("#/components/schemas/{name}"), kind.to_owned()))
        })
        .collect();
    for (_, node) in face.iter_mut() {
        each(node, &types);
    }
}

fn each(node: &mut Node, types: &[(String, String)]) {
    match node {
        Node::Object(object) => {
            if let Some(kind) = lacking(object, types) {
                object.set("type", Node::text(kind));
            }
            for (_, node) in object.iter_mut() {
                each(node, types);
            }
        }
        Node::List(nodes) => nodes.iter_mut().for_each(|node| each(node, types)),
        Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) => {}
    }
}

/// The type that a nullable reference lacks. One to a union has none.
fn lacking<'t>(object: &Object, types: &'t [(String, String)]) -> Option<&'t str> {
    let [only] = object.list("allOf") else { return None };
    if !object.has("nullable") || object.has("type") {
        return None;
    }
    let reference = only.reference()?;
    let found = types.iter().find(|(target, _)| target == reference)?;
    Some(&found.1)
}
