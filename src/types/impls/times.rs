//! Dates, times of day and instants (RFC 3339).

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, SubsecRound as _, Timelike as _, Utc};
use serde_json::value::RawValue;

use super::{read_string, violation};
use crate::error::{Cause, FieldErrors};
use crate::types::{ColumnType, FieldType, Kind, Limits, Row, Schema, Storage};

macro_rules! times {
    ($($type:ty, $kind:ident, $cell:ident, $value:ident, $parse:ident, $write:ident, $message:expr;)*) => {$(
        impl FieldType for $type {
            type Base = Self;
            const SCHEMA: Schema = Schema::of(Kind::$kind);

            fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                Self::parse(&read_string(json, "not a string", errors)?, limits, errors)
            }

            fn write(&self, out: &mut Vec<u8>) {
                out.push(b'"');
                out.extend_from_slice($write(self).as_bytes());
                out.push(b'"');
            }
        }

        impl ColumnType for $type {
            const STORAGE: Storage = Storage::$kind;

            fn parse(text: &str, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                $parse(text).or_else(|| violation($message(text), errors))
            }

            fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
                row.$cell(index)
            }
        }
    )*};
}

times! {
    NaiveDate, Date, date, ChronoDate, parse_date, write_date, |_| "not a valid date";
    NaiveTime, Time, time, ChronoTime, parse_time, write_time, |_| "not a valid time";
    DateTime<Utc>, DateTime, date_time, ChronoDateTimeUtc, parse_instant, write_instant, instant_violation;
}

/// Parses `YYYY-MM-DD`.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                *byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        });
    shaped
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

fn write_date(date: &NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// Parses a time of day. It is cut to microseconds, as both databases do.
fn parse_time(text: &str) -> Option<NaiveTime> {
    if text.len() < 8 || !text.is_char_boundary(8) || text.as_bytes()[6..8] == *b"60" {
        return None;
    }
    let time = NaiveTime::parse_from_str(text, "%H:%M:%S%.f").ok()?;
    Some(time.trunc_subsecs(6))
}

fn write_time(time: &NaiveTime) -> String {
    let format = match time.nanosecond() {
        0 => "%H:%M:%S",
        nanos if nanos % 1_000_000 == 0 => "%H:%M:%S%.3f",
        _ => "%H:%M:%S%.6f",
    };
    time.format(format).to_string()
}

/// Parses an instant. It is cut to microseconds. Its year must have four digits in UTC, too.
fn parse_instant(text: &str) -> Option<DateTime<Utc>> {
    let separated = matches!(text.as_bytes().get(10), Some(b'T' | b't'));
    // chrono accepts 60 as a leap second. No database can store it.
    let leap = text.get(17..19) == Some("60");
    if !separated || leap || parse_date(text.get(..10)?).is_none() {
        return None;
    }
    let instant = DateTime::parse_from_rfc3339(text)
        .ok()?
        .with_timezone(&Utc)
        .trunc_subsecs(6);
    (0..=9999)
        .contains(&chrono::Datelike::year(&instant))
        .then_some(instant)
}

/// The message for a text that isn't an instant.
fn instant_violation(text: &str) -> &'static str {
    // `+` is a space in a query and in a form (https://url.spec.whatwg.org/#urlencoded-parsing).
    let with_plus = text
        .rsplit_once(' ')
        .and_then(|(time, offset)| parse_instant(&format!("{time}+{offset}")));
    match with_plus {
        Some(_) => {
            "not a valid date-time (there is a space where the offset's + should be; in a URL or a form write it as %2B)"
        }
        None => "not a valid date-time (offset needed)",
    }
}

fn write_instant(instant: &DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
