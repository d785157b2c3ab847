//! The routing table: path and method to operation, in time that doesn't depend on how many there are.
//!
//! Paths without parameters are looked up by their text, the others by matchit. A method that a fixed path doesn't offer falls through to a
//! template that matches, too, if its key is text: if only `POST /labels/bulk` exists, `GET /labels/bulk` reads the row whose key is `bulk`.
//! A key of another type can't have that value. The same is so of bulk operations below a row, `POST /articles/{article}/labels/bulk`.

mod methods;
mod pages;
mod spec_route;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use http::{HeaderValue, Method as Verb};
use matchit::Router;
use percent_encoding::percent_decode_str;

use self::methods::{Methods, allow, method};
use super::auth::AuthLayer;
use super::docs::Part;
use super::documents::Documents;
use crate::engine::Settings;
use crate::meta::{Access, Api, ApiLimits, Errors, Info, Media, Method, Op, Operation, Resource, Socket};
use crate::observe::Route;

/// What a route leads to.
#[derive(Debug, Clone)]
pub(super) enum Target {
    /// An operation of a resource.
    Operation(&'static Resource, &'static Operation, Auth),
    /// An operation of the application.
    Op(&'static Op, Auth),
    /// A socket of this API.
    Socket(&'static Api, &'static Socket, Auth),
    /// The OpenAPI document.
    Document(Arc<Documents>),
    /// The AsyncAPI document.
    AsyncApi(Arc<Documents>),
    /// A page that shows the document, or a file of one.
    Docs(&'static Api, Part),
}

impl Target {
    /// The media type of its request bodies, if it reads any.
    fn media(&self) -> Option<Media> {
        match self {
            Self::Operation(_, operation, _) => operation.kind.has_body().then_some(Media::Json),
            Self::Op(op, _) => op.body().map(|body| body.media),
            Self::Socket(..) | Self::Document(_) | Self::AsyncApi(_) | Self::Docs(..) => None,
        }
    }
}

/// The authentication before a target; `None` if there is nothing to check.
pub(super) type Auth = Option<Arc<AuthLayer>>;

/// The result of routing.
#[derive(Debug)]
pub(super) enum Found {
    /// A target, with the values of the path's parameters.
    Target(Target, Vec<Cow<'static, str>>),
    /// A path of the API, with a parameter that isn't percent-encoded UTF-8.
    BadKey,
    /// OPTIONS: the allowed methods, and the media type of patches if PATCH is one.
    Options {
        allow: HeaderValue,
        patch: Option<&'static str>,
    },
    /// A method that isn't offered, and those that are.
    NotAllowed(HeaderValue),
}

/// The routing table of one filter.
#[derive(Debug)]
pub(super) struct Routes {
    /// The base path of the API, without a slash at the end.
    pub(super) base_path: &'static str,
    /// Whether the API requires that its document describes every reply.
    pub(super) docs_required: bool,
    /// The form and the statuses of the API's errors.
    pub(super) errors: &'static Errors,
    /// The access rule of operations that have no rule of their own.
    pub(super) default_access: Access,
    /// The limits of all requests to the API.
    pub(super) limits: ApiLimits,
    fixed: HashMap<String, Methods>,
    templates: Router<Methods>,
    /// Those of bulk operations below the row in a path, which have precedence over rows as fixed paths do.
    bulk: Router<Methods>,
}

impl Routes {
    /// Creates the table of an API, with its documents.
    pub(super) fn of_api(api: &'static Api, settings: &Settings) -> Self {
        let documents = Arc::new(Documents::new(api, settings));
        let mut paths = own_paths(api);
        for route in [&settings.spec_route, "/openapi.json"] {
            let methods: &mut Methods = paths.entry(bare(route).to_owned()).or_default();
            methods.offer(Method::Get, Target::Document(Arc::clone(&documents)));
        }
        if api.sockets().next().is_some() {
            let methods: &mut Methods = paths.entry(super::docs::ASYNCAPI.to_owned()).or_default();
            methods.offer(Method::Get, Target::AsyncApi(documents));
        }
        Self {
            docs_required: api.info.docs_required,
            errors: &api.info.errors,
            default_access: api.info.default_access(),
            limits: api.info.limits,
            ..Self::build(api.info.base_path, paths)
        }
    }

    /// Creates the table of one resource. `info` is that of its API.
    pub(super) fn of_resource(resource: &'static Resource, info: Option<&'static Info>) -> Self {
        let mut paths = BTreeMap::new();
        add(&mut paths, "", info, resource);
        Self {
            errors: info.map_or(&Errors::USUAL, |info| &info.errors),
            default_access: info.map_or(Access::Inherit, Info::default_access),
            limits: info.map_or(ApiLimits::NONE, |info| info.limits),
            ..Self::build("", paths)
        }
    }

    fn build(base_path: &'static str, paths: BTreeMap<String, Methods>) -> Self {
        let mut fixed = HashMap::new();
        let (mut templates, mut bulk) = (Router::new(), Router::new());
        for (path, mut methods) in paths {
            methods.name(base_path, &path);
            if !path.contains('{') {
                fixed.insert(path, methods);
                continue;
            }
            let router = if methods.are_bulk() { &mut bulk } else { &mut templates };
            if let Err(error) = router.insert(path.clone(), methods) {
                // The checks of the declaration prevent this. If it happens all the same, the other routes are served.
                tracing::error!(%path, %error, "bug in warp-openapi: the route is left out");
            }
        }
        Self {
            base_path: base_path.trim_end_matches('/'),
            docs_required: false,
            errors: &Errors::USUAL,
            default_access: Access::Inherit,
            limits: ApiLimits::NONE,
            fixed,
            templates,
            bulk,
        }
    }

    /// Finds the target of a path without its first slash; `None` if it isn't a path of this table.
    pub(super) fn find(&self, path: &str, verb: &Verb) -> Option<Found> {
        self.find_with_route(path, verb).map(|(found, _)| found)
    }

    /// Finds the target of a path without its first slash, and the route as the log has it.
    pub(super) fn find_with_route(&self, path: &str, verb: &Verb) -> Option<(Found, Option<&Arc<Route>>)> {
        let wanted = method(verb);
        let fixed = self.fixed.get(path);
        if let Some(methods) = fixed
            && let Some(target) = wanted.and_then(|method| methods.get(method))
        {
            return Some((Found::Target(target, Vec::new()), methods.route()));
        }
        let bulk = self.bulk.at(path).ok();
        let template = self.templates.at(path).ok().filter(|matched| match (fixed, &bulk) {
            (None, None) => true,
            (None, Some(_)) => matched.value.is_keyed_by_text(),
            (Some(_), _) => matched.value.is_keyed_by_text() || matched.value.is_below_text(),
        });
        for matched in [&bulk, &template].into_iter().flatten() {
            if let Some(target) = wanted.and_then(|method| matched.value.get(method)) {
                let key: Option<Vec<_>> = matched.params.iter().map(|(_, text)| decode(text)).collect();
                let found = key.map_or(Found::BadKey, |key| Found::Target(target, key));
                return Some((found, matched.value.route()));
            }
        }
        let templates = [bulk, template].into_iter().flatten().map(|matched| matched.value);
        let offered: Vec<&Methods> = fixed.into_iter().chain(templates).collect();
        let route = offered.first()?.route();
        let allow = allow(&offered);
        let found = if *verb == Verb::OPTIONS {
            let patch = offered.iter().find_map(|methods| methods.get(Method::Patch));
            Found::Options {
                allow,
                patch: patch.and_then(|target| target.media()).map(Media::name),
            }
        } else {
            Found::NotAllowed(allow)
        };
        Some((found, route))
    }
}

/// The paths that an API declares, without those of its documents.
fn own_paths(api: &'static Api) -> BTreeMap<String, Methods> {
    let mut paths = BTreeMap::new();
    for resource in api.resources() {
        add(&mut paths, api.info.base_path, Some(&api.info), resource);
    }
    for op in api.ops() {
        let base_path = api.info.base_path.trim_end_matches('/');
        let path = format!("{base_path}{}", numbered(op.route.path));
        let auth = AuthLayer::of(Some(&api.info), op.access).map(Arc::new);
        let methods: &mut Methods = paths.entry(bare(&path).to_owned()).or_default();
        methods.offer(op.route.method, Target::Op(op, auth));
    }
    for socket in api.sockets() {
        let path = format!("{}{}", api.info.base_path.trim_end_matches('/'), socket.path);
        let auth = AuthLayer::of(Some(&api.info), socket.access).map(Arc::new);
        let methods: &mut Methods = paths.entry(bare(&path).to_owned()).or_default();
        methods.offer(Method::Get, Target::Socket(api, socket, auth));
    }
    paths
}

/// Adds all operations of a resource. Parameters are numbered, so that templates which differ only in their names are equal.
fn add(
    paths: &mut BTreeMap<String, Methods>,
    base_path: &str,
    info: Option<&'static Info>,
    resource: &'static Resource,
) {
    for operation in resource.operations {
        let below = resource.path_of(operation.place(), |position, _| position.to_string().into());
        let path = format!("{}{below}", base_path.trim_end_matches('/'));
        let auth = AuthLayer::of_operation(info, resource, operation).map(Arc::new);
        paths
            .entry(bare(&path).to_owned())
            .or_default()
            .offer(operation.method, Target::Operation(resource, operation, auth));
    }
}

/// A template with numbered parameters: `/tasks/{0}/close`.
fn numbered(template: &str) -> String {
    let mut path = String::with_capacity(template.len());
    let mut count = 0;
    for segment in template.split('/').skip(1) {
        path.push('/');
        if segment.starts_with('{') {
            // Writing to a String can't fail.
            let _ = write!(path, "{{{count}}}");
            count += 1;
        } else {
            path.push_str(segment);
        }
    }
    path
}

/// A path without its first slash, as warp passes the rest of one.
fn bare(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}

/// Decodes one segment; `None` if a percent sign begins no escape, or the bytes aren't UTF-8.
fn decode(text: &str) -> Option<Cow<'static, str>> {
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| *byte == b'%') {
        let digits = rest.get(at + 1..at + 3)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        rest = &rest[at + 3..];
    }
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(Cow::Owned(decoded.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{API, PAIR, TASK};
    use super::*;
    use crate::meta::Field;

    #[track_caller]
    fn case(routes: &Routes, request: &str, expected: &str) {
        let (verb, path) = request.split_once(" /").unwrap();
        let found = match routes.find(path, &verb.parse().unwrap()) {
            None => "foreign".to_owned(),
            Some(Found::BadKey) => "bad key".to_owned(),
            Some(Found::Options { allow, .. }) => format!("options {}", allow.to_str().unwrap()),
            Some(Found::NotAllowed(allow)) => format!("405 {}", allow.to_str().unwrap()),
            Some(Found::Target(Target::Document(_), _)) => "document".to_owned(),
            Some(Found::Target(Target::AsyncApi(_), _)) => "sockets".to_owned(),
            Some(Found::Target(Target::Op(op, _), path)) => format!("{} {}", op.name, path.join("|")),
            Some(Found::Target(Target::Socket(_, socket, _), _)) => socket.name.to_owned(),
            Some(Found::Target(Target::Docs(_, part), _)) => format!("{part:?}"),
            Some(Found::Target(Target::Operation(resource, operation, _), key)) => {
                format!("{}_{} {}", operation.kind.word(), resource.snake, key.join("|"))
                    .trim_end()
                    .to_owned()
            }
        };
        assert_eq!(found, expected, "{request}");
    }

    #[test]
    fn paths_and_methods_lead_to_operations() {
        let routes = Routes::of_api(&API, &Settings::default());
        case(&routes, "GET /v1/tasks", "list_task");
        case(&routes, "HEAD /v1/tasks", "list_task");
        case(&routes, "POST /v1/tasks", "create_task");
        case(&routes, "DELETE /v1/tasks", "delete_many_task");
        case(&routes, "POST /v1/tasks/bulk", "create_many_task");
        case(&routes, "GET /v1/tasks/7", "read_task 7");
        case(&routes, "PATCH /v1/tasks/7", "update_task 7");
        case(&routes, "PUT /v1/tasks/7", "put_task 7");
        case(&routes, "DELETE /v1/tasks/7", "delete_task 7");
        case(&routes, "GET /v1/pairs/a/b", "read_pair a|b");
        case(&routes, "GET /spec", "document");
        case(&routes, "HEAD /openapi.json", "document");
    }

    #[test]
    fn other_paths_are_not_found() {
        let routes = Routes::of_api(&API, &Settings::default());
        for path in [
            "GET /",
            "GET /tasks",
            "GET /v1",
            "GET /v1/",
            "GET /v1/tasks/",
            "GET /v1/tasks/7/",
            "GET /v1/tasks//",
            "GET /v1/tasks/7/8",
            "GET /v1/tasksx",
            "GET /v1/pairs/a",
            "GET /v1/spec",
            "GET //v1/tasks",
        ] {
            case(&routes, path, "foreign");
        }
    }

    #[test]
    fn other_methods_get_the_allowed_ones() {
        let routes = Routes::of_api(&API, &Settings::default());
        case(&routes, "PUT /v1/tasks", "405 DELETE, GET, HEAD, OPTIONS, POST");
        case(&routes, "OPTIONS /v1/tasks", "options DELETE, GET, HEAD, OPTIONS, POST");
        case(
            &routes,
            "TRACE /v1/tasks/7",
            "405 DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
        );
        case(&routes, "POST /v1/pairs/a/b", "405 GET, HEAD, OPTIONS");
        case(&routes, "POST /spec", "405 GET, HEAD, OPTIONS");
    }

    #[test]
    fn methods_that_bulk_does_not_offer_fall_through_to_a_text_key() {
        static LABEL: Resource = Resource {
            path: "/labels",
            operations: TASK.operations,
            ..Resource::new("Label", "label", &[], &[Field::key::<String>("name", &[]).done()])
        };
        let routes = Routes::of_resource(&LABEL, Some(&API.info));
        case(&routes, "GET /labels/bulk", "read_label bulk");
        case(&routes, "POST /labels/bulk", "create_many_label");
        case(
            &routes,
            "OPTIONS /labels/bulk",
            "options DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        );
        let routes = Routes::of_api(&API, &Settings::default());
        case(&routes, "GET /v1/tasks/bulk", "405 OPTIONS, POST");
    }

    #[test]
    fn keys_are_decoded_after_matching() {
        let routes = Routes::of_api(&API, &Settings::default());
        case(&routes, "GET /v1/tasks/a%2Fb", "read_task a/b");
        case(&routes, "GET /v1/tasks/%C3%A9", "read_task \u{e9}");
        case(&routes, "GET /v1/tasks/a+b", "read_task a+b");
        case(&routes, "GET /v1/tasks/%FF", "bad key");
        case(&routes, "GET /v1/tasks/%4", "bad key");
        case(&routes, "GET /v1/tasks/%zz", "bad key");
        case(&routes, "GET /v1/tasks/100%", "bad key");
    }

    #[test]
    fn one_resource_alone_has_no_base_path_and_no_document() {
        let routes = Routes::of_resource(&TASK, Some(&API.info));
        case(&routes, "GET /tasks", "list_task");
        case(&routes, "GET /v1/tasks", "foreign");
        case(&routes, "GET /spec", "foreign");
        case(
            &Routes::of_resource(&PAIR, Some(&API.info)),
            "GET /pairs/a/b",
            "read_pair a|b",
        );
    }

    #[test]
    fn the_document_may_be_elsewhere() {
        let settings = Settings {
            spec_route: "/openapi.json".to_owned(),
            ..Settings::default()
        };
        let routes = Routes::of_api(&API, &settings);
        case(&routes, "GET /openapi.json", "document");
        case(&routes, "GET /spec", "foreign");
    }
}
