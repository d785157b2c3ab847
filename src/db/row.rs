//! Cells of the rows that sea-orm's drivers return, without an allocation per cell.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::{DbErr, QueryResult, TryGetError};
use uuid::Uuid;

use super::executor::Rows;
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
        cell!(self, index, postgres::any, sqlx::Row::try_get)
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn boolean(&self, index: usize) -> Result<Option<bool>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlx::Row::try_get)
    }

    fn int16(&self, index: usize) -> Result<Option<i16>, Cause> {
        cell!(self, index, postgres::any, sqlx::Row::try_get)
    }

    fn int32(&self, index: usize) -> Result<Option<i32>, Cause> {
        cell!(self, index, postgres::any, sqlx::Row::try_get)
    }

    fn int64(&self, index: usize) -> Result<Option<i64>, Cause> {
        cell!(self, index, postgres::any, sqlx::Row::try_get)
    }

    fn float(&self, index: usize) -> Result<Option<f32>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::float)
    }

    fn double(&self, index: usize) -> Result<Option<f64>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::double)
    }

    fn decimal(&self, index: usize) -> Result<Option<Decimal>, Cause> {
        cell!(self, index, postgres::decimal, sqlite::decimal)
    }

    fn uuid(&self, index: usize) -> Result<Option<Uuid>, Cause> {
        cell!(self, index, sqlx::Row::try_get, sqlite::uuid)
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
        cell!(self, index, postgres::json, sqlx::Row::try_get)
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

/// What PostgreSQL stores in several types.
#[cfg(feature = "postgres")]
mod postgres {
    use rust_decimal::Decimal;
    use sqlx::postgres::{PgRow, PgValueFormat, Postgres};
    use sqlx::{Decode, Row as _};

    /// A cell of whatever type the decoder can read: integers of any width, text of any kind, `json` too.
    pub(super) fn any<'r, T: Decode<'r, Postgres>>(row: &'r PgRow, index: usize) -> Result<Option<T>, sqlx::Error> {
        row.try_get_unchecked(index)
    }

    /// A decimal with its digits after the point, which the decoder forgets when it is zero.
    ///
    /// `numeric` on the wire: four numbers of two bytes, the last being the count of those digits, then the digits themselves.
    pub(super) fn decimal(row: &PgRow, index: usize) -> Result<Option<Decimal>, sqlx::Error> {
        let Some(mut decimal) = row.try_get::<Option<Decimal>, _>(index)? else {
            return Ok(None);
        };
        let raw = row.try_get_raw(index)?;
        if decimal.is_zero()
            && raw.format() == PgValueFormat::Binary
            && let Ok([.., high, low]) = raw.as_bytes()
        {
            decimal.rescale(u32::from(u16::from_be_bytes([*high, *low])));
        }
        Ok(Some(decimal))
    }

    /// The text of `json`; that of `jsonb` comes with its version in front, the byte 1.
    pub(super) fn json(row: &PgRow, index: usize) -> Result<Option<&str>, sqlx::Error> {
        let text: Option<&str> = row.try_get_unchecked(index)?;
        Ok(text.map(|text| text.strip_prefix('\u{1}').unwrap_or(text)))
    }
}

/// What SQLite stores in another way than its column's type says; any cell there can hold any class of value.
#[cfg(feature = "sqlite")]
mod sqlite {
    use rust_decimal::Decimal;
    use sqlx::sqlite::SqliteRow;
    use sqlx::{Row as _, TypeInfo as _, ValueRef as _};
    use uuid::Uuid;

    #[derive(PartialEq)]
    enum Class {
        Integer,
        Real,
        Other,
    }

    fn class(row: &SqliteRow, index: usize) -> Result<Class, sqlx::Error> {
        let value = row.try_get_raw(index)?;
        Ok(match value.type_info().name() {
            "INTEGER" => Class::Integer,
            "REAL" => Class::Real,
            _ => Class::Other,
        })
    }

    pub(super) fn double(row: &SqliteRow, index: usize) -> Result<Option<f64>, sqlx::Error> {
        match class(row, index)? {
            Class::Integer => row.try_get_unchecked(index),
            Class::Real | Class::Other => row.try_get(index),
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "it was a float of 32 bits before it was stored"
    )]
    pub(super) fn float(row: &SqliteRow, index: usize) -> Result<Option<f32>, sqlx::Error> {
        Ok(double(row, index)?.map(|value| value as f32))
    }

    /// Text as we write it; numbers if somebody else wrote them.
    pub(super) fn decimal(row: &SqliteRow, index: usize) -> Result<Option<Decimal>, sqlx::Error> {
        let number = match class(row, index)? {
            Class::Integer => return Ok(row.try_get::<Option<i64>, _>(index)?.map(Decimal::from)),
            Class::Real => row.try_get::<Option<f64>, _>(index)?.map(|value| value.to_string()),
            Class::Other => {
                let text: Option<&str> = row.try_get(index)?;
                return text.map(parse).transpose();
            }
        };
        number.as_deref().map(parse).transpose()
    }

    fn parse(text: &str) -> Result<Decimal, sqlx::Error> {
        Decimal::from_str_exact(text)
            .or_else(|_| Decimal::from_scientific(text))
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))
    }

    /// Sixteen bytes as we write it; text if somebody else wrote it.
    pub(super) fn uuid(row: &SqliteRow, index: usize) -> Result<Option<Uuid>, sqlx::Error> {
        let bytes: Option<&[u8]> = row.try_get(index)?;
        bytes
            .map(|bytes| Uuid::from_slice(bytes).or_else(|_| Uuid::try_parse_ascii(bytes)))
            .transpose()
            .map_err(|error| sqlx::Error::Decode(Box::new(error)))
    }
}
