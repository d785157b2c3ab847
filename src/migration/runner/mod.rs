//! Runs migrations of sea-orm-migration, with its history table and in its own loop: one process at a time, each migration in a
//! transaction, foreign keys of SQLite off meanwhile and checked at the end, and a message that names the statement that failed.

mod adopt;
mod connection;
mod failure;
mod fresh;
mod history;
mod orphans;
mod preview;
mod recorder;
mod run;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use sea_orm::{DbErr, DynIden};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};

pub(crate) use self::adopt::{Adopted, adopt};
pub use self::failure::MigrationError;
pub(crate) use self::fresh::{everything, fresh};
pub(crate) use self::history::{State, pending, state};
pub(crate) use self::preview::{Preview, sql};
pub(crate) use self::run::{down, redo, up};

/// How long a migrator waits for other processes by default.
const PATIENCE: Duration = Duration::from_secs(60);

/// The migrations of a program, without their type, and how they are run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migrations {
    list: fn() -> Vec<Box<dyn MigrationTrait>>,
    table: fn() -> DynIden,
    patience: Duration,
}

impl Migrations {
    /// Those of a migrator.
    pub(crate) fn of<M: MigratorTrait>() -> Self {
        Self {
            list: M::migrations,
            table: M::migration_table_name,
            patience: PATIENCE,
        }
    }

    /// Sets how long to wait for another process that migrates, and for each lock that a statement needs.
    pub(crate) fn within(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Whether there are none yet.
    pub(crate) fn is_empty(self) -> bool {
        (self.list)().is_empty()
    }

    /// The name of the table that holds their history.
    pub(crate) fn table(self) -> String {
        (self.table)().to_string()
    }
}

/// What happened. It is reported at once, since what comes later may fail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// A migration was applied.
    Applied(String),
    /// A migration was undone.
    Reverted(String),
    /// A table, a view or the like was dropped: its kind and its name.
    Dropped(String, String),
    /// A warning.
    Note(String),
}

/// Receives what happens.
pub(crate) type Report<'r> = &'r (dyn Fn(Event) + Send + Sync);

/// Which way a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// It is applied.
    Up,
    /// It is undone.
    Down,
}

impl Direction {
    /// Runs a migration this way. One that panics fails like any other, so that it is undone and reported.
    async fn run(self, migration: &dyn MigrationTrait, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        let running = async {
            match self {
                Self::Up => migration.up(manager).await,
                Self::Down => migration.down(manager).await,
            }
        };
        let panicked = match AssertUnwindSafe(running).catch_unwind().await {
            Ok(ended) => return ended,
            Err(panicked) => panicked,
        };
        let message = panicked.downcast_ref::<&str>().copied();
        let message = message.or_else(|| panicked.downcast_ref::<String>().map(String::as_str));
        Err(DbErr::Custom(match message {
            Some(message) => format!("its code panicked: {message}"),
            None => "its code panicked".to_owned(),
        }))
    }
}
