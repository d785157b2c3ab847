//! The migrations of the database, oldest first. One that has run anywhere never changes again.

use sea_orm_migration::prelude::*;

mod m20261130_050414_create_tables;

/// All migrations.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m20261130_050414_create_tables::Migration)]
    }
}
