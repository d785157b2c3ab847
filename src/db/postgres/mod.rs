//! Connections to PostgreSQL, the databases of a server, and how cells are read.

pub(super) mod cells;
mod connect;
mod hooks;
pub(super) mod server;
mod tls;

pub(super) use connect::{breaker, connect, options, settled_options, single_connection};
#[cfg(any(test, feature = "cli"))]
pub(crate) use tls::{Encryption, encryption_of};
pub(crate) use tls::{is_this_machine, reason};
