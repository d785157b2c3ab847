//! Which components requests hold, and which replies: of HTTP and of sockets. A document has no others than those that it names.
//!
//! From metadata, since walking the texts would take the interpreter too long. What a component holds goes where it goes, so an object
//! within another one is reached in the directions of that.

use crate::meta::{
    ArgumentPlace, Event, Field, Fields, Item, Op, OperationKind, Operator, Part, Published, Resource, Shape, Socket,
    Source,
};
use crate::types::{Kind, Schema};

/// What holds a component: a bit for each direction.
pub(super) type Uses = u8;

/// Requests of HTTP.
pub(super) const REQUEST: Uses = 1;
/// Its replies.
pub(super) const REPLY: Uses = 1 << 1;
/// What clients send to a socket.
pub(super) const SENT: Uses = 1 << 2;
/// What a socket sends to them.
pub(super) const RECEIVED: Uses = 1 << 3;

/// What clients write.
pub(super) const REQUESTS: Uses = REQUEST | SENT;
/// What they read.
pub(super) const REPLIES: Uses = REPLY | RECEIVED;

/// A component: a named type, or a view of a resource.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    /// Its name: that of the item, and the suffix of the view.
    stem: &'static [u8],
    suffix: &'static [u8],
    /// Where its item is.
    pub(super) part: usize,
    pub(super) item: usize,
    /// Its view, if the item is a resource.
    pub(super) view: Fields,
    /// Whether it reads differently in requests.
    differs: bool,
    /// What holds it.
    pub(super) uses: Uses,
    /// The directions in which what it holds has been reached.
    followed: Uses,
}

impl Entry {
    const NONE: Self = Self {
        stem: &[],
        suffix: &[],
        part: 0,
        item: 0,
        view: Fields::Reply,
        differs: false,
        uses: 0,
        followed: 0,
    };

    const fn has_name(&self, stem: &[u8], suffix: &[u8]) -> bool {
        same((self.stem, self.suffix), (stem, suffix))
    }

    /// Whether it needs a component for requests and one for replies.
    pub(super) const fn is_split(&self) -> bool {
        self.differs && self.uses & REQUESTS != 0 && self.uses & REPLIES != 0
    }
}

/// All components by their names, by open addressing.
pub(super) struct Reach<const M: usize> {
    entries: [Entry; M],
    /// The slots that are taken, in the order of the declaration.
    slots: [usize; M],
    count: usize,
    /// Whether something was reached since all entries were followed.
    changed: bool,
}

impl<const M: usize> Reach<M> {
    /// Finds what an API's items hold. `M` is more than there are components.
    pub(super) const fn of(parts: &[&Part]) -> Self {
        let mut reach = Self {
            entries: [Entry::NONE; M],
            slots: [0; M],
            count: 0,
            changed: false,
        };
        reach.enter_all(parts);
        let mut part = 0;
        while part < parts.len() {
            let items = parts[part].items;
            let mut item = 0;
            while item < items.len() {
                match items[item] {
                    Item::Resource(resource) => reach.resource(resource),
                    Item::Op(op) => reach.op(op),
                    Item::Socket(socket) => reach.socket(socket),
                    Item::Component(_) => {}
                }
                item += 1;
            }
            part += 1;
        }
        while reach.changed {
            reach.changed = false;
            let mut at = 0;
            while at < reach.count {
                reach.follow(parts, reach.slots[at]);
                at += 1;
            }
        }
        reach
    }

    /// How many components there are.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// One of them.
    pub(super) const fn get(&self, index: usize) -> &Entry {
        &self.entries[self.slots[index]]
    }

    /// Whether the component of this name is split.
    pub(super) const fn is_split(&self, name: &[u8]) -> bool {
        self.entries[self.slot(name, &[])].is_split()
    }

    /// Whether an item has this name, or a view that is used.
    pub(super) const fn has(&self, stem: &[u8], suffix: &[u8]) -> bool {
        let entry = &self.entries[self.slot(stem, suffix)];
        !entry.stem.is_empty() && (entry.suffix.is_empty() || entry.uses != 0)
    }

