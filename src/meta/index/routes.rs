//! Paths and methods: which item has one first.

use super::Position;
use crate::meta::{Item, Method, Operation, Part, PathParameter, Place, Resource};

/// A path, with a method or with any.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The path's hashes; none: a free slot.
    path: Option<Path>,
    method: Option<Method>,
    at: Position,
}

/// A path as hashes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path {
    /// Of what routes compare: names in braces are left out.
    form: u64,
    whole: u64,
}

impl Path {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;

    const EMPTY: Self = Self {
        form: Self::SEED,
        whole: Self::SEED,
    };

    /// Whether the names in braces are the same.
    pub(crate) const fn has_names_of(self, other: Self) -> bool {
        self.whole == other.whole
    }

    pub(crate) const fn of(path: &str) -> Self {
        Self::EMPTY.followed_by(path)
    }

    /// The path of a resource's operations at a place.
    pub(crate) const fn of_resource(resource: &Resource, place: Place) -> Self {
        let mut path = Self::EMPTY;
        let (mut rest, mut at) = (resource.path, 0);
        while at < resource.parents.len()
            && let Some(parameter) = PathParameter::first(rest)
        {
            path = path.followed_by(parameter.before).followed_by("{");
            path.whole = hashed(path.whole, resource.parents[at].name);
            path = path.followed_by("}");
            rest = parameter.rest;
            at += 1;
        }
        path = path.followed_by(rest);
        match place {
            Place::Collection => {}
            Place::Bulk => path = path.followed_by("/bulk"),
            Place::Row | Place::Linked(_) => {
                let address = resource.address();
                let mut at = 0;
                while at < address.len() {
                    path = path.followed_by("/{");
                    path.whole = hashed(path.whole, resource.fields[address[at]].property);
                    path = path.followed_by("}");
                    at += 1;
                }
            }
        }
        if let Place::Linked([first, rest]) = place {
            path = path.followed_by(first).followed_by(rest);
        }
        path
    }

    const fn followed_by(mut self, path: &str) -> Self {
        let bytes = path.as_bytes();
        let mut inside = false;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte == b'}' {
                inside = false;
            }
            self.whole = step(self.whole, byte);
            if !inside {
                self.form = step(self.form, byte);
            }
            if byte == b'{' {
                inside = true;
            }
            at += 1;
        }
        self
    }
}

const fn hashed(mut hash: u64, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = step(hash, bytes[at]);
        at += 1;
    }
    hash
}

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// Room for routes.
#[derive(Debug)]
pub(super) struct RouteTable<const R: usize> {
    slots: [Slot; R],
}

impl<const R: usize> RouteTable<R> {
    /// Those of an API: of resources first, since an op must keep off them.
    pub(super) const fn of(parts: &[&Part]) -> Self {
        let mut table = Self {
            slots: [Slot {
                path: None,
                method: None,
                at: Position::FIRST,
            }; R],
        };
        let mut next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            if let Item::Resource(resource) = at.item_of(parts) {
                let mut operation = 0;
                while operation < resource.operations.len() {
                    let Operation { method, .. } = resource.operations[operation];
                    let place = resource.operations[operation].place();
                    table.add(Path::of_resource(resource, place), method, at);
                    operation += 1;
                }
            }
            next = at.next(parts);
        }
        next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            match at.item_of(parts) {
                Item::Op(op) => table.add(Path::of(op.route.path), op.route.method, at),
                // What opens it is a GET.
                Item::Socket(socket) => table.add(Path::of(socket.path), Method::Get, at),
                Item::Resource(_) | Item::Component(_) => {}
            }
            next = at.next(parts);
        }
        table
    }

    /// Adds a route. If several items have it, the first keeps it.
    const fn add(&mut self, path: Path, method: Method, at: Position) {
        self.enter(path, None, at);
        self.enter(path, Some(method), at);
    }

    const fn enter(&mut self, path: Path, method: Option<Method>, at: Position) {
        let slot = slot(&self.slots, path, method);
        if self.slots[slot].path.is_none() {
            self.slots[slot] = Slot {
                path: Some(path),
                method,
                at,
            };
        }
    }

    pub(super) const fn routes(&self) -> Routes<'_> {
        Routes { slots: &self.slots }
    }
}

/// All routes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Routes<'t> {
    slots: &'t [Slot],
}

impl Routes<'_> {
    /// The first item that has a path with a method or, without one, with any; and how it names the path's parameters.
    pub(crate) const fn first(&self, path: Path, method: Option<Method>) -> Option<(Position, Path)> {
        let Slot { path, at, .. } = self.slots[slot(self.slots, path, method)];
        match path {
            Some(path) => Some((at, path)),
            None => None,
        }
    }
}

const fn number(method: Option<Method>) -> u64 {
    match method {
        Some(method) => method as u64 + 1,
        None => 0,
    }
}

/// The slot of a route, taken or free. There are more slots than routes.
const fn slot(slots: &[Slot], path: Path, method: Option<Method>) -> usize {
    let mut at = (path.form.wrapping_add(number(method)) % slots.len() as u64) as usize;
    loop {
        match slots[at].path {
            Some(found) if found.form != path.form || number(slots[at].method) != number(method) => {
                at = (at + 1) % slots.len();
            }
            _ => return at,
        }
    }
}
