//! Definitions that nothing names any more: Swagger 2.0 takes forms apart into parameters, and so leaves the schemas of forms behind.

use std::collections::BTreeSet;

use crate::spec::json_tree::{Node, Object};

/// Names of schemas.
pub(super) type Names = BTreeSet<String>;

/// The schemas that references in a document of OpenAPI 3.0 lead to.
pub(super) fn named_before(document: &Object) -> Names {
    named(document, "#/components/schemas/")
}

/// Takes out the definitions that references led to, and lead to no more.
pub(super) fn drop_unused(swagger: &mut Object, before: &Names) {
    loop {
        let now = named(swagger, "#/definitions/");
        let Some(Node::Object(definitions)) = swagger.get_mut("definitions") else {
            return;
        };
        let unused: Vec<&String> = before
            .iter()
            .filter(|name| !now.contains(*name) && definitions.has(name))
            .collect();
        // What a dropped one named may be unused now.
        if unused.is_empty() {
            return;
        }
        for name in unused {
            definitions.take(name);
        }
    }
}

fn named(object: &Object, kind: &str) -> Names {
    let mut found = Names::new();
    for (_, member) in object.iter() {
        gather(member, kind, &mut found);
    }
    found
}

fn gather(node: &Node, kind: &str, found: &mut Names) {
    if let Some(name) = node.reference().and_then(|target| target.strip_prefix(kind)) {
        found.insert(name.to_owned());
    }
    for item in node.as_list().unwrap_or_default() {
        gather(item, kind, found);
    }
    if let Some(object) = node.as_object() {
        for (_, member) in object.iter() {
            gather(member, kind, found);
        }
    }
}
