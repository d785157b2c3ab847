//! Everything that knows a database.

mod executor;

pub use executor::{Executor, Pending, Rows, Sql, Transaction};

/// The SQL that a database speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite 3.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}
