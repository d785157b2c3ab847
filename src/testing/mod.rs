//! Tests of an API: a new database for each, the API on a port, a client, and its replies.
//!
//! Needs the feature `testing`; put it under `[dev-dependencies]`:
//! `warp-openapi = { version = "0.1", features = ["testing"] }`.
//!
//! SQLite is always tested, in a temporary file. PostgreSQL is tested on the server in `TEST_POSTGRES_URL`, whose user may create databases
//! (each [`Database`] is a new one, dropped at the end), else on a private server from installed binaries, stopped at the end. If there is
//! none, these tests are skipped with a message, or fail if `CI` is set. Redis is found in the same way: [`RedisServer`].

mod app;
mod client;
mod db;
#[cfg(test)]
#[cfg(all(feature = "postgres", feature = "redis", feature = "tls"))]
pub(crate) mod encrypted;
mod multipart;
mod postgres;
mod redis;
mod reply;
mod socket;

pub use crate::engine::ManualClock;
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
