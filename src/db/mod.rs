//! Databases: where one is, how to reach it, how statements run, and whether it has the tables that the declaration asks for.

pub(crate) mod catalog;
mod changes;
mod config;
mod executor;
mod limits;
mod open;
mod outage;
mod pool;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod pooled;
mod prepared;
mod queue;
mod refused;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod relay;
mod relayed;
mod row;
mod seaorm;
mod server;
mod upsert;
mod watch;

#[cfg(test)]
#[cfg(all(feature = "sqlite", feature = "postgres"))]
pub(crate) mod tests;

pub(crate) use catalog::create_missing;
pub(crate) use changes::{Overdue, RunningChange, within, within_current_request};
pub use config::{Config, ConfigError, Synchronous};
pub(crate) use executor::{Executor, Next, Pending, Rows, Transaction};
pub(crate) use outage::Outage;
pub(crate) use pool::only_connection;
pub use pool::{ConnectError, connect};
#[cfg(feature = "postgres")]
pub(crate) use pool::{server_options, told};
pub(crate) use prepared::{TRIES, may_run_again};
pub(crate) use queue::RowTurn;
pub(crate) use refused::refused;
pub use row::field;
pub use seaorm::Database;
pub(crate) use server::{create_database, database_exists, drop_database};
pub(crate) use upsert::{Upsert, upsert};
pub(crate) use watch::{Watch, Watched};
