//! An API on a port of this machine, over a database of its own.

use std::net::Ipv4Addr;
use std::ops::Deref;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{Client, Database};
use crate::engine::Settings;
use crate::http::{State, api_filter};
use crate::meta::Api;

/// A running API; dereferences to its [`Client`]. It stops when it is dropped, and its database goes with it.
#[derive(Debug)]
pub struct App {
    client: Client,
    server: JoinHandle<()>,
    database: Database,
}

impl App {
    /// Starts `api` over `database`, whose tables it creates.
    ///
    /// # Panics
    ///
    /// When the tables can't be created or no port is free.
    pub async fn start(api: &'static Api, database: Database) -> Self {
        Self::start_with(api, database, Settings::default()).await
    }

    /// Starts `api` as [`App::start`] does, with these settings.
    ///
    /// # Panics
    ///
    /// When the tables can't be created or no port is free.
    pub async fn start_with(api: &'static Api, database: Database, settings: Settings) -> Self {
        if let Err(error) = crate::db::create_missing(api, database.connection()).await {
            panic!("{}: tables can't be created: {error}", database.url());
        }
        let state = State::new(database.connection().clone()).settings(settings);
        Self::serve(database, api_filter(api, state)).await
    }

    /// Starts any warp filter, such as an API's beside your own; it creates no tables.
    ///
    /// # Panics
    ///
    /// When no port is free.
    pub async fn serve<F>(database: Database, filter: F) -> Self
    where
        F: warp::Filter<Error = warp::Rejection> + Clone + Send + Sync + 'static,
        F::Extract: warp::Reply,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let client = Client::new(listener.local_addr().expect("the address of a bound socket"));
        let server = tokio::spawn(warp::serve(filter).incoming(listener).run());
        Self {
            client,
            server,
            database,
        }
    }

    /// The database.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
    }
}

impl Deref for App {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.server.abort();
    }
}
