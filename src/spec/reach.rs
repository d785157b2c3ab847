//! Which components requests hold, and which replies: of HTTP and of sockets. A document has no others than those that it names.
//!
//! From metadata, since walking the texts would take the interpreter too long. What a component holds goes where it goes, so an object
//! within another one is reached in the directions of that. `walk` goes through the items; its results are kept here.

mod walk;

use super::names::{hash, same};
use crate::meta::{Fields, Item, Part};

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
    /// The directions in which its members have been reached.
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

    /// The slot of a name, taken or free. There is room for pieces that aren't components, so some slot is always free.
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
}
