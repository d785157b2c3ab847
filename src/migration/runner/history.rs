//! Which migrations are applied: the history table held against the program's list.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Order, Query};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, Iden as _, Schema, Statement};
use sea_orm_migration::{MigrationTrait, seaql_migrations};

use super::connection::dialect;
use super::failure::MigrationError;
use super::{Direction, Migrations};
use crate::sql::{DbErrorClass, Dialect, message};

/// The applied and the pending migrations.
pub(crate) struct State {
    /// The program's migrations, in its order, and when each was applied, in seconds since 1970.
    pub known: Vec<(Box<dyn MigrationTrait>, Option<i64>)>,
    /// Those that are applied and that the program doesn't know.
    pub unknown: Vec<String>,
}

impl State {
    /// The names of those that aren't applied.
    pub(crate) fn pending(&self) -> Vec<String> {
        let pending = self.known.iter().filter(|(_, applied)| applied.is_none());
        pending.map(|(migration, _)| migration.name().to_owned()).collect()
    }

    /// Whether nothing was ever applied.
    pub(crate) fn is_fresh(&self) -> bool {
        self.unknown.is_empty() && self.known.iter().all(|(_, applied)| applied.is_none())
    }

    /// The migrations of a newer program, if the history is that of one: it begins with all of this program's. Else none.
    pub(crate) fn newer(&self) -> &[String] {
        let applied = self.known.iter().all(|(_, applied)| applied.is_some());
        let last = self.known.iter().map(|(migration, _)| migration.name()).max();
        match last {
            Some(last) if applied && self.unknown.iter().all(|name| name.as_str() > last) => &self.unknown,
            _ => &[],
        }
    }

    /// Refuses a history that isn't the program's.
    pub(crate) fn check(&self) -> Result<(), MigrationError> {
        match self.unknown.as_slice() {
            [] => Ok(()),
            [name] => Err(MigrationError::new(format!(
                "the database has the migration `{name}`, which this program doesn't know: it was applied by a newer program, or its file \
                 was removed; run that program, or bring the file back"
            ))),
            names => Err(MigrationError::new(format!(
                "the database has the migrations `{}`, which this program doesn't know: they were applied by a newer program, or their \
                 files were removed; run that program, or bring the files back",
                names.join("`, `")
            ))),
        }
    }

    /// Whether a migration is older than one that is applied.
    pub(super) fn is_late(&self, name: &str) -> Option<&str> {
        let at = self.known.iter().position(|(migration, _)| migration.name() == name)?;
        let later = self.known.get(at + 1..)?.iter().rev();
        later
            .filter(|(_, applied)| applied.is_some())
            .map(|(migration, _)| migration.name())
            .next()
    }
}

/// Reads the history. Nothing is written, nor is the history table made.
///
/// # Errors
///
/// When the database is out of reach, or two migrations have one name.
pub(crate) async fn state(connection: &DatabaseConnection, migrations: Migrations) -> Result<State, MigrationError> {
    let dialect = dialect(connection)?;
    let applied = applied(connection, dialect, migrations).await;
    let applied = applied.map_err(|error| match DbErrorClass::of_sea_orm(&error) {
        // Reading needs no permission to write.
        DbErrorClass::Forbidden => MigrationError::new(format!(
            "the history of migrations can't be read: {}; connect as a user who may SELECT from `{}`, or GRANT that",
            message(&error),
            migrations.table()
        )),
        // There is a table of this name with other columns.
        class if class.remedy().is_none() => unreadable(migrations, &error),
        _ => MigrationError::of(&error),
    })?;
    compare(migrations, applied)
}

fn unreadable(migrations: Migrations, error: &DbErr) -> MigrationError {
    let (version, applied_at) = columns();
    MigrationError::new(format!(
        "the table `{}` isn't a history of migrations: {}; it must have the columns `{version}`, a text, and `{applied_at}`, seconds as a \
         big integer, both NOT NULL: put it right, or rename it and let `migrate` make a new one",
        migrations.table(),
        message(error)
    ))
}

/// Refuses a list in which two migrations have one name.
pub(super) fn check_names(migrations: Migrations) -> Result<(), MigrationError> {
    compare(migrations, Vec::new()).map(drop)
}

/// Reads the history, which must be the program's.
///
/// # Errors
///
/// Those of [`state`]; also when the database has migrations that the program doesn't know.
pub(super) async fn checked_state(
    connection: &DatabaseConnection,
    migrations: Migrations,
) -> Result<State, MigrationError> {
    let state = state(connection, migrations).await?;
    state.check()?;
    Ok(state)
}

