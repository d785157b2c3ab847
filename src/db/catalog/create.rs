//! Tables rendered as `CREATE TABLE` and `CREATE INDEX`.
//!
//! The statements are built with sea-query's table builder, which sea-orm-migration's migrations use too: the same calls give
//! the same table on both databases, and checks are written so that both understand them. What a migration written by hand
//! can't say with the builder alone is the types of decimals, which SQLite doesn't have, and of texts, whose order PostgreSQL must be
//! told: see [`migration`](super::super::migration).

use std::collections::BTreeSet;

use sea_orm::Value;
use sea_orm::sea_query::{
    Alias, Check as SqlCheck, ColumnDef, Expr, ForeignKey as Reference, ForeignKeyAction, Index as SqlIndex,
    IndexCreateStatement, Table as SqlTable, TableCreateStatement,
};

use super::declared;
#[cfg(test)]
use super::declared::CatalogError;
use super::name;
use super::table::{Column, ColumnDefault, Index, Table};
use crate::db::dialect::escaped;
use crate::db::{Dialect, Executor, Sql};
use crate::error::Error;
use crate::meta::{OnDelete, Resource};

/// The statements that create a table and its indexes, for a migration to run.
#[must_use]
pub(crate) fn create_statements(dialect: Dialect, table: &Table) -> (TableCreateStatement, Vec<IndexCreateStatement>) {
    let mut statement = SqlTable::create();
    statement.table(Alias::new(&table.name));
    for column in &table.columns {
        let mut definition = column_definition(dialect, column);
        if table.primary_key == [column.name.as_str()] {
            definition.primary_key();
        }
        statement.col(definition);
    }
    if table.primary_key.len() > 1 {
        let mut key = SqlIndex::create();
        for column in &table.primary_key {
            key.col(Alias::new(column));
        }
        statement.primary_key(&mut key);
    }
    for unique in &table.uniques {
        statement.index(index(unique).unique());
    }
    for key in &table.foreign_keys {
        statement.foreign_key(
            Reference::create()
                .name(escaped(&key.name))
                .from(Alias::new(&table.name), Alias::new(&key.column))
                .to(Alias::new(&key.table), Alias::new(&key.target))
                .on_delete(match key.on_delete {
                    OnDelete::Cascade => ForeignKeyAction::Cascade,
                    OnDelete::SetNull => ForeignKeyAction::SetNull,
                    OnDelete::Restrict if key.no_action => ForeignKeyAction::NoAction,
                    OnDelete::Restrict => ForeignKeyAction::Restrict,
                }),
        );
    }
    for check in &table.checks {
        let condition = Expr::cust(check.rule.condition(&check.column));
        statement.check(SqlCheck::named(Alias::new(&check.name), condition));
    }
    let indexes = table.indexes.iter().map(|declared| {
        let mut created = index(declared);
        created.table(Alias::new(&table.name)).to_owned()
    });
    (statement, indexes.collect())
}

/// A column as `CREATE TABLE` and `ADD COLUMN` tell it; that it is the primary key is for the table to say.
pub(crate) fn column_definition(dialect: Dialect, column: &Column) -> ColumnDef {
    let mut definition = ColumnDef::new_with_type(Alias::new(&column.name), dialect.type_of(column));
    if !column.nullable {
        definition.not_null();
    }
    if let Some(default) = &column.default {
        let text = dialect.default(column, default);
        definition.default(match default {
            ColumnDefault::Other(_) => Expr::cust(text),
            // A literal stands without the parentheses that sea-query puts around expressions.
            _ => Expr::custom_keyword(Alias::new(text)),
        });
    }
    if column.auto_increment {
        definition.auto_increment();
    }
    definition
}

fn index(declared: &Index) -> IndexCreateStatement {
    let mut created = SqlIndex::create();
    created.name(escaped(&declared.name));
    for column in &declared.columns {
        created.col(Alias::new(column));
    }
    created
}

/// The SQL that creates a table and its indexes.
pub(crate) fn render(dialect: Dialect, table: &Table) -> Vec<String> {
    let (statement, indexes) = create_statements(dialect, table);
    let first = dialect.render(&statement);
    let rest = indexes.iter().map(|index| dialect.render(index));
    std::iter::once(first).chain(rest).collect()
}

/// The SQL that creates the tables of the resources, in an order in which it can run.
///
/// # Errors
///
/// When the tables can't be made.
#[cfg(test)]
pub(crate) fn create_sql<'r>(
    dialect: Dialect,
    resources: impl IntoIterator<Item = &'r Resource>,
) -> Result<Vec<String>, CatalogError> {
    let tables = declared::declared(resources)?;
    Ok(tables.iter().flat_map(|table| render(dialect, table)).collect())
}

/// Creates the tables that aren't there, in one transaction, and tells which. Tables that are there stay as they are.
///
/// # Errors
///
/// Those of [`Executor`]; [`Error::Internal`] with a [`CatalogError`].
pub(crate) async fn create_missing<'r>(
    database: &dyn Executor,
    resources: impl IntoIterator<Item = &'r Resource>,
) -> Result<Vec<String>, Error> {
    let mut tables = declared::declared(resources).map_err(Error::internal)?;
    tell_apart(&mut tables);
    let dialect = database.dialect();
    let transaction = database.begin().await?;
    if let Some(lock) = dialect.lock_catalogue() {
        transaction.query(sql(lock.to_owned(), Vec::new())).await?;
    }
    let mut created = Vec::new();
    for table in &tables {
        if has_table(&*transaction, &table.name).await? {
            continue;
        }
        for statement in render(dialect, table) {
            transaction.execute(sql(statement, Vec::new())).await?;
        }
        created.push(table.name.clone());
    }
    transaction.commit().await?;
    Ok(created)
}

/// Whether there is a table of this name, as its database compares names.
///
/// # Errors
///
/// Those of [`Executor`].
pub(crate) async fn has_table(database: &dyn Executor, table: &str) -> Result<bool, Error> {
    let exists = database.dialect().table_exists().to_owned();
    let found = database.query(sql(exists, vec![table.into()])).await?;
    Ok(!found.is_empty())
}

/// Gives each index a name of its own: `c` of `a_b` and `b_c` of `a` have the same one, and indexes share their names among all tables.
fn tell_apart(tables: &mut [Table]) {
    let mut taken = BTreeSet::new();
    for index in tables
        .iter_mut()
        .flat_map(|table| table.uniques.iter_mut().chain(&mut table.indexes))
    {
        let mut numbered = (2..).map(|count: u32| name::of(&index.name, &[count.to_string()], "again"));
        let mut free = index.name.clone();
        while !taken.insert(free.clone()) {
            free = numbered.next().unwrap_or_default();
        }
        index.name = free;
    }
}

fn sql(text: String, values: Vec<Value>) -> Sql {
    Sql {
        text,
        values: sea_orm::sea_query::Values(values),
    }
}
