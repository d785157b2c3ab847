//! How a database differs from a declaration.

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr};

use super::{Step, Table, declared, diff, live};
use crate::db::Dialect;
use crate::meta::Resource;

/// The table of sea-orm-migration's history, unless a migrator names another.
pub(crate) const HISTORY: &str = "seaql_migrations";

/// The table that long messages between servers go through (`ws/broker/postgres/`). No migration makes it and no declaration has it.
pub(crate) const MESSAGES: &str = "warp_openapi_messages";

/// The steps from a database to the declared tables. Tables that nobody declares are dropped by them, but for those that `ignored` names and
/// those that a declared one refers to: somebody else declares them.
///
/// # Errors
///
/// When the database's tables can't be read, or the declared ones can't be made.
pub(crate) async fn difference<'r>(
    connection: &DatabaseExecutor<'_>,
    resources: impl IntoIterator<Item = &'r Resource>,
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<Step>, DbErr> {
    let dialect = Dialect::of(connection.get_database_backend())
        .ok_or_else(|| DbErr::Custom("this database isn't supported; use SQLite or PostgreSQL".to_owned()))?;
    let wanted = declared(resources).map_err(|error| DbErr::Custom(error.to_string()))?;
    let found = live(connection).await?;
    let concerns = |table: &Table| {
        let mut keys = wanted.iter().flat_map(|other| &other.foreign_keys);
        wanted.iter().any(|other| dialect.same_name(&other.name, &table.name))
            || !ignored(&table.name)
                && table.name != MESSAGES
                && keys.all(|key| !dialect.same_name(&key.table, &table.name))
    };
    let found: Vec<Table> = found.into_iter().filter(concerns).collect();
    diff(dialect, &found, &wanted).map_err(DbErr::Custom)
}
