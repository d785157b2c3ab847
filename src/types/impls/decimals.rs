//! Decimals with exact digits, from numbers and from strings.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::numbers::{number, power};
use super::{checked, violation};
use crate::error::{Cause, FieldErrors};
use crate::types::{ColumnType, FieldType, JsonForm, Kind, Limits, Row, Schema, Storage, validate};

impl FieldType for Decimal {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Decimal);

    /// A number, or its digits in a string; only the latter where the field has that form.
    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        let text = json.get();
        if text.starts_with('"') {
            let digits: String = serde_json::from_str(text)
                .ok()
                .or_else(|| violation("not a number", errors))?;
            let value = Self::parse(&digits, limits, errors)?;
            if !is_plain_decimal(&digits, limits) {
                let (before, after, _) = limits.digits();
                errors.push(format!(
                    "not plain digits (at most {before} before the point and {after} after it)"
                ));
                return None;
            }
            return Some(value);
        }
        if limits.form == JsonForm::Text {
            return violation("not a number in a string", errors);
        }
        Self::parse(number(json, "not a number", errors)?, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        use std::io::Write as _;
        // Writing to a Vec can't fail.
        let _ = write!(out, "{self}");
    }
}

impl ColumnType for Decimal {
    const STORAGE: Storage = Storage::Decimal;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        let plain = text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.' | b'e' | b'E' | b'+'))
            && text.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        if !plain || text.parse::<f64>().is_err() {
            return violation("not a number", errors);
        }
        let text = &*expanded(text);
        let exact = Self::from_str_exact(text);
        let Ok(mut value) = exact.or_else(|error| {
            // Zeros at the end that don't fit can be left out.
            let trimmed = if text.contains('.') {
                text.trim_end_matches('0').trim_end_matches('.')
            } else {
                text
            };
            if trimmed.len() < text.len() {
                Self::from_str_exact(trimmed)
            } else {
                Err(error)
            }
        }) else {
            return violation("more than 28 digits", errors);
        };
        if let Some((_, scale)) = limits.precision
            && value.normalize().scale() <= u32::from(scale)
        {
            value.rescale(u32::from(scale));
        }
        if value.is_zero() {
            value.set_sign_positive(true);
        }
        checked(value, errors, |value, errors| validate::decimal(*value, limits, errors))
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        row.decimal(index)
    }
}

/// Whether a decimal in a string matches the pattern in the document: no exponent, and not too many digits.
fn is_plain_decimal(text: &str, limits: &Limits) -> bool {
    let (before, after, all) = limits.digits();
    let unsigned = text
        .strip_prefix('-')
        .filter(|_| limits.allows_negative())
        .unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let plain = |digits: &str, most: u8| {
        (1..=usize::from(most)).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    (if before == 0 {
        whole == "0"
    } else {
        plain(whole, before)
    }) && fraction.is_none_or(|fraction| plain(fraction, after))
        && (limits.precision.is_some() || text.len() <= usize::from(all) + 1)
}

/// A number without its exponent: `1.5e3` is `1500`. One with an exponent beyond all decimals stays as it is, and is refused later.
fn expanded(text: &str) -> Cow<'_, str> {
    let Some((digits, exponent)) = text.split_once(['e', 'E']) else {
        return Cow::Borrowed(text);
    };
    let exponent = power(exponent);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if all.bytes().all(|digit| digit == b'0') {
        return Cow::Borrowed("0");
    }
    let point = whole.len() as i64 + exponent;
    if point.unsigned_abs() > 64 {
        return Cow::Borrowed(text);
    }
    let point = point as isize;
    Cow::Owned(if point <= 0 {
        format!("{sign}0.{}{all}", "0".repeat(point.unsigned_abs()))
    } else if point as usize >= all.len() {
        format!("{sign}{all}{}", "0".repeat(point as usize - all.len()))
    } else {
        format!("{sign}{}.{}", &all[..point as usize], &all[point as usize..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decimal(text: &str, expected: Option<&str>) {
        let mut errors = FieldErrors::new();
        let value = <Decimal as ColumnType>::parse(text, &Limits::NONE, &mut errors).map(|value| value.to_string());
        assert_eq!(value.as_deref(), expected, "{text}");
    }

    #[test]
    fn exponents_lose_no_digits() {
        decimal("1e2", Some("100"));
        decimal("1.5E+3", Some("1500"));
        decimal("-12.50e-2", Some("-0.1250"));
        decimal("0e999999999999999999999", Some("0"));
        decimal("1e-28", Some("0.0000000000000000000000000001"));
        decimal("1e29", None);
        decimal("1e-9223372036854775808", None);
        decimal("1.2345678901234567890123456789012e5", None);
    }

    #[test]
    fn strings_of_decimals_are_plain_digits_as_the_document_has_them() {
        #[track_caller]
        fn case(limits: &Limits, text: &str, expected: bool) {
            let json: &RawValue = serde_json::from_str(text).unwrap();
            let value = <Decimal as FieldType>::read(json, limits, &mut FieldErrors::new());
            assert_eq!(value.is_some(), expected, "{text} {limits:?}");
        }
        let money = Limits {
            precision: Some((5, 2)),
            ..Limits::NONE
        };
        for (text, expected) in [
            ("\"999.99\"", true),
            ("\"-007.5\"", true),
            ("\"0001\"", false),
            ("\"1.500\"", false),
            ("\"1e1\"", false),
            ("\"1.\"", false),
            ("1e1", true),
            ("1.500", true),
            ("1000", false),
        ] {
            case(&money, text, expected);
        }
        let share = Limits {
            precision: Some((2, 2)),
            minimum: Some(crate::types::Number::int(0)),
            ..Limits::NONE
        };
        for (text, expected) in [("\"0.99\"", true), ("\"1\"", false), ("\"-0\"", false), ("\"0\"", true)] {
            case(&share, text, expected);
        }
        case(&Limits::NONE, &format!("\"{}\"", "9".repeat(28)), true);
        case(&Limits::NONE, &format!("\"-{}\"", "9".repeat(28)), true);
        case(
            &Limits::NONE,
            &format!("\"{}.{}\"", "9".repeat(14), "9".repeat(14)),
            true,
        );
        case(
            &Limits::NONE,
            &format!("\"-{}.{}\"", "9".repeat(14), "9".repeat(14)),
            false,
        );
        case(&Limits::NONE, "\"1e1\"", false);
    }
}
