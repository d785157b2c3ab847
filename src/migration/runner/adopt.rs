//! `adopt`: what is there already counts as made by the migrations.

use sea_orm::{DatabaseConnection, DatabaseExecutor, DbErr};

use super::failure::MigrationError;
use super::lane::Lane;
use super::{Direction, Migrations, history};
use crate::db::catalog::difference;
use crate::meta::Resource;
use crate::schema::change::Step;

/// How adopting went.
#[derive(Debug)]
pub(crate) enum Adopted {
    /// These are recorded as applied.
    Recorded(Vec<String>),
    /// Nothing is recorded, since these steps lead from the database to the declaration.
    Differs(Vec<Step>),
}

/// Records the pending migrations as applied without running them, if the database is as declared.
///
/// # Errors
///
/// When the history isn't the program's, somebody else migrates for too long, or the history can't be written.
pub(crate) async fn adopt(
    connection: &DatabaseConnection,
    migrations: Migrations,
    resources: &[&Resource],
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Adopted, MigrationError> {
    // Nothing to do needs no lock, and no right to write.
    if history::pending(connection, migrations).await?.is_empty() {
        return Ok(Adopted::Recorded(Vec::new()));
    }
    let lane = Lane::open(connection, migrations).await?;
    let ended = async {
        let state = history::state(&lane.connection, migrations).await?;
        state.check()?;
        let recorded = record(&lane, migrations, state.pending(), resources, ignored).await;
        recorded.map_err(|error| MigrationError::of(lane.dialect, &error))
    };
    let ended = lane.run(ended).await;
    lane.close(ended).await
}

/// Compares and records in one transaction, so that what was compared is what is recorded.
async fn record(
    lane: &Lane,
    migrations: Migrations,
    pending: Vec<String>,
    resources: &[&Resource],
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Adopted, DbErr> {
    let transaction = lane.begin().await?;
    let steps = difference(
        &DatabaseExecutor::Transaction(&transaction),
        resources.iter().copied(),
        ignored,
    )
    .await?;
    if !steps.is_empty() {
        transaction.rollback().await?;
        return Ok(Adopted::Differs(steps));
    }
    history::install(&transaction, lane.dialect, migrations).await?;
    for name in &pending {
        history::note(&transaction, migrations, name, Direction::Up).await?;
    }
    transaction.commit().await?;
    Ok(Adopted::Recorded(pending))
}
