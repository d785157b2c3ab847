//! The steps that bring a database up to the tasks API (`examples/tasks`), oldest first.
//!
//! `tasks migrate` applies those that are pending; `tasks serve` does it by itself on its own SQLite file. They were written by
//! `tasks migrate new --auto`. To change the tables, change the declaration and have the next step written: one that has run anywhere never
//! changes again. A test in `examples/tasks` holds the steps against the declaration.

mod m20261122_192511_create_tables;
mod m20261122_192521_add_story_points;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All migrations.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_192511_create_tables::Migration),
            Box::new(m20261122_192521_add_story_points::Migration),
        ]
    }
}
