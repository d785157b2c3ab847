//! The tables that foreign keys point at: deleting rows of the others can't conflict.

use super::hash::hash;
use crate::meta::{Item, Part};

/// A set of tables by the hashes of their names, by open addressing.
pub(super) struct Referenced<const M: usize> {
    tables: [u64; M],
    count: usize,
}

impl<const M: usize> Referenced<M> {
    /// Those of an API.
    pub(super) const fn of(parts: &[&Part]) -> Self {
        let mut referenced = Self {
            tables: [0; M],
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
                            referenced.add(table(reference.table));
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
    pub(super) const fn has(&self, table: u64) -> bool {
        self.count + 1 >= M || self.tables[self.slot(table)] != 0
    }

    const fn add(&mut self, table: u64) {
        if self.count + 1 >= M {
            return;
        }
        let slot = self.slot(table);
        if self.tables[slot] == 0 {
            self.tables[slot] = table;
            self.count += 1;
        }
    }

    const fn slot(&self, table: u64) -> usize {
        let mut slot = (table % M as u64) as usize;
        while self.tables[slot] != 0 && self.tables[slot] != table {
            slot = (slot + 1) % M;
        }
        slot
    }
}

/// What stands for the name of a table.
pub(super) const fn table(name: &str) -> u64 {
    hash(name.as_bytes())
}
