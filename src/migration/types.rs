//! What migrations written by hand need beside sea-orm-migration: the column types of texts and decimals.
//!
//! Everything else is the same on both databases with sea-orm-migration's own words:
//! `boolean()`, `small_integer()`, `integer()`, `big_integer()`, `float()`, `double()`, `uuid()`, `date()`,
//! `time()`, `timestamp_with_time_zone()`, `json()`, `blob()`.

use sea_orm::DbBackend;
use sea_orm::sea_query::ColumnType;

use crate::sql::Dialect;
use crate::types::Storage;

/// The column type of a `Decimal` field: exact on every database. `digits` are those of `precision(10, 2)`, if the field has it.
///
/// On SQLite it is text, compared as numbers; sea-query's own `decimal()` is a float there and loses digits.
///
/// # Examples
///
/// ```
/// use sea_orm::DbBackend;
/// use sea_orm::sea_query::{ColumnDef, SqliteQueryBuilder, Table};
/// use warp_openapi::migration::decimal;
///
/// let table = Table::create()
///     .table("tasks")
///     .col(ColumnDef::new_with_type("points", decimal(DbBackend::Sqlite, (10, 2))).not_null())
///     .to_string(SqliteQueryBuilder);
/// assert_eq!(
///     table,
///     r#"CREATE TABLE "tasks" ( "points" decimal_text(10, 2) COLLATE "decimal" NOT NULL )"#
/// );
/// ```
#[must_use]
pub fn decimal(backend: DbBackend, digits: impl Into<Option<(u8, u8)>>) -> ColumnType {
    Dialect::of(backend)
        .unwrap_or(Dialect::Postgres)
        .column_type(Storage::Decimal, None, digits.into())
}

/// The column type of a `String` field: compared by code points on every database. `length` is that of `len(..=64)`, if the field
/// has it.
///
/// On PostgreSQL it has the collation `C`; without one, texts are in the order of the database's locale.
///
/// # Examples
///
/// ```
/// use sea_orm::DbBackend;
/// use sea_orm::sea_query::{ColumnDef, PostgresQueryBuilder, Table};
/// use warp_openapi::migration::text;
///
/// let table = Table::create()
///     .table("tasks")
///     .col(ColumnDef::new_with_type("title", text(DbBackend::Postgres, 64)).not_null())
///     .to_string(PostgresQueryBuilder);
/// assert_eq!(
///     table,
///     r#"CREATE TABLE "tasks" ( "title" varchar(64) COLLATE "C" NOT NULL )"#
/// );
/// ```
#[must_use]
pub fn text(backend: DbBackend, length: impl Into<Option<u32>>) -> ColumnType {
    Dialect::of(backend)
        .unwrap_or(Dialect::Postgres)
        .column_type(Storage::Text, length.into(), None)
}
