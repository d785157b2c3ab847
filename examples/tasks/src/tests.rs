//! Tests of your own API, with `warp_openapi::testing`: on SQLite, and on PostgreSQL where there is a server.

use migration::{Migrator, MigratorTrait as _};
use warp_openapi::migration::{differences, down, up};
use warp_openapi::testing::databases;

use super::Tasks;

#[path = "../../../tests/samples/mod.rs"]
mod samples;

#[tokio::test]
async fn whatever_the_document_allows_is_taken() {
    samples::all_are_taken(Tasks::API, &[], 200).await;
}

#[tokio::test]
async fn the_migrations_make_the_declared_tables() {
    for database in databases().await {
        let applied = up::<Migrator>(database.connection()).await.unwrap();
        assert_eq!(applied.len(), Migrator::migrations().len());
        let differences = differences(database.connection(), Tasks::API).await.unwrap();
        assert_eq!(differences, Vec::<String>::new(), "{}", database.name());
    }
}

#[tokio::test]
async fn the_migrations_can_be_taken_back() {
    for database in databases().await {
        let untouched = differences(database.connection(), Tasks::API).await.unwrap();
        let applied = up::<Migrator>(database.connection()).await.unwrap();
        down::<Migrator>(database.connection(), applied.len()).await.unwrap();
        let back = differences(database.connection(), Tasks::API).await.unwrap();
        assert_eq!(back, untouched, "{}", database.name());
        assert_eq!(back[0], "safe: create table tasks");
    }
}
