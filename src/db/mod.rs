//! Everything that knows a database: where it is, how to reach it, what it speaks, and the tables that the declaration asks for.

mod alter;
pub(crate) mod catalog;
mod autocommit;
mod changes;
mod config;
mod connect;
mod database;
mod deadline;
mod dialect;
mod executor;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod handoff;
mod limits;
pub(crate) mod migrate;
pub mod migration;
mod outage;
#[cfg(feature = "postgres")]
mod postgres;
mod prepared;
mod refused;
mod row;
mod row_queue;
mod source;
#[cfg(feature = "sqlite")]
mod sqlite;
mod transaction;
mod upsert;

#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod tests;

#[cfg(test)]
pub(crate) use catalog::Table;
#[cfg(test)]
use catalog::create_sql;
pub(crate) use catalog::{Risk, Step, create_missing, risks};
#[cfg(test)]
use catalog::{create_statements, declared};
pub(crate) use changes::{Overdue, RunningChange, within, within_current_request};
pub use config::{Config, ConfigError, Synchronous};
pub use connect::{ConnectError, connect};
#[cfg(feature = "postgres")]
pub(crate) use connect::{message, server_options};
pub use database::Database;
pub(crate) use dialect::{
    COUNTER_EXHAUSTED, Dialect, create_database, database_exists, drop_database, literal, matches_every_text,
};
pub(crate) use executor::{Executor, Next, Pending, Rows, Sql, Transaction};
pub(crate) use outage::Outage;
pub(crate) use prepared::{OutdatedStatements, TRIES};
pub(crate) use refused::refused;
pub use row::field;
pub(crate) use row_queue::RowTurn;
pub(crate) use source::{Source, render};
pub(crate) use upsert::{Upsert, upsert};
