//! `fresh`: everything goes, and comes again.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

use super::failure::MigrationError;
use super::lane::{Lane, dialect, statement};
use super::{Event, Migrations, Report, history, run};
use crate::sql::Dialect;

/// What `fresh` would drop: sorts, as `TABLE`, and names.
///
/// # Errors
///
/// When the database is out of reach.
pub(crate) async fn everything(connection: &DatabaseConnection) -> Result<Vec<(String, String)>, MigrationError> {
    let dialect = dialect(connection)?;
    let found = all(connection, dialect).await;
    found.map_err(|error| MigrationError::of(dialect, &error))
}

/// Drops everything, all or nothing, and applies all migrations.
///
/// # Errors
///
/// Those of [`up`](super::up); what is dropped by then stays so.
pub(crate) async fn fresh(
    connection: &DatabaseConnection,
    migrations: Migrations,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    // Whatever can be told before anything is dropped.
    history::check_names(migrations)?;
    let lane = Lane::open(connection, migrations).await?;
    let ended = async {
        let dropped = drop_all(&lane).await;
        let dropped = dropped.map_err(|error| MigrationError::waited(lane.dialect, migrations.patience, &error))?;
        let was_empty = dropped.is_empty();
        for (sort, name) in dropped {
            report(Event::Dropped(sort, name));
        }
        let applied = async {
            let all = history::pending(&lane.connection, migrations).await?;
            run::on_lane(&lane, migrations, &all, report).await
        };
        applied.await.map_err(|error| match was_empty {
            true => error,
            false => MigrationError(format!("what was there is dropped, and then {error}")),
        })
    };
    let ended = lane.run(ended).await;
    lane.close(ended).await
}

async fn drop_all(lane: &Lane) -> Result<Vec<(String, String)>, DbErr> {
    let transaction = lane.begin().await?;
    let found = all(&transaction, lane.dialect).await?;
    for (sort, name) in &found {
        transaction
            .execute_unprepared(&lane.dialect.drop_anything(sort, name))
            .await?;
    }
    transaction.commit().await?;
    Ok(found)
}

async fn all<C: ConnectionTrait>(connection: &C, dialect: Dialect) -> Result<Vec<(String, String)>, DbErr> {
    let rows = connection
        .query_all_raw(statement(dialect, dialect.everything()))
        .await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "sort")?, row.try_get("", "name")?)))
        .collect()
}
