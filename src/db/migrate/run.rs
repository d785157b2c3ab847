//! The loop.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::failure::{Failed, MigrationError};
use super::history::{self, State};
use super::lane::{Lane, statement};
use super::{Direction, Event, Migrations, PATIENCE, Report};

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
    up_within(connection, migrations, most, PATIENCE, report).await
}

/// The same, with the time that it waits for others.
pub(in crate::db) async fn up_within(
    connection: &DatabaseConnection,
    migrations: Migrations,
    most: Option<usize>,
    patience: Duration,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    // Nothing to do needs no lock, and no right to write.
    if history::pending(connection, migrations).await?.is_empty() {
        return Ok(Vec::new());
    }
    let lane = Lane::open(connection, patience).await?;
    let ended = on_lane(&lane, migrations, most, report).await;
    lane.close().await;
    ended
}

/// Applies pending migrations on a lane that is open.
pub(super) async fn on_lane(
    lane: &Lane,
    migrations: Migrations,
    most: Option<usize>,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let state = history::state(&lane.connection, migrations).await?;
    state.check()?;
    for name in state.pending().iter().take(most.unwrap_or(usize::MAX)) {
        if let Some(later) = state.is_late(name) {
            report(Event::Note(format!(
                "`{name}` is older than `{later}`, which is applied already; it runs after it"
            )));
        }
    }
    let pending = state.known.iter().filter(|(_, applied)| applied.is_none());
    let chosen = pending.take(most.unwrap_or(usize::MAX)).map(|(migration, _)| migration);
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
    let lane = Lane::open(connection, PATIENCE).await?;
    let ended = async {
        let state = history::state(&lane.connection, migrations).await?;
        state.check()?;
        each(&lane, migrations, latest(&state, most), Direction::Down, report).await
    };
    let ended = ended.await;
    lane.close().await;
    ended
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
    let lane = Lane::open(connection, PATIENCE).await?;
    let ended = async {
        let state = history::state(&lane.connection, migrations).await?;
        state.check()?;
        let chosen: Vec<_> = latest(&state, most).collect();
        each(&lane, migrations, chosen.iter().copied(), Direction::Down, report).await?;
        each(&lane, migrations, chosen.iter().rev().copied(), Direction::Up, report).await
    };
    let ended = ended.await;
    lane.close().await;
    ended
}

/// The migrations that `down` takes back, in its order.
pub(super) fn latest(state: &State, most: usize) -> impl Iterator<Item = &Box<dyn MigrationTrait>> {
    let applied = state.known.iter().rev().filter(|(_, applied)| applied.is_some());
    applied.take(most).map(|(migration, _)| migration)
}

async fn each<'m>(
    lane: &Lane,
    migrations: Migrations,
    chosen: impl Iterator<Item = &'m Box<dyn MigrationTrait>> + Send,
    direction: Direction,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    let mut done = Vec::new();
    for migration in chosen {
        if !one(lane, migrations, migration.as_ref(), direction, done.len()).await? {
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
                        Err(error) => Err((error, Some("COMMIT".to_owned()))),
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
        match heard(lane, migrations, migration, direction, &manager).await {
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
    direction.run(migration, manager).await?;
    orphans(lane, connection).await?;
    // Not before: a migration that fails leaves no trace.
    history::install(connection, lane.dialect, migrations).await?;
    history::note(connection, migrations, migration.name(), direction).await?;
    Ok(true)
}

/// Refuses rows that refer to nothing.
async fn orphans<C: ConnectionTrait>(lane: &Lane, connection: &C) -> Result<(), DbErr> {
    let Some(query) = lane.dialect.orphans() else {
        return Ok(());
    };
    let rows = connection.query_all_raw(statement(lane.dialect, query)).await?;
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let (table, parent): (String, String) = (first.try_get("", "table")?, first.try_get("", "parent")?);
    let of = |row: &&sea_orm::QueryResult| {
        row.try_get::<String>("", "table").is_ok_and(|name| name == table)
            && row.try_get::<String>("", "parent").is_ok_and(|name| name == parent)
    };
    let row = match first.try_get::<Option<i64>>("", "rowid")? {
        Some(row) => format!(" (the first has the rowid {row})"),
        None => String::new(),
    };
    Err(DbErr::Custom(format!(
        "rows of `{table}` refer to rows of `{parent}` that aren't there: {}{row}",
        rows.iter().filter(of).count(),
    )))
}
