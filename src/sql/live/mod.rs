//! The catalogue that a database has.

mod condition;
mod default;
mod expression;

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr};

use super::{Dialect, Found, FoundCheck, FoundColumn, FoundIndex, FoundKey};
use crate::schema::model::{Check, Column, ForeignKey, Index, Rule, Table, Unmanaged, name};

/// The tables of a database, in the order of their names; on PostgreSQL those of the current schema. Those of the database itself and
/// of its extensions are left out.
///
/// Constraints without a name get the one that a declaration gives them. A unique index of whole columns counts as a unique constraint.
///
/// # Errors
///
/// When the database is out of reach, or a table's definition can't be read.
pub(crate) async fn live(connection: &DatabaseExecutor<'_>) -> Result<Vec<Table>, DbErr> {
    tables(connection, None).await
}

/// The table of this name, if there is one.
///
/// # Errors
///
/// Those of [`live`].
pub(crate) async fn live_table(connection: &DatabaseExecutor<'_>, name: &str) -> Result<Option<Table>, DbErr> {
    Ok(tables(connection, Some(name)).await?.pop())
}

async fn tables(connection: &DatabaseExecutor<'_>, name: Option<&str>) -> Result<Vec<Table>, DbErr> {
    let dialect = Dialect::supported(connection.get_database_backend())?;
    let found = dialect.discover(connection, name).await?;
    Ok(found.into_iter().map(|found| table(dialect, found)).collect())
}

fn table(dialect: Dialect, found: Found) -> Table {
    let mut unmanaged = found.unmanaged;
    let checks = checks(dialect, &found.name, &found.columns, found.checks);
    let mut uniques = Vec::new();
    for unique in found.uniques {
        let index = index(&found.name, unique, "key");
        if index.columns == found.primary_key {
            unmanaged.push(Unmanaged::RedundantUnique(index.name));
        } else {
            uniques.push(index);
        }
    }
    let indexes = found.indexes.into_iter();
    let keys = found.foreign_keys.into_iter();
    Table {
        was: None,
        columns: found
            .columns
            .into_iter()
            .map(|found| column(dialect, found, &checks))
            .collect(),
        primary_key: found.primary_key,
        uniques,
        indexes: indexes
            .map(|found_index| index(&found.name, found_index, "idx"))
            .collect(),
        checks,
        foreign_keys: keys.map(|key| foreign_key(&found.name, key)).collect(),
        invalid_indexes: found.invalid_indexes,
        unmanaged,
        name: found.name,
    }
}

fn column(dialect: Dialect, found: FoundColumn, checks: &[Check]) -> Column {
    let own = checks.iter().filter(|check| check.column == found.name);
    let rules: Vec<&Rule> = own.map(|check| &check.rule).collect();
    let kind = dialect.kind_of(&found.kind, found.counted, &rules);
    let default = found.default.filter(|_| !found.counted);
    Column {
        name: found.name,
        was: None,
        default: default.and_then(|text| default::of(dialect, &kind, &text)),
        kind,
        nullable: found.nullable,
        auto_increment: found.counted,
    }
}

fn index(table: &str, found: FoundIndex, suffix: &str) -> Index {
    Index {
        name: found.name.unwrap_or_else(|| name::of(table, &found.columns, suffix)),
        columns: found.columns,
    }
}

fn foreign_key(table: &str, found: FoundKey) -> ForeignKey {
    ForeignKey {
        name: found.name.unwrap_or_else(|| name::of(table, &found.columns, "fkey")),
        columns: found.columns,
        table: found.table,
        targets: found.targets,
        on_delete: found.on_delete,
        no_action: found.no_action,
    }
}

fn checks(dialect: Dialect, table: &str, columns: &[FoundColumn], found: Vec<FoundCheck>) -> Vec<Check> {
    let mut checks: Vec<Check> = Vec::with_capacity(found.len());
    for check in found {
        let (named, rule) = condition::rule(dialect, &check.condition);
        // SQLite doesn't mind the case of names.
        let known = columns.iter().map(|column| &column.name);
        let known = known.filter(|column| column.eq_ignore_ascii_case(&named));
        let column = known.max_by_key(|column| **column == named).cloned();
        let column = column.or_else(|| check.columns.first().cloned()).unwrap_or_default();
        let name = check.name.unwrap_or_else(|| unnamed(table, &column, &rule, &checks));
        checks.push(Check { name, column, rule });
    }
    checks
}

/// The name of a check that has none: that of the declaration, and a number for the second one.
fn unnamed(table: &str, column: &str, rule: &Rule, others: &[Check]) -> String {
    let mut what = rule.what().to_owned();
    for count in 2.. {
        let name = name::of(table, &[column, &what], "check");
        if others.iter().all(|other| other.name != name) {
            return name;
        }
        what = format!("{}{count}", rule.what());
    }
    what
}
