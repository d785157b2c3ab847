//! Everything that knows a database: where it is, how to reach it, what it speaks, and the tables that the declaration asks for.

mod alter;
pub(crate) mod catalog;
mod config;
mod dialect;
mod executor;
pub(crate) mod migrate;
pub mod migration;
mod pool;
mod refused;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod relay;
mod row;
mod seaorm;
mod source;
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
pub use config::{Config, ConfigError};
pub(crate) use dialect::{
    Dialect, SPENT, create_database, database_exists, drop_database, literal, matches_every_text,
};
pub(crate) use executor::{Executor, Next, Pending, Rows, Sql, Transaction};
pub use pool::{ConnectError, connect};
#[cfg(feature = "postgres")]
pub(crate) use pool::{server_options, told};
pub(crate) use refused::refused;
pub use row::field;
pub use seaorm::Database;
pub(crate) use source::{Source, render};
pub(crate) use upsert::{Upsert, upsert};
