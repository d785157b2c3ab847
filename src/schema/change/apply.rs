//! Tables after a step, as data: what the difference plans with, and the table that SQLite's rebuild makes.

use super::{Alteration, Step};
use crate::schema::model::{Column, ForeignKey, Index, Table};

/// The table that the alterations make of this one.
///
/// # Errors
///
/// When one of them names what doesn't exist, or adds what exists already; the text is one line.
pub(crate) fn apply(table: &Table, alterations: &[Alteration]) -> Result<Table, String> {
    let mut table = table.clone();
    for alteration in alterations {
        alter(&mut table, alteration)?;
    }
    Ok(table)
}

/// Makes of the tables what a step makes of a database that has them.
///
/// # Errors
///
/// Those of [`apply`].
pub(crate) fn apply_step(tables: &mut Vec<Table>, step: &Step) -> Result<(), String> {
    match step {
        Step::CreateTable(table) => {
            free(tables, &table.name)?;
            tables.push(table.clone());
        }
        Step::DropTable(dropped) => {
            let name = dropped.name();
            let at = position(tables, name)?;
            let mut others = tables.iter().filter(|other| other.name != name);
            if let Some(other) = others.find(|other| other.foreign_keys.iter().any(|key| key.table == name)) {
                return Err(format!(
                    "the table `{name}` can't be dropped: the table `{}` refers to it",
                    other.name
                ));
            }
            tables.remove(at);
        }
        Step::RenameTable { from, to } => {
            free(tables, to)?;
            let at = position(tables, from)?;
            tables[at].name.clone_from(to);
            for key in tables.iter_mut().flat_map(|table| &mut table.foreign_keys) {
                if key.table == *from {
                    key.table.clone_from(to);
                }
            }
        }
        Step::AlterTable {
            table: name,
            alterations,
        } => {
            let at = position(tables, name)?;
            tables[at] = apply(&tables[at], alterations)?;
            for alteration in alterations {
                if let Alteration::RenameColumn { from, to } = alteration {
                    let others = tables.iter_mut().filter(|other| other.name != *name);
                    let keys = others.flat_map(|other| &mut other.foreign_keys);
                    let targets = keys.filter(|key| key.table == *name).flat_map(|key| &mut key.targets);
                    targets
                        .filter(|target| *target == from)
                        .for_each(|target| target.clone_from(to));
                }
            }
        }
    }
    Ok(())
}

fn position(tables: &[Table], name: &str) -> Result<usize, String> {
    let found = tables.iter().position(|table| table.name == name);
    found.ok_or_else(|| format!("there is no table `{name}`"))
}

fn free(tables: &[Table], name: &str) -> Result<(), String> {
    match tables.iter().any(|table| table.name == name) {
        true => Err(format!("there is a table `{name}` already")),
        false => Ok(()),
    }
}

fn alter(table: &mut Table, alteration: &Alteration) -> Result<(), String> {
    match alteration {
        Alteration::RenameColumn { from, to } => rename_column(table, from, to)?,
        Alteration::RenameConstraint { from, to } => rename_constraint(table, from, to)?,
        Alteration::RenameIndex { from, to } => {
            let at = index_named(&table.indexes, from).ok_or_else(|| none(table, "index", from))?;
            unused_index(table, to)?;
            table.indexes[at].name.clone_from(to);
        }
        Alteration::AddColumn(column, checks) => {
            if table.column(&column.name).is_some() {
                return Err(twice(table, "column", &column.name));
            }
            table.columns.push(column.clone());
            for check in checks {
                unused_constraint(table, &check.name)?;
                table.checks.push(check.clone());
            }
        }
        Alteration::DropColumn(dropped, _) => drop_column(table, dropped.name())?,
        Alteration::AlterColumn { to, .. } => *column_of(table, &to.name)? = to.clone(),
        Alteration::SetPrimaryKey { to, .. } => {
            all_there(table, to)?;
            table.primary_key.clone_from(to);
        }
        Alteration::AddCheck(check) => {
            unused_constraint(table, &check.name)?;
            if !check.column.is_empty() {
                column_of(table, &check.column)?;
            }
            table.checks.push(check.clone());
        }
        Alteration::DropCheck(dropped) => {
            let name = dropped.name();
            let at = table.checks.iter().position(|check| check.name == name);
            let at = at.ok_or_else(|| none(table, "check", name))?;
            table.checks.remove(at);
        }
        Alteration::AddUnique(unique) => {
            all_there(table, &unique.columns)?;
            unused_constraint(table, &unique.name)?;
            unused_index(table, &unique.name)?;
            table.uniques.push(unique.clone());
        }
        Alteration::DropUnique(dropped) => {
            let name = dropped.name();
            let at = index_named(&table.uniques, name).ok_or_else(|| none(table, "unique constraint", name))?;
            table.uniques.remove(at);
        }
        Alteration::AddIndex(index) => {
            all_there(table, &index.columns)?;
            unused_index(table, &index.name)?;
            table.indexes.push(index.clone());
        }
        Alteration::DropIndex(dropped) => {
            let name = dropped.name();
            let at = index_named(&table.indexes, name).ok_or_else(|| none(table, "index", name))?;
            table.indexes.remove(at);
        }
        Alteration::DropIndexIfExists(name) => {
            table.indexes.retain(|index| index.name != *name);
            table.invalid_indexes.retain(|invalid| invalid != name);
        }
        Alteration::AddForeignKey(key) => {
            all_there(table, &key.columns)?;
            unused_constraint(table, &key.name)?;
            table.foreign_keys.push(key.clone());
        }
        Alteration::DropForeignKey(dropped) => {
            let name = dropped.name();
            let at = table.foreign_keys.iter().position(|key| key.name == name);
            let at = at.ok_or_else(|| none(table, "foreign key", name))?;
            table.foreign_keys.remove(at);
        }
    }
    Ok(())
}

