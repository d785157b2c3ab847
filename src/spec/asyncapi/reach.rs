//! The components that sockets name, and those that these name: an `AsyncAPI` document holds no others.
//!
//! From metadata, since walking the texts would take the interpreter too long.

use crate::meta::{Event, Field, Fields, Item, Part, Published, Shape, Socket, Source};
use crate::spec::document::{Fragments, Placed, sorted};
use crate::spec::fragment::Section;
use crate::types::{Kind, Schema};

/// The pieces of these components in the order of their names, and how many there are.
pub(super) const fn reached<const M: usize>(parts: &[&Part], fragments: Fragments) -> ([Placed; M], usize) {
    let mut reach = Reach::<M> {
        places: [Place::NONE; M],
        found: [0; M],
        count: 0,
    };
    reach.enter_all(fragments);
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Item::Socket(socket) = items[item] {
                reach.socket(socket);
            }
            item += 1;
        }
        part += 1;
    }
    // What is found names more, which stands behind it then.
    let mut at = 0;
    while at < reach.count {
        let place = reach.places[reach.found[at]];
        reach.item(&parts[place.part].items[place.item], place.piece);
        at += 1;
    }
    let mut pieces = [Placed::NONE; M];
    at = 0;
    while at < reach.count {
        let place = reach.places[reach.found[at]];
        pieces[at] = Placed::piece(fragments[place.part][place.item], place.piece);
        at += 1;
    }
    (sorted(pieces, reach.count), reach.count)
}

/// Where the piece of a component is; no name: nowhere.
#[derive(Clone, Copy)]
struct Place {
    name: &'static [u8],
    part: usize,
    item: usize,
    piece: usize,
    /// Whether another component of this name goes before.
    spare: bool,
    found: bool,
}

impl Place {
    const NONE: Self = Self {
        name: &[],
        part: 0,
        item: 0,
        piece: 0,
        spare: true,
        found: false,
    };
}

/// All components by their names, by open addressing, and those found so far by their slots.
struct Reach<const M: usize> {
    places: [Place; M],
    found: [usize; M],
    count: usize,
}

impl<const M: usize> Reach<M> {
    const fn enter_all(&mut self, fragments: Fragments) {
        let mut part = 0;
        while part < fragments.len() {
            let mut item = 0;
            while item < fragments[part].len() {
                let fragment = fragments[part][item];
                let mut piece = 0;
                while piece < fragment.count {
                    let spare = match fragment.pieces[piece].section {
                        Section::Schema => Some(false),
                        Section::Spare => Some(true),
                        Section::Path | Section::Channel | Section::Operation => None,
                    };
                    if let Some(spare) = spare {
                        let name = name(fragment.piece(piece));
                        let slot = self.slot(name);
                        if self.places[slot].spare {
                            self.places[slot] = Place {
                                name,
                                part,
                                item,
                                piece,
                                spare,
                                found: false,
                            };
                        }
                    }
                    piece += 1;
                }
                item += 1;
            }
            part += 1;
        }
    }

    /// Where a name is or would be. There is room for pieces that aren't components, so some slot is always free.
    const fn slot(&self, name: &[u8]) -> usize {
        let mut hash = name.len();
        let mut at = 0;
        while at < name.len() {
            hash = hash.wrapping_mul(31).wrapping_add(name[at] as usize);
            at += 1;
        }
        let mut slot = hash % M;
        while !self.places[slot].name.is_empty() && !same(self.places[slot].name, name) {
            slot = (slot + 1) % M;
        }
        slot
    }

    const fn named(&mut self, name: &[u8]) {
        let slot = self.slot(name);
        let place = &mut self.places[slot];
        if !place.found && !place.name.is_empty() {
            place.found = true;
            self.found[self.count] = slot;
            self.count += 1;
        }
    }

    const fn schema(&mut self, schema: &Schema) {
        match schema.kind {
            Kind::Ref(name) => self.named(name.as_bytes()),
            Kind::List(inner) | Kind::Map(inner) => self.schema(inner),
            Kind::Any
            | Kind::String
            | Kind::Bytes
            | Kind::Boolean
            | Kind::Int16
            | Kind::Int32
            | Kind::Int64
            | Kind::Float
            | Kind::Double
            | Kind::Decimal
            | Kind::Uuid
            | Kind::Date
            | Kind::Time
            | Kind::DateTime
            | Kind::File => {}
        }
    }

    const fn socket(&mut self, socket: &Socket) {
        let mut at = 0;
        while at < socket.rpc.len() {
            if let Some(payload) = &socket.rpc[at].payload {
                self.schema(&payload.schema);
            }
            if let Some(reply) = &socket.rpc[at].reply.schema {
                self.schema(reply);
            }
            at += 1;
        }
        at = 0;
        while at < socket.channels.len() {
            match socket.channels[at].source {
                Source::Events(events) => {
                    let mut event = 0;
                    while event < events.len() {
                        let Event { data, .. } = &events[event];
                        self.schema(data);
                        event += 1;
                    }
                }
                Source::Resource(resource) => {
                    if resource.publishes(Published::Create) || resource.publishes(Published::Update) {
                        self.named(resource.name.as_bytes());
                    }
                    if resource.publishes(Published::Delete) {
                        self.fields(resource.fields.split_at(resource.key).0, Fields::Reply);
                    }
                }
            }
            at += 1;
        }
    }

    /// What a component names.
    const fn item(&mut self, item: &Item, piece: usize) {
        match item {
            Item::Component(component) => match component.shape {
                Shape::Enum(_) => {}
                Shape::Object(fields) => {
                    let mut at = 0;
                    while at < fields.len() {
                        self.schema(&fields[at].schema);
                        at += 1;
                    }
                }
                Shape::Union(variants) => {
                    let mut at = 0;
                    while at < variants.len() {
                        self.schema(&variants[at]);
                        at += 1;
                    }
                }
            },
            // Its views are its first pieces, in this order.
            Item::Resource(resource) => {
                let views = [Fields::Reply, Fields::Create, Fields::Update, Fields::Put];
                self.fields(resource.fields, views[piece]);
            }
            Item::Op(_) | Item::Socket(_) => {}
        }
    }

    const fn fields(&mut self, fields: &[Field], view: Fields) {
        let mut at = 0;
        while at < fields.len() {
            if view.holds(&fields[at]) {
                self.schema(&fields[at].schema);
            }
            at += 1;
        }
    }
}

/// The name of the component that a piece holds. Pieces begin with `"name"`.
const fn name(piece: &'static [u8]) -> &'static [u8] {
    let mut end = 1;
    while piece[end] != b'"' {
        end += 1;
    }
    piece.split_at(end).0.split_at(1).1
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}
