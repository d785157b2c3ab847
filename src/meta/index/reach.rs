//! Which components requests hold, and which replies: of HTTP and of sockets. A document has no others than those that it names.
//!
//! From metadata, since walking the texts would take the interpreter too long. What a component holds goes where it goes, so an object
//! within another one is reached in the directions of that. `walk.rs` goes through the items; its results are kept here.

use super::Position;
use crate::meta::{Fields, Item, Part};

/// What a component that replies hold, too, is named in requests: `Place` in a reply is `PlaceRequest` in a request.
pub(crate) const REQUEST_SUFFIX: &str = "Request";

/// What holds a component: a bit for each direction.
pub(crate) type Uses = u8;

/// Requests of HTTP.
pub(crate) const REQUEST: Uses = 1;
/// Its replies.
pub(crate) const REPLY: Uses = 1 << 1;
/// What clients send to a socket.
pub(crate) const SENT: Uses = 1 << 2;
/// What a socket sends to them.
pub(crate) const RECEIVED: Uses = 1 << 3;

/// What clients write.
pub(crate) const REQUESTS: Uses = REQUEST | SENT;
/// What they read.
pub(crate) const REPLIES: Uses = REPLY | RECEIVED;

/// A component: a named type, or a view of a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Its name: that of the item, and the suffix of the view.
    stem: &'static [u8],
    suffix: &'static [u8],
    /// Where its item is.
    pub(crate) at: Position,
    /// Its view, if the item is a resource.
    pub(crate) view: Fields,
    /// Whether it reads differently in requests.
    differs: bool,
    /// What holds it.
    pub(crate) uses: Uses,
    /// The directions in which its members have been reached.
    followed: Uses,
}

impl Entry {
    const NONE: Self = Self {
        stem: &[],
        suffix: &[],
        at: Position::FIRST,
        view: Fields::Reply,
        differs: false,
        uses: 0,
        followed: 0,
    };

    /// Whether two texts one behind the other are its name.
    const fn has_name(&self, stem: &[u8], suffix: &[u8]) -> bool {
        let length = self.stem.len() + self.suffix.len();
        if stem.len() + suffix.len() != length {
            return false;
        }
        let mut at = 0;
        while at < length {
            let own = if at < self.stem.len() {
                self.stem[at]
            } else {
                self.suffix[at - self.stem.len()]
            };
            let other = if at < stem.len() {
                stem[at]
            } else {
                suffix[at - stem.len()]
            };
            if own != other {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Whether it needs a component for requests and one for replies.
    pub(crate) const fn is_split(&self) -> bool {
        self.differs && self.uses & REQUESTS != 0 && self.uses & REPLIES != 0
    }
}

/// The components that items make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach<'t> {
    entries: &'t [Entry],
    /// The slots that are taken, in the order of the declaration.
    slots: &'t [usize],
}

impl Reach<'_> {
    /// How many components there are.
    pub(crate) const fn count(&self) -> usize {
        self.slots.len()
    }

    /// One of them.
    pub(crate) const fn get(&self, index: usize) -> &Entry {
        &self.entries[self.slots[index]]
    }

    /// Whether the component of this name is split.
    pub(crate) const fn is_split(&self, name: &[u8]) -> bool {
        self.entries[slot(self.entries, name, &[])].is_split()
    }

    /// Whether an item has this name, or a view that is used.
    pub(crate) const fn has(&self, stem: &[u8], suffix: &[u8]) -> bool {
        let entry = &self.entries[slot(self.entries, stem, suffix)];
        !entry.stem.is_empty() && (entry.suffix.is_empty() || entry.uses != 0)
    }
}

/// All components by their names.
#[derive(Debug)]
pub(super) struct ReachTable<const M: usize> {
    entries: [Entry; M],
    /// The slots that are taken, in the order of the declaration.
    slots: [usize; M],
    count: usize,
    /// Whether something was reached since all entries were followed.
    changed: bool,
}

impl<const M: usize> ReachTable<M> {
    /// Finds what an API's items hold.
    pub(super) const fn of(parts: &[&Part]) -> Self {
        let mut reach = Self {
            entries: [Entry::NONE; M],
            slots: [0; M],
            count: 0,
            changed: false,
        };
        reach.enter(parts);
        let mut sockets = false;
        let mut next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            match at.item_of(parts) {
                Item::Resource(resource) => reach.resource(resource),
                Item::Op(op) => reach.op(op),
                Item::Socket(socket) => {
                    reach.socket(socket);
                    sockets = true;
                }
                Item::Component(_) => {}
            }
            next = at.next(parts);
        }
        let mut part = 0;
        while part < parts.len() {
            reach.errors(parts[part], if sockets { REPLIES } else { REPLY });
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

    pub(super) const fn reach(&self) -> Reach<'_> {
        Reach {
            entries: &self.entries,
            slots: self.slots.split_at(self.count).0,
        }
    }

    /// Named types go before views of resources, which give way where no operation uses them.
    const fn enter(&mut self, parts: &[&Part]) {
        let mut next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            if let Item::Component(component) = at.item_of(parts) {
                self.add(component.name, Fields::Reply, component.has_two_views(), at);
            }
            next = at.next(parts);
        }
        next = Position::FIRST.or_later(parts);
        while let Some(at) = next {
            if let Item::Resource(resource) = at.item_of(parts) {
                let mut view = 0;
                while view < Fields::ALL.len() {
                    let fields = Fields::ALL[view];
                    self.add(resource.name, fields, matches!(fields, Fields::Reply), at);
                    view += 1;
                }
            }
            next = at.next(parts);
        }
    }

    const fn add(&mut self, stem: &'static str, view: Fields, differs: bool, at: Position) {
        let (stem, suffix) = (stem.as_bytes(), view.suffix().as_bytes());
        let slot = slot(&self.entries, stem, suffix);
        if !self.entries[slot].stem.is_empty() {
            return;
        }
        self.entries[slot] = Entry {
            stem,
            suffix,
            at,
            view,
            differs,
            ..Entry::NONE
        };
        self.slots[self.count] = slot;
        self.count += 1;
    }

    pub(super) const fn name(&mut self, stem: &[u8], suffix: &[u8], uses: Uses) {
        let slot = slot(&self.entries, stem, suffix);
        let entry = &mut self.entries[slot];
        if !entry.stem.is_empty() && entry.uses | uses != entry.uses {
            entry.uses |= uses;
            self.changed = true;
        }
    }

    /// The entry of a slot, and the directions that are new to it, which count as followed from now on.
    pub(super) const fn unfollowed(&mut self, slot: usize) -> (Entry, Uses) {
        let entry = &mut self.entries[slot];
        let uses = entry.uses & !entry.followed;
        entry.followed = entry.uses;
        (*entry, uses)
    }
}

/// The slot of a name, taken or free. There are more slots than components.
const fn slot(entries: &[Entry], stem: &[u8], suffix: &[u8]) -> usize {
    let mut slot = hash(hash(0, stem), suffix) % entries.len();
    while !entries[slot].stem.is_empty() && !entries[slot].has_name(stem, suffix) {
        slot = (slot + 1) % entries.len();
    }
    slot
}

/// A hash of a text, continued from the hash of the text before it.
const fn hash(mut hash: usize, name: &[u8]) -> usize {
    let mut at = 0;
    while at < name.len() {
        hash = hash.wrapping_mul(31).wrapping_add(name[at] as usize);
        at += 1;
    }
    hash
}