    /// Named types go before views of resources, which give way where no operation uses them.
    const fn enter_all(&mut self, parts: &[&Part]) {
        let mut views = false;
        loop {
            let mut part = 0;
            while part < parts.len() {
                let items = parts[part].items;
                let mut item = 0;
                while item < items.len() {
                    match items[item] {
                        Item::Component(component) if !views => {
                            let differs = super::component::has_two_views(component);
                            self.enter(component.name.as_bytes(), Fields::Reply, differs, (part, item));
                        }
                        Item::Resource(resource) if views => {
                            let mut at = 0;
                            while at < Fields::ALL.len() {
                                let view = Fields::ALL[at];
                                let differs = matches!(view, Fields::Reply);
                                self.enter(resource.name.as_bytes(), view, differs, (part, item));
                                at += 1;
                            }
                        }
                        Item::Component(_) | Item::Resource(_) | Item::Op(_) | Item::Socket(_) => {}
                    }
                    item += 1;
                }
                part += 1;
            }
            if views {
                return;
            }
            views = true;
        }
    }

    const fn enter(&mut self, stem: &'static [u8], view: Fields, differs: bool, (part, item): (usize, usize)) {
        let suffix = view.suffix().as_bytes();
        let slot = self.slot(stem, suffix);
        if !self.entries[slot].stem.is_empty() {
            return;
        }
        self.entries[slot] = Entry {
            stem,
            suffix,
            part,
            item,
            view,
            differs,
            ..Entry::NONE
        };
        self.slots[self.count] = slot;
        self.count += 1;
    }

    /// Where a name is or would be. There is room for pieces that aren't components, so some slot is always free.
    const fn slot(&self, stem: &[u8], suffix: &[u8]) -> usize {
        let mut slot = hash(hash(0, stem), suffix) % M;
        while !self.entries[slot].stem.is_empty() && !self.entries[slot].has_name(stem, suffix) {
            slot = (slot + 1) % M;
        }
        slot
    }

    const fn name(&mut self, stem: &[u8], suffix: &[u8], uses: Uses) {
        let slot = self.slot(stem, suffix);
        let entry = &mut self.entries[slot];
        if !entry.stem.is_empty() && entry.uses | uses != entry.uses {
            entry.uses |= uses;
            self.changed = true;
        }
    }

    const fn view(&mut self, resource: &Resource, view: Fields, uses: Uses) {
        self.name(resource.name.as_bytes(), view.suffix().as_bytes(), uses);
    }

