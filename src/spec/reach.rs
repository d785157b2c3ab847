//! The components that a document needs: those that its operations name, or its sockets, and those that these name.
//!
//! From metadata, since walking the texts would take the interpreter too long.

use super::component::put_is_create;
use super::document::Fragments;
use super::fragment::Section;
use super::placed::{Placed, sorted};
use super::referenced::same;
use crate::meta::{
    ArgumentPlace, BuiltIn, Event, Field, Fields, Filter, Inputs, Item, Op, OperationKind, Operator, Part, Place as At,
    Published, Resource, Shape, Socket, Source,
};
use crate::types::{Kind, Schema};

/// What names components in the first place.
#[derive(Clone, Copy)]
pub(super) enum Roots {
    /// Operations, of resources and of the application.
    Operations,
    /// Sockets.
    Sockets,
}

/// The pieces of these components and of `others` in the order of their names, and how many there are.
pub(super) const fn reached<const M: usize>(
    parts: &[&Part],
    fragments: Fragments,
    inputs: &Inputs,
    roots: Roots,
    others: &[&'static str],
) -> ([Placed; M], usize) {
    let mut reach = Reach::<M> {
        inputs,
        places: [Place::NONE; M],
        found: [(0, false); M],
        count: 0,
    };
    reach.enter_all(fragments);
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            match (roots, &items[item]) {
                (Roots::Sockets, Item::Socket(socket)) => reach.socket(socket),
                (Roots::Operations, Item::Op(op)) => reach.op(op),
                (Roots::Operations, Item::Resource(resource)) => reach.operations(resource),
                _ => {}
            }
            item += 1;
        }
        part += 1;
    }
    // What is found names more, which stands behind it then.
    let mut at = 0;
    while at < reach.count {
        let (slot, requests) = reach.found[at];
        let place = reach.places[slot];
        reach.item(&parts[place.part].items[place.item], place.piece, requests);
        at += 1;
    }
    let mut pieces = [Placed::NONE; M];
    at = 0;
    while at < reach.count {
        let (slot, requests) = reach.found[at];
        let place = reach.places[slot];
        let fragment = fragments[place.part][place.item];
        let is_view = matches!(parts[place.part].items[place.item], Item::Resource(_));
        pieces[at] = if is_view {
            let piece = Placed::piece(fragment, place.piece);
            if place.piece > 0 {
                piece.of_requests(false)
            } else {
                piece
            }
        } else if !requests {
            Placed::piece(fragment, place.piece)
        } else {
            // A schema with such fields of its own has a second text; others differ in what they refer to.
            let second = fragment.count > 1 && matches!(fragment.pieces[1].section, Section::Input);
            Placed::piece(fragment, second as usize).of_requests(true)
        };
        at += 1;
    }
    let mut other = 0;
    while other < others.len() {
        pieces[at] = Placed::shared(others[other]);
        at += 1;
        other += 1;
    }
    (sorted(pieces, at), at)
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
    /// Whether a reply names it, or anything if both sides see the same.
    replies: bool,
    /// Whether a request names it, if both sides see it differently.
    requests: bool,
}

impl Place {
    const NONE: Self = Self {
        name: &[],
        part: 0,
        item: 0,
        piece: 0,
        spare: true,
        replies: false,
        requests: false,
    };
}

/// All components by their names, by open addressing, and those found so far by their slots.
struct Reach<'i, const M: usize> {
    inputs: &'i Inputs,
    places: [Place; M],
    /// The slots, and whether requests name what is there.
    found: [(usize, bool); M],
    count: usize,
}

