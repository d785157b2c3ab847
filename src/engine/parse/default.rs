//! The values of fields that a request leaves out.

use chrono::SubsecRound as _;
use sea_orm::Value;

use crate::error::Error;
use crate::meta::{Default, Field};

/// The value of a field that the request leaves out: its default, else NULL.
///
/// # Errors
///
/// [`Error::Internal`] if a literal isn't of the field's type, which the compile-time checks exclude.
pub(in crate::engine) fn value(field: &Field) -> Result<Value, Error> {
    match field.default {
        None => Ok(field.storage.null()),
        Some(Default::With(make)) => Ok(in_microseconds(make())),
        Some(Default::Literal(literal)) => field
            .codec
            .literal(literal, &field.limits)
            .ok_or_else(|| Error::internal(format!("default of `{}` isn't of its type", field.name))),
    }
}

/// Truncates what PostgreSQL would truncate, so that a clock of nanoseconds gives the same reply on every database.
fn in_microseconds(made: Value) -> Value {
    match made {
        Value::ChronoDateTimeUtc(instant) => Value::ChronoDateTimeUtc(instant.map(|instant| instant.trunc_subsecs(6))),
        Value::ChronoTime(time) => Value::ChronoTime(time.map(|time| time.trunc_subsecs(6))),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    #[test]
    fn a_clock_of_nanoseconds_gives_microseconds() {
        const MADE: fn() -> Value = || DateTime::<Utc>::from_timestamp_nanos(1_123_456_789).into();
        const FIELD: Field = Field::column::<DateTime<Utc>>("at", &[]).default_with(MADE).done();
        let expected = DateTime::<Utc>::from_timestamp_nanos(1_123_456_000);
        assert_eq!(value(&FIELD).unwrap(), expected.into());
    }
}
