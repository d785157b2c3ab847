//! What `migrate new` writes, by the tests of `src/migration/source`: it compiles in a crate that denies warnings. `rust_2018_idioms` isn't
//! among them: it would have `SchemaManager<'_>`, which the trait doesn't.
#![deny(warnings, unused, missing_docs, unreachable_pub, clippy::pedantic)]

mod m20261122_101500_empty;
mod m20261122_101501_everything;
mod m20261122_101502_losing;
mod m20261122_101503_lost;

use sea_orm_migration::prelude::*;

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_101500_empty::Migration),
            Box::new(m20261122_101501_everything::Migration),
            Box::new(m20261122_101502_losing::Migration),
            Box::new(m20261122_101503_lost::Migration),
        ]
    }
}

#[test]
fn each_is_named_like_its_file_and_is_all_or_nothing() {
    let migrations = Migrator::migrations();
    let names: Vec<&str> = migrations.iter().map(|migration| migration.name()).collect();
    let expected = [
        "m20261122_101500_empty",
        "m20261122_101501_everything",
        "m20261122_101502_losing",
        "m20261122_101503_lost",
    ];
    assert_eq!(names, expected);
    assert!(migrations.iter().all(|migration| migration.use_transaction() == Some(true)));
}
