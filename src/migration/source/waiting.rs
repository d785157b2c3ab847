//! Which steps wait in comments for a person: those that lose data, and those that can't go without them.

use super::literal::comment;
use crate::schema::change::{Alteration, Step};
use crate::schema::model::{Check, ForeignKey};
use crate::schema::plan::{Risk, risk, risks};

/// Why something waits in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// It loses data: what, as the end of a sentence.
    Loses(String),
    /// Something that it depends on is commented out.
    Goes,
}

/// Why a step waits, in whole or in parts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Waits {
    /// Why all of it waits.
    pub whole: Option<Why>,
    /// Why the alterations of a table wait, each for itself.
    pub alterations: Vec<Option<Why>>,
}

impl Waits {
    fn nothing(step: &Step) -> Self {
        let alterations = match step {
            Step::AlterTable { alterations, .. } => alterations.len(),
            _ => 0,
        };
        Self {
            whole: None,
            alterations: vec![None; alterations],
        }
    }
}

/// What waits of each step. With `allow_loss` nothing does.
pub(super) fn waiting(steps: &[Step], allow_loss: bool) -> Vec<Waits> {
    let mut all: Vec<Waits> = steps.iter().map(Waits::nothing).collect();
    if allow_loss {
        return all;
    }
    let mut held = Held::default();
    for (step, waits) in steps.iter().zip(&mut all) {
        losing(step, waits, &mut held);
    }
    // What waits may hold others in turn, before it and after it.
    loop {
        let before = all.clone();
        for (step, waits) in steps.iter().zip(&mut all) {
            following(step, waits, &mut held);
        }
        if all == before {
            return all;
        }
    }
}

/// What isn't as the steps make it, as long as something waits.
#[derive(Debug, Default)]
struct Held<'s> {
    tables: Vec<&'s str>,
    /// Columns of a table that stay, or don't come yet.
    columns: Vec<(&'s str, &'s str)>,
    /// Columns of a table that keep their type.
    kinds: Vec<(&'s str, &'s str)>,
    /// Constraints and indexes of a table.
    names: Vec<(&'s str, &'s str)>,
}

fn losing<'s>(step: &'s Step, waits: &mut Waits, held: &mut Held<'s>) {
    match step {
        Step::DropTable(table) if risks(step).iter().any(|(_, risk)| *risk == Risk::LosesData) => {
            waits.whole = Some(Why::Loses(format!("the rows of `{}`", comment(table.name()))));
            held.tables.push(table.name());
        }
        Step::AlterTable { table, alterations } => {
            for (alteration, waits) in alterations.iter().zip(&mut waits.alterations) {
                if risk(alteration, alterations) == Risk::LosesData {
                    *waits = Some(Why::Loses(loss(alteration)));
                    hold(table, alteration, held);
                }
            }
        }
        _ => {}
    }
}

/// What a change loses.
fn loss(alteration: &Alteration) -> String {
    match alteration {
        Alteration::DropColumn(column, _) => format!("the values of `{}`", comment(column.name())),
        Alteration::AlterColumn { to, .. } => format!("a part of the values of `{}`", comment(&to.name)),
        _ => "data".to_owned(),
    }
}

/// Notes what a change that waits holds.
fn hold<'s>(table: &'s str, alteration: &'s Alteration, held: &mut Held<'s>) {
    match alteration {
        Alteration::AddColumn(column, _) => held.columns.push((table, &column.name)),
        Alteration::DropColumn(column, _) => held.columns.push((table, column.name())),
        Alteration::AlterColumn { to, .. } => held.kinds.push((table, &to.name)),
        Alteration::RenameColumn { from, to } => held.columns.extend([(table, from.as_str()), (table, to)]),
        Alteration::RenameConstraint { from, to } | Alteration::RenameIndex { from, to } => {
            held.names.extend([(table, from.as_str()), (table, to)]);
        }
        Alteration::AddCheck(check) => held.names.push((table, &check.name)),
        Alteration::DropCheck(check) => held.names.push((table, check.name())),
        Alteration::AddForeignKey(key) => held.names.push((table, &key.name)),
        Alteration::DropForeignKey(key) => held.names.push((table, key.name())),
        Alteration::AddUnique(index) | Alteration::AddIndex(index) => held.names.push((table, &index.name)),
        Alteration::DropUnique(index) | Alteration::DropIndex(index) => held.names.push((table, index.name())),
        Alteration::DropIndexIfExists(name) => held.names.push((table, name)),
        Alteration::SetPrimaryKey { .. } => {}
    }
}

