//! Checks that nobody misses: tables made elsewhere have `varchar(64)` or `numeric(10, 2)` without the checks that ours have beside them.

use super::table::{Check, Column, Table};
use crate::db::Dialect;

/// The tables that are wanted, with the checks that are there of those that the types of columns say already, where the types stay.
pub(super) fn with_implied_as_there(dialect: Dialect, from: &[Table], to: &[Table]) -> Vec<Table> {
    let mut to = to.to_vec();
    for table in &mut to {
        let named = |name: &str| from.iter().find(|there| there.name == name);
        let Some(there) = named(&table.name).or_else(|| named(table.was.as_deref()?)) else {
            continue;
        };
        let columns = table.columns.clone();
        table.checks.retain(|check| {
            let Some(wanted) = columns.iter().find(|column| column.name == check.column) else {
                return true;
            };
            let column = there
                .column(&wanted.name)
                .or_else(|| there.column(wanted.was.as_deref()?));
            let Some(column) = column else {
                return true;
            };
            let checked = |other: &Check| other.column == column.name && other.rule == check.rule;
            there.checks.iter().any(checked)
                || !dialect.same_kind(column, wanted)
                || !dialect.implies(column, &check.rule)
        });
        // Nor are they dropped for being needless.
        for check in &there.checks {
            let is_of = |column: &&Column| {
                let of = |name: &str| check.column == name;
                of(&column.name) || (there.column(&column.name).is_none() && column.was.as_deref().is_some_and(of))
            };
            if let (Some(column), Some(wanted)) = (there.column(&check.column), columns.iter().find(is_of))
                && dialect.same_kind(column, wanted)
                && dialect.implies(column, &check.rule)
                && !table
                    .checks
                    .iter()
                    .any(|other| other.column == wanted.name && other.rule == check.rule)
            {
                let mut kept = check.clone();
                kept.column.clone_from(&wanted.name);
                table.checks.push(kept);
            }
        }
    }
    to
}
