//! Routes and operation ids: no two operations of an API share one. Paths and names of resources are compared already; this is about ops and sockets.

use super::api::{Whole, named};
use super::asyncapi::check_socket_names;
use super::operation_options::{check_declared_id, generated};
use super::parent::check_nested;
use crate::meta::const_error::const_error;
use crate::meta::index::{Path, Position};
use crate::meta::{Item, Method, Op, Route};

/// Checks the ops and sockets of an API against each other and against its resources.
#[track_caller]
pub(super) const fn check_routes(api: &Whole) {
    let mut next = api.index.first();
    while let Some(at) = next {
        match api.index.item(at) {
            Item::Op(op) => {
                match op.operation_id {
                    Some(id) => check_declared_id(api, "op", op.name, id, at),
                    None => check_id(api, op, at),
                }
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
            Item::Resource(resource) => {
                check_nested(api, resource, at);
                let mut operation = 0;
                while operation < resource.operations.len() {
                    if let Some(id) = resource.operations[operation].id {
                        check_declared_id(api, "resource", resource.name, id, at);
                    }
                    operation += 1;
                }
            }
            Item::Component(_) => {}
        }
        next = api.index.next(at);
    }
}

/// Checks that the name of an op, which is its operation ID, is no other operation's: `list_task`.
#[track_caller]
const fn check_id(api: &Whole, op: &Op, at: Position) {
    if let Some(first) = api.index.ops.get(op.name)
        && !first.is(at)
    {
        const_error(&["op `", op.name, "` is duplicated; rename one"]);
    }
    if let Some((_, resource)) = generated(api, op.name) {
        const_error(&[
            "op `",
            op.name,
            "` has the operation id of an operation of resource `",
            resource.name,
            "`; rename it",
        ]);
    }
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
