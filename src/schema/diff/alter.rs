//! The changes of one table, but for its foreign keys.

use super::Plan;
use crate::schema::change::Alteration;
use crate::schema::model::{Check, Column, ColumnKind, Conversion, Index, Table, conversion};

impl Plan<'_> {
    /// First what depends on columns is dropped, then the columns change, and then what depends on them is restored.
    pub(super) fn alter_table(&mut self, there: &Table) {
        let Some(here) = self.table(&there.name).cloned() else {
            return;
        };
        let plans = self.column_plans(&here, there);
        let name = &there.name;
        self.drop_dependents(&here, there, &plans);
        for column in plans.of(ColumnPlan::Drop) {
            let checks = alone(&here, column);
            // Those that name others too are dropped already.
            self.alter(name, Alteration::DropColumn(column.clone().into(), checks));
        }
        for from in &here.columns {
            if let (ColumnPlan::Keep | ColumnPlan::Convert, Some(to)) =
                (plans.get(&from.name), there.column(&from.name))
                && (plans.get(&from.name) == ColumnPlan::Convert || !alike(from, to))
            {
                let (from, mut to) = (from.clone(), to.clone());
                // Another spelling of the same type is no difference. A counted column has one type of its own on SQLite.
                if plans.get(&from.name) == ColumnPlan::Keep && from.auto_increment == to.auto_increment {
                    to.kind.clone_from(&from.kind);
                }
                self.alter(name, Alteration::AlterColumn { from: Some(from), to });
            }
        }
        for column in &there.columns {
            if self.table(name).is_some_and(|here| here.column(&column.name).is_none()) {
                let checks = alone(there, column);
                for check in &checks {
                    self.free_constraint(name, &check.name);
                }
                self.alter(name, Alteration::AddColumn(column.clone(), checks));
            }
        }
        self.restore_dependents(there);
    }

    /// Drops what isn't wanted, and what depends on a column that is dropped or changes its type.
    fn drop_dependents(&mut self, here: &Table, there: &Table, plans: &ColumnPlans<'_>) {
        let name = &here.name;
        for check in &here.checks {
            let columns = check.columns(here);
            let dropped_with_column = matches!(columns[..], [column] if plans.get(column) == ColumnPlan::Drop);
            let wanted = there.checks.iter().any(|other| same_check(check, other));
            let freed = columns.iter().any(|column| plans.get(column) != ColumnPlan::Keep);
            if !dropped_with_column && (!wanted || freed) {
                self.alter(name, Alteration::DropCheck(check.clone().into()));
            }
        }
        let goes = |index: &&Index, others: &[Index]| {
            let held = index.columns.iter().any(|column| plans.get(column) == ColumnPlan::Drop);
            held || !others.iter().any(|other| other.columns == index.columns)
        };
        for unique in here.uniques.iter().filter(|unique| goes(unique, &there.uniques)) {
            self.alter(name, Alteration::DropUnique(unique.clone().into()));
        }
        for index in here.indexes.iter().filter(|index| goes(index, &there.indexes)) {
            self.alter(name, Alteration::DropIndex(index.clone().into()));
        }
        let leaves = |column: &String| {
            let nullable = there.column(column).is_some_and(|column| column.nullable);
            plans.get(column) == ColumnPlan::Drop || (nullable && here.primary_key != there.primary_key)
        };
        if here.primary_key.iter().any(leaves) {
            let from = Some(here.primary_key.clone());
            self.alter(name, Alteration::SetPrimaryKey { from, to: Vec::new() });
        }
    }

    /// Adds what is missing.
    fn restore_dependents(&mut self, there: &Table) {
        let name = &there.name;
        let Some(here) = self.table(name).cloned() else {
            return;
        };
        if here.primary_key != there.primary_key {
            let (from, to) = (Some(here.primary_key.clone()), there.primary_key.clone());
            self.alter(name, Alteration::SetPrimaryKey { from, to });
        }
        let is_in = |index: &Index, others: &[Index]| others.iter().any(|other| other.columns == index.columns);
        for check in &there.checks {
            if !here.checks.iter().any(|other| same_check(other, check)) {
                self.free_constraint(name, &check.name);
                self.alter(name, Alteration::AddCheck(check.clone()));
            }
        }
        for unique in there.uniques.iter().filter(|unique| !is_in(unique, &here.uniques)) {
            self.free_constraint(name, &unique.name);
            self.free_index(&unique.name);
            self.alter(name, Alteration::AddUnique(unique.clone()));
        }
        for index in there.indexes.iter().filter(|index| !is_in(index, &here.indexes)) {
            self.free_index(&index.name);
            self.alter(name, Alteration::AddIndex(index.clone()));
        }
    }

    fn column_plans<'t>(&self, here: &'t Table, there: &Table) -> ColumnPlans<'t> {
        let plan = |from: &'t Column| match there.column(&from.name) {
            None => ColumnPlan::Drop,
            Some(to) if self.same_kind(from, to) => ColumnPlan::Keep,
            Some(to) => match self.conversion(from, to) {
                Some(_) => ColumnPlan::Convert,
                None => ColumnPlan::Drop,
            },
        };
        ColumnPlans(here.columns.iter().map(|column| (column, plan(column))).collect())
    }

    /// How the values of a column are converted to the type of another one. Those of a type that fields only read are all kept, or the
    /// conversion fails.
    fn conversion(&self, from: &Column, to: &Column) -> Option<Conversion> {
        let (read, wanted) = (self.rules.storage(&from.kind)?, self.rules.storage(&to.kind)?);
        let found = conversion(read, wanted)?;
        let is_declarable = matches!(from.kind, ColumnKind::Stored { .. });
        (is_declarable || found != Conversion::Loses).then_some(found)
    }
}

/// The plan for each column that is there.
struct ColumnPlans<'t>(Vec<(&'t Column, ColumnPlan)>);

/// What happens to a column and its values.
#[derive(Debug, Clone, Copy, PartialEq)]
enum ColumnPlan {
    /// Its type stays.
    Keep,
    /// Its values are converted to another type.
    Convert,
    /// It is dropped; where its values can't be converted to the wanted type, it is added again afterwards.
    Drop,
}

impl ColumnPlans<'_> {
    fn get(&self, name: &str) -> ColumnPlan {
        let found = self.0.iter().find(|(column, _)| column.name == name);
        found.map_or(ColumnPlan::Keep, |(_, plan)| *plan)
    }

    fn of(&self, wanted: ColumnPlan) -> impl Iterator<Item = &Column> {
        self.0
            .iter()
            .filter(move |(_, plan)| *plan == wanted)
            .map(|(column, _)| *column)
    }
}

/// Whether two columns of the same type are the same.
fn alike(from: &Column, to: &Column) -> bool {
    let compared = |column: &Column| (column.nullable, column.default.clone(), column.auto_increment);
    compared(from) == compared(to)
}

/// Whether two checks have the same condition.
fn same_check(one: &Check, other: &Check) -> bool {
    one.column == other.column && one.rule == other.rule
}

/// The checks of this column alone.
fn alone(table: &Table, column: &Column) -> Vec<Check> {
    let checks = table.checks.iter();
    let own = checks.filter(|check| check.columns(table) == [column.name.as_str()]);
    own.cloned().collect()
}
