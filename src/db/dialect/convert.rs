//! What becomes of the values of a column whose type changes: expressions for the pairs of types that
//! [`conversion`](crate::db::catalog::conversion) knows. Both databases make the same of a value, as far as they hold the same.
//!
//! PostgreSQL refuses what it can't convert. SQLite keeps any value in any column, so that there a query must find what can't be
//! converted, before anything is copied.

use super::Dialect;
use super::quote::quoted;
use crate::db::catalog::{Column, ColumnKind, conversion};
use crate::types::Storage;

/// A conversion of a column's values on SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::db) struct Converted {
    /// The value in the new form; one that has none stays as it is.
    pub(in crate::db) value: String,
    /// Whether `value` has the new form.
    pub(in crate::db) fits: String,
}

impl Dialect {
    /// What PostgreSQL must be told to change the type of a column, beside the type; `None` where its assignment does the right thing.
    pub(super) fn using(self, there: Option<&Column>, column: &Column) -> Option<String> {
        use Storage::{Boolean, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Text, Time};
        let name = quoted(&column.name);
        let there = &there?.kind;
        let to = match &column.kind {
            ColumnKind::Stored { storage, .. } => *storage,
            ColumnKind::Other(kind) => return Some(format!("{name}::{kind}")),
        };
        let plain = format!("{name}::{}", self.plain(to));
        let Some(from) = self.storage(there) else {
            return Some(plain);
        };
        Some(match (from, to) {
            (from, to) if from == to => match (there, self.length(&column.kind)) {
                (ColumnKind::Other(_), _) => plain,
                // A text that is too long is refused, but spaces at its end would be cut.
                (_, Some(most)) if self.length(there).is_none_or(|length| length > most) => {
                    format!("CASE WHEN length({name}) > {most} THEN {name} || '.' ELSE {name} END")
                }
                _ => return None,
            },
            (Boolean, Int16 | Int32 | Int64) => format!("{name}::integer"),
            (Int16 | Int32 | Int64, Boolean) => format!("{name} <> 0"),
            (Date, DateTime) => format!("{name}::timestamp AT TIME ZONE 'UTC'"),
            (DateTime, Date) => format!("({name} AT TIME ZONE 'UTC')::date"),
            // As the API writes it, whatever the session's time zone and style of dates.
            (DateTime, Text) => format!(
                "regexp_replace(to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), '(\\.000000|000)$', '') || 'Z'"
            ),
            (Date, Text) => format!("to_char({name}, 'YYYY-MM-DD')"),
            // PostgreSQL knows what `now`, `yesterday`, `02/03/04` and `infinity` are, and forgets zones that have names.
            (Text, DateTime) => exact(
                &name,
                &[
                    (INSTANT, &plain),
                    (LOCAL, &format!("{name}::timestamp AT TIME ZONE 'UTC'")),
                ],
                &format!("('not ISO 8601: ' || {name})::timestamptz"),
            ),
            (Text, Date) => exact(&name, &[(DAY, &plain)], &format!("('not ISO 8601: ' || {name})::date")),
            (Text, Time) => exact(&name, &[(HOUR, &plain)], &format!("('not ISO 8601: ' || {name})::time")),
            // `NaN` and `Infinity` are none in JSON.
            (Text, Float | Double | Decimal) => {
                let refused = format!("('not a number: ' || {name})::{}", self.plain(to));
                exact(&name, &[(NUMBER, &plain)], &refused)
            }
            _ => plain,
        })
    }

