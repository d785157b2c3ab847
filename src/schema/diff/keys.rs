//! Foreign keys: those that are dropped, those that are added, and those that are dropped while the columns at either end change.

use super::Plan;
use crate::schema::change::Alteration;
use crate::schema::model::{ForeignKey, Table, is_same_set};

impl Plan<'_> {
    /// Drops those that aren't wanted, and those whose columns or whose target's key will change.
    pub(super) fn drop_foreign_keys(&mut self, wanted: &[Table]) {
        let mut dropped = Vec::new();
        for table in &self.tables {
            let there = wanted.iter().find(|there| there.name == table.name);
            for key in &table.foreign_keys {
                let goes = there.is_some_and(|there| {
                    let changes = |column: &String| self.column_changes(there, column);
                    !there.foreign_keys.iter().any(|other| same(key, other)) || key.columns.iter().any(changes)
                });
                if goes || self.target_changes(wanted, key) {
                    dropped.push((table.name.clone(), key.clone()));
                }
            }
        }
        for (table, key) in dropped {
            self.alter(&table, Alteration::DropForeignKey(key.into()));
        }
    }

    /// Adds those that are wanted and not there, now that columns and keys are as wanted.
    pub(super) fn add_foreign_keys(&mut self, wanted: &[Table]) {
        for table in wanted {
            for key in &table.foreign_keys {
                let here = self.table(&table.name);
                let is_there = here.is_some_and(|here| here.foreign_keys.iter().any(|other| same(other, key)));
                if !is_there {
                    self.free_constraint(&table.name, &key.name);
                    self.alter(&table.name, Alteration::AddForeignKey(key.clone()));
                }
            }
        }
    }

    /// Whether what a foreign key points at will be another column, or be unique by another key.
    pub(super) fn target_changes(&self, wanted: &[Table], key: &ForeignKey) -> bool {
        let there = wanted.iter().find(|there| there.name == key.table);
        let (Some(here), Some(there)) = (self.table(&key.table), there) else {
            return false;
        };
        let changes = |target: &String| self.column_changes(there, target);
        key.targets.iter().any(changes) || keys_at(here, key) != keys_at(there, key)
    }

    /// Whether a column of a wanted table is missing or has another type.
    fn column_changes(&self, there: &Table, column: &str) -> bool {
        let Some(here) = self.table(&there.name) else {
            return false;
        };
        match (here.column(column), there.column(column)) {
            (Some(here), Some(there)) => !self.same_kind(here, there),
            _ => true,
        }
    }
}

/// The primary key of a table, if a foreign key points at it, and the unique keys of the same columns. One of the same columns in another order is
/// another one, which takes the place of the old one.
fn keys_at<'t>(table: &'t Table, key: &ForeignKey) -> (Option<&'t [String]>, Vec<&'t [String]>) {
    let primary = Some(table.primary_key.as_slice()).filter(|columns| is_same_set(columns, &key.targets));
    let uniques = table.uniques.iter().map(|unique| unique.columns.as_slice());
    let mut uniques: Vec<_> = uniques.filter(|columns| is_same_set(columns, &key.targets)).collect();
    uniques.sort_unstable();
    uniques.dedup();
    (primary, uniques)
}

/// Whether two foreign keys of one table are the same but for their names.
fn same(one: &ForeignKey, other: &ForeignKey) -> bool {
    one.has_ends_of(other) && one.on_delete == other.on_delete
}
