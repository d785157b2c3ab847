//! What a change can do to the rows that are there, and to the programs that use them.

use std::fmt;

use crate::schema::change::{Alteration, Dropped, Step};
use crate::schema::model::{Check, Column, ColumnDefault, ColumnKind, Conversion, Rule, conversion};
use crate::types::Storage;

/// The class of a step, the least bad first. The worst of what can happen counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// Nothing but a moment's lock.
    Safe,
    /// Others wait while it reads or writes the table. Programs that know nothing of it go on.
    Locks,
    /// Statements of programs that aren't updated fail from then on, since a name or a type has changed.
    BreaksOlder,
    /// Rows that are there may refuse it; then nothing is changed.
    MayFail,
    /// Values are gone afterwards.
    LosesData,
}

impl fmt::Display for Risk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Safe => "safe",
            Self::Locks => "locks",
            Self::BreaksOlder => "breaks older programs",
            Self::MayFail => "may fail on existing rows",
            Self::LosesData => "loses data",
        })
    }
}

/// What a step does, in one line for people, with its class; one for each alteration of a table.
#[must_use]
pub(crate) fn risks(step: &Step) -> Vec<(String, Risk)> {
    match step {
        Step::CreateTable(_) => vec![(step.to_string(), Risk::Safe)],
        Step::DropTable(_) => vec![(step.to_string(), Risk::LosesData)],
        Step::RenameTable { .. } => vec![(step.to_string(), Risk::BreaksOlder)],
        Step::AlterTable { table, alterations } => {
            let lines = alterations.iter();
            lines
                .map(|alteration| (alteration.describe(table), risk(alteration, alterations)))
                .collect()
        }
    }
}

/// The class of one alteration of a table, beside all of its step.
#[must_use]
pub(crate) fn risk(alteration: &Alteration, beside: &[Alteration]) -> Risk {
    match alteration {
        Alteration::RenameColumn { .. } => Risk::BreaksOlder,
        Alteration::AddIndex(_) | Alteration::DropIndex(_) | Alteration::DropIndexIfExists(_) => Risk::Locks,
        // Programs may distinguish errors by the name of a constraint.
        Alteration::RenameConstraint { .. } | Alteration::RenameIndex { .. } => Risk::Locks,
        Alteration::AddColumn(column, checks) => added(column, checks),
        Alteration::DropColumn(..) => Risk::LosesData,
        // The values of a column that isn't known may be anything.
        Alteration::AlterColumn { from: None, .. } => Risk::LosesData,
        Alteration::AlterColumn { from: Some(from), to } => altered(from, to),
        // A row can't be put under a key that isn't unique.
        Alteration::SetPrimaryKey { to, .. } if to.is_empty() => Risk::BreaksOlder,
        Alteration::SetPrimaryKey { .. } => Risk::MayFail,
        // Programs may rely on its guarantee.
        Alteration::DropCheck(_) | Alteration::DropUnique(_) | Alteration::DropForeignKey(_) => Risk::Locks,
        Alteration::AddCheck(check) => checked(check, beside),
        Alteration::AddUnique(unique) => {
            let again = beside.iter().any(
                |other| matches!(other, Alteration::DropUnique(Dropped::Known(old)) if old.columns == unique.columns),
            );
            let fresh = unique.columns.iter().any(|column| comes_empty(column, beside));
            // A unique set that holds a NULL equals no other.
            if fresh || again && !unique.columns.iter().any(|column| comes(column, beside)) {
                Risk::Locks
            } else {
                Risk::MayFail
            }
        }
        // One that holds a NULL points at nothing.
        Alteration::AddForeignKey(key) if key.columns.iter().any(|column| comes_empty(column, beside)) => Risk::Locks,
        Alteration::AddForeignKey(_) => Risk::MayFail,
    }
}

fn added(column: &Column, checks: &[Check]) -> Risk {
    match &column.default {
        // Every row is rewritten, to be counted or to get the value of an expression.
        _ if column.auto_increment => Risk::Locks,
        Some(ColumnDefault::Other(_)) => Risk::Locks,
        None if column.lacks_value() => Risk::MayFail,
        // PostgreSQL looks at every row for each of them.
        _ if !checks.is_empty() => Risk::Locks,
        _ => Risk::Safe,
    }
}

/// Whether a column of this name is added beside.
fn comes(name: &str, beside: &[Alteration]) -> bool {
    beside
        .iter()
        .any(|other| matches!(other, Alteration::AddColumn(column, _) if column.name == name))
}