    /// The word for a storage's type in a cast that neither cuts nor rounds.
    fn plain(self, storage: Storage) -> &'static str {
        match storage {
            Storage::Text => "text",
            Storage::Bytes => "bytea",
            Storage::Boolean => "boolean",
            Storage::Int16 => "smallint",
            Storage::Int32 => "integer",
            Storage::Int64 => "bigint",
            Storage::Float => "real",
            Storage::Double => "double precision",
            Storage::Decimal => "numeric",
            Storage::Uuid => "uuid",
            Storage::Date => "date",
            Storage::Time => "time",
            Storage::DateTime => "timestamptz",
            Storage::Json => "json",
        }
    }

    /// What SQLite must make of a column's values; `None` where they stay as they are.
    pub(in crate::db) fn converted(self, there: &Column, column: &Column) -> Option<Converted> {
        // Values of another type are those that fields read of it, and are written so.
        let (from, to) = (self.storage(&there.kind)?, self.storage(&column.kind)?);
        let precision = |kind: &ColumnKind| match kind {
            ColumnKind::Stored { precision, .. } => *precision,
            ColumnKind::Other(_) => None,
        };
        let (digits, precision) = (precision(&there.kind), precision(&column.kind));
        let is_other = |column: &Column| matches!(column.kind, ColumnKind::Other(_));
        let respelled =
            is_other(there) && self.same_kind(there, column) || is_other(column) && self.same_kind(column, there);
        if respelled || conversion(from, to).is_none() {
            return None;
        }
        if from == to && (to != Storage::Decimal || digits == precision) {
            return None;
        }
        let scale = precision.map(|(_, scale)| scale);
        Some(Converted {
            value: value(&quoted(&there.name), from, to, scale),
            fits: fits("value", to, scale),
        })
    }
}

/// Forms of texts, as PostgreSQL's regular expressions.
const DAY: &str = r"\d{4}-\d\d-\d\d";
const HOUR: &str = r"\d\d:\d\d(:\d\d(\.\d+)?)?";
const LOCAL: &str = r"\d{4}-\d\d-\d\d([tT ]\d\d:\d\d(:\d\d(\.\d+)?)?)?";
const INSTANT: &str = r"\d{4}-\d\d-\d\d[tT ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*([zZ]|[+-]\d\d(:?\d\d)?)";
const NUMBER: &str = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?";

/// The value of a text that has one of the forms; `refused`, which fails, for another one.
fn exact(name: &str, forms: &[(&str, &str)], refused: &str) -> String {
    let forms = forms.iter();
    let whens = forms.map(|(form, value)| format!("WHEN {name} ~ '^\\s*{form}\\s*$' THEN {value}"));
    format!("CASE {} ELSE {refused} END", whens.collect::<Vec<_>>().join(" "))
}

/// Names the steps of a long expression: `(SELECT {result} FROM (SELECT .., {b} AS b FROM (SELECT {a} AS a)))`.
fn with(steps: &[(&str, String)], result: &str) -> String {
    let mut from = String::new();
    for (at, (name, expression)) in steps.iter().enumerate() {
        from = match at {
            0 => format!("(SELECT {expression} AS {name})"),
            _ => format!("(SELECT *, {expression} AS {name} FROM {from})"),
        };
    }
    format!("(SELECT {result} FROM {from})")
}

fn step(name: &'static str, expression: impl Into<String>) -> (&'static str, String) {
    (name, expression.into())
}

