//! Cells that the driver would read for one type alone: PostgreSQL stores the same values in several.

use rust_decimal::Decimal;
use sqlx::postgres::{PgRow, PgValueFormat, Postgres};
use sqlx::{Decode, Row as _};

/// A cell of whatever type the decoder can read: integers of any width, text of any kind, `json` too.
pub(in crate::db) fn any<'r, T: Decode<'r, Postgres>>(row: &'r PgRow, index: usize) -> Result<Option<T>, sqlx::Error> {
    row.try_get_unchecked(index)
}

/// A decimal with its digits after the point, which the decoder forgets when it is zero.
///
/// `numeric` on the wire: four numbers of two bytes, the last being the count of those digits, then the digits themselves.
pub(in crate::db) fn decimal(row: &PgRow, index: usize) -> Result<Option<Decimal>, sqlx::Error> {
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
pub(in crate::db) fn json(row: &PgRow, index: usize) -> Result<Option<&str>, sqlx::Error> {
    let text: Option<&str> = row.try_get_unchecked(index)?;
    Ok(text.map(|text| text.strip_prefix('\u{1}').unwrap_or(text)))
}
