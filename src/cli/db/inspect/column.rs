//! A column as a field: its type, and its options.
//!
//! What options can't express, or the compiler would refuse, is left out; the difference finds it.

use chrono::{NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::meta::{Default, Field};
use crate::schema::model::{Check, Column, ColumnDefault, Rule};
use crate::types::{Bytes, JsonValue, Literal, Number, Storage, check_document};

/// The most digits of a number that a declaration takes as a float.
const FLOAT_DIGITS: i64 = 1_000_000_000_000_000;

/// A field of this storage.
pub(super) fn field(name: &'static str, storage: Storage, key: bool, nullable: bool) -> Field {
    macro_rules! of {
        ($type:ty) => {
            match (key, nullable) {
                (true, _) => Field::key::<$type>(name, &[]).done(),
                (false, false) => Field::column::<$type>(name, &[]).done(),
                (false, true) => Field::column::<Option<$type>>(name, &[]).done(),
            }
        };
    }
    match storage {
        Storage::Text => of!(String),
        Storage::Bytes => of!(Bytes),
        Storage::Boolean => of!(bool),
        Storage::Int16 => of!(i16),
        Storage::Int32 => of!(i32),
        Storage::Int64 => of!(i64),
        Storage::Float => of!(f32),
        Storage::Double => of!(f64),
        Storage::Decimal => of!(Decimal),
        Storage::Uuid => of!(Uuid),
        Storage::Date => of!(NaiveDate),
        Storage::Time => of!(NaiveTime),
        Storage::DateTime => of!(chrono::DateTime<Utc>),
        Storage::Json => of!(JsonValue),
    }
}

/// The name of the type that a field of this storage has.
pub(super) fn type_name(storage: Storage) -> &'static str {
    storage.facts().field_type
}

/// Sets the limits that its length, digits and checks give. Those of enums are part of the type, and aren't handled here.
pub(super) fn limit(field: &mut Field, length: Option<u32>, precision: Option<(u8, u8)>, checks: &[&Check]) {
    let limits = &mut field.limits;
    limits.max_length = length;
    limits.precision = precision.filter(|(digits, scale)| (1..=28).contains(digits) && scale <= digits);
    for check in checks {
        match (&check.rule, field.storage) {
            (Rule::MinLength(least), Storage::Text | Storage::Bytes) if *least > 0 => limits.min_length = Some(*least),
            (Rule::MaxLength(most), Storage::Text | Storage::Bytes) if *most < u32::MAX => {
                limits.max_length = Some(length.map_or(*most, |length| length.min(*most)));
            }
            (Rule::Range(least, most), storage) => {
                let bound = |number: &Option<Number>| number.and_then(|number| writable(number, storage));
                // A bound that can't be written makes another rule.
                if bound(least).is_some() == least.is_some() && bound(most).is_some() == most.is_some() {
                    // Each end may have a check of its own.
                    limits.minimum = bound(least).or(limits.minimum);
                    limits.maximum = bound(most).or(limits.maximum);
                }
            }
            (Rule::MultipleOf(step), storage) if storage.is_integer() && *step > 0 => {
                limits.multiple_of = writable(Number::int(*step), field.storage);
            }
            // Digits follow from the precision.
            _ => {}
        }
    }
    if limits.min_length > limits.max_length && limits.max_length.is_some() {
        limits.min_length = None;
    }
    if let (Some(least), Some(most)) = (limits.minimum, limits.maximum)
        && least.greater(most)
    {
        (limits.minimum, limits.maximum) = (None, None);
    }
}

/// A number as an option of such a field takes it.
fn writable(number: Number, storage: Storage) -> Option<Number> {
    let number = plain(number);
    if let Some(range) = storage.integer() {
        let fits = number.scale == 0 && (range.least..=range.greatest).contains(&number.mantissa);
        return fits.then_some(number);
    }
    match storage {
        Storage::Double | Storage::Decimal => is_float(number).then_some(number),
        // The declaration has the shortest number that single precision holds as this one.
        Storage::Float => number_of(&(number.to_f64() as f32).to_string()).filter(|number| is_float(*number)),
        Storage::Int16
        | Storage::Int32
        | Storage::Int64
        | Storage::Text
        | Storage::Bytes
        | Storage::Boolean
        | Storage::Uuid
        | Storage::Date
        | Storage::Time
        | Storage::DateTime
        | Storage::Json => None,
    }
}

