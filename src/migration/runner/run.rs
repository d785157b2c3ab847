//! The loop.

use sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::failure::{COMMIT, Failed, MigrationError};
use super::history::{self, State};
use super::lane::Lane;
use super::orphans::Orphans;
use super::{Direction, Event, Migrations, Report};

/// Applies the pending migrations, the oldest `most` of them, and gives their names.
///
/// # Errors
///
/// When the history isn't the program's, somebody else migrates for too long, or a migration fails; those before it stay applied.
pub(crate) async fn up(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: Option<usize>,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    // Nothing to do needs no lock, and no right to write. What is to be done is settled before the wait for others: two programs that are
    // each asked for one migration apply the same one.
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
    let lane = Lane::open(connection, migrations).await?;
    let ended = lane.run(on_lane(&lane, migrations, &chosen, report)).await;
    lane.close(ended).await
}

/// Applies those of these migrations that are still pending, on a lane that is open.
pub(super) async fn on_lane(
    lane: &Lane,
    migrations: Migrations,
    chosen: &[String],
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let state = history::state(&lane.connection, migrations).await?;
    state.check()?;
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
    each(lane, migrations, chosen, Direction::Up, report).await
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
    let lane = Lane::open(connection, migrations).await?;
    let ended = async {
        let state = history::state(&lane.connection, migrations).await?;
        state.check()?;
        let chosen = still_latest(&state, &chosen).into_iter();
        each(&lane, migrations, chosen, Direction::Down, report).await
    };
    let ended = lane.run(ended).await;
    lane.close(ended).await
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
    let lane = Lane::open(connection, migrations).await?;
    let ended = async {
        let state = history::state(&lane.connection, migrations).await?;
        state.check()?;
        let chosen = still_latest(&state, &chosen);
        each(&lane, migrations, chosen.iter().copied(), Direction::Down, report).await?;
        each(&lane, migrations, chosen.iter().rev().copied(), Direction::Up, report).await
    };
    let ended = lane.run(ended).await;
    lane.close(ended).await
}

/// The migrations that `down` takes back, in its order.
pub(super) fn latest(state: &State, most: usize) -> impl Iterator<Item = &Box<dyn MigrationTrait>> {
    let applied = state.known.iter().rev().filter(|(_, applied)| applied.is_some());
    applied.take(most).map(|(migration, _)| migration)
}

/// The names of the latest migrations, before the wait for others who migrate: two programs that each take one back take the same one back.
async fn latest_names(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: usize,
) -> Result<Vec<String>, MigrationError> {
    let state = history::state(connection, migrations).await?;
    state.check()?;
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
    lane: &Lane,
    migrations: Migrations,
    chosen: impl Iterator<Item = &'m dyn MigrationTrait> + Send,
    direction: Direction,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let mut done = Vec::new();
    for migration in chosen {
        if !one(lane, migrations, migration, direction, done.len()).await? {
            continue;
        }
        let name = migration.name().to_owned();
        report(match direction {
            Direction::Up => Event::Applied(name.clone()),
            Direction::Down => Event::TakenBack(name.clone()),
        });
        done.push(name);
    }
    Ok(done)
}

/// Runs one migration. Tells whether it did: somebody else may have been faster.
async fn one(
    lane: &Lane,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    before: usize,
) -> Result<bool, MigrationError> {
    lane.recorder.clear();
    let undone = migration.use_transaction() != Some(false);
    let ran = if undone {
        match lane.begin().await {
            Ok(transaction) => {
                let manager = SchemaManager::new(&transaction);
                match heard(lane, migrations, migration, direction, &manager).await {
                    Ok(true) => match transaction.commit().await {
                        Ok(()) => Ok(true),
                        Err(error) => Err((error, Some(COMMIT.to_owned()))),
                    },
                    Ok(false) => transaction
                        .rollback()
                        .await
                        .map(|()| false)
                        .map_err(|error| (error, None)),
                    Err(error) => {
                        // It is undone at the latest when the connection ends.
                        let _ = transaction.rollback().await;
                        Err((error, lane.failed().await))
                    }
                }
            }
            Err(error) => Err((error, Some(lane.dialect.begin().to_owned()))),
        }
    } else {
        let manager = SchemaManager::new(&lane.connection);
        let ran = match lane.bound().await {
            Ok(()) => heard(lane, migrations, migration, direction, &manager).await,
            Err(error) => Err(error),
        };
        match ran {
            Ok(ran) => Ok(ran),
            Err(error) => Err((error, lane.failed().await)),
        }
    };
    ran.map_err(|(error, statement)| {
        let failed = Failed {
            name: migration.name(),
            direction,
            // Code of the migration may fail without any statement.
            statement: statement.filter(|_| !matches!(error, DbErr::Custom(_) | DbErr::Migration(_))),
            error: &error,
            undone,
            patience: migrations.patience,
            before,
        };
        failed.told(lane.dialect)
    })
}

/// The same as [`steps`], with ears.
async fn heard(
    lane: &Lane,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    manager: &SchemaManager<'_>,
) -> Result<bool, DbErr> {
    let steps = steps(lane, migrations, migration, direction, manager);
    lane.recorder.hears(steps).await
}

/// The migration and what belongs to it, in a transaction or without one.
async fn steps(
    lane: &Lane,
    migrations: Migrations,
    migration: &dyn MigrationTrait,
    direction: Direction,
    manager: &SchemaManager<'_>,
) -> Result<bool, DbErr> {
    let connection = manager.get_connection();
    let applied = history::applied(connection, lane.dialect, migrations).await?;
    let is_applied = applied.iter().any(|(name, _)| name == migration.name());
    if is_applied == (direction == Direction::Up) {
        return Ok(false);
    }
    let before = Orphans::of(connection, lane.dialect).await?;
    // What failed in that is no failure of the migration.
    lane.recorder.clear();
    direction.run(migration, manager).await?;
    before.refuse_more(&Orphans::of(connection, lane.dialect).await?)?;
    // Not before: a migration that fails leaves no trace.
    history::install(connection, lane.dialect, migrations).await?;
    history::note(connection, migrations, migration.name(), direction).await?;
    Ok(true)
}
