//! Migrations in the loop of our own, on each database.

mod failures;
mod histories;
mod recovered;
mod previews;
mod races;

use std::sync::Mutex;

use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use sea_orm_migration::async_trait::async_trait;
use sea_orm_migration::{MigrationName, MigrationTrait, MigratorTrait, SchemaManager};

use super::*;
use crate::migration::runner::{self, Direction, Event, MigrationError, Migrations, Preview};

/// A migration of statements.
#[derive(Clone, Copy)]
struct Plain {
    name: &'static str,
    up: &'static [&'static str],
    down: &'static [&'static str],
    whole: Option<bool>,
    raw: bool,
}

impl Plain {
    const fn new(name: &'static str, up: &'static [&'static str], down: &'static [&'static str]) -> Self {
        Self {
            name,
            up,
            down,
            whole: None,
            raw: false,
        }
    }
}

impl MigrationName for Plain {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Plain {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, self.up, self.raw).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if self.down.is_empty() {
            return NoDown.down(manager).await;
        }
        run(manager, self.down, self.raw).await
    }

    fn use_transaction(&self) -> Option<bool> {
        self.whole
    }
}

struct NoDown;

impl MigrationName for NoDown {
    fn name(&self) -> &'static str {
        "none"
    }
}

#[async_trait]
impl MigrationTrait for NoDown {
    async fn up(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Ok(())
    }
}

async fn run(manager: &SchemaManager<'_>, statements: &[&str], raw: bool) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for text in statements {
        if raw {
            connection.execute_unprepared(text).await?;
        } else {
            let statement = Statement::from_string(connection.get_database_backend(), *text);
            connection.execute_raw(statement).await?;
        }
    }
    Ok(())
}

/// Declares migrators.
macro_rules! migrators {
    ($($name:ident [$($migration:expr),* $(,)?])*) => {$(
        struct $name;

        impl MigratorTrait for $name {
            fn migrations() -> Vec<Box<dyn MigrationTrait>> {
                vec![$(Box::new($migration)),*]
            }
        }
    )*};
}
use migrators;

const ONE: Plain = Plain::new(
    "m1_one",
    &["CREATE TABLE one (id INT PRIMARY KEY)"],
    &["DROP TABLE one"],
);
const TWO: Plain = Plain::new(
    "m2_two",
    &[
        "CREATE TABLE two (id INT PRIMARY KEY, one INT REFERENCES one (id))",
        "INSERT INTO one VALUES (1)",
    ],
    &["DELETE FROM one", "DROP TABLE two"],
);
const THREE: Plain = Plain::new("m3_three", &["CREATE TABLE three (id INT)"], &["DROP TABLE three"]);

migrators! {
    OneTwo [ONE, TWO]
    OneTwoThree [ONE, TWO, THREE]
}

/// Everything that happens.
#[derive(Default)]
struct Reported(Mutex<Vec<Event>>);

impl Reported {
    fn report(&self) -> impl Fn(Event) + Send + Sync {
        |event| self.0.lock().unwrap().push(event)
    }

    fn lines(&self) -> Vec<String> {
        let events = self.0.lock().unwrap();
        events.iter().map(|event| format!("{event:?}")).collect()
    }
}

fn quiet(_: Event) {}

async fn up<M: MigratorTrait>(database: &Database) -> Result<Vec<String>, MigrationError> {
    runner::up(database.connection(), Migrations::of::<M>(), None, &quiet).await
}

async fn tables(database: &Database) -> Vec<String> {
    let found = runner::everything(database.connection()).await.unwrap();
    found.into_iter().map(|(_, name)| name).collect()
}

async fn execute(database: &Database, sql: &str) {
    database.connection().execute_unprepared(sql).await.unwrap();
}
