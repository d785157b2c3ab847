//! PostgreSQL as a place of the suite. What only it can come to is in `broker/postgres/tests.rs`.

use super::*;
use crate::db::Config;
use crate::testing::{Database, PostgresServer};

/// A database of the test's own.
pub(super) struct AtPostgres {
    url: String,
    /// One of a server that others use, too.
    _database: Option<Database>,
    server: Option<PostgresServer>,
}

impl AtPostgres {
    fn server(&mut self) -> &mut PostgresServer {
        self.server.as_mut().expect("a private server")
    }
}

impl Place for AtPostgres {
    type Broker = Postgres;

    async fn start() -> Option<Self> {
        let database = Database::postgres().await?;
        Some(Self {
            url: database.url().to_owned(),
            _database: Some(database),
            server: None,
        })
    }

    async fn join_as(&self, api: &str) -> Postgres {
        let config = Config::parse(&self.url).unwrap();
        Postgres::connect(&config, api).await.unwrap()
    }
}

impl Restart for AtPostgres {
    async fn private() -> Option<Self> {
        let server = PostgresServer::private().await?;
        Some(Self {
            url: server.url().to_owned(),
            _database: None,
            server: Some(server),
        })
    }

    async fn stop(&mut self) {
        self.server().stop().await;
    }

    async fn start_again(&mut self) {
        self.server().start_again().await;
    }
}
