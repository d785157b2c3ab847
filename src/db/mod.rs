//! Databases: where one is, how to reach it, how statements run, and whether it has the tables that the declaration asks for.

mod autocommit;
#[cfg_attr(
    not(feature = "postgres"),
    allow(dead_code, reason = "no other database has a server that can be down")
)]
mod breaker;
pub(crate) mod catalog;
mod changes;
mod config;
mod connect;
mod connect_error;
mod database;
mod deadline;
mod executor;
mod explain;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod handoff;
#[cfg(feature = "cli")]
mod health;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod options;
mod outage;
mod pool_settings;
#[cfg(feature = "postgres")]
mod postgres;
mod prepared;
mod row;
mod row_queue;
#[cfg(feature = "sqlite")]
mod sqlite;
mod transaction;
mod upsert;
mod whole;

#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "postgres"))]
pub(crate) mod tests;

pub(crate) use catalog::create_missing;
pub(crate) use changes::{Overdue, RunningChange, within, within_current_request};
pub use config::{Config, ConfigError, Synchronous};
pub use connect::connect;
#[cfg(feature = "postgres")]
pub(crate) use connect::server_options;
pub(crate) use connect::single_connection;
pub use connect_error::ConnectError;
pub use database::Database;
pub(crate) use deadline::{Deadline, DeadlineGuard};
pub(crate) use executor::{Executor, Next, Pending, Rows, Transaction};
pub(crate) use explain::explain;
#[cfg(feature = "cli")]
pub(crate) use health::{missing_rights, server_state, try_to_write};
#[cfg(feature = "postgres")]
pub(crate) use options::driver_message;
pub(crate) use outage::Outage;
#[cfg(feature = "cli")]
pub(crate) use pool_settings::PoolSettings;
#[cfg(feature = "postgres")]
pub(crate) use postgres::reason as connect_reason;
#[cfg(all(feature = "cli", feature = "postgres"))]
pub(crate) use postgres::{Encryption, encryption_of, is_this_machine};
pub(crate) use prepared::OutdatedStatements;
pub use row::field;
pub(crate) use row_queue::RowTurn;
#[cfg(feature = "migrate")]
pub(crate) use transaction::begin;
pub(crate) use upsert::{Upsert, upsert};
pub(crate) use whole::{WholeError, create_database, database_exists, drop_database};
