//! Routes and operation ids: no two operations of an API share one.
//!
//! Paths and names of resources are compared already; this is about ops. Routes go through a table of hashes, since
//! comparing all with all takes the interpreter too long.

use super::api::Whole;
use super::asyncapi::check_socket_names;
use super::names::{Names, same};
use crate::meta::const_error::const_error;
use crate::meta::{Item, Method, OperationKind, Place, Resource, Route};

/// Checks the ops of an API against each other and against its resources.
#[track_caller]
pub(super) const fn check_routes(api: &Whole) {
    let mut table = Table::new();
    let mut names = Names::new();
    let mut ops = 0;
    let mut part = 0;
    while part < api.parts.len() {
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() {
            match items[item] {
                Item::Op(op) => {
                    ops += 1;
                    if names.add(op.name, part << 16 | item).is_some() {
                        const_error(&["op `", op.name, "` is duplicated; rename one"]);
                    }
                }
                Item::Socket(socket) => {
                    ops += 1;
                    check_socket_names(api, socket, part, item);
                }
                Item::Component(_) | Item::Resource(_) => {}
            }
            item += 1;
        }
        part += 1;
    }
    if ops == 0 {
        return;
    }
    each(api, &mut table, &names, true);
    each(api, &mut table, &names, false);
}

/// Enters the routes of all resources, or of all ops.
#[track_caller]
const fn each(api: &Whole, table: &mut Table, names: &Names<'static>, resources: bool) {
    let mut part = 0;
    while part < api.parts.len() {
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() {
            match items[item] {
                Item::Resource(resource) if resources => enter_resource(table, resource, names, api),
                Item::Op(op) if !resources => enter_route(table, "op `", op.name, op.route),
                // What opens it is a GET.
                Item::Socket(socket) if !resources => {
                    let route = Route {
                        method: Method::Get,
                        path: socket.path,
                    };
                    enter_route(table, "socket `", socket.name, route);
                }
                _ => {}
            }
            item += 1;
        }
        part += 1;
    }
}

#[track_caller]
const fn enter_resource(table: &mut Table, resource: &'static Resource, names: &Names<'static>, api: &Whole) {
    let mut at = 0;
    while at < resource.operations.len() {
        let kind = resource.operations[at].kind;
        let hashes = resource_hashes(resource, kind.place());
        table.enter(hashes, kind.method(), resource.name);
        check_id(api, names, resource, kind);
        at += 1;
    }
}

/// Checks that no op has the operation ID of a resource's operation: `list_task`.
#[track_caller]
const fn check_id(api: &Whole, names: &Names<'static>, resource: &Resource, kind: OperationKind) {
    // The id is two texts; only an op whose name ends in the resource's can be meant.
    let mut part = 0;
    while part < api.parts.len() {
        let items = api.parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Item::Op(op) = items[item] {
                let (word, snake) = (kind.word(), resource.snake);
                if op.name.len() == word.len() + 1 + snake.len()
                    && names.get(op.name).is_some()
                    && op.name.is_char_boundary(word.len())
                    && op.name.is_char_boundary(word.len() + 1)
                    && same(op.name.split_at(word.len()).0, word)
                    && same(op.name.split_at(word.len() + 1).1, snake)
                {
                    const_error(&[
                        "op `",
                        op.name,
                        "` has the operation id of an operation of resource `",
                        resource.name,
                        "`; rename it",
                    ]);
                }
            }
            item += 1;
        }
        part += 1;
    }
}

#[track_caller]
const fn enter_route(table: &mut Table, keyword: &str, name: &'static str, route: Route) {
    if let Some(other) = table.enter(hashes(route.path), route.method, name) {
        match other {
            Clash::Route(other) => const_error(&[
                keyword,
                name,
                "`: `",
                other,
                "` answers ",
                route.method.name(),
                " \"",
                route.path,
                "\" already; give one another path or method",
            ]),
            Clash::Names(other) => const_error(&[
                keyword,
                name,
                "`: `",
                other,
                "` has the same path with other names in braces; name the parameters of \"",
                route.path,
                "\" as it does",
            ]),
        }
    }
}

/// What a route has in common with an earlier one.
enum Clash {
    /// Path and method.
    Route(&'static str),
    /// The path, but not the names in it.
    Names(&'static str),
}

/// A path's hashes: of its form, and of its form and names.
type Hashes = (u64, u64);

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

const fn hashes(path: &str) -> Hashes {
    let bytes = path.as_bytes();
    let (mut form, mut whole) = (SEED, SEED);
    let mut inside = false;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'}' {
            inside = false;
        }
        whole = step(whole, byte);
        if !inside {
            form = step(form, byte);
        }
        if byte == b'{' {
            inside = true;
        }
        at += 1;
    }
    (form, whole)
}

const fn resource_hashes(resource: &Resource, place: Place) -> Hashes {
    let (mut form, mut whole) = hashes(resource.path);
    match place {
        Place::Collection => {}
        Place::Bulk => {
            let mut at = 0;
            while at < b"/bulk".len() {
                form = step(form, b"/bulk"[at]);
                whole = step(whole, b"/bulk"[at]);
                at += 1;
            }
        }
        Place::Row => {
            let mut key = 0;
            while key < resource.key {
                let name = resource.fields[key].property.as_bytes();
                form = step(step(step(form, b'/'), b'{'), b'}');
                whole = step(step(whole, b'/'), b'{');
                let mut at = 0;
                while at < name.len() {
                    whole = step(whole, name[at]);
                    at += 1;
                }
                whole = step(whole, b'}');
                key += 1;
            }
        }
    }
    (form, whole)
}

/// How many paths a table holds at most; those of more operations than that aren't compared.
const SLOTS: usize = 4096;

/// Paths by the hash of their form: the methods that are taken, and the item that declared the path first.
struct Table {
    slots: [Slot; SLOTS],
    count: usize,
}

#[derive(Clone, Copy)]
struct Slot {
    form: u64,
    whole: u64,
    methods: u8,
    owner: &'static str,
}

impl Table {
    const fn new() -> Self {
        Self {
            slots: [Slot {
                form: 0,
                whole: 0,
                methods: 0,
                owner: "",
            }; SLOTS],
            count: 0,
        }
    }

    const fn enter(&mut self, (form, whole): Hashes, method: Method, owner: &'static str) -> Option<Clash> {
        let mut slot = form as usize % SLOTS;
        while !self.slots[slot].owner.is_empty() && self.slots[slot].form != form {
            slot = (slot + 1) % SLOTS;
        }
        let bit = 1 << method as u8;
        let found = &mut self.slots[slot];
        if found.owner.is_empty() {
            if self.count < SLOTS / 2 {
                self.count += 1;
                *found = Slot {
                    form,
                    whole,
                    methods: bit,
                    owner,
                };
            }
            return None;
        }
        if found.methods & bit != 0 {
            return Some(Clash::Route(found.owner));
        }
        if found.whole != whole {
            return Some(Clash::Names(found.owner));
        }
        found.methods |= bit;
        None
    }
}
