//! Security schemes, and the requirements that name them.

use super::super::loss::Walk;
use super::{Source, copy, extensions};
use crate::spec::json_tree::{Node, Object};

/// What Swagger 2.0 calls the flows of OAuth 2.0.
const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("clientCredentials", "application"),
    ("authorizationCode", "accessCode"),
];

/// The schemes that can't be expressed.
pub(super) fn dropped(document: &Object, walk: &mut Walk) -> Vec<String> {
    let mut names = Vec::new();
    let Some(components) = document.object("components") else {
        return names;
    };
    walk.inside("components", |walk| {
        walk.inside("securitySchemes", |walk| {
            for (name, node) in components.members("securitySchemes") {
                let Some(why) = node.as_object().and_then(inexpressible) else {
                    continue;
                };
                walk.inside(name, |walk| walk.lose(format!("security scheme `{name}`"), why));
                names.push(name.to_owned());
            }
        });
    });
    names
}

fn inexpressible(scheme: &Object) -> Option<&'static str> {
    let http = scheme.text("scheme").map(str::to_ascii_lowercase);
    match (scheme.text("type"), http.as_deref()) {
        (Some("http"), Some("basic" | "bearer")) => None,
        (Some("http"), _) => Some("dropped: Swagger 2.0 knows no HTTP authentication but Basic"),
        (Some("apiKey"), _) if scheme.text("in") == Some("cookie") => {
            Some("dropped: Swagger 2.0 has no keys in cookies")
        }
        (Some("openIdConnect"), _) => Some("dropped: Swagger 2.0 knows no OpenID Connect"),
        (Some("oauth2"), _) if flows(scheme).is_empty() => Some("dropped: it has no flow that Swagger 2.0 knows"),
        _ => None,
    }
}

/// The flows of a scheme that are known, under both names.
fn flows(scheme: &Object) -> Vec<(&'static str, &Object)> {
    let flows = scheme.object("flows");
    let of = |(word, flow): &(&str, &'static str)| Some((*flow, flows?.object(word)?));
    FLOWS.iter().filter_map(of).collect()
}

/// What one flow of a scheme is called: as the scheme, if it has no other.
fn name_of(name: &str, flow: &str, count: usize) -> String {
    if count > 1 {
        format!("{name}_{flow}")
    } else {
        name.to_owned()
    }
}

/// `securityDefinitions`.
pub(super) fn definitions(walk: &mut Walk, source: &Source<'_>) -> Object {
    let mut definitions = Object::default();
    for (name, node) in source.components.members("securitySchemes") {
        let Some(scheme) = source
            .resolve(node)
            .as_object()
            .filter(|scheme| inexpressible(scheme).is_none())
        else {
            continue;
        };
        walk.inside(name, |walk| match scheme.text("type") {
            Some("oauth2") => {
                let flows = flows(scheme);
                for (kind, flow) in &flows {
                    let definition = oauth2(walk, scheme, kind, flow);
                    definitions.set(&name_of(name, kind, flows.len()), definition);
                }
            }
            Some("http") => definitions.set(name, http(walk, scheme)),
            _ => {
                let mut definition = Object::default();
                copy(scheme, &mut definition, &["type", "name", "in", "description"]);
                extensions(scheme, &mut definition);
                definitions.set(name, definition);
            }
        });
    }
    definitions
}

fn http(walk: &mut Walk, scheme: &Object) -> Object {
    let bearer = scheme
        .text("scheme")
        .is_some_and(|name| name.eq_ignore_ascii_case("bearer"));
    let mut definition = if bearer {
        walk.lose(
            "the scheme `bearer`",
            "becomes a key in the header Authorization: Swagger 2.0 knows no bearer tokens",
        );
        Object::of([
            ("type", Node::text("apiKey")),
            ("name", Node::text("Authorization")),
            ("in", Node::text("header")),
        ])
    } else {
        Object::of([("type", Node::text("basic"))])
    };
    copy(scheme, &mut definition, &["description"]);
    if bearer {
        let before = scheme
            .text("description")
            .map(|text| format!("{text}\n\n"))
            .unwrap_or_default();
        definition.set(
            "description",
            Node::text(format!("{before}`Bearer`, a space and the token.")),
        );
    }
    extensions(scheme, &mut definition);
    definition
}

fn oauth2(walk: &mut Walk, scheme: &Object, kind: &str, flow: &Object) -> Object {
    let mut definition = Object::of([("type", Node::text("oauth2")), ("flow", Node::text(kind))]);
    // Each flow has just the addresses that it needs.
    copy(
        flow,
        &mut definition,
        match kind {
            "implicit" => &["authorizationUrl"],
            "accessCode" => &["authorizationUrl", "tokenUrl"],
            _ => &["tokenUrl"],
        },
    );
    definition.set("scopes", flow.object("scopes").cloned().unwrap_or_default());
    copy(scheme, &mut definition, &["description"]);
    if flow.has("refreshUrl") {
        walk.lose(format!("`refreshUrl` of the flow `{kind}`"), super::NO_SUCH);
    }
    extensions(scheme, &mut definition);
    definition
}

/// The document's requirements.
pub(super) fn requirements(document: &Object, source: &Source<'_>) -> Option<Vec<Node>> {
    document
        .has("security")
        .then(|| alternatives(document.list("security"), source))
}

/// Turns requirements: a scheme of several flows gives an alternative for each.
pub(super) fn alternatives(list: &[Node], source: &Source<'_>) -> Vec<Node> {
    let mut alternatives = Vec::new();
    for one in list.iter().filter_map(Node::as_object) {
        let mut variants = vec![Object::default()];
        for (name, scopes) in one.iter() {
            let names = definition_names(name, source);
            variants = variants
                .iter()
                .flat_map(|variant| names.iter().map(move |name| (variant, name)))
                .map(|(variant, name)| {
                    let mut variant = variant.clone();
                    variant.set(name, scopes.clone());
                    variant
                })
                .collect();
        }
        alternatives.extend(variants.into_iter().map(Node::Object));
    }
    alternatives
}

fn definition_names(name: &str, source: &Source<'_>) -> Vec<String> {
    let schemes = source.components.object("securitySchemes");
    let scheme = schemes.and_then(|schemes| source.resolve(schemes.get(name)?).as_object());
    match scheme.map(flows) {
        Some(flows) if flows.len() > 1 => flows.iter().map(|(flow, _)| name_of(name, flow, flows.len())).collect(),
        _ => vec![name.to_owned()],
    }
}
