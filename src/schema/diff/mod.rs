//! The difference between two catalogues, as an ordered list of steps.
//!
//! Renames come first; after them, tables and columns are those of the same name. Foreign keys are dropped before whatever they hold
//! changes, and added after it.

mod alter;
mod generated;
mod keys;
mod names;
mod preserve;
mod rules;
mod spelling;

use preserve::with_preserved;
pub(crate) use preserve::{Preserved, preserved};
pub(crate) use rules::Rules;
pub(crate) use spelling::as_spelled;

use crate::schema::change::{Alteration, Step, apply_step};
use crate::schema::model::{Column, Table, next};

/// The steps from the existing tables to the wanted ones. Pure: the same two catalogues give the same steps.
///
/// `rules` are those of the database of `from`; they say which types are the same there. Names of constraints don't matter, what
/// they say does. A table that isn't wanted stays if a wanted one refers to it.
///
/// # Errors
///
/// When a step doesn't fit the tables that those before it make, which is a bug. One line
/// for people.
pub(crate) fn diff(rules: &dyn Rules, from: &[Table], to: &[Table]) -> Result<Vec<Step>, String> {
    let to = as_spelled(rules, from, to).map_err(|mistake| fault(&mistake))?;
    let mut plan = Plan {
        rules,
        tables: from.to_vec(),
        steps: Vec::new(),
        mistake: None,
    };
    plan.rename(&to);
    let wanted = plan.wanted(&with_preserved(rules, &plan.tables, &to));
    plan.create_tables(&wanted);
    plan.drop_foreign_keys(&wanted);
    for table in &wanted {
        plan.alter_table(table);
    }
    plan.add_foreign_keys(&wanted);
    plan.drop_tables(&wanted);
    match plan.mistake {
        None => Ok(plan.steps),
        Some(mistake) => Err(fault(&mistake)),
    }
}

fn fault(mistake: &str) -> String {
    format!(
        "the steps between these tables can't be planned: {mistake}; this is a bug in warp-openapi, please report it with both tables, and \
         write this migration by hand"
    )
}

/// Steps on the way, and the tables that they have made so far.
struct Plan<'r> {
    rules: &'r dyn Rules,
    tables: Vec<Table>,
    steps: Vec<Step>,
    /// The first reason for which a step doesn't fit the tables.
    mistake: Option<String>,
}

impl Plan<'_> {
    fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }

    fn step(&mut self, step: Step) {
        self.follow(&step);
        self.steps.push(step);
    }

    /// One more alteration; those of one table that follow one another are one step.
    fn alter(&mut self, name: &str, alteration: Alteration) {
        let alone = Step::AlterTable {
            table: name.to_owned(),
            alterations: vec![alteration.clone()],
        };
        self.follow(&alone);
        match self.steps.last_mut() {
            Some(Step::AlterTable { table, alterations }) if table == name => alterations.push(alteration),
            _ => self.steps.push(alone),
        }
    }

    fn follow(&mut self, step: &Step) {
        if let Err(mistake) = apply_step(&mut self.tables, step) {
            self.mistake.get_or_insert(format!("{mistake}, in the step `{step}`"));
        }
    }

    /// The final state: the wanted tables, and the existing ones that they refer to.
    fn wanted(&self, to: &[Table]) -> Vec<Table> {
        let mut wanted = to.to_vec();
        for table in &mut wanted {
            table.was = None;
            table.columns.iter_mut().for_each(|column| column.was = None);
        }
        let mut at = 0;
        while let Some(table) = wanted.get(at) {
            let targets = table.foreign_keys.iter().filter_map(|key| self.table(&key.table));
            let kept: Vec<Table> = targets
                .filter(|target| !wanted.iter().any(|table| table.name == target.name))
                .cloned()
                .collect();
            for table in kept {
                if !wanted.contains(&table) {
                    wanted.push(table);
                }
            }
            at += 1;
        }
        wanted
    }

    /// Whether a column that is there has the type of another one.
    fn same_kind(&self, here: &Column, there: &Column) -> bool {
        self.rules.same_kind(here, there)
    }

    /// Creates the missing tables, referenced ones first. A foreign key waits if its target doesn't exist yet or will change.
    fn create_tables(&mut self, wanted: &[Table]) {
        let mut missing: Vec<&Table> = wanted
            .iter()
            .filter(|table| self.table(&table.name).is_none())
            .collect();
        while !missing.is_empty() {
            let mut table = missing.remove(next(&missing)).clone();
            table.foreign_keys.retain(|key| {
                key.table == table.name || (self.table(&key.table).is_some() && !self.target_changes(wanted, key))
            });
            for index in table.uniques.iter().chain(&table.indexes) {
                self.free_index(&index.name);
            }
            self.step(Step::CreateTable(table));
        }
    }

    /// Drops what isn't wanted, what refers to others first. A cycle is broken by dropping its foreign keys.
    fn drop_tables(&mut self, wanted: &[Table]) {
        // A drop that fails would be planned again each time.
        while self.mistake.is_none() {
            let unwanted = |table: &&Table| !wanted.iter().any(|other| other.name == table.name);
            let left: Vec<&Table> = self.tables.iter().filter(unwanted).collect();
            let held = |name: &str| {
                let mut others = left.iter().filter(|other| other.name != name);
                others.any(|other| other.foreign_keys.iter().any(|key| key.table == name))
            };
            if let Some(table) = left.iter().rev().find(|table| !held(&table.name)) {
                self.step(Step::DropTable((*table).clone().into()));
                continue;
            }
            let Some(first) = left.first().map(|table| table.name.clone()) else {
                return;
            };
            let referring = left.iter().filter(|table| table.name != first);
            let keys =
                referring.flat_map(|table| table.foreign_keys.iter().map(|key| (table.name.clone(), key.clone())));
            let keys: Vec<_> = keys.filter(|(_, key)| key.table == first).collect();
            for (table, key) in keys {
                self.alter(&table, Alteration::DropForeignKey(key.into()));
            }
        }
    }
}
