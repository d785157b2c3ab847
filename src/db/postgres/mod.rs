//! Connections to PostgreSQL, and what the driver makes of its cells.

pub(super) mod cells;
mod connect;
mod hooks;

pub(super) use connect::{options, server, single_connection};
