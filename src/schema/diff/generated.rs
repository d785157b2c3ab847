//! Generated columns, which no declaration has, are preserved, with what depends on them.

use crate::schema::model::{Column, Index, Table};

/// Takes the generated columns that aren't wanted over into the wanted table, as they are there.
pub(super) fn preserve(there: &Table, wanted: &mut Table) {
    let is_new = |name: &str| {
        let was = |column: &Column| column.was.as_deref() == Some(name);
        wanted.column(name).is_none() && !wanted.columns.iter().any(was)
    };
    let columns: Vec<_> = there
        .columns
        .iter()
        .filter(|column| there.is_generated(&column.name) && is_new(&column.name))
        .cloned()
        .collect();
    if columns.is_empty() {
        return;
    }
    let is_kept = |name: &String| columns.iter().any(|column| column.name == *name);
    let depends = |names: &[String]| {
        let stays = |name: &String| is_kept(name) || wanted.column(name).is_some();
        names.iter().any(is_kept) && names.iter().all(stays)
    };
    let is_free = |names: &[String], others: &[Index]| others.iter().all(|other| other.columns != names);
    let uniques = there
        .uniques
        .iter()
        .filter(|unique| depends(&unique.columns) && is_free(&unique.columns, &wanted.uniques))
        .cloned()
        .collect::<Vec<_>>();
    let indexes = there
        .indexes
        .iter()
        .filter(|index| depends(&index.columns) && is_free(&index.columns, &wanted.indexes))
        .cloned()
        .collect::<Vec<_>>();
    let checks = there
        .checks
        .iter()
        .filter(|check| {
            let names: Vec<String> = check.columns(there).into_iter().map(str::to_owned).collect();
            depends(&names) && !wanted.checks.contains(check)
        })
        .cloned()
        .collect::<Vec<_>>();
    let keys = there
        .foreign_keys
        .iter()
        .filter(|key| depends(&key.columns))
        .cloned()
        .collect::<Vec<_>>();
    wanted.uniques.extend(uniques);
    wanted.indexes.extend(indexes);
    wanted.checks.extend(checks);
    wanted.foreign_keys.extend(keys);
    wanted.columns.extend(columns);
}
