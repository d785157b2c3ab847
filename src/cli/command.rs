//! What a user adds to the command line: subcommands, and callbacks of `serve`.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use clap::ArgMatches;
use sea_orm::DatabaseConnection;

use super::Failure;
use crate::db;
use crate::meta::Api;

type Running = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// Runs a user's subcommand.
pub(super) type Handler = Arc<dyn Fn(ArgMatches, CommandContext) -> Running + Send + Sync>;

/// Runs at the start or the end of `serve`.
pub(super) type Hook = Arc<dyn Fn(DatabaseConnection) -> Running + Send + Sync>;

/// Erases the type of a callback.
pub(super) fn hook<F, R, E>(hook: F) -> Hook
where
    F: Fn(DatabaseConnection) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), E>> + Send + 'static,
    E: Into<Failure>,
{
    Arc::new(move |connection| {
        let running = hook(connection);
        Box::pin(async move { running.await.map_err(Into::into) })
    })
}

/// What a user's subcommand gets: the API, and the database if it needs it.
#[derive(Clone)]
pub struct CommandContext {
    api: &'static Api,
    datastore: db::Config,
}

impl CommandContext {
    pub(super) fn new(api: &'static Api, datastore: db::Config) -> Self {
        Self { api, datastore }
    }

    /// The API.
    #[must_use]
    pub fn api(&self) -> &'static Api {
        self.api
    }

    /// Connects to the database that `--datastore` or the environment names.
    ///
    /// # Errors
    ///
    /// When it is out of reach; the text is one line without the password.
    pub async fn connect(&self) -> Result<DatabaseConnection, Box<dyn std::error::Error + Send + Sync>> {
        Ok(super::datastore::connect(&self.datastore).await?.connection().clone())
    }
}

impl fmt::Debug for CommandContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandContext")
            .field("api", &self.api.name)
            .field("datastore", &self.datastore)
            .finish()
    }
}