impl<const M: usize> Reach<'_, M> {
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
                        Section::Input | Section::Path | Section::Channel | Section::Operation => None,
                    };
                    if let Some(spare) = spare {
                        let name = name(fragment.piece(piece));
                        let slot = self.slot(name, &[]);
                        if self.places[slot].spare {
                            self.places[slot] = Place {
                                name,
                                part,
                                item,
                                piece,
                                spare,
                                ..Place::NONE
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

    /// Where a name of two parts is or would be. There is room for pieces that aren't components, so some slot is always free.
    const fn slot(&self, name: &[u8], suffix: &[u8]) -> usize {
        let mut hash = name.len() + suffix.len();
        let mut at = 0;
        while at < name.len() {
            hash = hash.wrapping_mul(31).wrapping_add(name[at] as usize);
            at += 1;
        }
        at = 0;
        while at < suffix.len() {
            hash = hash.wrapping_mul(31).wrapping_add(suffix[at] as usize);
            at += 1;
        }
        let mut slot = hash % M;
        while !self.places[slot].name.is_empty() && !joined(self.places[slot].name, name, suffix) {
            slot = (slot + 1) % M;
        }
        slot
    }

    const fn named(&mut self, name: &[u8], suffix: &[u8], requests: bool) {
        let slot = self.slot(name, suffix);
        let requests = requests && suffix.is_empty() && self.inputs.has(name);
        let place = &mut self.places[slot];
        let found = if requests {
            &mut place.requests
        } else {
            &mut place.replies
        };
        if !*found && !place.name.is_empty() {
            *found = true;
            self.found[self.count] = (slot, requests);
            self.count += 1;
        }
    }

    const fn view(&mut self, resource: &Resource, fields: Fields) {
        self.named(resource.name.as_bytes(), fields.suffix().as_bytes(), false);
    }

    /// What the operations of a resource name.
    const fn operations(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.operations.len() {
            let kind = resource.operations[at].kind;
            if matches!(kind.place(), At::Row) {
                self.fields(resource.fields.split_at(resource.key).0, Fields::Reply);
            }
            match kind {
                OperationKind::List => self.filters(resource),
                OperationKind::Create | OperationKind::CreateMany => self.view(resource, Fields::Create),
                OperationKind::Update => self.view(resource, Fields::Update),
                OperationKind::Put if put_is_create(resource) => self.view(resource, Fields::Create),
                OperationKind::Put => self.view(resource, Fields::Put),
                OperationKind::Read | OperationKind::Delete => {}
                OperationKind::DeleteMany => self.filters(resource),
            }
            if !matches!(kind, OperationKind::Delete | OperationKind::DeleteMany) {
                self.view(resource, Fields::Reply);
            }
            at += 1;
        }
    }

    /// What the parameters name by which rows are chosen.
    const fn filters(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.filters.len() {
            match &resource.filters[at] {
                Filter::Field { field, operators, .. } => {
                    let mut operator = 0;
                    while operator < operators.len() {
                        if !matches!(
                            operators[operator],
                            Operator::Null | Operator::Contains | Operator::Starts
                        ) {
                            self.schema(&resource.fields[*field].schema, true);
                        }
                        operator += 1;
                    }
                }
                Filter::Custom(custom) => self.schema(&custom.schema, true),
            }
            at += 1;
        }
    }

    const fn op(&mut self, op: &Op) {
        if let Some(reply) = &op.reply.schema {
            self.schema(reply, false);
        }
        let mut at = 0;
        while at < op.arguments.len() {
            let argument = &op.arguments[at];
            match &argument.place {
                ArgumentPlace::Body(body) => self.schema(&body.schema, true),
                // Their names stand for all parameters, and no component.
                ArgumentPlace::Listing(resource) | ArgumentPlace::Filters(resource) => self.filters(resource),
                ArgumentPlace::Path | ArgumentPlace::Query | ArgumentPlace::Header(_) => {
                    self.schema(&argument.field.schema, true);
                }
            }
            at += 1;
        }
    }

    const fn schema(&mut self, schema: &Schema, requests: bool) {
        match schema.kind {
            Kind::Ref(name) => self.named(name.as_bytes(), &[], requests),
            Kind::List(inner) | Kind::Map(inner) => self.schema(inner, requests),
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
                self.schema(&payload.schema, true);
            }
            if let Some(reply) = &socket.rpc[at].reply.schema {
                self.schema(reply, false);
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
                        if socket.allows(BuiltIn::Publish) {
                            self.schema(data, true);
                        }
                        if socket.allows(BuiltIn::Subscribe) {
                            self.schema(data, false);
                        }
                        event += 1;
                    }
                }
                Source::Resource(resource) if socket.allows(BuiltIn::Subscribe) => {
                    if resource.publishes(Published::Create) || resource.publishes(Published::Update) {
                        self.view(resource, Fields::Reply);
                    }
                    if resource.publishes(Published::Delete) {
                        self.fields(resource.fields.split_at(resource.key).0, Fields::Reply);
                    }
                }
                Source::Resource(_) => {}
            }
            at += 1;
        }
    }

    /// What a component names.
    const fn item(&mut self, item: &Item, piece: usize, requests: bool) {
        match item {
            Item::Component(component) => match component.shape {
                Shape::Enum(_) => {}
                Shape::Object(fields) => {
                    let mut at = 0;
                    while at < fields.len() {
                        let field = &fields[at];
                        // Of a schema that both sides see differently, each names what it holds.
                        let differs = !field.in_requests() || !field.in_replies();
                        if !differs || requests == field.in_requests() {
                            self.schema(&field.schema, requests);
                        }
                        at += 1;
                    }
                }
                Shape::Union(variants) => {
                    let mut at = 0;
                    while at < variants.len() {
                        self.schema(&variants[at], requests);
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
                self.schema(&fields[at].schema, !matches!(view, Fields::Reply));
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

/// Whether a name is made of these two.
const fn joined(name: &[u8], first: &[u8], second: &[u8]) -> bool {
    if name.len() != first.len() + second.len() {
        return false;
    }
    let (a, b) = name.split_at(first.len());
    same(a, first) && same(b, second)
}
