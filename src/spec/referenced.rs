//! The tables whose rows foreign keys hold fast: deleting rows of the others can't conflict.

use super::hash::hash;
use crate::meta::{Item, OnDelete, Part, Resource};

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
        // A cascade reaches tables that others may turn out to hold fast.
        while referenced.add_all(parts) {}
        referenced
    }

    /// Adds the tables that are known to be referenced; returns whether there may be more.
    const fn add_all(&mut self, parts: &[&Part]) -> bool {
        let (before, mut open) = (self.count, false);
        let mut part = 0;
        while part < parts.len() {
            let items = parts[part].items;
            let mut item = 0;
            while item < items.len() {
                if let Item::Resource(resource) = items[item] {
                    open |= self.add_targets(resource);
                }
                item += 1;
            }
            part += 1;
        }
        open && self.count > before
    }

    /// Adds the tables that foreign keys of this resource point at; returns whether some depend on the references to its own table.
    const fn add_targets(&mut self, resource: &Resource) -> bool {
        let mut open = false;
        let mut field = 0;
        while field < resource.fields.len() {
            if let Some(reference) = &resource.fields[field].references {
                match reference.on_delete {
                    OnDelete::Restrict => self.add(table(reference.table)),
                    OnDelete::Cascade if self.has(table(resource.table)) => self.add(table(reference.table)),
                    OnDelete::Cascade => open = true,
                    OnDelete::SetNull => {}
                }
            }
            field += 1;
        }
        open
    }

    /// Whether some foreign key may refuse that rows of this table are deleted: it restricts, or it cascades to rows that are held fast. Where there are more tables than room, all count.
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

/// The hash of a table's name.
pub(super) const fn table(name: &str) -> u64 {
    hash(name.as_bytes())
}
