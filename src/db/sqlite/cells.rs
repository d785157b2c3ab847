//! Cells whose storage class isn't that of their column's type: any cell of SQLite can hold a value of any class.

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

pub(in crate::db) fn double(row: &SqliteRow, index: usize) -> Result<Option<f64>, sqlx::Error> {
    match class(row, index)? {
        Class::Integer => row.try_get_unchecked(index),
        Class::Real | Class::Other => row.try_get(index),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it was a float of 32 bits before it was stored"
)]
pub(in crate::db) fn float(row: &SqliteRow, index: usize) -> Result<Option<f32>, sqlx::Error> {
    Ok(double(row, index)?.map(|value| value as f32))
}

/// Text as we write it; numbers if another program wrote them.
pub(in crate::db) fn decimal(row: &SqliteRow, index: usize) -> Result<Option<Decimal>, sqlx::Error> {
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

/// Sixteen bytes as we write it; text if another program wrote it.
pub(in crate::db) fn uuid(row: &SqliteRow, index: usize) -> Result<Option<Uuid>, sqlx::Error> {
    let bytes: Option<&[u8]> = row.try_get(index)?;
    bytes
        .map(|bytes| Uuid::from_slice(bytes).or_else(|_| Uuid::try_parse_ascii(bytes)))
        .transpose()
        .map_err(|error| sqlx::Error::Decode(Box::new(error)))
}
