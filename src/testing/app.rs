//! An API on a port of this machine, with a database of its own.

use std::future::ready;
use std::net::Ipv4Addr;
use std::ops::Deref;
use std::sync::Arc;

use futures::stream;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::{Client, Database};
use crate::engine::Settings;
use crate::http::{self, Cors, Limits, Served, State};
use crate::meta::{Api, Errors};

/// A running API. It dereferences to its [`Client`]. When it is dropped, it stops, and its database is deleted.
#[derive(Debug)]
pub struct App {
    client: Client,
    server: JoinHandle<()>,
    database: Database,
}

impl App {
    /// Starts `api` on `database`, and creates its tables.
    ///
    /// # Panics
    ///
    /// If the tables can't be created or no port is free.
    pub async fn start(api: &'static Api, database: Database) -> Self {
        Self::start_with(api, database, Settings::default()).await
    }

    /// Starts `api` as [`App::start`] does, with these settings.
    ///
    /// # Panics
    ///
    /// If the tables can't be created or no port is free.
    pub async fn start_with(api: &'static Api, database: Database, settings: Settings) -> Self {
        Self::start_as(api, database, |state| state.settings(settings)).await
    }

    /// Starts `api` as [`App::start`] does, with a state of your own: its settings, and the values of `ctx.state`.
    ///
    /// # Panics
    ///
    /// If the tables can't be created or no port is free.
    pub async fn start_as(api: &'static Api, database: Database, configure: impl FnOnce(State) -> State) -> Self {
        database.create_tables(api).await;
        let state = configure(State::from(database.pool().clone()).testing());
        let settings = state.current().clone();
        let cors = Cors::of_api(api, &settings);
        Self::listen(database, http::filter(api, state), settings, (&api.info.errors, cors)).await
    }

    /// Starts any warp filter, such as an API's with your own. It creates no tables.
    ///
    /// # Panics
    ///
    /// If no port is free.
    pub async fn serve<F, R>(database: Database, filter: F) -> Self
    where
        F: Filter<Extract = (R,), Error = warp::Rejection> + Clone + Send + Sync + 'static,
        R: warp::Reply + 'static,
    {
        let filter = filter.map(warp::Reply::into_response).boxed();
        Self::listen(database, filter, Settings::default(), (&Errors::USUAL, None)).await
    }

    async fn listen(
        database: Database,
        filter: BoxedFilter<(Response,)>,
        settings: Settings,
        (errors, cors): (&'static Errors, Option<Arc<Cors>>),
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let client = Client::new(listener.local_addr().expect("the address of a bound socket"));
        let never = stream::pending();
        let server = http::listen(
            listener.into(),
            Served {
                filter,
                layers: Vec::new(),
                probes: None,
                settings: Arc::new(settings),
                errors,
                cors,
            },
            Limits::default(),
            ready(()),
            never,
        );
        Self {
            client,
            server: tokio::spawn(server),
            database,
        }
    }

    /// Returns the database.
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
        if std::thread::panicking() {
            eprintln!("The test failed on {} ({}).", self.database.name(), self.database.url());
        }
    }
}
