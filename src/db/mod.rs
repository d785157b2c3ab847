//! Everything that knows a database: where it is, how to reach it, what it speaks, and the tables that the declaration asks for.

mod catalog;
mod config;
mod dialect;
mod executor;
pub mod migration;
mod pool;
mod relay;
mod row;
mod seaorm;
mod upsert;

#[cfg(all(test, feature = "sqlite", feature = "postgres"))]
mod tests;

pub use catalog::{
    CatalogError, Check, Column, ForeignKey, Index, Rule, Table, create_missing, create_sql, create_statements,
    declared,
};
pub use config::{Config, ConfigError};
pub use dialect::Dialect;
pub use executor::{Executor, Pending, Rows, Sql, Transaction};
pub use pool::{ConnectError, connect};
pub use row::field;
pub use seaorm::Database;
pub use upsert::{Upsert, upsert};
