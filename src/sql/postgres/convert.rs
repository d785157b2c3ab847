//! Conversions as PostgreSQL's `USING` has them.

use super::super::conversion::{GREATEST_DECIMAL, SINGLE, Target};
use super::DIALECT;
use super::storage::cast;
use crate::schema::model::{Column, ColumnKind, quoted};
use crate::types::Storage;

/// What changes the values of a column with its type; `None` where the assignment does the right thing.
pub(crate) fn using(there: Option<&Column>, column: &Column) -> Option<String> {
    let name = quoted(&column.name);
    let there = &there?.kind;
    if let ColumnKind::Other(kind) = &column.kind {
        return Some(format!("{name}::{kind}"));
    }
    let to = Target::of(DIALECT, &column.kind)?;
    match Target::of(DIALECT, there) {
        Some(from) => values(&name, from, to, matches!(there, ColumnKind::Other(_))),
        None => Some(format!("{name}::{}", cast(to.storage))),
    }
}

/// The expression for the values of the column `name`; `None` where the assignment does the right thing. A `foreign` type has other words
/// than fields ask for.
fn values(name: &str, from: Target, to: Target, foreign: bool) -> Option<String> {
    use Storage::{Boolean, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Text, Time, Uuid};
    let plain = format!("{name}::{}", cast(to.storage));
    let refused = |why: &str| format!("('{why}: ' || {name})::{}", cast(to.storage));
    let texts = |forms: &[(&str, &str)], why: &str| {
        let forms = forms.iter();
        let whens = forms.map(|(form, value)| format!("WHEN {name} ~ '^\\s*{form}\\s*$' THEN {value}"));
        format!("CASE {} ELSE {} END", whens.collect::<Vec<_>>().join(" "), refused(why))
    };
    let within = |condition: &str, value: &str| {
        format!(
            "CASE WHEN {condition} THEN {value} ELSE {} END",
            refused("out of range")
        )
    };
    Some(match (from.storage, to.storage) {
        (Text, Text) => match to.length {
            _ if foreign => plain,
            // A text that is too long is refused, but spaces at its end would be cut.
            Some(most) if from.length.is_none_or(|length| length > most) => {
                format!("CASE WHEN length({name}) > {most} THEN {name} || '.' ELSE {name} END")
            }
            _ => return None,
        },
        (Decimal, Decimal) => match holds(from.precision, to.precision) {
            true if foreign => plain,
            true => return None,
            false => within(&decimal(&plain, to.precision), &plain),
        },
        (from, to) if from == to => match foreign {
            true => plain,
            false => return None,
        },
        (Boolean, Int16 | Int32 | Int64) => format!("{name}::integer"),
        (Int16 | Int32 | Int64, Boolean) => format!("{name} <> 0"),
        // A half is rounded to the even number.
        (Int16 | Int32 | Int64 | Float | Double | Decimal, Int16 | Int32 | Int64) => {
            match integer(name, from.storage, to.storage) {
                Some(condition) => within(&condition, &plain),
                None => plain,
            }
        }
        (Double, Float) => {
            let (nothing, infinite) = SINGLE;
            within(
                &format!("{name} = 0 OR abs({name}) > {nothing} AND abs({name}) < {infinite}"),
                &plain,
            )
        }
        (Int16 | Int32 | Int64, Decimal) if to.precision.is_none() => plain,
        (Int16 | Int32 | Int64 | Float | Double, Decimal) => within(&decimal(&plain, to.precision), &plain),
        // SQLite's columns hold no negative zero.
        (Float, Text) => format!("({name} + 0::real)::text"),
        // As many digits as SQLite prints of very great and small numbers.
        (Double, Text) => format!(
            "CASE WHEN {name} = 0 OR abs({name}) BETWEEN 1e-22::float8 AND 1e22::float8 THEN ({name} + 0::float8)::text \
             ELSE {name}::numeric::float8::text END"
        ),
        (Date, DateTime) => format!("{name}::timestamp AT TIME ZONE 'UTC'"),
        (DateTime, Date) => format!("({name} AT TIME ZONE 'UTC')::date"),
        // As the API writes it, whatever the session's time zone and style of dates.
        (DateTime, Text) => format!(
            "{} || 'Z'",
            shortened(&format!(
                "to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')"
            ))
        ),
        (Time, Text) => shortened(&format!("to_char({name}, 'HH24:MI:SS.US')")),
        (Date, Text) => format!("to_char({name}, 'YYYY-MM-DD')"),
        // PostgreSQL knows what `now`, `yesterday`, `02/03/04` and `infinity` are, forgets zones that have names, and makes the next day of
        // 24:00 and the next minute of a sixtieth second.
        (Text, DateTime) => {
            let (day, time, zone) = (DAY, TIME, ZONE);
            texts(
                &[
                    (&format!(r"{day}[tT ]{time}\s*{zone}"), &plain),
                    (
                        &format!("{day}([tT ]{time})?"),
                        &format!("{name}::timestamp AT TIME ZONE 'UTC'"),
                    ),
                ],
                "not ISO 8601",
            )
        }
        (Text, Date) => texts(&[(DAY, &plain)], "not ISO 8601"),
        (Text, Time) => texts(&[(TIME, &plain)], "not ISO 8601"),
        // `NaN` and `Infinity` are none in JSON; SQLite's columns hold no negative zero.
        (Text, Float | Double) => {
            let positive = format!("{plain} + 0::{}", cast(to.storage));
            texts(&[(NUMBER, &positive)], "not a number")
        }
        (Text, Decimal) => {
            let bounded = within(&decimal(&plain, to.precision), &plain);
            texts(&[(NUMBER, &bounded)], "not a number")
        }
        (Text, integer) if integer.is_integer() => texts(&[(r"[+-]?\d+", &plain)], "not an integer"),
        (Text, Uuid) => {
            let trimmed = format!(r"btrim({name}, E' \t\n\r\f\x0b')::uuid");
            texts(&[(PLAIN_UUID, &trimmed), (HYPHENATED_UUID, &trimmed)], "not a UUID")
        }
        _ => plain,
    })
}

