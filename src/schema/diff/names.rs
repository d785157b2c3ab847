//! Renames of tables and columns, as declared, and of the names of constraints and indexes that follow from theirs.

use super::Plan;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{Check, ForeignKey, Index, Table, name};

impl Plan<'_> {
    /// Renames tables and columns whose previous name is declared, if they still have it.
    pub(super) fn rename(&mut self, to: &[Table]) {
        let tables = self.tables.iter().map(|table| table.name.as_str());
        let renames = to.iter().map(|table| (table.was.as_deref(), table.name.as_str()));
        for (from, to) in moves(tables.collect(), renames.collect()) {
            let before = self.table(&from).cloned();
            let step = Step::RenameTable { from, to: to.clone() };
            self.step(step);
            self.rename_derived(before, &to);
        }
        for there in to {
            let Some(here) = self.table(&there.name) else {
                continue;
            };
            let columns = here.columns.iter().map(|column| column.name.as_str());
            let renames = there.columns.iter();
            let renames = renames.map(|column| (column.was.as_deref(), column.name.as_str()));
            for (from, to) in moves(columns.collect(), renames.collect()) {
                let before = self.table(&there.name).cloned();
                self.alter(&there.name, Alteration::RenameColumn { from, to });
                self.rename_derived(before, &there.name);
            }
        }
    }

    /// Renames constraints and indexes whose names were derived from the old names of the table and its columns.
    fn rename_derived(&mut self, before: Option<Table>, name: &str) {
        let (Some(before), Some(after)) = (before, self.table(name).cloned()) else {
            return;
        };
        let changed = |named: Vec<Named>, after: Vec<Named>| {
            let pairs = named.into_iter().zip(after);
            let ours = pairs.filter(|(old, new)| old.name == old.derived && new.name != new.derived);
            ours.map(|(_, new)| (new.name, new.derived)).collect::<Vec<_>>()
        };
        for (from, to) in changed(constraints(&before), constraints(&after)) {
            if !self.is_taken(name, &to) {
                self.alter(name, Alteration::RenameConstraint { from, to });
            }
        }
        for (from, to) in changed(indexes(&before), indexes(&after)) {
            if !self.is_taken(name, &to) {
                self.alter(name, Alteration::RenameIndex { from, to });
            }
        }
    }

    /// Whether a constraint of this table has this name, or an index of any.
    fn is_taken(&self, table: &str, name: &str) -> bool {
        let own = self.table(table).is_some_and(|table| {
            let checks = table.checks.iter().map(|check| &check.name);
            checks
                .chain(table.foreign_keys.iter().map(|key| &key.name))
                .any(|other| other == name)
        });
        let mut indexes = self
            .tables
            .iter()
            .flat_map(|table| table.uniques.iter().chain(&table.indexes));
        own || indexes.any(|index| index.name == name) || self.tables.iter().any(|table| has_invalid(table, name))
    }

    /// Renames the constraint of a table that has this name, so that another one can have it.
    pub(super) fn free_constraint(&mut self, table: &str, name: &str) {
        let Some(holder) = self.table(table) else {
            return;
        };
        let holder = constraints(holder).into_iter().find(|holder| holder.name == name);
        if let Some(Named { derived, .. }) = holder {
            let to = self.unused_name(table, name, derived);
            let from = name.to_owned();
            self.alter(table, Alteration::RenameConstraint { from, to });
        }
    }

    /// Renames the index or unique constraint that has this name, so that another one can have it: on PostgreSQL the names of indexes are
    /// unique among all tables.
    pub(super) fn free_index(&mut self, name: &str) {
        let (mut constraint, mut index) = (None, None);
        let invalid = self.tables.iter().find(|table| has_invalid(table, name));
        if let Some(table) = invalid.map(|table| table.name.clone()) {
            self.alter(&table, Alteration::DropIndexIfExists(name.to_owned()));
        }
        for table in &self.tables {
            let uniques = table.uniques.iter().map(|unique| named(table, unique, "key"));
            let found = uniques.into_iter().find(|holder| holder.name == name);
            constraint = constraint.or(found.map(|holder| (table.name.clone(), holder.derived)));
            let found = indexes(table).into_iter().find(|holder| holder.name == name);
            index = index.or(found.map(|holder| (table.name.clone(), holder.derived)));
        }
        let from = name.to_owned();
        if let Some((table, derived)) = constraint {
            let (from, to) = (from.clone(), self.unused_name(&table, name, derived));
            self.alter(&table, Alteration::RenameConstraint { from, to });
        }
        if let Some((table, derived)) = index {
            let to = self.unused_name(&table, name, derived);
            self.alter(&table, Alteration::RenameIndex { from, to });
        }
    }

    /// A name that nothing has: the derived one, or one made from the name that is given up.
    fn unused_name(&self, table: &str, name: &str, derived: String) -> String {
        let numbered = (1..).map(|count: u32| name::of(name, &[count.to_string()], "old"));
        let mut names = std::iter::once(derived).chain(numbered);
        names.find(|name| !self.is_taken(table, name)).unwrap_or_default()
    }
}

/// A present name, and the declared one.
struct Named {
    name: String,
    derived: String,
}

fn constraints(table: &Table) -> Vec<Named> {
    let uniques = table.uniques.iter().map(|unique| named(table, unique, "key"));
    let checks = table.checks.iter().map(|check: &Check| Named {
        name: check.name.clone(),
        derived: name::of(&table.name, &[check.column.as_str(), check.rule.what()], "check"),
    });
    let keys = table.foreign_keys.iter().map(|key: &ForeignKey| Named {
        name: key.name.clone(),
        derived: name::of(&table.name, &key.columns, "fkey"),
    });
    uniques.chain(checks).chain(keys).collect()
}

fn indexes(table: &Table) -> Vec<Named> {
    table.indexes.iter().map(|index| named(table, index, "idx")).collect()
}

fn has_invalid(table: &Table, name: &str) -> bool {
    table.invalid_indexes.iter().any(|invalid| invalid == name)
}

fn named(table: &Table, index: &Index, suffix: &str) -> Named {
    Named {
        name: index.name.clone(),
        derived: name::of(&table.name, &index.columns, suffix),
    }
}

/// Which of the names become which, in an order in which each new name is free by then. A name that was given once isn't given away
/// again, and two can't have been the same one.
fn moves(here: Vec<&str>, renames: Vec<(Option<&str>, &str)>) -> Vec<(String, String)> {
    let mut old = here;
    let mut new: Vec<&str> = Vec::new();
    let mut moves = Vec::new();
    loop {
        let next = renames.iter().find_map(|(was, name)| {
            let was = (*was)?;
            let free = !old.contains(name) && !new.contains(name);
            (free && old.contains(&was)).then_some((was, *name))
        });
        let Some((was, name)) = next else {
            return moves;
        };
        old.retain(|other| *other != was);
        new.push(name);
        moves.push((was.to_owned(), name.to_owned()));
    }
}
