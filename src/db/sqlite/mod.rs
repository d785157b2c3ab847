//! Connections to SQLite, its files, and how cells are read.

pub(super) mod cells;
mod connect;
pub(super) mod file;
mod hooks;

pub(super) use connect::{memory, open_file, single_connection};
