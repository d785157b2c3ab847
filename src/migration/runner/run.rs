//! Applies and undoes migrations one by one.

use sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::connection::MigrationConnection;
use super::failure::{COMMIT, Failed, MigrationError};
use super::history::{self, State};
use super::orphans::Orphans;
use super::{Direction, Event, Migrations, Report};

/// Applies the pending migrations, the oldest `most` of them, and gives their names.
///
/// # Errors
///
/// When the history isn't the program's, another process migrates for too long, or a migration fails; those before it stay applied.
pub(crate) async fn up(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: Option<usize>,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    // If there is nothing to do, no lock and no permission to write is needed. The migrations are chosen before the wait for other
    // processes: two that are each to apply one migration apply the same one.
    let state = history::state(connection, migrations).await?;
    if !state.newer().is_empty() {
        report(Event::Note(format!(
            "this program is older than the database, which has `{}`",
            state.newer().join("`, `")
        )));
        return Ok(Vec::new());
    }
    state.check()?;
    let pending = state.pending().into_iter();
    let chosen: Vec<String> = pending.take(most.unwrap_or(usize::MAX)).collect();
    if chosen.is_empty() {
        return Ok(Vec::new());
    }
    MigrationConnection::alone(connection, migrations, async |own| {
        apply_chosen(own, migrations, &chosen, report).await
    })
    .await
}

/// Applies those of these migrations that are still pending, on an open connection.
pub(super) async fn apply_chosen(
    own: &MigrationConnection,
    migrations: Migrations,
    chosen: &[String],
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let state = history::checked_state(&own.inner, migrations).await?;
    let pending = state.pending();
    for name in pending.iter().filter(|name| chosen.contains(name)) {
        if let Some(later) = state.is_late(name) {
            report(Event::Note(format!(
                "`{name}` is older than `{later}`, which is applied already; it runs after it"
            )));
        }
    }
    let pending = state.known.iter().filter(|(_, applied)| applied.is_none());
    let chosen = pending
        .map(|(migration, _)| migration.as_ref())
        .filter(|migration| chosen.iter().any(|name| name == migration.name()));
    each(own, migrations, chosen, Direction::Up, report).await
}

/// Takes the latest `most` migrations back, the latest first, and gives their names.
///
/// # Errors
///
/// Those of [`up`].
pub(crate) async fn down(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: usize,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let chosen = latest_names(connection, migrations, most).await?;
    MigrationConnection::alone(connection, migrations, async |own| {
        let state = history::checked_state(&own.inner, migrations).await?;
        let chosen = still_latest(&state, &chosen).into_iter();
        each(own, migrations, chosen, Direction::Down, report).await
    })
    .await
}

/// Takes the latest `most` migrations back and applies the same ones again; gives their names.
///
/// # Errors
///
/// Those of [`up`].
pub(crate) async fn redo(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: usize,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let chosen = latest_names(connection, migrations, most).await?;
    MigrationConnection::alone(connection, migrations, async |own| {
        let state = history::checked_state(&own.inner, migrations).await?;
        let chosen = still_latest(&state, &chosen);
        each(own, migrations, chosen.iter().copied(), Direction::Down, report).await?;
        each(own, migrations, chosen.iter().rev().copied(), Direction::Up, report).await
    })
    .await
}

/// The migrations that `down` reverts, in its order.
pub(super) fn latest(state: &State, most: usize) -> impl Iterator<Item = &Box<dyn MigrationTrait>> {
    let applied = state.known.iter().rev().filter(|(_, applied)| applied.is_some());
    applied.take(most).map(|(migration, _)| migration)
}

/// The names of the latest migrations, chosen before the wait for other processes: two that each undo one migration undo the same one.
async fn latest_names(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: usize,
) -> Result<Vec<String>, MigrationError> {
    let state = history::checked_state(connection, migrations).await?;
    Ok(latest(&state, most)
        .map(|migration| migration.name().to_owned())
        .collect())
}

