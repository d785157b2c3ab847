//! Integers and floats. JSON types aren't coerced: `"7"` isn't a number. `1.0` is an integer.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::{checked, read_string, violation};
use crate::error::{Cause, FieldErrors};
use crate::types::{ColumnType, FieldType, JsonForm, Kind, Limits, Row, Schema, Storage, validate};

/// The text of a JSON number, or a violation.
pub(super) fn number<'j>(json: &'j RawValue, message: &'static str, errors: &mut FieldErrors) -> Option<&'j str> {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'-' | b'0'..=b'9') => Some(text),
        _ if text == "null" => violation("may not be null", errors),
        _ => violation(message, errors),
    }
}

/// The digits of a number: a JSON number, or where the field has that form, a string of a whole number.
fn digits<'j>(
    json: &'j RawValue,
    limits: &Limits,
    message: &'static str,
    errors: &mut FieldErrors,
) -> Option<Cow<'j, str>> {
    if limits.form != JsonForm::Text {
        return number(json, message, errors).map(Cow::Borrowed);
    }
    let text = read_string(json, "not an integer in a string", errors)?;
    let digits = text.strip_prefix('-').unwrap_or(&text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return violation("not an integer in plain digits", errors);
    }
    Some(Cow::Owned(text))
}

/// Parses an integer within the range of its type, and validates it by its limits.
fn integer<T>(text: &str, least: T, most: T, limits: &Limits, errors: &mut FieldErrors) -> Option<T>
where
    T: TryFrom<i128> + Into<i64> + Copy,
{
    let Some(value) = whole(text) else {
        return violation("not an integer", errors);
    };
    // The message has the declared limit if there is one, since the document has it, too.
    let (minimum, maximum): (i64, i64) = (least.into(), most.into());
    if let Ok(fits) = T::try_from(value) {
        return checked(fits, errors, |fits, errors| {
            validate::integer((*fits).into(), limits, errors)
        });
    }
    let bound = if value < 0 {
        limits.minimum.map_or(minimum, |limit| limit.mantissa.max(minimum))
    } else {
        limits.maximum.map_or(maximum, |limit| limit.mantissa.min(maximum))
    };
    errors.push(if value < 0 {
        format!("less than {bound}")
    } else {
        format!("greater than {bound}")
    });
    None
}

/// The value of an integer in any notation: `7`, `7.0`, `70e-1`. One of more than 38 digits becomes the greatest value.
fn whole(text: &str) -> Option<i128> {
    let (digits, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let (digits, exponent) = match digits.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, power(exponent)),
        None => (digits, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let all = format!("{whole}{}", fraction.trim_end_matches('0'));
    let shift = exponent.saturating_sub(fraction.trim_end_matches('0').len() as i64);
    let significant = all.trim_start_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let value = if shift >= 0 {
        if significant.len() as i64 + shift.min(64) > 38 {
            i128::MAX
        } else {
            significant.parse::<i128>().ok()? * 10i128.pow(shift as u32)
        }
    } else {
        let cut = usize::try_from(-shift).unwrap_or(usize::MAX).min(significant.len());
        let (kept, gone) = significant.split_at(significant.len() - cut);
        if gone.bytes().any(|byte| byte != b'0') || cut < usize::try_from(-shift).unwrap_or(usize::MAX) {
            return None;
        }
        kept.parse::<i128>().unwrap_or(i128::MAX)
    };
    Some(if negative { -value } else { value })
}

/// An exponent, clamped to a range beyond which nothing changes.
pub(super) fn power(text: &str) -> i64 {
    const MOST: i64 = 1_000_000;
    let least = if text.starts_with('-') { -MOST } else { MOST };
    text.parse().map_or(least, |exponent: i64| exponent.clamp(-MOST, MOST))
}

macro_rules! integers {
    ($($type:ty, $kind:ident, $storage:ident, $cell:ident, $value:ident;)*) => {$(
        impl FieldType for $type {
            type Base = Self;
            const SCHEMA: Schema = Schema::of(Kind::$kind);

            fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                let text = digits(json, limits, "not an integer", errors)?;
                Self::parse(&text, limits, errors)
            }

            fn write(&self, out: &mut Vec<u8>) {
                use std::io::Write as _;
                // Writing to a Vec can't fail.
                let _ = write!(out, "{self}");
            }
        }

        impl ColumnType for $type {
            const STORAGE: Storage = Storage::$storage;

            fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                integer(text, Self::MIN, Self::MAX, limits, errors)
            }

            fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
                row.$cell(index)
            }
        }
    )*};
}

integers! {
    i16, Int16, Int16, int16, SmallInt;
    i32, Int32, Int32, int32, Int;
    i64, Int64, Int64, int64, BigInt;
}

macro_rules! floats {
    ($($type:ty, $kind:ident, $storage:ident, $cell:ident, $check:ident;)*) => {$(
        impl FieldType for $type {
            type Base = Self;
            const SCHEMA: Schema = Schema::of(Kind::$kind);

            fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                Self::parse(number(json, "not a number", errors)?, limits, errors)
            }

            fn write(&self, out: &mut Vec<u8>) {
                // The shortest text that parses to the same value. It is never NaN, which JSON doesn't have.
                if let Ok(text) = serde_json::to_vec(self) {
                    out.extend_from_slice(&text);
                }
            }
        }

        impl ColumnType for $type {
            const STORAGE: Storage = Storage::$storage;

            fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
                let digits = text.bytes().any(|byte| byte.is_ascii_digit());
                match text.parse::<$type>() {
                    Ok(value) if value.is_finite() => {
                        // Without the sign of a zero, which not all databases keep.
                        checked(value + 0.0, errors, |value, errors| validate::$check(*value, limits, errors))
                    }
                    Ok(value) if digits => {
                        let most = <$type>::MAX;
                        errors.push(if value > 0.0 { format!("greater than {most:e}") } else { format!("less than -{most:e}") });
                        None
                    }
                    _ => violation("not a number", errors),
                }
            }

            fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
                row.$cell(index)
            }
        }
    )*};
}

floats! {
    f32, Float, Float, float, single;
    f64, Double, Double, double, double;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn integer(text: &str, expected: Result<i32, &str>) {
        let mut errors = FieldErrors::new();
        let value = i32::parse(text, &Limits::NONE, &mut errors);
        let message = errors.finish().err().map(|error| error.to_string());
        assert_eq!((value, message.as_deref()), (expected.ok(), expected.err()), "{text}");
    }

    #[test]
    fn integers_in_any_notation() {
        integer("1.0", Ok(1));
        integer("70e-1", Ok(7));
        integer("1E2", Ok(100));
        integer("-0", Ok(0));
        integer("1.5", Err("not an integer"));
        integer("1e-9223372036854775808", Err("not an integer"));
        integer("1e-99999999999999999999", Err("not an integer"));
        integer("1e99999999999999999999", Err("greater than 2147483647"));
        integer("-1e400", Err("less than -2147483648"));
    }

    #[test]
    fn limits_of_single_floats_have_its_precision() {
        let limits = Limits {
            maximum: Some(crate::types::Number::float(0.1)),
            multiple_of: Some(crate::types::Number::float(0.1)),
            ..Limits::NONE
        };
        assert_eq!(f32::parse("0.1", &limits, &mut FieldErrors::new()), Some(0.1));
        assert_eq!(f32::parse("0.11", &limits, &mut FieldErrors::new()), None);
    }
}