    const fn schema(&mut self, schema: &Schema, uses: Uses) {
        match schema.kind {
            Kind::Ref(name) => self.name(name.as_bytes(), &[], uses),
            Kind::List(inner) | Kind::Map(inner) => self.schema(inner, uses),
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

    const fn resource(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.operations.len() {
            let operation = &resource.operations[at];
            match operation.kind {
                OperationKind::List | OperationKind::Read => self.view(resource, Fields::Reply, REPLY),
                OperationKind::Create | OperationKind::CreateMany => {
                    self.view(resource, Fields::Create, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Update => {
                    self.view(resource, Fields::Update, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Put => {
                    let body = super::component::put_view(resource);
                    self.view(resource, body, REQUEST);
                    self.view(resource, Fields::Reply, REPLY);
                }
                OperationKind::Delete | OperationKind::DeleteMany => {}
            }
            match operation.kind {
                OperationKind::List | OperationKind::DeleteMany => self.filters(resource),
                OperationKind::Read | OperationKind::Update | OperationKind::Put | OperationKind::Delete => {
                    self.fields_of(resource.fields.split_at(resource.key).0, None, REQUEST);
                }
                OperationKind::Create | OperationKind::CreateMany => {}
            }
            at += 1;
        }
    }

    /// What the parameters of filters hold.
    const fn filters(&mut self, resource: &Resource) {
        let mut at = 0;
        while at < resource.filters.len() {
            match &resource.filters[at] {
                crate::meta::Filter::Field { field, operators, .. } => {
                    let mut operator = 0;
                    while operator < operators.len() {
                        // The others take texts, whatever the field is.
                        if !matches!(
                            operators[operator],
                            Operator::Null | Operator::Contains | Operator::Starts
                        ) {
                            self.schema(&resource.fields[*field].schema, REQUEST);
                        }
                        operator += 1;
                    }
                }
                crate::meta::Filter::Custom(custom) => self.schema(&custom.schema, REQUEST),
            }
            at += 1;
        }
    }

    const fn op(&mut self, op: &Op) {
        if let Some(schema) = &op.reply.schema {
            self.schema(schema, REPLY);
        }
        let mut at = 0;
        while at < op.arguments.len() {
            match &op.arguments[at].place {
                ArgumentPlace::Body(body) => self.schema(&body.schema, REQUEST),
                ArgumentPlace::Filters(resource) | ArgumentPlace::Listing(resource) => self.filters(resource),
                ArgumentPlace::Path | ArgumentPlace::Query | ArgumentPlace::Header(_) => {
                    self.schema(&op.arguments[at].field.schema, REQUEST);
                }
            }
            at += 1;
        }
    }

    const fn socket(&mut self, socket: &Socket) {
        let mut at = 0;
        while at < socket.rpc.len() {
            if let Some(payload) = &socket.rpc[at].payload {
                self.schema(&payload.schema, SENT);
            }
            if let Some(reply) = &socket.rpc[at].reply.schema {
                self.schema(reply, RECEIVED);
            }
            at += 1;
        }
        let publishes = socket.allows(crate::meta::BuiltIn::Publish);
        at = 0;
        while at < socket.channels.len() {
            match socket.channels[at].source {
                Source::Events(events) => {
                    let mut event = 0;
                    while event < events.len() {
                        let Event { data, .. } = &events[event];
                        self.schema(data, if publishes { SENT | RECEIVED } else { RECEIVED });
                        event += 1;
                    }
                }
                Source::Resource(resource) => {
                    if resource.publishes(Published::Create) || resource.publishes(Published::Update) {
                        self.view(resource, Fields::Reply, RECEIVED);
                    }
                    if resource.publishes(Published::Delete) {
                        self.fields_of(resource.fields.split_at(resource.key).0, Some(Fields::Reply), RECEIVED);
                    }
                }
            }
            at += 1;
        }
    }

    /// Reaches what a component holds, where its own uses have grown.
    const fn follow(&mut self, parts: &[&Part], slot: usize) {
        let entry = self.entries[slot];
        let uses = entry.uses & !entry.followed;
        if uses == 0 {
            return;
        }
        self.entries[slot].followed = entry.uses;
        match parts[entry.part].items[entry.item] {
            Item::Component(component) => match component.shape {
                Shape::Enum(_) => {}
                Shape::Object(fields) => self.object(fields, uses),
                Shape::Union(variants) => {
                    let mut at = 0;
                    while at < variants.len() {
                        self.schema(&variants[at], uses);
                        at += 1;
                    }
                }
            },
            Item::Resource(resource) => self.fields_of(resource.fields, Some(entry.view), uses),
            Item::Op(_) | Item::Socket(_) => {}
        }
    }

    /// Reaches what the properties of a schema hold, each in the directions in which it goes itself.
    const fn object(&mut self, fields: &[Field], uses: Uses) {
        let mut at = 0;
        while at < fields.len() {
            let field = &fields[at];
            let requests = if field.in_requests() { REQUESTS } else { 0 };
            let replies = if field.in_replies() { REPLIES } else { 0 };
            if uses & (requests | replies) != 0 {
                self.schema(&field.schema, uses & (requests | replies));
            }
            at += 1;
        }
    }

    /// Reaches what fields hold: all of them, or those of a view.
    const fn fields_of(&mut self, fields: &[Field], view: Option<Fields>, uses: Uses) {
        let mut at = 0;
        while at < fields.len() {
            let held = match view {
                Some(view) => view.holds(&fields[at]),
                None => true,
            };
            if held {
                self.schema(&fields[at].schema, uses);
            }
            at += 1;
        }
    }
}

/// Whether two texts, each in two parts, are equal.
pub(super) const fn same(a: (&[u8], &[u8]), b: (&[u8], &[u8])) -> bool {
    let length = a.0.len() + a.1.len();
    if b.0.len() + b.1.len() != length {
        return false;
    }
    let mut at = 0;
    while at < length {
        if byte(a.0, a.1, at) != byte(b.0, b.1, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// A byte of a text in two parts.
const fn byte(stem: &[u8], suffix: &[u8], at: usize) -> u8 {
    if at < stem.len() {
        stem[at]
    } else {
        suffix[at - stem.len()]
    }
}

const fn hash(mut hash: usize, name: &[u8]) -> usize {
    let mut at = 0;
    while at < name.len() {
        hash = hash.wrapping_mul(31).wrapping_add(name[at] as usize);
        at += 1;
    }
    hash
}
