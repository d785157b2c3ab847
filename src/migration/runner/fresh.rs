//! `fresh`: drops everything and applies all migrations.

use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

use super::connection::{MigrationConnection, dialect, statement};
use super::failure::MigrationError;
use super::{Event, Migrations, Report, history, run};
use crate::sql::Dialect;

/// What `fresh` would drop: kinds, such as `TABLE`, and names.
///
/// # Errors
///
/// When the database is out of reach.
pub(crate) async fn everything(connection: &DatabaseConnection) -> Result<Vec<(String, String)>, MigrationError> {
    let dialect = dialect(connection)?;
    let found = all(connection, dialect).await;
    found.map_err(|error| MigrationError::of(&error))
}

/// Drops everything in one transaction, and applies all migrations.
///
/// # Errors
///
/// Those of [`up`](super::up); tables dropped by then stay dropped.
pub(crate) async fn fresh(
    connection: &DatabaseConnection,
    migrations: Migrations,
    report: Report<'_>,
) -> Result<Vec<String>, MigrationError> {
    // Errors that can be found before anything is dropped.
    history::check_names(migrations)?;
    MigrationConnection::alone(connection, migrations, async |own| {
        let dropped = drop_all(own).await;
        let dropped = dropped.map_err(|error| MigrationError::waited(own.dialect, migrations.patience, &error))?;
        let was_empty = dropped.is_empty();
        for (sort, name) in dropped {
            report(Event::Dropped(sort, name));
        }
        let applied = async {
            let all = history::pending(&own.inner, migrations).await?;
            run::apply_chosen(own, migrations, &all, report).await
        };
        applied.await.map_err(|error| match was_empty {
            true => error,
            false => MigrationError::new(format!("what was there is dropped, and then {error}")),
        })
    })
    .await
}

async fn drop_all(own: &MigrationConnection) -> Result<Vec<(String, String)>, DbErr> {
    let transaction = own.begin().await?;
    let found = all(&transaction, own.dialect).await?;
    for (sort, name) in &found {
        transaction
            .execute_unprepared(&own.dialect.drop_anything(sort, name))
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
