//! Names, each with the item that has it: equal ones are found without comparing all with all.

use super::Position;

/// A name; an empty one is a free slot.
#[derive(Debug, Clone, Copy)]
struct Named {
    name: &'static str,
    at: Position,
}

/// Room for names.
#[derive(Debug)]
pub(super) struct NameTable<const N: usize> {
    slots: [Named; N],
}

impl<const N: usize> NameTable<N> {
    pub(super) const fn new() -> Self {
        Self {
            slots: [Named {
                name: "",
                at: Position::FIRST,
            }; N],
        }
    }

    /// Adds a name. If several items have it, the first keeps it.
    pub(super) const fn add(&mut self, name: &'static str, at: Position) {
        let slot = slot(&self.slots, name);
        if self.slots[slot].name.is_empty() {
            self.slots[slot] = Named { name, at };
        }
    }

    pub(super) const fn names(&self) -> Names<'_> {
        Names { slots: &self.slots }
    }
}

/// A set of names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'t> {
    slots: &'t [Named],
}

impl Names<'_> {
    /// The first item that has a name.
    pub(crate) const fn get(&self, name: &str) -> Option<Position> {
        let Named { name: found, at } = self.slots[slot(self.slots, name)];
        if found.is_empty() { None } else { Some(at) }
    }

    /// The slot of a name, if an item has it: a number below that of the table's slots.
    pub(super) const fn slot(&self, name: &str) -> Option<usize> {
        let slot = slot(self.slots, name);
        if self.slots[slot].name.is_empty() {
            None
        } else {
            Some(slot)
        }
    }
}

/// The slot of a name, taken or free. There are more slots than names.
const fn slot(slots: &[Named], name: &str) -> usize {
    let bytes = name.as_bytes();
    let mut hash = bytes.len();
    let mut at = 0;
    while at < bytes.len() {
        hash = hash.wrapping_mul(31).wrapping_add(bytes[at] as usize);
        at += 1;
    }
    let mut slot = hash % slots.len();
    while !slots[slot].name.is_empty() && !same(slots[slot].name, name) {
        slot = (slot + 1) % slots.len();
    }
    slot
}

/// Whether two names are equal. Most differ in length or first byte.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
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

#[cfg(test)]
mod tests {
    use super::{NameTable, Position};

    #[test]
    fn a_table_may_be_full_but_for_one_slot() {
        let names: Vec<&'static str> = (0..500).map(|number| &*format!("name{number}").leak()).collect();
        let mut table = NameTable::<501>::new();
        for (item, name) in names.iter().enumerate() {
            table.add(name, Position { part: 0, item });
        }
        table.add("name7", Position { part: 1, item: 0 });
        let item = |name| table.names().get(name).map(|at| at.item);
        assert_eq!(item("name7"), Some(7));
        assert_eq!(item("name499"), Some(499));
        assert_eq!(item("name500"), None);
    }
}
