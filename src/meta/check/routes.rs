//! Routes and operation ids: no two operations of an API share one. Paths and names of resources are compared already; this is about ops and sockets.

use super::api::{Whole, named};
use super::asyncapi::check_socket_names;
use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::index::{Path, Position};
use crate::meta::{Item, Method, Op, Resource, Route};

/// Checks the ops and sockets of an API against each other and against its resources.
#[track_caller]
pub(super) const fn check_routes(api: &Whole) {
    let mut next = api.index.first();
    while let Some(at) = next {
        match api.index.item(at) {
            Item::Op(op) => {
                if let Some(first) = api.index.ops.get(op.name)
                    && !first.is(at)
                {
                    const_error(&["op `", op.name, "` is duplicated; rename one"]);
                }
                check_id(api, op);
                check_route(api, "op `", op.name, op.route, at);
            }
            Item::Socket(socket) => {
                check_socket_names(api, socket, at);
                // What opens it is a GET.
                let route = Route {
                    method: Method::Get,
                    path: socket.path,
                };
                check_route(api, "socket `", socket.name, route, at);
            }
            Item::Component(_) | Item::Resource(_) => {}
        }
        next = api.index.next(at);
    }
}

/// Checks that an op doesn't have the operation ID of a resource's operation: `list_task`.
#[track_caller]
const fn check_id(api: &Whole, op: &Op) {
    let name = op.name.as_bytes();
    let mut at = 0;
    while at < name.len() {
        if name[at] == b'_'
            && let Some(of) = api.index.snakes.get(op.name.split_at(at + 1).1)
            && let Item::Resource(resource) = api.index.item(of)
            && has_operation(resource, op.name.split_at(at).0)
        {
            const_error(&[
                "op `",
                op.name,
                "` has the operation id of an operation of resource `",
                resource.name,
                "`; rename it",
            ]);
        }
        at += 1;
    }
}

/// Whether a resource has an operation of this name.
const fn has_operation(resource: &Resource, word: &str) -> bool {
    let mut at = 0;
    while at < resource.operations.len() {
        if same(resource.operations[at].kind.word(), word) {
            return true;
        }
        at += 1;
    }
    false
}

#[track_caller]
const fn check_route(api: &Whole, keyword: &str, name: &str, route: Route, own: Position) {
    let path = Path::of(route.path);
    if let Some((first, _)) = api.index.routes.first(path, Some(route.method))
        && !first.is(own)
    {
        const_error(&[
            keyword,
            name,
            "`: `",
            named(api.index.item(first)),
            "` answers ",
            route.method.name(),
            " \"",
            route.path,
            "\" already; give one another path or method",
        ]);
    }
    if let Some((first, spelling)) = api.index.routes.first(path, None)
        && !path.has_names_of(spelling)
    {
        const_error(&[
            keyword,
            name,
            "`: `",
            named(api.index.item(first)),
            "` has the same path with other names in braces; name the parameters of \"",
            route.path,
            "\" as it does",
        ]);
    }
}
