//! Records as JSON: the fields that are set, whoever may see them. Neither replies nor messages can hold one.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use sea_orm::{ActiveModelTrait as _, EntityTrait, Iterable as _, Value};
use uuid::Uuid;

use super::Declared;
use crate::error::Cause;
use crate::meta::Field;
use crate::types::{JsonForm, Row, write_string};

/// Appends a record as an object, with each value in the form that clients send.
pub(crate) fn write<E: Declared>(row: &<E as EntityTrait>::ActiveModel, out: &mut Vec<u8>) {
    write_with::<E>(row, |field| field.limits.form, out);
}

/// Appends a record as an object to store, with each value as its type writes it.
pub(crate) fn write_stored<E: Declared>(row: &<E as EntityTrait>::ActiveModel, out: &mut Vec<u8>) {
    write_with::<E>(row, |_| JsonForm::OfType, out);
}

fn write_with<E: Declared>(row: &<E as EntityTrait>::ActiveModel, form: fn(&Field) -> JsonForm, out: &mut Vec<u8>) {
    // JSON is text to codecs.
    let value = |column| match row.get(column).into_value()? {
        Value::Json(json) => Some(Value::String(json.map(|json| json.to_string()))),
        value => Some(value),
    };
    let values = Values(E::Column::iter().map(value).collect());
    out.push(b'{');
    let begin = out.len();
    for (index, field) in E::RESOURCE.fields.iter().enumerate() {
        if !values.has(index) {
            continue;
        }
        let start = out.len();
        if start > begin {
            out.push(b',');
        }
        write_string(field.property, out);
        out.push(b':');
        let value = out.len();
        match (field.codec.render)(&values, index, out) {
            Ok(true) => form(field).apply(out, value),
            Ok(false) => out.extend_from_slice(b"null"),
            Err(_) => out.truncate(start),
        }
    }
    out.push(b'}');
}

/// The values of a record as cells of a row.
struct Values(Vec<Option<Value>>);

impl Values {
    fn has(&self, index: usize) -> bool {
        self.0.get(index).is_some_and(Option::is_some)
    }

    fn get(&self, index: usize) -> Result<&Value, Cause> {
        let value = self.0.get(index).and_then(Option::as_ref);
        value.ok_or_else(|| "not set".into())
    }
}

/// The value of a cell, if it is of this variant.
macro_rules! cell {
    ($values:ident $index:ident, $variant:ident($value:ident) => $cell:expr) => {
        match $values.get($index)? {
            Value::$variant($value) => Ok($cell),
            _ => Err("a value of another type".into()),
        }
    };
}

impl Row for Values {
    fn text(&self, index: usize) -> Result<Option<&str>, Cause> {
        cell!(self index, String(value) => value.as_deref())
    }

    fn bytes(&self, index: usize) -> Result<Option<&[u8]>, Cause> {
        cell!(self index, Bytes(value) => value.as_deref())
    }

    fn boolean(&self, index: usize) -> Result<Option<bool>, Cause> {
        cell!(self index, Bool(value) => *value)
    }

    fn int16(&self, index: usize) -> Result<Option<i16>, Cause> {
        cell!(self index, SmallInt(value) => *value)
    }

    fn int32(&self, index: usize) -> Result<Option<i32>, Cause> {
        cell!(self index, Int(value) => *value)
    }

    fn int64(&self, index: usize) -> Result<Option<i64>, Cause> {
        cell!(self index, BigInt(value) => *value)
    }

    fn float(&self, index: usize) -> Result<Option<f32>, Cause> {
        cell!(self index, Float(value) => *value)
    }

    fn double(&self, index: usize) -> Result<Option<f64>, Cause> {
        cell!(self index, Double(value) => *value)
    }

    fn decimal(&self, index: usize) -> Result<Option<Decimal>, Cause> {
        cell!(self index, Decimal(value) => *value)
    }

    fn uuid(&self, index: usize) -> Result<Option<Uuid>, Cause> {
        cell!(self index, Uuid(value) => *value)
    }

    fn date(&self, index: usize) -> Result<Option<NaiveDate>, Cause> {
        cell!(self index, ChronoDate(value) => *value)
    }

    fn time(&self, index: usize) -> Result<Option<NaiveTime>, Cause> {
        cell!(self index, ChronoTime(value) => *value)
    }

    fn date_time(&self, index: usize) -> Result<Option<DateTime<Utc>>, Cause> {
        cell!(self index, ChronoDateTimeUtc(value) => *value)
    }

    fn json(&self, index: usize) -> Result<Option<&str>, Cause> {
        self.text(index)
    }
}
