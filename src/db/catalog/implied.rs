//! Checks that nobody misses: tables made elsewhere have `varchar(64)` or `numeric(10, 2)` without the checks that ours have beside them.

use super::table::Table;
use crate::db::Dialect;

/// The tables that are wanted, without checks that the types of columns that are there and stay say already.
pub(super) fn without_implied(dialect: Dialect, from: &[Table], to: &[Table]) -> Vec<Table> {
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
            let checked = |other: &super::Check| other.column == column.name && other.rule == check.rule;
            there.checks.iter().any(checked)
                || !dialect.same_kind(column, wanted)
                || !dialect.implies(column, &check.rule)
        });
    }
    to
}
