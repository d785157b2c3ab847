//! Foreign keys as a block declares them: options of fields, and those of several fields.

use super::model::in_order;
use super::readable::is_writable;
use crate::meta::{Field, ForeignKey, ForeignKeyTarget, OnDelete, Reference};
use crate::schema::model::{Column, ForeignKey as Found, Table, is_same_set};
use crate::types::Storage;

/// What a column points at: the only column of a key, a unique column, or `id` of a table that isn't in the block.
pub(super) fn of_one(tables: &[Table], table: &Table, column: &Column) -> Option<Reference> {
    let key = table
        .foreign_keys
        .iter()
        .find(|key| key.columns == [column.name.as_str()])?;
    let target = tables.iter().find(|table| table.name == key.table);
    let is_key = target.is_none_or(|target| target.primary_key == key.targets);
    let fits = match target {
        Some(target) => (is_key || is_unique(target, &key.targets)) && have_types_of(table, target, key),
        None => key.targets == ["id"],
    };
    let field = |target: &Table| positions(target, &key.targets);
    let fields: Vec<usize> = target.filter(|_| !is_key).and_then(field).unwrap_or_default();
    let null = key.on_delete != OnDelete::SetNull || column.nullable;
    (fits && null && is_writable(&key.table)).then(|| Reference {
        table: key.table.clone().leak(),
        fields: fields.leak(),
        external: target.is_none(),
        on_delete: key.on_delete,
    })
}

/// The foreign keys of several columns; the fields of the table are those of its columns.
pub(super) fn of_several(tables: &[Table], table: &Table, fields: &[Field]) -> Vec<ForeignKey> {
    let mut keys: Vec<ForeignKey> = Vec::new();
    for found in table.foreign_keys.iter().filter(|key| key.columns.len() > 1) {
        let Some(key) = several(tables, table, found, fields) else {
            continue;
        };
        let is_again = |other: &ForeignKey| other.table == key.table && is_same(other.fields, key.fields);
        if !keys.iter().any(is_again) {
            keys.push(key);
        }
    }
    keys
}

fn several(tables: &[Table], table: &Table, key: &Found, fields: &[Field]) -> Option<ForeignKey> {
    let named = tables.iter().find(|table| table.name == key.table);
    let key = &named.map_or_else(|| key.clone(), |target| in_order_of_key(key, target));
    let own = positions(table, &key.columns)?;
    let can_be_null = |at: &usize| fields[*at].schema.nullable && !fields[*at].key;
    let is_json = |at: &usize| fields[*at].storage == Storage::Json;
    if own.iter().any(is_json)
        || key.on_delete == OnDelete::SetNull && !own.iter().all(can_be_null)
        || !is_writable(&key.table)
    {
        return None;
    }
    let target = match named {
        None => {
            let writable = key.targets.iter().all(|column| is_writable(column));
            let columns: Vec<&'static str> = key.targets.iter().map(|column| &*column.clone().leak()).collect();
            writable.then(|| ForeignKeyTarget::Columns(columns.leak()))?
        }
        Some(target) if !have_types_of(table, target, key) => return None,
        Some(target) if target.primary_key == key.targets => ForeignKeyTarget::Key,
        Some(target) if is_unique(target, &key.targets) => {
            ForeignKeyTarget::Fields(positions(target, &key.targets)?.leak())
        }
        Some(_) => return None,
    };
    let table = key.table.clone().leak();
    Some(ForeignKey::new(own.leak(), table, target, key.on_delete))
}

/// A foreign key with its columns in the order of the primary key, if it refers to that.
fn in_order_of_key(key: &Found, target: &Table) -> Found {
    let mut sorted = key.clone();
    if is_same_set(&target.primary_key, &key.targets) {
        let own = |column: &String| {
            let mut pairs = key.targets.iter().zip(&key.columns);
            pairs.find_map(|(target, own)| (target == column).then(|| own.clone()))
        };
        sorted.columns = target.primary_key.iter().filter_map(own).collect();
        sorted.targets.clone_from(&target.primary_key);
    }
    sorted
}

/// Whether these columns are a key of a table, in some order.
fn is_unique(table: &Table, columns: &[String]) -> bool {
    let uniques = table.uniques.iter().map(|unique| &unique.columns);
    uniques
        .chain([&table.primary_key])
        .any(|unique| is_same_set(unique, columns))
}

/// Whether the columns of a foreign key have types that declarations can compare with those of its targets. SQLite takes others, too.
fn have_types_of(table: &Table, target: &Table, key: &Found) -> bool {
    let storage = |table: &Table, name: &String| table.column(name).and_then(|column| column.kind.storage());
    let mut pairs = key.columns.iter().zip(&key.targets);
    pairs.all(|(own, theirs)| match (storage(table, own), storage(target, theirs)) {
        (Some(own), Some(theirs)) => own.compares_with(theirs),
        _ => false,
    })
}

/// The fields of these columns, by index.
fn positions(table: &Table, columns: &[String]) -> Option<Vec<usize>> {
    let all = in_order(table);
    let position = |name: &String| all.iter().position(|column| column.name == *name);
    columns.iter().map(position).collect()
}

fn is_same(one: &[usize], other: &[usize]) -> bool {
    one.len() == other.len() && one.iter().all(|at| other.contains(at))
}
