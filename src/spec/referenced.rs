//! The tables that foreign keys point at: deleting rows of the others can't conflict.

use crate::meta::{Item, Part};

/// A set of tables, by open addressing.
pub(super) struct Referenced<const M: usize> {
    tables: [&'static str; M],
    count: usize,
}

impl<const M: usize> Referenced<M> {
    /// Those of an API.
    pub(super) const fn of(parts: &[&Part]) -> Self {
        let mut referenced = Self {
            tables: [""; M],
            count: 0,
        };
        let mut part = 0;
        while part < parts.len() {
            let items = parts[part].items;
            let mut item = 0;
            while item < items.len() {
                if let Item::Resource(resource) = items[item] {
                    let mut field = 0;
                    while field < resource.fields.len() {
                        if let Some(reference) = &resource.fields[field].references {
                            referenced.add(reference.table);
                        }
                        field += 1;
                    }
                }
                item += 1;
            }
            part += 1;
        }
        referenced
    }

    /// Whether some foreign key points at this table. Where there are more tables than room, all count.
    pub(super) const fn has(&self, table: &str) -> bool {
        self.count + 1 >= M || !self.tables[self.slot(table)].is_empty()
    }

    const fn add(&mut self, table: &'static str) {
        if self.count + 1 >= M {
            return;
        }
        let slot = self.slot(table);
        if self.tables[slot].is_empty() {
            self.tables[slot] = table;
            self.count += 1;
        }
    }

    const fn slot(&self, table: &str) -> usize {
        let name = table.as_bytes();
        let mut hash = name.len();
        let mut at = 0;
        while at < name.len() {
            hash = hash.wrapping_mul(31).wrapping_add(name[at] as usize);
            at += 1;
        }
        let mut slot = hash % M;
        while !self.tables[slot].is_empty() && !same(self.tables[slot].as_bytes(), name) {
            slot = (slot + 1) % M;
        }
        slot
    }
}

/// Whether two names are the same.
pub(super) const fn same(a: &[u8], b: &[u8]) -> bool {
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
