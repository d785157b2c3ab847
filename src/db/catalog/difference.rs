//! How a database differs from a declaration.

use sea_orm::{ConnectionTrait as _, DatabaseExecutor, DbErr};

use crate::meta::Resource;
use crate::schema::change::Step;
use crate::schema::diff::{Preserved, as_spelled, diff, preserved};
use crate::schema::model::{Table, declared};
use crate::sql::{Dialect, live};

/// The table of sea-orm-migration's history, unless a migrator names another.
pub(crate) const HISTORY: &str = "seaql_migrations";

/// The table that long messages between servers go through (`ws/broker/postgres/`). No migration makes it and no declaration has it.
pub(crate) const MESSAGES: &str = "warp_openapi_messages";

/// The result of comparing a database with a declaration.
#[derive(Debug)]
pub(crate) struct Compared {
    /// What leads from the one to the other.
    pub steps: Vec<Step>,
    /// What was left out of the comparison, since no declaration can ask for it, each with its table.
    pub preserved: Vec<(String, Preserved)>,
    /// The tables that aren't declared.
    pub foreign: Vec<String>,
}

/// The steps from a database to the declared tables. Tables that aren't declared are dropped by them, but for those that `ignored` names and
/// those that a declared one refers to, which another program declares.
///
/// # Errors
///
/// When the database's tables can't be read, or the declared ones can't be made.
pub(crate) async fn difference<'r>(
    connection: &DatabaseExecutor<'_>,
    resources: impl IntoIterator<Item = &'r Resource>,
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<Step>, DbErr> {
    compared(connection, resources, ignored)
        .await
        .map(|compared| compared.steps)
}

/// The same, with what isn't compared.
///
/// # Errors
///
/// Those of [`difference`].
pub(crate) async fn compared<'r>(
    connection: &DatabaseExecutor<'_>,
    resources: impl IntoIterator<Item = &'r Resource>,
    ignored: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Compared, DbErr> {
    let dialect = Dialect::supported(connection.get_database_backend())?;
    let wanted = declared(resources).map_err(|error| DbErr::Custom(error.to_string()))?;
    let found = live(connection).await?;
    let is_declared = |table: &Table| wanted.iter().any(|other| dialect.same_name(&other.name, &table.name));
    let concerns = |table: &Table| {
        let mut keys = wanted.iter().flat_map(|other| &other.foreign_keys);
        is_declared(table) || !ignored(&table.name) && keys.all(|key| !dialect.same_name(&key.table, &table.name))
    };
    let (found, foreign): (Vec<Table>, Vec<Table>) = found
        .into_iter()
        .filter(|table| table.name != MESSAGES)
        .partition(concerns);
    let steps = diff(&dialect, &found, &wanted).map_err(DbErr::Custom)?;
    let spelled = as_spelled(&dialect, &found, &wanted).map_err(DbErr::Custom)?;
    let mut preserved = preserved(&dialect, &found, &spelled);
    for table in found.iter().filter(|table| is_declared(table)) {
        let unmanaged = table.unmanaged.iter().cloned().map(Preserved::Unmanaged);
        preserved.extend(unmanaged.map(|what| (table.name.clone(), what)));
    }
    Ok(Compared {
        steps,
        preserved,
        foreign: foreign.into_iter().map(|table| table.name).collect(),
    })
}
