//! Security requirements, where a version lacks schemes or words that they use.

use super::loss::Walk;
use super::openapi30::METHODS;
use crate::spec::json_tree::{Node, Object};

/// Works on each list of requirements: the document's and those of its operations.
pub(super) fn each(document: &mut Object, walk: &mut Walk, mut work: impl FnMut(&mut Walk, &mut Vec<Node>)) {
    walk.member(document, "security", |walk, node| {
        if let Node::List(list) = node {
            work(walk, list);
        }
    });
    walk.each(document, "paths", |walk, item| {
        let Some(item) = item.as_object_mut() else { return };
        for method in METHODS {
            walk.member(item, method, |walk, operation| {
                let Some(operation) = operation.as_object_mut() else {
                    return;
                };
                walk.member(operation, "security", |walk, node| {
                    if let Node::List(list) = node {
                        work(walk, list);
                    }
                });
            });
        }
    });
}

/// Takes out schemes that the version can't express. An alternative that needs one of them goes as a whole: what else it names would not
/// be enough.
pub(super) fn without(document: &mut Object, dropped: &[String], walk: &mut Walk) {
    if dropped.is_empty() {
        return;
    }
    each(document, walk, |walk, list| {
        let needs = |node: &Node| {
            node.as_object()
                .is_some_and(|alternative| dropped.iter().any(|name| alternative.has(name)))
        };
        let before = list.len();
        list.retain(|alternative| !needs(alternative));
        if list.is_empty() && before > 0 {
            walk.lose(
                "all security requirements",
                "dropped with their schemes: this looks open here, and isn't",
            );
        } else if list.len() < before {
            walk.lose(
                "security requirements",
                "dropped with their schemes: the other alternatives remain",
            );
        }
    });
}

/// Before 3.1 only OAuth 2.0 and OpenID Connect have scopes; others may not name roles.
pub(super) fn without_roles(document: &mut Object, walk: &mut Walk) {
    let schemes = document
        .object("components")
        .map(|components| components.members("securitySchemes"));
    let scoped: Vec<String> = schemes
        .into_iter()
        .flatten()
        .filter(|(_, scheme)| {
            let kind = scheme.as_object().and_then(|scheme| scheme.text("type"));
            matches!(kind, Some("oauth2" | "openIdConnect"))
        })
        .map(|(name, _)| name.to_owned())
        .collect();
    each(document, walk, |walk, list| {
        for alternative in list.iter_mut().filter_map(Node::as_object_mut) {
            for (name, scopes) in alternative.iter_mut() {
                let roles = scopes.as_list().is_some_and(|scopes| !scopes.is_empty());
                if roles && !scoped.iter().any(|scoped| scoped == name) {
                    *scopes = Vec::new().into();
                    walk.lose(
                        format!("roles of `{name}`"),
                        "dropped: before OpenAPI 3.1 only OAuth 2.0 and OpenID Connect have scopes",
                    );
                }
            }
        }
    });
}
