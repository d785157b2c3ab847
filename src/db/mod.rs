//! Databases: where one is, how to reach it, how statements run, and whether it has the tables that the declaration asks for.

mod autocommit;
pub(crate) mod catalog;
mod changes;
mod config;
mod connect;
mod database;
mod deadline;
mod executor;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod handoff;
mod limits;
mod outage;
#[cfg(feature = "postgres")]
mod postgres;
mod prepared;
mod refused;
mod row;
mod row_queue;
mod server;
#[cfg(feature = "sqlite")]
mod sqlite;
mod transaction;
mod upsert;

#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "postgres"))]
pub(crate) mod tests;

pub(crate) use catalog::create_missing;
pub(crate) use changes::{Overdue, RunningChange, within, within_current_request};
pub use config::{Config, ConfigError, Synchronous};
pub(crate) use connect::single_connection;
pub use connect::{ConnectError, connect};
#[cfg(feature = "postgres")]
pub(crate) use connect::{message, server_options};
pub use database::Database;
pub(crate) use deadline::{Deadline, DeadlineGuard};
pub(crate) use executor::{Executor, Next, Pending, Rows, Transaction};
pub(crate) use outage::Outage;
pub(crate) use prepared::{OutdatedStatements, TRIES};
pub(crate) use refused::refused;
pub use row::field;
pub(crate) use row_queue::RowTurn;
pub(crate) use server::{create_database, database_exists, drop_database};
pub(crate) use upsert::{Upsert, upsert};
