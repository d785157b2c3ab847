//! Databases of a server: created and dropped, by a connection to another of its databases.

use std::str::FromStr as _;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};
use url::Url;

use crate::db::Config;
use crate::db::whole::{WholeError, refused};
use crate::schema::model::quoted;

/// The databases that every server has, from which others are made (PostgreSQL's manual, section 22.3).
const MAINTENANCE: [&str; 2] = ["postgres", "template1"];
/// The longest name that PostgreSQL keeps, in bytes.
const LONGEST: usize = 63;

/// Why the server refuses, in its own words, and what to do.
fn message(error: &sqlx::Error) -> String {
    let sqlx::Error::Database(database) = error else {
        return error.to_string();
    };
    // By SQLSTATE (PostgreSQL's documentation, appendix A).
    let remedy = match database.code().as_deref() {
        Some("42501") => "; connect as a user who may, or ask the server's administrator",
        Some("28P01" | "28000") => "; set the user and the password in the URL",
        Some("55006") => "; end the connections to it first",
        _ => "",
    };
    format!("{}{remedy}", database.message())
}

/// A connection to the server beside the database, and the database's name.
struct Server {
    connection: PgConnection,
    name: String,
}

impl Server {
    async fn of(config: &Config, url: &Url, done: &'static str) -> Result<Self, WholeError> {
        let options = PgConnectOptions::from_str(url.as_str()).map_err(|error| refused(config, done, error))?;
        let wrong = |problem: String| WholeError::Name {
            place: config.to_string(),
            problem,
        };
        let name = options.get_database().unwrap_or_default().to_owned();
        if name.is_empty() {
            return Err(wrong(
                "the URL names no database; write postgres://USER@HOST/DATABASE".to_owned(),
            ));
        }
        if name.len() > LONGEST {
            return Err(wrong(format!(
                "the name of a database has at most {LONGEST} bytes; shorten it"
            )));
        }
        let mut reason = format!("`{name}` is the server's own database; name another one");
        if [MAINTENANCE[0], MAINTENANCE[1], "template0"].contains(&name.as_str()) {
            return Err(wrong(reason));
        }
        let patience = config.pool.connect_timeout;
        for maintenance in MAINTENANCE {
            let options = options.clone().database(maintenance).disable_statement_logging();
            match tokio::time::timeout(patience, options.connect()).await {
                Ok(Ok(connection)) => return Ok(Self { connection, name }),
                Ok(Err(error)) => reason = message(&error),
                Err(_) => reason = format!("no answer within {} seconds", patience.as_secs()),
            }
        }
        Err(refused(config, done, reason))
    }

    async fn exists(&mut self) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_database WHERE datname = $1)")
            .bind(&self.name)
            .fetch_one(&mut self.connection)
            .await
    }

    async fn run(&mut self, sql: String) -> Result<(), sqlx::Error> {
        self.connection.execute(AssertSqlSafe(sql)).await.map(|_| ())
    }

    async fn drop(&mut self) -> Result<(), sqlx::Error> {
        self.run(format!("DROP DATABASE {} WITH (FORCE)", quoted(&self.name)))
            .await
    }

    async fn close(self) {
        // The work is done: an error on closing doesn't matter.
        let _ = self.connection.close().await;
    }
}

pub(in crate::db) async fn exists(config: &Config, url: &Url) -> Result<bool, WholeError> {
    let mut server = Server::of(config, url, "reached").await?;
    let exists = server
        .exists()
        .await
        .map_err(|error| refused(config, "found", message(&error)));
    server.close().await;
    exists
}

pub(in crate::db) async fn create(config: &Config, url: &Url, force: bool) -> Result<bool, WholeError> {
    let wrong = |error: sqlx::Error| refused(config, "created", message(&error));
    let mut server = Server::of(config, url, "created").await?;
    let there = server.exists().await.map_err(wrong)?;
    if there && !force {
        server.close().await;
        return Err(WholeError::Exists(config.to_string()));
    }
    if there {
        server.drop().await.map_err(wrong)?;
    }
    // The first template is the only one that takes any encoding (PostgreSQL's manual, section 22.3).
    let sql = format!(
        "CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0",
        quoted(&server.name)
    );
    server.run(sql).await.map_err(wrong)?;
    server.close().await;
    Ok(there)
}

pub(in crate::db) async fn remove(config: &Config, url: &Url) -> Result<(), WholeError> {
    let mut server = Server::of(config, url, "dropped").await?;
    let wrong = |error: sqlx::Error| refused(config, "dropped", message(&error));
    if !server.exists().await.map_err(wrong)? {
        server.close().await;
        return Err(WholeError::Missing(config.to_string()));
    }
    server.drop().await.map_err(wrong)?;
    server.close().await;
    Ok(())
}
