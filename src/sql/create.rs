//! Tables rendered as `CREATE TABLE` and `CREATE INDEX`.
//!
//! The statements are built with sea-query's table builder, which sea-orm-migration's migrations use too: the same calls give
//! the same table on both databases, and checks are written so that both understand them. What a migration written by hand
//! can't say with the builder alone is the types of decimals, which SQLite doesn't have, and of texts, whose order PostgreSQL must be
//! told: see `migration`.

use sea_orm::sea_query::{
    Alias, Check as SqlCheck, ColumnDef, Expr, ForeignKey as Reference, ForeignKeyAction, ForeignKeyCreateStatement,
    Index as SqlIndex, IndexCreateStatement, Table as SqlTable, TableCreateStatement,
};

use super::Dialect;
use crate::meta::OnDelete;
#[cfg(test)]
use crate::meta::Resource;
#[cfg(test)]
use crate::schema::model::{CatalogError, declared};
use crate::schema::model::{Check, Column, ColumnDefault, ForeignKey, Index, Table, escaped, quoted};

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
        statement.foreign_key(&mut reference(&table.name, key));
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

/// A foreign key: a part of `CREATE TABLE`, and where the database has that, a statement of its own that adds it to the table.
pub(crate) fn reference(table: &str, key: &ForeignKey) -> ForeignKeyCreateStatement {
    let mut reference = Reference::create();
    reference.from_tbl(Alias::new(table)).to_tbl(Alias::new(&key.table));
    for column in &key.columns {
        reference.from_col(Alias::new(column));
    }
    for target in &key.targets {
        reference.to_col(Alias::new(target));
    }
    reference.name(escaped(&key.name)).on_delete(match key.on_delete {
        OnDelete::Cascade => ForeignKeyAction::Cascade,
        OnDelete::SetNull => ForeignKeyAction::SetNull,
        OnDelete::Restrict if key.no_action => ForeignKeyAction::NoAction,
        OnDelete::Restrict => ForeignKeyAction::Restrict,
    });
    reference
}

/// A column in `CREATE TABLE` and `ADD COLUMN`, without the words for a primary key.
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

/// A check as a constraint of its table.
pub(super) fn check_constraint(check: &Check) -> String {
    format!(
        "CONSTRAINT {} CHECK ({})",
        quoted(&check.name),
        check.rule.condition(&check.column)
    )
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
pub(crate) fn create_table(dialect: Dialect, table: &Table) -> Vec<String> {
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
    let tables = declared(resources)?;
    Ok(tables.iter().flat_map(|table| create_table(dialect, table)).collect())
}