/// Whether the number is the same as a float of the declaration.
fn is_float(number: Number) -> bool {
    number.scale <= 15 && (-FLOAT_DIGITS..FLOAT_DIGITS).contains(&number.mantissa)
}

/// Without needless zeros.
fn plain(number: Number) -> Number {
    number_of(&number.to_decimal().normalize().to_string()).unwrap_or(number)
}

fn number_of(digits: &str) -> Option<Number> {
    let decimal = digits.parse::<Decimal>().ok()?.normalize();
    Some(Number {
        mantissa: i64::try_from(decimal.mantissa()).ok()?,
        scale: u8::try_from(decimal.scale()).ok()?,
    })
}

/// Sets the default, if an option can say it.
pub(super) fn default(field: &mut Field, column: &Column, only_key: bool) {
    let literal = column.default.as_ref().and_then(|default| literal(field, default));
    field.default = match (literal, field.storage) {
        (Some(literal), _) => Some(Default::Literal(literal)),
        // What a database makes by a function, the application can make as well.
        (None, Storage::Uuid) if only_key && field.references.is_none() => {
            Some(Default::With(|| Uuid::now_v7().into()))
        }
        (None, Storage::DateTime) if column.default.as_ref().is_some_and(is_now) => {
            Some(Default::With(|| Utc::now().into()))
        }
        (None, _) => None,
    };
}

/// Whether a default is the moment of writing.
fn is_now(default: &ColumnDefault) -> bool {
    let ColumnDefault::Other(expression) = default else {
        return false;
    };
    let text = expression.to_ascii_lowercase();
    let text = text.trim_matches(['(', ')', ' ']);
    let words = [
        "now",
        "current_timestamp",
        "transaction_timestamp",
        "statement_timestamp",
        "clock_timestamp",
        "datetime('now'",
    ];
    words.contains(&text) || text.starts_with("strftime(") && text.ends_with("'now'")
}

fn literal(field: &Field, default: &ColumnDefault) -> Option<Literal> {
    let limits = &field.limits;
    match (default, field.storage) {
        (ColumnDefault::Boolean(value), Storage::Boolean) => Some(Literal::Boolean(*value)),
        (ColumnDefault::Number(digits), storage) => {
            let number = writable(number_of(digits)?, storage)?;
            let whole = |digits: u8, scale: u8| 10i64.checked_pow(u32::from(digits - scale)).unwrap_or(i64::MAX);
            let fits = limits.minimum.is_none_or(|least| !least.greater(number))
                && limits.maximum.is_none_or(|most| !number.greater(most))
                && limits.multiple_of.is_none_or(|step| number.is_multiple_of(step))
                && limits.precision.is_none_or(|(digits, scale)| {
                    let bound = Number::int(whole(digits, scale));
                    number.scale <= scale && bound.greater(number) && number.greater(Number::int(-bound.mantissa))
                })
                && (field.choices.is_none() || field.choices.numbers().contains(&number.mantissa));
            fits.then_some(Literal::Number(number))
        }
        (ColumnDefault::Text(text), Storage::Text) => {
            let count = u32::try_from(text.chars().count()).ok()?;
            let fits = limits.min_length.is_none_or(|least| least <= count)
                && limits.max_length.is_none_or(|most| count <= most)
                && (field.choices.is_none() || field.choices.texts().contains(&text.as_str()))
                && !text.contains('\0');
            fits.then(|| Literal::Text(text.clone().leak()))
        }
        (ColumnDefault::Text(text), Storage::Json) => {
            check_document(text.as_bytes()).ok()?;
            Some(Literal::Json(text.clone().leak()))
        }
        _ => None,
    }
}
