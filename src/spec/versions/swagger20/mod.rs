//! OpenAPI 3.0.3 → Swagger 2.0: the document is rebuilt, since its structure differs.

mod body;
mod parameter;
mod path;
mod response;
mod schema;
mod schemes;
mod unused;

use super::loss::{Walk, is_extension};
use crate::spec::json_tree::{Node, Object};

const NO_SUCH: &str = "dropped: Swagger 2.0 has none";

/// Turns the whole document, which must be one of 3.0.
pub(super) fn convert(mut document: Object, walk: &mut Walk) -> Object {
    let dropped = schemes::dropped(&document, walk);
    super::security::without(&mut document, &dropped, walk);
    let named = unused::named_before(&document);
    let components = match document.take("components") {
        Some(Node::Object(components)) => components,
        _ => Object::default(),
    };
    let source = Source {
        components: &components,
    };
    let mut swagger = Object::of([("swagger", Node::text("2.0"))]);
    copy(&document, &mut swagger, &["info"]);
    walk.inside("servers", |walk| servers(walk, document.list("servers"), &mut swagger));
    copy(&document, &mut swagger, &["tags", "externalDocs"]);
    let security = schemes::requirements(&document, &source);
    if let Some(security) = security {
        swagger.set("security", security);
    }
    let paths = walk.inside("paths", |walk| path::paths(walk, &document, &source));
    swagger.set("paths", paths);
    walk.inside("components", |walk| {
        let definitions = walk.inside("schemas", |walk| {
            converted(source.components.members("schemas"), walk, |walk, node| {
                Some(schema::definition(walk, node))
            })
        });
        swagger.set("definitions", definitions);
        let parameters = walk.inside("parameters", |walk| {
            converted(source.components.members("parameters"), walk, |walk, node| {
                parameter::shared(walk, node, &source)
            })
        });
        some(&mut swagger, "parameters", parameters);
        let responses = walk.inside("responses", |walk| {
            converted(source.components.members("responses"), walk, |walk, node| {
                Some(response::response(walk, node, &source))
            })
        });
        some(&mut swagger, "responses", responses);
        let definitions = walk.inside("securitySchemes", |walk| schemes::definitions(walk, &source));
        some(&mut swagger, "securityDefinitions", definitions);
    });
    extensions(&document, &mut swagger);
    unused::drop_unused(&mut swagger, &named);
    swagger
}

/// What references lead to.
pub(super) struct Source<'d> {
    components: &'d Object,
}

impl<'d> Source<'d> {
    /// The target of a reference object, itself if it is none. A chain of references ends after a few.
    fn resolve(&self, node: &'d Node) -> &'d Node {
        let mut found = node;
        for _ in 0..16 {
            let target = found
                .reference()
                .and_then(|target| target.strip_prefix("#/components/"));
            let Some((kind, name)) = target.and_then(|target| target.split_once('/')) else {
                break;
            };
            let Some(next) = self.components.object(kind).and_then(|kind| kind.get(name)) else {
                break;
            };
            found = next;
        }
        found
    }
}

/// Where a reference leads in Swagger 2.0, if it can: kinds that it doesn't have, and places inside of components, are none.
fn target(reference: &str) -> Option<String> {
    let (kind, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
    let place = match kind {
        "schemas" => "definitions",
        "parameters" | "responses" => kind,
        _ => return None,
    };
    (!name.contains('/')).then(|| format!("#/{place}/{name}"))
}

/// Turns each member; `None` leaves it out.
fn converted<'d>(
    members: impl Iterator<Item = (&'d str, &'d Node)>,
    walk: &mut Walk,
    mut convert: impl FnMut(&mut Walk, &'d Node) -> Option<Node>,
) -> Object {
    let mut object = Object::default();
    for (name, node) in members {
        if is_extension(name) {
            object.set(name, node.clone());
        } else if let Some(node) = walk.inside(name, |walk| convert(walk, node)) {
            object.set(name, node);
        }
    }
    object
}

/// Copies members that are the same in both.
fn copy(from: &Object, to: &mut Object, names: &[&str]) {
    for name in names {
        if let Some(node) = from.get(name) {
            to.set(name, node.clone());
        }
    }
}

fn extensions(from: &Object, to: &mut Object) {
    for (name, node) in from.iter().filter(|(name, _)| is_extension(name)) {
        to.set(name, node.clone());
    }
}

fn some(object: &mut Object, name: &str, members: Object) {
    if !members.is_empty() {
        object.set(name, members);
    }
}

/// The first server is the one; others count if they differ in their scheme alone.
fn servers(walk: &mut Walk, servers: &[Node], swagger: &mut Object) {
    let mut urls = servers.iter().filter_map(Node::as_object).map(url);
    let first = urls.next().unwrap_or_else(|| "/".to_owned());
    let (scheme, host, path) = parts(&first);
    let mut schemes: Vec<Node> = scheme.into_iter().map(Node::text).collect();
    for (index, other) in urls.enumerate() {
        match parts(&other) {
            (Some(scheme), same, below) if same == host && below == path => schemes.push(Node::text(scheme)),
            _ => walk.inside(&(index + 1).to_string(), |walk| {
                walk.lose(format!("server {other}"), "dropped: Swagger 2.0 has one host");
            }),
        }
    }
    if let Some(host) = host {
        swagger.set("host", Node::text(host));
    }
    swagger.set("basePath", Node::text(if path.is_empty() { "/" } else { path }));
    schemes.dedup();
    if !schemes.is_empty() {
        swagger.set("schemes", schemes);
    }
}

/// A server's URL with the defaults of its variables.
fn url(server: &Object) -> String {
    let mut url = server.text("url").unwrap_or("/").to_owned();
    for (name, variable) in server.members("variables") {
        let default = variable.as_object().and_then(|variable| variable.text("default"));
        url = url.replace(&format!("{{{name}}}"), default.unwrap_or_default());
    }
    url
}

/// Scheme, host and path. A URL that is relative to the document has neither of the first two.
fn parts(url: &str) -> (Option<&str>, Option<&str>, &str) {
    let Some((scheme, rest)) = url.split_once("://") else {
        return (None, None, path_of(url));
    };
    let at = rest.find('/').unwrap_or(rest.len());
    let known = ["http", "https", "ws", "wss"].contains(&scheme);
    (known.then_some(scheme), Some(&rest[..at]), path_of(&rest[at..]))
}

/// A path that begins with a slash and doesn't end with one.
fn path_of(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    if path.starts_with('/') { path } else { "" }
}
