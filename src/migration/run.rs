//! Functions that run migrations from programs and tests, as `migrate` runs them.

use sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::MigratorTrait;

use super::runner::{self, Event, MigrationError, Migrations};
use crate::db::catalog::{HISTORY, difference};
use crate::meta::Api;
use crate::schema::plan::risks;

/// Applies all pending migrations as `migrate` does, and gives the names of those that it applied.
///
/// One process at a time, each migration in a transaction; on SQLite foreign keys are off meanwhile, as tables that have to be rebuilt
/// need it, and checked at the end of each migration. sea-orm-migration's own `Migrator::up` sees to none of this.
///
/// The connection must not be in use elsewhere if it is a pool's only one, such as that of a database in memory.
///
/// # Errors
///
/// When a migration fails, or the database has one that the migrator doesn't know; one line with the remedy. Migrations before the
/// one that failed stay applied. If all of the migrator's are applied and only newer, unknown ones are there besides, nothing is done.
///
/// # Examples
///
/// ```no_run
/// # use sea_orm_migration::MigratorTrait;
/// # async fn prepare<Migrator: MigratorTrait>(database: &sea_orm::DatabaseConnection) {
/// let applied = warp_openapi::migration::up::<Migrator>(database).await.expect("migrations that run");
/// # }
/// ```
pub async fn up<M: MigratorTrait>(connection: &DatabaseConnection) -> Result<Vec<String>, MigrationError> {
    runner::up(connection, Migrations::of::<M>(), None, &log_notes).await
}

/// Undoes the latest `count` migrations as `migrate down` does, and gives their names, the latest first.
///
/// # Errors
///
/// Those of [`up`]; also when a migration has no `down`.
pub async fn down<M: MigratorTrait>(
    connection: &DatabaseConnection,
    count: usize,
) -> Result<Vec<String>, MigrationError> {
    runner::down(connection, Migrations::of::<M>(), count, &log_notes).await
}

/// How a database differs from a declaration, a line each; none if it is as declared. `migrate check` does the same: a test that migrates and
/// expects no difference compares the migrations with the declaration.
///
/// # Errors
///
/// When the database's tables can't be read.
///
/// # Examples
///
/// ```no_run
/// # use sea_orm_migration::MigratorTrait;
/// # async fn test<Migrator: MigratorTrait>(database: &sea_orm::DatabaseConnection, api: &warp_openapi::meta::Api) {
/// use warp_openapi::migration;
///
/// migration::up::<Migrator>(database).await.expect("migrations that run");
/// let differences = migration::differences(database, api).await.expect("tables that can be read");
/// assert!(differences.is_empty(), "{differences:#?}");
/// # }
/// ```
pub async fn differences(connection: &DatabaseConnection, api: &Api) -> Result<Vec<String>, DbErr> {
    let steps = difference(&connection.into(), api.resources(), &|table| table == HISTORY).await?;
    let lines = steps
        .iter()
        .flat_map(risks)
        .map(|(what, risk)| format!("{risk}: {what}"));
    Ok(lines.collect())
}

/// The names are returned at the end; notes go to the log.
fn log_notes(event: Event) {
    if let Event::Note(note) = event {
        tracing::warn!("{note}");
    }
}
