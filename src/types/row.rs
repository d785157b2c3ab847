//! The cells of a row.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::error::Cause;

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
