//! The steps that bring a database up to the tasks API (`examples/tasks`), oldest first.
//!
//! `tasks migrate` applies those that are pending; `tasks serve` does it by itself on its own SQLite file. To change the tables, add
//! a step: one that has run anywhere never changes again. A test in `examples/tasks` holds the steps against the declaration.

mod m20261122_101500_create_tasks;
mod m20261122_102000_create_discussion;
mod m20261122_102500_create_costs;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// All steps.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_101500_create_tasks::Migration),
            Box::new(m20261122_102000_create_discussion::Migration),
            Box::new(m20261122_102500_create_costs::Migration),
        ]
    }
}

/// A named CHECK. Its condition is SQL that both databases understand.
fn check(name: &'static str, condition: &'static str) -> Check {
    Check::named(name, Expr::cust(condition))
}

/// A UNIQUE constraint of a table that is being created.
fn unique(name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut unique = Index::create();
    unique.name(name).unique();
    for column in columns {
        unique.col(*column);
    }
    unique
}

/// A foreign key to another table's `id`.
fn foreign_key(
    table: &'static str,
    column: &'static str,
    target: &'static str,
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{table}_{column}_fkey"))
        .from(table, column)
        .to(target, "id")
        .on_delete(on_delete);
    key
}

/// An index on one column.
fn index(table: &'static str, column: &'static str) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(format!("{table}_{column}_idx")).table(table).col(column);
    index
}

/// A key of 64 bits that the database counts up.
fn counted_key(column: &'static str) -> ColumnDef {
    ColumnDef::new(column)
        .big_integer()
        .not_null()
        .auto_increment()
        .primary_key()
        .to_owned()
}

/// A text that may be null. The type of texts differs between the databases.
fn text_null(backend: DbBackend, column: &'static str, length: impl Into<Option<u32>>) -> ColumnDef {
    ColumnDef::new_with_type(column, warp_openapi::migration::text(backend, length)).to_owned()
}

/// A text.
fn text(backend: DbBackend, column: &'static str, length: impl Into<Option<u32>>) -> ColumnDef {
    text_null(backend, column, length).not_null().to_owned()
}
