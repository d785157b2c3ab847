//! `adopt`: records migrations as applied whose tables are there already.

use sea_orm::{DatabaseConnection, DatabaseExecutor, DbErr};

use super::connection::MigrationConnection;
use super::failure::MigrationError;
use super::{Direction, Migrations, history};
use crate::db::catalog::difference;
use crate::meta::Resource;
use crate::schema::change::Step;

/// The result of adopting.
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
/// When the history isn't the program's, another process migrates for too long, or the history can't be written.
pub(crate) async fn adopt(
    connection: &DatabaseConnection,
    migrations: Migrations,
    resources: &[&Resource],
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Adopted, MigrationError> {
    // If there is nothing to do, no lock and no permission to write is needed.
    if history::pending(connection, migrations).await?.is_empty() {
        return Ok(Adopted::Recorded(Vec::new()));
    }
    MigrationConnection::alone(connection, migrations, async |own| {
        let state = history::checked_state(&own.inner, migrations).await?;
        let recorded = record(own, migrations, state.pending(), resources, ignored).await;
        recorded.map_err(|error| MigrationError::of(&error))
    })
    .await
}

/// Compares and records in one transaction, so that exactly the compared state is recorded.
async fn record(
    own: &MigrationConnection,
    migrations: Migrations,
    pending: Vec<String>,
    resources: &[&Resource],
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Adopted, DbErr> {
    let transaction = own.begin().await?;
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
    history::install(&transaction, own.dialect, migrations).await?;
    for name in &pending {
        history::note(&transaction, migrations, name, Direction::Up).await?;
    }
    transaction.commit().await?;
    Ok(Adopted::Recorded(pending))
}