/// Those of the chosen ones that are still applied, the latest first.
fn still_latest<'s>(state: &'s State, chosen: &[String]) -> Vec<&'s dyn MigrationTrait> {
    latest(state, usize::MAX)
        .map(AsRef::as_ref)
        .filter(|migration| chosen.iter().any(|name| name == migration.name()))
        .collect()
}

async fn each<'m>(
    own: &MigrationConnection,
    migrations: Migrations,
    chosen: impl Iterator<Item = &'m dyn MigrationTrait> + Send,
    direction: Direction,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let mut done = Vec::new();
    for migration in chosen {
        if !one(own, migrations, migration, direction, done.len()).await? {
            continue;
        }
        let name = migration.name().to_owned();
        report(match direction {
            Direction::Up => Event::Applied(name.clone()),
            Direction::Down => Event::Reverted(name.clone()),
        });
        done.push(name);
    }
    Ok(done)
}

/// Runs one migration. Returns whether it did: another process may have been faster.
async fn one(
    own: &MigrationConnection,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    before: usize,
) -> Result<bool, MigrationError> {
    own.recorder.clear();
    let undone = migration.use_transaction() != Some(false);
    let ran = if undone {
        in_transaction(own, migrations, migration, direction).await
    } else {
        without_transaction(own, migrations, migration, direction).await
    };
    ran.map_err(|(error, statement)| {
        let failed = Failed {
            name: migration.name(),
            direction,
            // The migration's own code may fail without any statement.
            statement: statement.filter(|_| !matches!(error, DbErr::Custom(_) | DbErr::Migration(_))),
            error: &error,
            undone,
            patience: migrations.patience,
            before,
        };
        failed.into_error(own.dialect)
    })
}

/// Why a migration failed, and the statement that did, if it is known.
type Failure = (DbErr, Option<String>);

async fn in_transaction(
    own: &MigrationConnection,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
) -> Result<bool, Failure> {
    let begun = own.begin().await;
    let transaction = begun.map_err(|error| (error, Some(own.dialect.begin().to_owned())))?;
    let manager = SchemaManager::new(&transaction);
    match captured(own, migrations, migration, direction, &manager).await {
        Ok(true) => {
            let committed = transaction.commit().await;
            committed
                .map(|()| true)
                .map_err(|error| (error, Some(COMMIT.to_owned())))
        }
        Ok(false) => {
            let rolled_back = transaction.rollback().await;
            rolled_back.map(|()| false).map_err(|error| (error, None))
        }
        Err(error) => {
            // It is undone at the latest when the connection ends.
            let _ = transaction.rollback().await;
            Err((error, own.failed().await))
        }
    }
}

async fn without_transaction(
    own: &MigrationConnection,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
) -> Result<bool, Failure> {
    let manager = SchemaManager::new(&own.inner);
    let ran = async {
        own.bound().await?;
        captured(own, migrations, migration, direction, &manager).await
    };
    match ran.await {
        Ok(ran) => Ok(ran),
        Err(error) => Err((error, own.failed().await)),
    }
}

/// The same as [`steps`], with its statements recorded.
async fn captured(
    own: &MigrationConnection,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    manager: &SchemaManager<'_>,
) -> Result<bool, DbErr> {
    let steps = steps(own, migrations, migration, direction, manager);
    own.recorder.capture(steps).await
}

/// The migration and what belongs to it, in a transaction or without one.
async fn steps(
    own: &MigrationConnection,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    manager: &SchemaManager<'_>,
) -> Result<bool, DbErr> {
    let connection = manager.get_connection();
    let applied = history::applied(connection, own.dialect, migrations).await?;
    let is_applied = applied.iter().any(|(name, _)| name == migration.name());
    if is_applied == (direction == Direction::Up) {
        return Ok(false);
    }
    let before = Orphans::of(connection, own.dialect).await?;
    // A statement that failed there isn't the migration's.
    own.recorder.clear();
    direction.run(migration, manager).await?;
    before.refuse_more(&Orphans::of(connection, own.dialect).await?)?;
    // Only now: a migration that fails leaves no trace.
    history::install(connection, own.dialect, migrations).await?;
    history::note(connection, migrations, migration.name(), direction).await?;
    Ok(true)
}