fn following<'s>(step: &'s Step, waits: &mut Waits, held: &mut Held<'s>) {
    if waits.whole.is_some() {
        return;
    }
    let is_held = |name: &str, held: &Held<'_>| held.tables.contains(&name);
    match step {
        Step::DropTable(table) => {
            if is_held(table.name(), held) {
                waits.whole = Some(Why::Goes);
            }
        }
        Step::CreateTable(table) => {
            let refers = table.foreign_keys.iter().any(|key| refers(&table.name, key, held));
            if is_held(&table.name, held) || refers {
                waits.whole = Some(Why::Goes);
                held.tables.push(&table.name);
            }
        }
        Step::RenameTable { from, to } => {
            if is_held(from, held) || is_held(to, held) {
                waits.whole = Some(Why::Goes);
                held.tables.extend([from.as_str(), to]);
            }
        }
        Step::AlterTable { table, alterations } => {
            if is_held(table, held) {
                waits.whole = Some(Why::Goes);
                return;
            }
            for (alteration, waits) in alterations.iter().zip(&mut waits.alterations) {
                if waits.is_none() && goes_with(table, alteration, held) {
                    *waits = Some(Why::Goes);
                    hold(table, alteration, held);
                }
            }
        }
    }
}

/// Whether a foreign key points at a table or column that is commented out. One within a table doesn't count by the table's name.
fn refers(table: &str, key: &ForeignKey, held: &Held<'_>) -> bool {
    let other = key.table != table && held.tables.contains(&key.table.as_str());
    let mut targets = key.targets.iter().map(|target| (key.table.as_str(), target.as_str()));
    other || targets.any(|target| held.columns.contains(&target) || held.kinds.contains(&target))
}

/// Whether a change makes no sense as long as the held ones wait.
fn goes_with(table: &str, alteration: &Alteration, held: &Held<'_>) -> bool {
    let name = |name: &str| held.names.contains(&(table, name));
    let gone = |column: &str| held.columns.contains(&(table, column));
    let column = |column: &str| gone(column) || held.kinds.contains(&(table, column));
    let columns = |columns: &[String]| columns.iter().any(|one| column(one));
    let of_check = |check: &Check| {
        let condition = check.rule.condition(&check.column);
        let of_table = |held: &&(&str, &str)| held.0 == table;
        let mut all = held.columns.iter().chain(&held.kinds).filter(of_table);
        // A condition in other words names columns in quotes or without; one too many waits rather than one too few.
        column(&check.column) || all.any(|(_, column)| names_column(&condition, column))
    };
    match alteration {
        // A rename comes before what the column becomes; only a name that isn't free yet stops it.
        Alteration::RenameColumn { from, to } => gone(from) || gone(to),
        Alteration::RenameConstraint { from, to } | Alteration::RenameIndex { from, to } => name(from) || name(to),
        Alteration::AddColumn(added, checks) => gone(&added.name) || checks.iter().any(|check| name(&check.name)),
        Alteration::DropColumn(dropped, _) => gone(dropped.name()),
        Alteration::AlterColumn { to, .. } => gone(&to.name),
        Alteration::SetPrimaryKey { from, to } => columns(from.as_deref().unwrap_or_default()) || columns(to),
        Alteration::AddCheck(check) => name(&check.name) || of_check(check),
        Alteration::DropCheck(check) => name(check.name()) || check.known().is_some_and(of_check),
        Alteration::AddUnique(index) | Alteration::AddIndex(index) => name(&index.name) || columns(&index.columns),
        Alteration::DropUnique(index) | Alteration::DropIndex(index) => {
            name(index.name()) || index.known().is_some_and(|index| columns(&index.columns))
        }
        Alteration::DropIndexIfExists(dropped) => name(dropped),
        Alteration::AddForeignKey(key) => name(&key.name) || columns(&key.columns) || refers(table, key, held),
        Alteration::DropForeignKey(key) => name(key.name()) || key.known().is_some_and(|key| columns(&key.columns)),
    }
}

/// Whether a condition names a column.
fn names_column(condition: &str, column: &str) -> bool {
    let inside = |character: char| character.is_alphanumeric() || character == '_';
    condition.match_indices(column).any(|(at, _)| {
        let (before, after) = (&condition[..at], &condition[at + column.len()..]);
        !before.ends_with(inside) && !after.starts_with(inside)
    })
}