/// A value of SQLite in its new form. How they are stored: `db/row.rs`, and sqlx's encoders.
fn value(c: &str, from: Storage, to: Storage, scale: Option<u8>) -> String {
    use Storage::{Boolean, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Text, Uuid};
    match (from, to) {
        (Text, Boolean) => format!(
            "CASE WHEN lower(trim({c})) IN ('true', 't', 'yes', 'y', 'on', '1') THEN 1 \
             WHEN lower(trim({c})) IN ('false', 'f', 'no', 'n', 'off', '0') THEN 0 ELSE {c} END"
        ),
        (Text, Int16 | Int32 | Int64) => with(
            &[
                step("t", format!("trim({c})")),
                step("d", "ltrim(CASE WHEN t GLOB '[+-]*' THEN substr(t, 2) ELSE t END, '0')"),
            ],
            "CASE WHEN t GLOB '*[0-9]' AND d NOT GLOB '*[^0-9]*' \
             AND (length(d) < 19 OR length(d) = 19 AND d <= '9223372036854775807') THEN CAST(t AS INTEGER) ELSE t END",
        ),
        (Text, Float | Double) => format!("CASE WHEN {} THEN CAST(trim({c}) AS REAL) ELSE {c} END", number(c)),
        (Text, Decimal) => scaled(&format!("trim({c})"), scale),
        (Text, Uuid) => with(
            &[
                step("t", c),
                step("h", "replace(replace(replace(trim(t), '-', ''), '{', ''), '}', '')"),
            ],
            "CASE WHEN length(h) = 32 AND h NOT GLOB '*[^0-9a-fA-F]*' THEN unhex(h) ELSE t END",
        ),
        (Text, Date) => format!("trim({c})"),
        (Text, Storage::Time) => with(
            &[step("t", format!("trim({c})"))],
            "CASE WHEN t GLOB '[0-9][0-9]:[0-9][0-9]' THEN t || ':00' ELSE t END",
        ),
        (Text, DateTime) => instant(c),
        (Boolean, Text) => format!("CASE {c} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE CAST({c} AS TEXT) END"),
        (Int16 | Int32 | Int64, Text) => format!("CAST({c} AS TEXT)"),
        (Float | Double, Text) => format!(
            "CASE WHEN {c} = CAST({c} AS INTEGER) AND abs({c}) < 1e15 THEN CAST(CAST({c} AS INTEGER) AS TEXT) \
             ELSE CAST({} AS TEXT) END",
            significant(c, from)
        ),
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
        (Int16 | Int32 | Int64, Float | Double) | (Decimal, Float | Double) => format!("CAST({c} AS REAL)"),
        (Int16 | Int32 | Int64, Decimal) => scaled(&format!("CAST({c} AS TEXT)"), scale),
        // The nearest whole number; of a decimal, all digits count.
        (Float | Double, Int16 | Int32 | Int64) => {
            format!("CASE WHEN abs({c}) < 9.2e18 THEN CAST(round({c}) AS INTEGER) ELSE {c} END")
        }
        (Decimal, Int16 | Int32 | Int64) => with(
            &[step("t", scaled(c, Some(0)))],
            "CASE WHEN length(ltrim(t, '-')) <= 18 THEN CAST(t AS INTEGER) ELSE t END",
        ),
        (Float | Double, Decimal) => scaled(
            &format!("rtrim(rtrim(printf('%.15f', {}), '0'), '.')", significant(c, from)),
            scale,
        ),
        (Decimal, Decimal) => scaled(c, scale),
        (Decimal, Text) => format!("CAST({c} AS TEXT)"),
        (Date, DateTime) => format!("{c} || 'T00:00:00+00:00'"),
        (DateTime, Date) => format!("date({c})"),
        // Both are stored alike; `fits` tells whether the value does.
        _ => c.to_owned(),
    }
}

/// A number of single precision without the digits that double precision adds to it.
fn significant(c: &str, from: Storage) -> String {
    match from {
        Storage::Float => format!("CAST(printf('%.6g', {c}) AS REAL)"),
        _ => c.to_owned(),
    }
}

/// Whether a text is a number as JSON writes it.
fn number(c: &str) -> String {
    format!("CASE WHEN json_valid(trim({c})) THEN json_type(trim({c})) IN ('integer', 'real') ELSE FALSE END")
}

