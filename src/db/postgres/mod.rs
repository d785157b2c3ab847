//! Connections to PostgreSQL, the databases of a server, and how cells are read.

pub(super) mod cells;
mod connect;
mod hooks;
pub(super) mod server;

pub(super) use connect::{breaker, connect, options, single_connection};