/// The names of the migrations that aren't applied.
///
/// # Errors
///
/// Those of [`checked_state`].
pub(crate) async fn pending(
    connection: &DatabaseConnection,
    migrations: Migrations,
) -> Result<Vec<String>, MigrationError> {
    Ok(checked_state(connection, migrations).await?.pending())
}

fn compare(migrations: Migrations, applied: Vec<(String, i64)>) -> Result<State, MigrationError> {
    let list = (migrations.list)();
    for (at, migration) in list.iter().enumerate() {
        if list[..at].iter().any(|other| other.name() == migration.name()) {
            return Err(MigrationError::new(format!(
                "two migrations are called `{}`; give one of them another name",
                migration.name()
            )));
        }
    }
    // A primary key forbids it, unless the table was made by hand.
    for (at, (name, _)) in applied.iter().enumerate() {
        if applied[..at].iter().any(|(other, _)| other == name) {
            return Err(MigrationError::new(format!(
                "the history has `{name}` twice; delete one of its rows from the table `{}`",
                migrations.table()
            )));
        }
    }
    let unknown = applied.iter().map(|(name, _)| name);
    let unknown = unknown.filter(|name| list.iter().all(|migration| migration.name() != name.as_str()));
    let unknown = unknown.cloned().collect();
    let at = |name: &str| applied.iter().find(|(applied, _)| applied == name).map(|(_, at)| *at);
    let known = list.into_iter().map(|migration| {
        let at = at(migration.name());
        (migration, at)
    });
    Ok(State {
        known: known.collect(),
        unknown,
    })
}

/// Whether there is a history table.
pub(super) async fn exists<C: ConnectionTrait>(
    connection: &C,
    dialect: Dialect,
    migrations: Migrations,
) -> Result<bool, DbErr> {
    let query = Statement::from_sql_and_values(dialect.backend(), dialect.table_exists(), [migrations.table().into()]);
    Ok(connection.query_one_raw(query).await?.is_some())
}

/// The migrations in the history, with their times.
pub(super) async fn applied<C: ConnectionTrait>(
    connection: &C,
    dialect: Dialect,
    migrations: Migrations,
) -> Result<Vec<(String, i64)>, DbErr> {
    if !exists(connection, dialect, migrations).await? {
        return Ok(Vec::new());
    }
    let (version, applied_at) = columns();
    let mut select = Query::select();
    // With the table's name: SQLite takes the name of a column that isn't there for a text.
    let column = |name: &str| ((migrations.table)(), Alias::new(name));
    select
        .columns([column(&version), column(&applied_at)])
        .from((migrations.table)())
        .order_by(column(&version), Order::Asc);
    let rows = connection.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)))
        .collect()
}

/// Makes the history table if it isn't there, as sea-orm-migration does.
pub(super) async fn install<C: ConnectionTrait>(
    connection: &C,
    dialect: Dialect,
    migrations: Migrations,
) -> Result<(), DbErr> {
    if exists(connection, dialect, migrations).await? {
        return Ok(());
    }
    let mut table = Schema::new(dialect.backend()).create_table_from_entity(seaql_migrations::Entity);
    table.table((migrations.table)()).if_not_exists();
    connection.execute(&table).await.map(drop)
}

/// Notes that a migration was applied or reverted.
pub(super) async fn note<C: ConnectionTrait>(
    connection: &C,
    migrations: Migrations,
    name: &str,
    direction: Direction,
) -> Result<(), DbErr> {
    let (version, applied_at) = columns();
    match direction {
        Direction::Up => {
            let now = chrono::Utc::now().timestamp();
            let mut insert = Query::insert();
            insert
                .into_table((migrations.table)())
                .columns([Alias::new(version), Alias::new(applied_at)])
                .values_panic([name.into(), now.into()]);
            connection.execute(&insert).await
        }
        Direction::Down => {
            let mut delete = Query::delete();
            delete
                .from_table((migrations.table)())
                .and_where(Expr::col(((migrations.table)(), Alias::new(version))).eq(name));
            connection.execute(&delete).await
        }
    }
    .map(drop)
}

/// The columns of the history table.
fn columns() -> (String, String) {
    let name = |column: seaql_migrations::Column| column.unquoted().to_owned();
    (
        name(seaql_migrations::Column::Version),
        name(seaql_migrations::Column::AppliedAt),
    )
}
