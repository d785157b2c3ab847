//! `--except`: tables and columns that are left out.

use crate::schema::model::Table;

/// The tables without those of `except`, and without its columns and the constraints and indexes of them.
///
/// # Errors
///
/// For a name that is neither a table nor a column.
pub(super) fn chosen(found: &[Table], except: &[&str]) -> Result<Vec<Table>, String> {
    let mut chosen = found.to_vec();
    for name in except {
        if found.iter().any(|table| table.name == *name) {
            chosen.retain(|table| table.name != *name);
            continue;
        }
        // Names may hold points themselves.
        let parts = name.match_indices('.').map(|(at, _)| (&name[..at], &name[at + 1..]));
        let has = |(table, column): &(&str, &str)| {
            let named = found.iter().find(|found| found.name == *table);
            named.is_some_and(|found| found.column(column).is_some())
        };
        let Some((table, column)) = parts.into_iter().find(has) else {
            return Err(format!(
                "--except {name}: there is no such table or column; `db tables --db` lists them"
            ));
        };
        // It may be gone already, with its table.
        if let Some(table) = chosen.iter_mut().find(|other| other.name == table) {
            leave_out(table, column)?;
        }
    }
    Ok(chosen)
}

/// Removes a column from a table, with its constraints and indexes.
///
/// # Errors
///
/// For one in the primary key.
pub(super) fn leave_out(table: &mut Table, column: &str) -> Result<(), String> {
    if table.primary_key.iter().any(|key| key == column) {
        let name = &table.name;
        return Err(format!(
            "--except {name}.{column}: it is in the primary key; leave the whole table out, --except {name}"
        ));
    }
    let free = |columns: &[String]| columns.iter().all(|other| other != column);
    table.columns.retain(|other| other.name != column);
    table.uniques.retain(|unique| free(&unique.columns));
    table.indexes.retain(|index| free(&index.columns));
    table.checks.retain(|check| check.column != column);
    table.foreign_keys.retain(|key| !key.has(column));
    Ok(())
}
