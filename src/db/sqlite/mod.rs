//! Connections to SQLite, and what the driver makes of its cells.

pub(super) mod cells;
mod connect;
mod hooks;

pub(super) use connect::{file, memory, single_connection};
