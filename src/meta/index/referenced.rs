//! The tables whose rows foreign keys hold fast: deleting rows of the others can't conflict.

use super::Position;
use super::names::Names;
use crate::meta::{Item, OnDelete, Part, Resource};

/// Whether some foreign key may refuse that rows of a table are deleted, for each slot of the tables' names: it restricts, or it cascades to
/// rows that are held fast.
pub(super) const fn referenced<const N: usize>(parts: &[&Part], tables: Names<'_>) -> [bool; N] {
    let mut referenced = [false; N];
    // A cascade reaches tables that others may turn out to hold fast.
    while add_all(&mut referenced, parts, tables) {}
    referenced
}

/// Adds the tables that are known to be referenced; returns whether there may be more.
const fn add_all(referenced: &mut [bool], parts: &[&Part], tables: Names<'_>) -> bool {
    let (mut added, mut open) = (false, false);
    let mut next = Position::FIRST.or_later(parts);
    while let Some(at) = next {
        if let Item::Resource(resource) = at.item_of(parts) {
            let (some, more) = add_targets(referenced, resource, tables);
            added |= some;
            open |= more;
        }
        next = at.next(parts);
    }
    added && open
}

/// Adds the tables that foreign keys of this resource point at; returns whether there were new ones, and whether some depend on the references to its own table.
const fn add_targets(referenced: &mut [bool], resource: &Resource, tables: Names<'_>) -> (bool, bool) {
    let (mut added, mut open) = (false, false);
    let mut at = 0;
    while at < resource.fields.len() + resource.foreign_keys.len() {
        let found = if at < resource.fields.len() {
            match &resource.fields[at].references {
                Some(reference) => Some((reference.table, reference.on_delete)),
                None => None,
            }
        } else {
            let key = &resource.foreign_keys[at - resource.fields.len()];
            Some((key.table, key.on_delete))
        };
        if let Some((table, on_delete)) = found {
            let holds = match on_delete {
                OnDelete::Restrict => true,
                OnDelete::Cascade => {
                    let held = match tables.slot(resource.table) {
                        Some(slot) => referenced[slot],
                        None => false,
                    };
                    open |= !held;
                    held
                }
                OnDelete::SetNull => false,
            };
            // Other tables aren't the API's.
            if holds && let Some(slot) = tables.slot(table) {
                added |= !referenced[slot];
                referenced[slot] = true;
            }
        }
        at += 1;
    }
    (added, open)
}