/// Forms of texts, as PostgreSQL's regular expressions; the digits of a second are those that a column keeps.
const DAY: &str = r"\d{4}-\d\d-\d\d";
const TIME: &str = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6}0*)?)?";
const ZONE: &str = r"([zZ]|[+-](0\d|1[0-4])(:?[0-5]\d)?)";
const NUMBER: &str = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?";
const PLAIN_UUID: &str = r"(\{[0-9a-fA-F]{32}\}|[0-9a-fA-F]{32})";
const HYPHENATED_UUID: &str = concat!(
    r"(\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\}",
    r"|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
);

/// A time without the digits of its second that are zero, three at a time.
fn shortened(time: &str) -> String {
    format!("regexp_replace({time}, '(\\.000000|000)$', '')")
}

/// Whether a number has its like among the integers; `None` if all have.
fn integer(name: &str, from: Storage, to: Storage) -> Option<String> {
    let to_range = to.integer()?;
    let (least, most) = (to_range.least, to_range.greatest);
    if let Some(from) = from.integer() {
        return (from.least < least || from.greatest > most).then(|| format!("{name} BETWEEN {least} AND {most}"));
    }
    Some(match (from, to) {
        // The greatest one is none in floating point.
        (Storage::Float | Storage::Double, Storage::Int64) => {
            format!("{name} >= {least}::float8 AND {name} < {most}::float8")
        }
        (Storage::Float | Storage::Double, _) => {
            format!("round({name}::float8) BETWEEN {least}::float8 AND {most}::float8")
        }
        _ => format!("round({name}) BETWEEN {least} AND {most}"),
    })
}

/// Whether a decimal column of these digits holds all that another one does.
fn holds(from: Option<(u8, u8)>, to: Option<(u8, u8)>) -> bool {
    match (from, to) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((all, after)), Some((new_all, new_after))) => {
            after <= new_after && all.saturating_sub(after) <= new_all.saturating_sub(new_after)
        }
    }
}

/// Whether a number has its like among the decimals of so many digits, or among those of `Decimal`.
fn decimal(number: &str, precision: Option<(u8, u8)>) -> String {
    match precision {
        Some((all, after)) => {
            let bound = format!("1{}", "0".repeat(usize::from(all.saturating_sub(after))));
            format!("abs(round({number}, {after})) < {bound}")
        }
        None => {
            format!("scale({number}) <= 28 AND abs({number}) * 10::numeric ^ scale({number}) <= {GREATEST_DECIMAL}")
        }
    }
}