/// Whether a column of this name is added beside, with NULL in every row.
fn comes_empty(name: &str, beside: &[Alteration]) -> bool {
    let empty = |column: &Column| column.nullable && column.default.is_none() && !column.auto_increment;
    beside
        .iter()
        .any(|other| matches!(other, Alteration::AddColumn(column, _) if column.name == name && empty(column)))
}

fn altered(from: &Column, to: &Column) -> Risk {
    let kind = match from.kind == to.kind {
        true => Risk::Safe,
        false => turned(&from.kind, &to.kind),
    };
    let null = match (from.nullable, to.nullable) {
        (true, false) => Risk::MayFail,
        // Programs that read it don't expect NULL, which only newer ones write.
        (false, true) => Risk::Locks,
        _ => Risk::Safe,
    };
    let counted = match (from.auto_increment, to.auto_increment) {
        (true, false) => Risk::BreaksOlder,
        (false, true) => Risk::Locks,
        _ => Risk::Safe,
    };
    let default = match (&from.default, &to.default) {
        // Programs may leave the column out.
        (Some(_), None) => Risk::Locks,
        _ => Risk::Safe,
    };
    kind.max(null).max(counted).max(default)
}

/// The class of another type.
fn turned(from: &ColumnKind, to: &ColumnKind) -> Risk {
    let (
        ColumnKind::Stored {
            storage: from,
            length: old_length,
            precision: old_digits,
        },
        ColumnKind::Stored {
            storage: to,
            length: new_length,
            precision: new_digits,
        },
    ) = (from, to)
    else {
        // Only its database knows what values the other type has.
        return Risk::MayFail;
    };
    let values = match conversion(*from, *to) {
        // Programs read integers of any width.
        Some(Conversion::Always) if from == to || from.is_integer() && to.is_integer() => Risk::Locks,
        Some(Conversion::Always) => Risk::BreaksOlder,
        Some(Conversion::MayFail) => Risk::MayFail,
        Some(Conversion::Loses) | None => Risk::LosesData,
    };
    let length = match (old_length.filter(|_| from == to), new_length) {
        (_, None) => Risk::Locks,
        (Some(old), Some(new)) if old <= *new => Risk::Locks,
        _ => Risk::MayFail,
    };
    let old_digits = match from {
        Storage::Decimal => *old_digits,
        storage => storage.integer().map(|range| (range.digits, 0)),
    };
    let digits = match (old_digits, new_digits) {
        (_, None) => Risk::Locks,
        (Some((_, old)), Some((_, new))) if new < &old => Risk::LosesData,
        (Some((all, old)), Some((new_all, new))) if new_all.saturating_sub(*new) >= all.saturating_sub(old) => {
            Risk::Locks
        }
        (Some(_), Some(_)) => Risk::MayFail,
        (None, Some(_)) if *from == Storage::Text => Risk::MayFail,
        (None, Some(_)) => Risk::LosesData,
    };
    values.max(length).max(digits)
}

/// The class of a check, which comes in the place of a dropped one of the same kind or is new.
fn checked(check: &Check, beside: &[Alteration]) -> Risk {
    let mut dropped = beside.iter().filter_map(|other| match other {
        Alteration::DropCheck(Dropped::Known(old)) if old.column == check.column => Some(&old.rule),
        _ => None,
    });
    match dropped.any(|old| admits(&check.rule, old)) {
        true => Risk::Locks,
        false => Risk::MayFail,
    }
}

/// Whether a rule admits all that another one does.
pub(crate) fn admits(new: &Rule, old: &Rule) -> bool {
    match (new, old) {
        (Rule::MinLength(new), Rule::MinLength(old)) => new <= old,
        (Rule::MaxLength(new), Rule::MaxLength(old)) => new >= old,
        (Rule::Digits(new), Rule::Digits(old)) => new >= old,
        (Rule::MultipleOf(new), Rule::MultipleOf(old)) => *new != 0 && old % new == 0,
        (Rule::Choices(new), Rule::Choices(old)) => old.iter().all(|choice| new.contains(choice)),
        (Rule::Numbers(new), Rule::Numbers(old)) => old.iter().all(|number| new.contains(number)),
        (Rule::Range(least, most), Rule::Range(old_least, old_most)) => {
            let from = match (least, old_least) {
                (None, _) => true,
                (Some(new), Some(old)) => !new.greater(*old),
                (Some(_), None) => false,
            };
            let to = match (most, old_most) {
                (None, _) => true,
                (Some(new), Some(old)) => !old.greater(*new),
                (Some(_), None) => false,
            };
            from && to
        }
        (new, old) => new == old,
    }
}
