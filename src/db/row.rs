//! Cells of the rows that sea-orm's drivers return, without an allocation per cell.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::{DbErr, QueryResult, TryGetError};
use uuid::Uuid;

use super::executor::Rows;
#[cfg(feature = "postgres")]
use super::postgres;
#[cfg(feature = "sqlite")]
use super::sqlite;
use crate::error::Cause;
use crate::types::{ColumnType, Row};

impl Rows for Vec<QueryResult> {
    fn len(&self) -> usize {
        Self::len(self)
    }

    fn get(&self, index: usize) -> Option<&dyn Row> {
        self.as_slice().get(index).map(|row| row as &dyn Row)
    }
}

/// Hands the driver's row, whichever it is, to a function for that driver.
macro_rules! cell {
    ($result:expr, $index:expr, $postgres:path, $sqlite:path) => {{
        #[cfg(feature = "postgres")]
        if let Some(row) = $result.try_as_pg_row() {
            return Ok($postgres(row, $index)?);
        }
        #[cfg(feature = "sqlite")]
        if let Some(row) = $result.try_as_sqlite_row() {
            return Ok($sqlite(row, $index)?);
        }
        let _ = $index;
        Err("the row comes from a database that isn't supported".into())
    }};
}

impl Row for QueryResult {
    fn text(&self, index: usize) -> Result<Option<&str>, Cause> {
        cell!(self, index, postgres::cells::any, sqlx::Row::try_get)
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn boolean(&self, index: usize) -> Result<Option<bool>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn int16(&self, index: usize) -> Result<Option<i16>, Cause> {
        cell!(self, index, postgres::cells::any, sqlx::Row::try_get)
    }

    fn int32(&self, index: usize) -> Result<Option<i32>, Cause> {
        cell!(self, index, postgres::cells::any, sqlx::Row::try_get)
    }

    fn int64(&self, index: usize) -> Result<Option<i64>, Cause> {
        cell!(self, index, postgres::cells::any, sqlx::Row::try_get)
    }

    fn float(&self, index: usize) -> Result<Option<f32>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::cells::float)
    }

    fn double(&self, index: usize) -> Result<Option<f64>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::cells::double)
    }

    fn decimal(&self, index: usize) -> Result<Option<Decimal>, Cause> {
        cell!(self, index, postgres::cells::decimal, sqlite::cells::decimal)
    }

    fn uuid(&self, index: usize) -> Result<Option<Uuid>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::cells::uuid)
    }

    fn date(&self, index: usize) -> Result<Option<NaiveDate>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn time(&self, index: usize) -> Result<Option<NaiveTime>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn date_time(&self, index: usize) -> Result<Option<DateTime<Utc>>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn json(&self, index: usize) -> Result<Option<&str>, Cause> {
        cell!(self, index, postgres::cells::json, sqlx::Row::try_get)
    }
}

/// Reads one field of an entity's model: the cell of the column `{prefix}{column}`.
///
/// # Errors
///
/// When there is no such column or it holds another type; [`TryGetError::Null`] when it is NULL and `T` has no value for that,
/// which is how sea-orm's joins see that there is no such row.
pub fn field<T: ColumnType>(row: &QueryResult, prefix: &str, column: &str) -> Result<T, TryGetError> {
    let index = if prefix.is_empty() {
        ordinal(row, column)
    } else {
        ordinal(row, &format!("{prefix}{column}"))
    };
    let wrong = |reason: &dyn std::fmt::Display| {
        TryGetError::DbErr(DbErr::Type(format!("column `{prefix}{column}`: {reason}")))
    };
    let index = index.ok_or_else(|| wrong(&"not in the result"))?;
    match T::from_row(row, index) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => T::absent().ok_or_else(|| TryGetError::Null(format!("{prefix}{column}"))),
        Err(cause) => Err(wrong(&cause)),
    }
}

fn ordinal(row: &QueryResult, column: &str) -> Option<usize> {
    #[cfg(feature = "postgres")]
    if let Some(row) = row.try_as_pg_row() {
        let column = sqlx::Row::try_column(row, column).ok()?;
        return Some(sqlx::Column::ordinal(column));
    }
    #[cfg(feature = "sqlite")]
    if let Some(row) = row.try_as_sqlite_row() {
        let column = sqlx::Row::try_column(row, column).ok()?;
        return Some(sqlx::Column::ordinal(column));
    }
    let _ = (row, column);
    None
}
