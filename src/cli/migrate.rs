//! `migrate`: brings the database up to the API, by the user's migrations or, without any, by creating what is missing.

use std::pin::Pin;

use sea_orm::{DatabaseConnection, DbErr};
use sea_orm_migration::{MigratorTrait, SchemaManager};

use super::{Cli, Failure, output};
use crate::db::{self, Database};
use crate::error::chain;
use crate::meta::Api;

type Running<'c, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'c>>;

/// A migrator, without its type.
#[derive(Clone, Copy)]
pub(super) struct Migrations {
    pending: for<'c> fn(&'c DatabaseConnection) -> Running<'c, Vec<String>>,
    up: for<'c> fn(&'c DatabaseConnection) -> Running<'c, ()>,
}

impl Migrations {
    /// Those of a migrator.
    pub(super) fn of<M: MigratorTrait>() -> Self {
        Self {
            pending: |connection| {
                Box::pin(async move {
                    // It writes nothing: `serve` may run as a user that mayn't create tables.
                    let pending = M::get_pending_migrations_read_only(connection).await?;
                    Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
                })
            },
            up: |connection| Box::pin(async move { M::up(connection, None).await }),
        }
    }
}

/// Migrates, and tells what was done.
///
/// # Errors
///
/// When the database is out of reach or a migration fails.
pub(super) async fn run(cli: &Cli, datastore: &db::Config) -> Result<(), Failure> {
    let database = super::datastore::connect(datastore).await?;
    let verb = if cli.migrations.is_some() {
        "applied"
    } else {
        "created table"
    };
    let done = up(cli, &database).await?;
    let mut said: Vec<String> = done.iter().map(|name| format!("{verb} {name}")).collect();
    if done.is_empty() {
        said.push(format!("nothing to do: {datastore} is up to date"));
    }
    if cli.migrations.is_none() {
        said.push("no migrations are given: tables that are there are left as they are".to_owned());
    }
    said.push(String::new());
    Ok(output::print(&said.join("\n"))?)
}

/// Brings the database up to the API; tells the migrations that were applied or the tables that were created.
pub(super) async fn up(cli: &Cli, database: &Database) -> Result<Vec<String>, Failure> {
    match cli.migrations {
        Some(migrations) => {
            let connection = database.connection();
            let pending = (migrations.pending)(connection).await.map_err(failed)?;
            (migrations.up)(connection).await.map_err(failed)?;
            Ok(pending)
        }
        None => db::create_missing(database, cli.api.resources())
            .await
            .map_err(|error| format!("the tables can't be created: {}", chain(&error)).into()),
    }
}

/// What `up` would do, without doing it.
pub(super) async fn pending(cli: &Cli, database: &Database) -> Result<Vec<String>, Failure> {
    match cli.migrations {
        Some(migrations) => (migrations.pending)(database.connection()).await.map_err(failed),
        None => missing(cli.api, database.connection()).await.map_err(failed),
    }
}

/// The tables that aren't there.
async fn missing(api: &Api, connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let manager = SchemaManager::new(connection);
    let mut names = Vec::new();
    for resource in api.resources() {
        if !manager.has_table(resource.table).await? {
            names.push(resource.table.to_owned());
        }
    }
    Ok(names)
}

fn failed(error: DbErr) -> Failure {
    format!("the migrations can't be run: {error}").into()
}
