//! Conversions as queries of SQLite. How values are stored: [`storage`](super::storage), and sqlx's encoders.

use super::super::conversion::Target;
use super::super::dialect::SqlDialect as _;
use super::digits::{float, integer, plain, scaled, shortest, step, with};
use super::storage::row;
use super::{DIALECT, Sqlite};
use crate::schema::model::{Column, ColumnKind, conversion, quoted};
use crate::types::Storage;

/// A conversion of a column's values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Converted {
    /// The value in the new form; one that has none stays as it is.
    pub(crate) value: String,
    /// Whether `value` has the new form.
    pub(crate) fits: String,
}

/// The conversion of a table's column to another type; `None` where values stay as they are.
pub(crate) fn converted(table: &str, there: &Column, column: &Column) -> Option<Converted> {
    // Values of another type are those that fields read of it, and are written so.
    let (from, to) = (Target::of(DIALECT, &there.kind)?, Target::of(DIALECT, &column.kind)?);
    let is_other = |column: &Column| matches!(column.kind, ColumnKind::Other(_));
    let respelled =
        is_other(there) && Sqlite.same_kind(there, column) || is_other(column) && Sqlite.same_kind(column, there);
    if respelled || conversion(from.storage, to.storage).is_none() {
        return None;
    }
    let stays = match to.storage {
        Storage::Decimal => from.precision == to.precision,
        Storage::Text => to
            .length
            .is_none_or(|most| from.length.is_some_and(|length| length <= most)),
        _ => true,
    };
    if from.storage == to.storage && stays {
        return None;
    }
    // Alone, a name that is no column's would be a text to SQLite.
    let name = format!("{}.{}", quoted(table), quoted(&there.name));
    Some(Converted {
        value: value(&name, from.storage, to),
        fits: (row(to.storage).fits)("value", to),
    })
}

/// A value in its new form. NULL stays NULL, and what isn't in the column's old form stays as it is.
fn value(c: &str, from: Storage, to: Target) -> String {
    let converted = turned(c, from, to);
    let other = if row(from).is_numeric {
        format!("OR typeof({c}) NOT IN ('integer', 'real') ")
    } else {
        String::new()
    };
    format!("CASE WHEN {c} IS NULL {other}THEN {c} ELSE {converted} END")
}

fn turned(c: &str, from: Storage, to: Target) -> String {
    use Storage::{Boolean, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Text, Time, Uuid};
    let decimal = |text: &str| {
        let number = plain(text);
        match to.precision {
            Some((_, scale)) => scaled(&number, scale),
            None => number,
        }
    };
    match (from, to.storage) {
        (Text, Boolean) => format!(
            "CASE WHEN lower({t}) IN ('true', 'tru', 'tr', 't', 'yes', 'ye', 'y', 'on', '1') THEN 1 \
             WHEN lower({t}) IN ('false', 'fals', 'fal', 'fa', 'f', 'no', 'n', 'off', 'of', '0') THEN 0 ELSE {c} END",
            t = trimmed(c)
        ),
        (Text, Int16 | Int32 | Int64) => integer(&trimmed(c)),
        (Text, Float | Double) => float(&trimmed(c)),
        (Text, Decimal) => decimal(&trimmed(c)),
        (Text, Uuid) => uuid(c),
        (Text, Date) => trimmed(c),
        (Text, Time) => time(&trimmed(c)),
        (Text, DateTime) => instant(c),
        (Boolean, Text) => format!("CASE {c} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE CAST({c} AS TEXT) END"),
        (Int16 | Int32 | Int64, Text) => format!("CAST({c} AS TEXT)"),
        (Float | Double, Text) => shortest(c, from == Float),
        (Uuid, Text) => with(
            &[
                step("v", c),
                step(
                    "h",
                    "lower(CASE typeof(v) WHEN 'blob' THEN hex(v) ELSE replace(v, '-', '') END)",
                ),
            ],
            "CASE WHEN length(h) = 32 THEN substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-' || substr(h, 13, 4) || '-' \
             || substr(h, 17, 4) || '-' || substr(h, 21) ELSE v END",
        ),
        (DateTime, Text) => {
            format!("CASE WHEN {c} LIKE '%+00:00' THEN substr({c}, 1, length({c}) - 6) || 'Z' ELSE {c} END")
        }
        (Int16 | Int32 | Int64, Boolean) => format!("{c} <> 0"),
        (Int16 | Int32 | Int64, Float | Double) => format!("CAST({c} AS REAL)"),
        (Decimal, Float | Double) => float(&format!("CAST({c} AS TEXT)")),
        (Int16 | Int32 | Int64, Decimal) => decimal(&format!("CAST({c} AS TEXT)")),
        (Float | Double, Int16 | Int32 | Int64) => nearest(c),
        (Decimal, Int16 | Int32 | Int64) => integer(&scaled(&plain(&format!("CAST({c} AS TEXT)")), 0)),
        // As many digits as `numeric` takes of a float.
        (Float, Decimal) => decimal(&format!("printf('%.6g', {c})")),
        (Double, Decimal) => decimal(&format!("printf('%.15g', {c})")),
        (Decimal, Decimal) => decimal(&format!("CAST({c} AS TEXT)")),
        (Decimal, Text) => format!("CAST({c} AS TEXT)"),
        (Date, DateTime) => format!("{c} || 'T00:00:00+00:00'"),
        // SQLite's own function would round a second that is nearly over to the next day.
        (DateTime, Date) => format!("substr({}, 1, 10)", instant(c)),
        // Both are stored alike; `fits` checks the value.
        _ => c.to_owned(),
    }
}

