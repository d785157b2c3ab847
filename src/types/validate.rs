//! Validates values by the limits of their field. Each violation is one message. Clients rely on the texts.

use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, PoisonError, RwLock};

use regex::Regex;
use rust_decimal::Decimal;

use super::{Format, Limits, Number};
use crate::error::FieldErrors;

/// Checks a length: Unicode scalar values of a string, bytes, or items.
pub(super) fn length(count: usize, limits: &Limits, errors: &mut FieldErrors) {
    if let Some(least) = limits.min_length
        && count < least as usize
    {
        errors.push(format!("too short (at least {least})"));
    }
    if let Some(most) = limits.max_length
        && count > most as usize
    {
        errors.push(too_long(most));
    }
}

/// What is wrong with something that is longer than `most`.
pub(crate) fn too_long(most: impl fmt::Display) -> String {
    format!("too long (at most {most})")
}

/// Checks a length, and returns whether it is valid.
pub(crate) fn check_length(count: usize, limits: &Limits, errors: &mut FieldErrors) -> bool {
    let before = errors.len();
    length(count, limits, errors);
    errors.len() == before
}

/// Why a text can't be part of a path, if it can't: clients remove `.` and `..` from a path before they send it, percent-encoded or not (RFC 3986,
/// section 5.2.4), and an empty segment isn't one.
pub(crate) fn no_segment(text: &str) -> Option<&'static str> {
    matches!(text, "" | "." | "..").then_some("can't be part of a path")
}

/// Checks a string: no NUL, length, pattern, format, whether paths can have it.
pub(super) fn string(text: &str, limits: &Limits, errors: &mut FieldErrors) {
    if text.contains('\0') {
        errors.push("contains a NUL character");
    }
    if limits.min_length.is_some() || limits.max_length.is_some() {
        length(text.chars().count(), limits, errors);
    }
    if let Some(pattern) = limits.pattern
        && !matches(pattern, text)
    {
        errors.push(format!("does not match {pattern}"));
    }
    if let Some(format) = limits.format
        && !has_format(text, format)
    {
        errors.push(match format {
            Format::Email => "not a valid email",
            Format::Url => "not a valid url",
            Format::Ipv4 => "not a valid ipv4",
            Format::Ipv6 => "not a valid ipv6",
            Format::Hostname => "not a valid hostname",
        });
    }
    if limits.in_path
        && let Some(fault) = no_segment(text)
    {
        errors.push(fault);
    }
}

/// Checks an integer's range and multiple.
pub(super) fn integer(value: i64, limits: &Limits, errors: &mut FieldErrors) {
    if limits.minimum.is_some() || limits.maximum.is_some() || limits.multiple_of.is_some() {
        decimal(Decimal::from(value), limits, errors);
    }
}

/// Checks the range and multiple of a float of single precision. The limits are rounded to that precision, too.
pub(super) fn single(value: f32, limits: &Limits, errors: &mut FieldErrors) {
    let nearest = |limit: Number| f64::from(limit.to_f64() as f32);
    float(f64::from(value), &nearest, 1e-6, limits, errors);
}

/// Checks the range and multiple of a float of double precision.
pub(super) fn double(value: f64, limits: &Limits, errors: &mut FieldErrors) {
    float(value, &Number::to_f64, 1e-9, limits, errors);
}

fn float(value: f64, limit: &dyn Fn(Number) -> f64, tolerance: f64, limits: &Limits, errors: &mut FieldErrors) {
    if let Some(least) = limits.minimum
        && value < limit(least)
    {
        errors.push(format!("less than {least}"));
    }
    if let Some(most) = limits.maximum
        && value > limit(most)
    {
        errors.push(format!("greater than {most}"));
    }
    if let Some(step) = limits.multiple_of {
        let quotient = value / limit(step);
        if (quotient - quotient.round()).abs() > tolerance * quotient.abs().max(1.0) {
            errors.push(format!("not a multiple of {step}"));
        }
    }
}

/// Checks a decimal's range, multiple and digits.
pub(super) fn decimal(value: Decimal, limits: &Limits, errors: &mut FieldErrors) {
    if let Some(least) = limits.minimum
        && value < least.to_decimal()
    {
        errors.push(format!("less than {least}"));
    }
    if let Some(most) = limits.maximum
        && value > most.to_decimal()
    {
        errors.push(format!("greater than {most}"));
    }
    if let Some(step) = limits.multiple_of
        && value.checked_rem(step.to_decimal()).is_none_or(|rest| !rest.is_zero())
    {
        errors.push(format!("not a multiple of {step}"));
    }
    if let Some((digits, scale)) = limits.precision {
        let plain = value.normalize();
        if plain.scale() > u32::from(scale) {
            errors.push(format!("more than {scale} digits after the point"));
        } else if plain.trunc().abs() >= power_of_ten(digits - scale) {
            errors.push(format!("more than {} digits before the point", digits - scale));
        }
    }
}

fn power_of_ten(exponent: u8) -> Decimal {
    Decimal::from_i128_with_scale(10i128.pow(u32::from(exponent.min(28))), 0)
}

/// Whether some part of `text` matches. Patterns are few and static, so each is compiled once.
fn matches(pattern: &'static str, text: &str) -> bool {
    static CACHE: LazyLock<RwLock<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(RwLock::default);
    if let Some(regex) = CACHE.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return regex.as_ref().is_some_and(|regex| regex.is_match(text));
    }
    let regex = Regex::new(pattern).ok();
    let matched = regex.as_ref().is_some_and(|regex| regex.is_match(text));
    CACHE
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, regex);
    matched
}

fn has_format(text: &str, format: Format) -> bool {
    match format {
        Format::Email => email_address::EmailAddress::is_valid(text) && text.is_ascii() && !text.contains(['<', '"']),
        Format::Url => is_url(text),
        Format::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
        Format::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
        Format::Hostname => is_hostname(text),
    }
}

/// RFC 3986 with an authority. The parser corrects invalid texts, but the text is stored as it came.
fn is_url(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    text.bytes().all(plain) && text.contains("://") && url::Url::parse(text).is_ok_and(|url| url.has_host())
}

/// RFC 1123, section 2.1: labels of letters, digits and inner hyphens, 63 long at most, 253 in all.
fn is_hostname(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 253
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        })
}
