//! The changes of one table, but for its foreign keys.

use super::Plan;
use crate::schema::change::Change;
use crate::schema::model::{Check, Column, ColumnKind, Conversion, Index, Table, conversion};

impl Plan<'_> {
    /// First what holds columns lets them go, then the columns change, and then what holds them takes them again.
    pub(super) fn alter_table(&mut self, there: &Table) {
        let Some(here) = self.table(&there.name).cloned() else {
            return;
        };
        let fates = self.fates(&here, there);
        let name = &there.name;
        self.let_go(&here, there, &fates);
        for column in fates.of(Fate::Gone) {
            let checks = alone(&here, column);
            // Those that name others too are dropped already.
            self.alter(name, Change::DropColumn(column.clone(), checks));
        }
        for from in &here.columns {
            if let (Fate::Stays | Fate::Turns, Some(to)) = (fates.get(&from.name), there.column(&from.name))
                && (fates.get(&from.name) == Fate::Turns || !alike(from, to))
            {
                let (from, mut to) = (from.clone(), to.clone());
                // Nobody asked for another spelling of its type. What is counted has one type of its own on SQLite.
                if fates.get(&from.name) == Fate::Stays && from.auto_increment == to.auto_increment {
                    to.kind.clone_from(&from.kind);
                }
                self.alter(name, Change::AlterColumn { from, to });
            }
        }
        for column in &there.columns {
            if self.table(name).is_some_and(|here| here.column(&column.name).is_none()) {
                let checks = alone(there, column);
                for check in &checks {
                    self.free_constraint(name, &check.name);
                }
                self.alter(name, Change::AddColumn(column.clone(), checks));
            }
        }
        self.take_again(there);
    }

    /// Drops what isn't wanted, and what holds a column that goes or turns.
    fn let_go(&mut self, here: &Table, there: &Table, fates: &Fates<'_>) {
        let name = &here.name;
        for check in &here.checks {
            let columns = check.columns(here);
            let goes_along = matches!(columns[..], [column] if fates.get(column) == Fate::Gone);
            let wanted = there.checks.iter().any(|other| same_check(check, other));
            let freed = columns.iter().any(|column| fates.get(column) != Fate::Stays);
            if !goes_along && (!wanted || freed) {
                self.alter(name, Change::DropCheck(check.clone()));
            }
        }
        let goes = |index: &&Index, others: &[Index]| {
            let held = index.columns.iter().any(|column| fates.get(column) == Fate::Gone);
            held || !others.iter().any(|other| other.columns == index.columns)
        };
        for unique in here.uniques.iter().filter(|unique| goes(unique, &there.uniques)) {
            self.alter(name, Change::DropUnique(unique.clone()));
        }
        for index in here.indexes.iter().filter(|index| goes(index, &there.indexes)) {
            self.alter(name, Change::DropIndex(index.clone()));
        }
        let leaves = |column: &String| {
            let nullable = there.column(column).is_some_and(|column| column.nullable);
            fates.get(column) == Fate::Gone || (nullable && here.primary_key != there.primary_key)
        };
        if here.primary_key.iter().any(leaves) {
            let from = here.primary_key.clone();
            self.alter(name, Change::SetPrimaryKey { from, to: Vec::new() });
        }
    }

    /// Adds what is wanted and not there.
    fn take_again(&mut self, there: &Table) {
        let name = &there.name;
        let Some(here) = self.table(name).cloned() else {
            return;
        };
        if here.primary_key != there.primary_key {
            let (from, to) = (here.primary_key.clone(), there.primary_key.clone());
            self.alter(name, Change::SetPrimaryKey { from, to });
        }
        let is_in = |index: &Index, others: &[Index]| others.iter().any(|other| other.columns == index.columns);
        for check in &there.checks {
            if !here.checks.iter().any(|other| same_check(other, check)) {
                self.free_constraint(name, &check.name);
                self.alter(name, Change::AddCheck(check.clone()));
            }
        }
        for unique in there.uniques.iter().filter(|unique| !is_in(unique, &here.uniques)) {
            self.free_constraint(name, &unique.name);
            self.free_index(&unique.name);
            self.alter(name, Change::AddUnique(unique.clone()));
        }
        for index in there.indexes.iter().filter(|index| !is_in(index, &here.indexes)) {
            self.free_index(&index.name);
            self.alter(name, Change::AddIndex(index.clone()));
        }
    }

    fn fates<'t>(&self, here: &'t Table, there: &Table) -> Fates<'t> {
        let fate = |from: &'t Column| match there.column(&from.name) {
            None => Fate::Gone,
            Some(to) if self.same_kind(from, to) => Fate::Stays,
            Some(to) => match self.conversion(from, to) {
                Some(_) => Fate::Turns,
                None => Fate::Gone,
            },
        };
        Fates(here.columns.iter().map(|column| (column, fate(column))).collect())
    }

    /// What becomes of the values of a column that turns into another one. One of a type that fields only read keeps all of them or refuses.
    fn conversion(&self, from: &Column, to: &Column) -> Option<Conversion> {
        let (read, wanted) = (self.rules.storage(&from.kind)?, self.rules.storage(&to.kind)?);
        let found = conversion(read, wanted)?;
        let ours = matches!(from.kind, ColumnKind::Stored { .. });
        (ours || found != Conversion::Loses).then_some(found)
    }
}

/// What becomes of the columns that are there.
struct Fates<'t>(Vec<(&'t Column, Fate)>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    /// Its type stays.
    Stays,
    /// Its type changes.
    Turns,
    /// It is dropped; where its values have no like in the type that is wanted, it is made anew afterwards.
    Gone,
}

impl Fates<'_> {
    fn get(&self, name: &str) -> Fate {
        let found = self.0.iter().find(|(column, _)| column.name == name);
        found.map_or(Fate::Stays, |(_, fate)| *fate)
    }

    fn of(&self, wanted: Fate) -> impl Iterator<Item = &Column> {
        self.0
            .iter()
            .filter(move |(_, fate)| *fate == wanted)
            .map(|(column, _)| *column)
    }
}

/// Whether two columns of the same type are the same.
fn alike(from: &Column, to: &Column) -> bool {
    let said = |column: &Column| (column.nullable, column.default.clone(), column.auto_increment);
    said(from) == said(to)
}

/// Whether two checks say the same.
fn same_check(one: &Check, other: &Check) -> bool {
    one.column == other.column && one.rule == other.rule
}

/// The checks of this column alone.
fn alone(table: &Table, column: &Column) -> Vec<Check> {
    let checks = table.checks.iter();
    let own = checks.filter(|check| check.columns(table) == [column.name.as_str()]);
    own.cloned().collect()
}