/// A decimal with so many digits after the point; the last is rounded, as `numeric` does.
fn scaled(text: &str, scale: Option<u8>) -> String {
    let Some(scale) = scale else {
        return text.to_owned();
    };
    with(
        &[
            step("t", text),
            step("a", "ltrim(t, '-')"),
            step("p", "instr(a, '.')"),
            step("w", "CASE p WHEN 0 THEN a ELSE substr(a, 1, p - 1) END"),
            step("f", "CASE p WHEN 0 THEN '' ELSE substr(a, p + 1) END"),
            step(
                "m",
                format!("CAST(w || substr(f, 1, {scale}) AS INTEGER) + (substr(f, {scale} + 1, 1) >= '5')"),
            ),
            step("r", format!("printf('%0{}d', m)", u16::from(scale) + 1)),
            step("s", "CASE WHEN t LIKE '-%' AND m <> 0 THEN '-' ELSE '' END"),
        ],
        &match scale {
            0 => "CASE WHEN t GLOB '*[^0-9.-]*' OR f = '' OR length(w) > 18 THEN t ELSE s || r END".to_owned(),
            _ => format!(
                "CASE WHEN t GLOB '*[^0-9.-]*' THEN t \
                 WHEN length(f) <= {scale} THEN iif(t LIKE '-%', '-', '') || w || '.' || substr(f || '{}', 1, {scale}) \
                 WHEN length(w) + {scale} > 18 THEN t \
                 ELSE s || substr(r, 1, length(r) - {scale}) || '.' || substr(r, -{scale}) END",
                "0".repeat(usize::from(scale))
            ),
        },
    )
}

/// A text as an instant, in the form in which sqlx stores it: in UTC, with none, three, six or nine digits of a second.
fn instant(c: &str) -> String {
    with(
        &[
            step("t", format!("upper(trim({c}))")),
            step("p", "instr(t, '.')"),
            step("r", "CASE p WHEN 0 THEN '' ELSE substr(t, p + 1) END"),
            step("f", "substr(r, 1, length(r) - length(ltrim(r, '0123456789')))"),
            // SQLite would round to milliseconds.
            step(
                "b",
                "CASE p WHEN 0 THEN t ELSE substr(t, 1, p - 1) || substr(r, length(f) + 1) END",
            ),
            step("i", "strftime('%Y-%m-%dT%H:%M:%S', b)"),
            step("n", "length(rtrim(f, '0'))"),
        ],
        "CASE WHEN i IS NULL OR substr(t, 1, 10) NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' \
         OR date(substr(t, 1, 10)) IS NOT substr(t, 1, 10) THEN t \
         ELSE i || CASE WHEN n = 0 THEN '' WHEN n <= 3 THEN '.' || substr(f || '00', 1, 3) \
         WHEN n <= 6 THEN '.' || substr(f || '00000', 1, 6) ELSE '.' || substr(f || '00000000', 1, 9) END || '+00:00' END",
    )
}

/// Whether a value has the form in which SQLite's column of this storage keeps it.
fn fits(v: &str, to: Storage, scale: Option<u8>) -> String {
    let between = |least: i64, most: i64| format!("typeof({v}) = 'integer' AND {v} BETWEEN {least} AND {most}");
    match to {
        Storage::Text => format!("typeof({v}) = 'text'"),
        Storage::Bytes => format!("typeof({v}) = 'blob'"),
        Storage::Boolean => between(0, 1),
        Storage::Int16 => between(i16::MIN.into(), i16::MAX.into()),
        Storage::Int32 => between(i32::MIN.into(), i32::MAX.into()),
        Storage::Int64 => format!("typeof({v}) = 'integer'"),
        Storage::Float | Storage::Double => format!("typeof({v}) IN ('integer', 'real')"),
        Storage::Decimal => {
            let after = format!("length({v}) - iif(instr({v}, '.'), instr({v}, '.'), length({v}))");
            let digits = format!(
                "{} AND {v} NOT GLOB '*[eE]*' AND length(replace(ltrim({v}, '-0.'), '.', '')) <= 28",
                number(v)
            );
            match scale {
                Some(scale) => format!("{digits} AND {after} = {scale}"),
                None => format!("{digits} AND {after} <= 28"),
            }
        }
        Storage::Uuid => format!("typeof({v}) = 'blob' AND length({v}) = 16"),
        Storage::Date => format!("{v} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date({v}) = {v}"),
        Storage::Time => format!(
            "{v} GLOB '[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*' AND {v} NOT GLOB '*[^0-9:.]*' AND time({v}) IS NOT NULL"
        ),
        Storage::DateTime => format!("{v} LIKE '____-__-__T__:__:__%+00:00' AND datetime({v}) IS NOT NULL"),
        Storage::Json => format!("json_valid({v})"),
    }
}
