//! What to test an API with: a database of its own, the API on a port, a client, and answers to ask questions of.
//!
//! Needs the feature `testing`; put it under `[dev-dependencies]`:
//! `warp-openapi = { version = "0.1", features = ["testing"] }`.
//!
//! Databases: SQLite in a temporary file always. PostgreSQL from `TEST_POSTGRES_URL`, a server whose user may create databases
//! (each [`Database`] is a new one, dropped at the end); else a private server from installed binaries, stopped at the end; else the
//! PostgreSQL half is left out with a loud message, and with `CI` set it fails. Redis is found likewise: [`RedisServer`].

mod app;
mod client;
mod db;
mod multipart;
mod postgres;
mod redis;
mod reply;
mod socket;

pub use app::App;
pub use client::{Client, Request, query};
pub use db::{Database, databases};
pub use multipart::Multipart;
pub use postgres::PostgresServer;
#[cfg(test)]
pub(crate) use postgres::postgres_url;
pub use redis::RedisServer;
pub use reply::Reply;
pub use socket::Socket;