/// Without the white space around it.
fn trimmed(c: &str) -> String {
    format!("trim({c}, char(9, 10, 11, 12, 13, 32))")
}

/// The whole number that is nearest to a float, the even one of two; a float too great for one stays as it is.
fn nearest(c: &str) -> String {
    with(
        &[
            step("c", c),
            step("i", "CAST(c AS INTEGER)"),
            step("r", "abs(c - i)"),
            step("s", "iif(c < 0, -1, 1)"),
        ],
        "CASE WHEN c < -9223372036854775808.0 OR c >= 9223372036854775808.0 THEN c \
         WHEN r > 0.5 OR r = 0.5 AND i % 2 <> 0 THEN i + s ELSE i END",
    )
}

/// A text as the sixteen bytes of a UUID.
fn uuid(c: &str) -> String {
    let hyphens = "substr(h, 9, 1) || substr(h, 14, 1) || substr(h, 19, 1) || substr(h, 24, 1)";
    with(
        &[
            step("t", trimmed(c)),
            step("h", "iif(t GLOB '{*}', substr(t, 2, length(t) - 2), t)"),
            step(
                "d",
                format!("iif(length(h) = 36 AND {hyphens} = '----', replace(h, '-', ''), h)"),
            ),
        ],
        "CASE WHEN length(d) = 32 AND d NOT GLOB '*[^0-9a-fA-F]*' THEN unhex(d) ELSE t END",
    )
}

/// The digits `f` of a second with the point, as sqlx stores them: none, three or six; NULL if there are more.
const FRACTION: &str = "CASE WHEN length(rtrim(f, '0')) = 0 THEN '' WHEN length(rtrim(f, '0')) <= 3 \
     THEN '.' || substr(f || '00', 1, 3) WHEN length(rtrim(f, '0')) <= 6 THEN '.' || substr(f || '00000', 1, 6) END";

/// Whether a text is a time of day to the second.
pub(super) fn is_time(v: &str) -> String {
    format!("({v} GLOB '[01][0-9]:[0-5][0-9]:[0-5][0-9]' OR {v} GLOB '2[0-3]:[0-5][0-9]:[0-5][0-9]')")
}

/// Whether a text is a day of the calendar.
pub(super) fn is_day(v: &str) -> String {
    format!(
        "({v} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND {v} NOT GLOB '0000*' AND date({v}, '+0 days') IS {v})"
    )
}

/// A text as a time of day, in the form in which sqlx stores it.
fn time(text: &str) -> String {
    with(
        &[
            step("t", text),
            step("w", "iif(t GLOB '[0-9][0-9]:[0-9][0-9]', t || ':00', t)"),
            step("b", "substr(w, 1, 8)"),
            step("f", "substr(w, 10)"),
            step("g", FRACTION),
        ],
        &format!(
            "CASE WHEN {} AND (length(w) = 8 OR substr(w, 9, 1) = '.' AND length(f) > 0 AND f NOT GLOB '*[^0-9]*') AND g IS NOT NULL \
             THEN b || g ELSE t END",
            is_time("b")
        ),
    )
}

/// A text as an instant, in the form in which sqlx stores it: in UTC, with none, three or six digits of a second.
fn instant(c: &str) -> String {
    with(
        &[
            step("t", format!("upper({})", trimmed(c))),
            step("j", "substr(t, 1, 10)"),
            // The rest: the time of day, and the zone as +02:00.
            step("o", "substr(t, 12)"),
            step(
                "z",
                "CASE WHEN o GLOB '*Z' THEN 'Z' WHEN o GLOB '*[+-][0-9][0-9]:[0-9][0-9]' THEN substr(o, -6) \
                 WHEN o GLOB '*[+-][0-9][0-9][0-9][0-9]' THEN substr(o, -5) WHEN o GLOB '*[+-][0-9][0-9]' THEN substr(o, -3) ELSE '' END",
            ),
            step(
                "h",
                time("iif(o = '', '00:00', rtrim(substr(o, 1, length(o) - length(z)), char(9, 10, 11, 12, 13, 32)))"),
            ),
            step(
                "y",
                "CASE length(z) WHEN 0 THEN '' WHEN 1 THEN '' WHEN 3 THEN z || ':00' WHEN 5 THEN substr(z, 1, 3) || ':' || substr(z, 4) ELSE z END",
            ),
            step("i", "strftime('%Y-%m-%dT%H:%M:%S', j || 'T' || substr(h, 1, 8) || y)"),
        ],
        &format!(
            "CASE WHEN {} AND {} AND (t = j OR substr(t, 11, 1) IN ('T', ' ')) AND (o <> '' OR length(t) = 10) \
             AND length(h) IN (8, 12, 15) AND substr(h, 10) NOT GLOB '*[^0-9]*' AND (y = '' OR y GLOB '[+-]0[0-9]:[0-5][0-9]' OR y GLOB '[+-]1[0-4]:[0-5][0-9]') AND i IS NOT NULL \
             THEN i || substr(h, 9) || '+00:00' ELSE t END",
            is_day("j"),
            is_time("substr(h, 1, 8)")
        ),
    )
}
