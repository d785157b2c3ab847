//! What a database says about itself to those who look after it. Nothing is changed.

use sea_orm::{ConnectionTrait as _, DbErr, Statement, TransactionTrait as _};

use super::database::Database;
use super::executor::Executor as _;

/// The state of a database's server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerState {
    /// Its clock, in seconds since 1970.
    pub(crate) clock: f64,
    /// Whether it takes no changes: it is a standby, or set to be only read.
    pub(crate) is_read_only: bool,
}

/// Asks the server; `None` if the database lives in this process.
///
/// # Errors
///
/// Those of the database.
pub(crate) async fn server_state(database: &Database) -> Result<Option<ServerState>, DbErr> {
    let Some(sql) = database.dialect().server_state() else {
        return Ok(None);
    };
    let Some(row) = database.connection().query_one_raw(statement(database, sql)).await? else {
        return Ok(None);
    };
    Ok(Some(ServerState {
        clock: row.try_get_by_index(0)?,
        is_read_only: row.try_get_by_index(1)?,
    }))
}

/// Rights that the user lacks, `INSERT on tasks`, on those of these tables that are there.
///
/// # Errors
///
/// Those of the database.
pub(crate) async fn missing_rights(database: &Database, tables: &[&str]) -> Result<Vec<String>, DbErr> {
    let Some(sql) = database.dialect().missing_rights(tables) else {
        return Ok(Vec::new());
    };
    let rows = database.connection().query_all_raw(statement(database, &sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Changes something in a transaction, and rolls it back. Does nothing on databases that have users with rights.
///
/// # Errors
///
/// Why the database takes no changes.
pub(crate) async fn try_to_write(database: &Database) -> Result<(), DbErr> {
    let Some(sql) = database.dialect().write_probe() else {
        return Ok(());
    };
    let transaction = database.connection().begin().await?;
    let written = transaction.execute_unprepared(sql).await;
    transaction.rollback().await?;
    written.map(|_| ())
}

fn statement(database: &Database, sql: &str) -> Statement {
    Statement::from_string(database.connection().get_database_backend(), sql)
}