fn rename_column(table: &mut Table, from: &str, to: &str) -> Result<(), String> {
    if table.column(to).is_some() {
        return Err(twice(table, "column", to));
    }
    to.clone_into(&mut column_of(table, from)?.name);
    let indexes = table.uniques.iter_mut().chain(&mut table.indexes);
    let listed = indexes.flat_map(|index| &mut index.columns);
    for column in listed.chain(&mut table.primary_key).filter(|column| *column == from) {
        to.clone_into(column);
    }
    for check in &mut table.checks {
        check.rename(from, to);
    }
    for key in &mut table.foreign_keys {
        let targets = if key.table == table.name {
            key.targets.as_mut_slice()
        } else {
            &mut []
        };
        for column in key.columns.iter_mut().chain(targets).filter(|column| *column == from) {
            to.clone_into(column);
        }
    }
    Ok(())
}

fn rename_constraint(table: &mut Table, from: &str, to: &str) -> Result<(), String> {
    // SQLite keeps no names of foreign keys: they get names derived from their columns, and may have followed those already.
    let followed = !is_constraint(table, from) && table.foreign_keys.iter().any(|key| key.name == to);
    if followed {
        return Ok(());
    }
    if !is_constraint(table, from) {
        return Err(none(table, "constraint", from));
    }
    unused_constraint(table, to)?;
    let uniques = table.uniques.iter_mut().map(|unique| &mut unique.name);
    let checks = table.checks.iter_mut().map(|check| &mut check.name);
    let keys = table.foreign_keys.iter_mut().map(|key| &mut key.name);
    if let Some(name) = uniques.chain(checks).chain(keys).find(|name| *name == from) {
        to.clone_into(name);
    }
    Ok(())
}

fn drop_column(table: &mut Table, name: &str) -> Result<(), String> {
    column_of(table, name)?;
    let holds = |index: &&Index| index.columns.iter().any(|column| column == name);
    let held = if table.primary_key.iter().any(|column| column == name) {
        Some("the primary key".to_owned())
    } else if let Some(unique) = table.uniques.iter().find(holds) {
        Some(format!("the unique constraint `{}`", unique.name))
    } else if let Some(index) = table.indexes.iter().find(holds) {
        Some(format!("the index `{}`", index.name))
    } else if let Some(key) = table.foreign_keys.iter().find(|key| touches(table, key, name)) {
        Some(format!("the foreign key `{}`", key.name))
    } else {
        let mut checks = table.checks.iter().filter(|check| check.mentions(name));
        let shared = checks.find(|check| check.columns(table).len() > 1);
        shared.map(|check| format!("the check `{}`", check.name))
    };
    if let Some(holder) = held {
        return Err(format!(
            "the column `{}.{name}` can't be dropped: {holder} holds it; drop that first",
            table.name
        ));
    }
    table.checks.retain(|check| !check.mentions(name));
    table.columns.retain(|column| column.name != name);
    Ok(())
}

fn touches(table: &Table, key: &ForeignKey, column: &str) -> bool {
    key.has(column) || key.table == table.name && key.points_at(column)
}

fn column_of<'t>(table: &'t mut Table, name: &str) -> Result<&'t mut Column, String> {
    match table.columns.iter().position(|column| column.name == name) {
        Some(at) => Ok(&mut table.columns[at]),
        None => Err(none(table, "column", name)),
    }
}

fn all_there(table: &Table, columns: &[String]) -> Result<(), String> {
    match columns.iter().find(|column| table.column(column).is_none()) {
        Some(missing) => Err(none(table, "column", missing)),
        None => Ok(()),
    }
}

fn index_named(indexes: &[Index], name: &str) -> Option<usize> {
    indexes.iter().position(|index| index.name == name)
}

fn is_constraint(table: &Table, name: &str) -> bool {
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    let checks = table.checks.iter().map(|check| &check.name);
    let keys = table.foreign_keys.iter().map(|key| &key.name);
    uniques.chain(checks).chain(keys).any(|other| other == name)
}

fn unused_constraint(table: &Table, name: &str) -> Result<(), String> {
    match is_constraint(table, name) {
        true => Err(twice(table, "constraint", name)),
        false => Ok(()),
    }
}

/// PostgreSQL makes an index for a unique constraint, of the same name.
fn unused_index(table: &Table, name: &str) -> Result<(), String> {
    match table
        .indexes
        .iter()
        .chain(&table.uniques)
        .any(|index| index.name == name)
    {
        true => Err(twice(table, "index", name)),
        false => Ok(()),
    }
}

fn none(table: &Table, what: &str, name: &str) -> String {
    format!("the table `{}` has no {what} `{name}`", table.name)
}

fn twice(table: &Table, what: &str, name: &str) -> String {
    let article = if what.starts_with('i') { "an" } else { "a" };
    format!("the table `{}` has {article} {what} `{name}` already", table.name)
}
