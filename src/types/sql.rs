//! The type of a column, and the cells of rows.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::Value;
use uuid::Uuid;

use crate::error::Cause;

/// How a value is stored. `sql` has the column type of each database for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// A truth value.
    Boolean,
    /// An integer of 16 bits.
    Int16,
    /// An integer of 32 bits.
    Int32,
    /// An integer of 64 bits.
    Int64,
    /// A float of 32 bits.
    Float,
    /// A float of 64 bits.
    Double,
    /// A decimal number with exact digits.
    Decimal,
    /// A UUID.
    Uuid,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// An instant, in microseconds.
    DateTime,
    /// JSON text.
    Json,
}

impl Storage {
    /// The typed NULL.
    #[must_use]
    pub const fn null(self) -> Value {
        match self {
            Self::Text => Value::String(None),
            Self::Bytes => Value::Bytes(None),
            Self::Boolean => Value::Bool(None),
            Self::Int16 => Value::SmallInt(None),
            Self::Int32 => Value::Int(None),
            Self::Int64 => Value::BigInt(None),
            Self::Float => Value::Float(None),
            Self::Double => Value::Double(None),
            Self::Decimal => Value::Decimal(None),
            Self::Uuid => Value::Uuid(None),
            Self::Date => Value::ChronoDate(None),
            Self::Time => Value::ChronoTime(None),
            Self::DateTime => Value::ChronoDateTimeUtc(None),
            Self::Json => Value::Json(None),
        }
    }
}

/// One row of a result, independent of the driver: cells by index, `None` for NULL.
///
/// # Errors
///
/// Each method fails if the column doesn't exist or has another type.
#[allow(
    missing_docs,
    clippy::missing_errors_doc,
    reason = "the sentence above documents all"
)]
pub trait Row {
    fn text(&self, index: usize) -> Result<Option<&str>, Cause>;
    fn bytes(&self, index: usize) -> Result<Option<&[u8]>, Cause>;
    fn boolean(&self, index: usize) -> Result<Option<bool>, Cause>;
    fn int16(&self, index: usize) -> Result<Option<i16>, Cause>;
    fn int32(&self, index: usize) -> Result<Option<i32>, Cause>;
    fn int64(&self, index: usize) -> Result<Option<i64>, Cause>;
    fn float(&self, index: usize) -> Result<Option<f32>, Cause>;
    fn double(&self, index: usize) -> Result<Option<f64>, Cause>;
    fn decimal(&self, index: usize) -> Result<Option<Decimal>, Cause>;
    fn uuid(&self, index: usize) -> Result<Option<Uuid>, Cause>;
    fn date(&self, index: usize) -> Result<Option<NaiveDate>, Cause>;
    fn time(&self, index: usize) -> Result<Option<NaiveTime>, Cause>;
    fn date_time(&self, index: usize) -> Result<Option<DateTime<Utc>>, Cause>;
    /// JSON, as text.
    fn json(&self, index: usize) -> Result<Option<&str>, Cause>;
}
