//! Everything that knows a database: where it is, how to reach it, what it speaks, and the tables that the declaration asks for.

mod alter;
pub(crate) mod catalog;
mod changes;
mod config;
mod dialect;
mod executor;
mod limits;
pub(crate) mod migrate;
pub mod migration;
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
#[cfg(feature = "codegen")]
mod source;
mod upsert;
mod watch;

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
pub(crate) use dialect::{
    COUNTER_EXHAUSTED, Dialect, create_database, database_exists, drop_database, literal, matches_every_text,
};
pub(crate) use executor::{Executor, Next, Pending, Rows, Sql, Transaction};
pub(crate) use outage::Outage;
pub use pool::{ConnectError, connect};
#[cfg(feature = "postgres")]
pub(crate) use pool::{server_options, told};
pub(crate) use prepared::{TRIES, may_run_again};
pub(crate) use queue::RowTurn;
pub(crate) use refused::refused;
pub use row::field;
pub use seaorm::Database;
#[cfg(feature = "codegen")]
pub(crate) use source::{Source, render};
pub(crate) use upsert::{Upsert, upsert};
