//! The schema of decimals.

use super::schema::{View, numeric_limits, put_type};
use super::writer::Writer;
use crate::types::{Limits, Number};

/// Replies hold a number; requests a number or its digits in a string, so that no client need lose any.
pub(super) const fn decimal(w: &mut Writer<'_>, limits: &Limits, null: bool, view: View) {
    match view {
        View::Request => {
            w.put(if null {
                "\"type\":[\"number\",\"string\",\"null\"],\"pattern\":\""
            } else {
                "\"type\":[\"number\",\"string\"],\"pattern\":\""
            });
            digits(w, limits);
        }
        View::Reply | View::ReplyItem | View::Parameter => put_type(w, "\"number\"", null),
    }
    w.put(",\"format\":\"decimal\"");
    let (least, most) = match limits.precision {
        Some((digits, scale)) if digits <= EXACT_DIGITS => {
            let most = greatest(digits, scale);
            let least = Number {
                mantissa: -most.mantissa,
                scale,
            };
            (Some(least), Some(most))
        }
        // A power of ten survives a reader that counts in doubles.
        Some((digits, scale)) => {
            if limits.minimum.is_none() {
                w.put(",\"exclusiveMinimum\":-");
                power_of_ten(w, digits - scale);
            }
            if limits.maximum.is_none() {
                w.put(",\"exclusiveMaximum\":");
                power_of_ten(w, digits - scale);
            }
            (None, None)
        }
        None => (None, None),
    };
    let step = match view {
        // Who checks replies with doubles would find that 19.99 is no multiple of 0.01.
        View::Reply | View::ReplyItem => limits.multiple_of,
        View::Request | View::Parameter => step(limits),
    };
    numeric_limits(
        w,
        if limits.minimum.is_some() {
            limits.minimum
        } else {
            least
        },
        if limits.maximum.is_some() { limits.maximum } else { most },
        step,
    );
}

/// How many digits doubles keep.
const EXACT_DIGITS: u8 = 15;

/// Writes the pattern that the parser of decimals enforces (`types/impls/decimals.rs`), and their length.
pub(super) const fn digits(w: &mut Writer<'_>, limits: &Limits) {
    let (before, after, _) = limits.digits();
    w.put(if limits.allows_negative() { "^-?" } else { "^" });
    if before == 0 {
        w.put("0");
    } else {
        w.put("[0-9]{1,");
        w.integer(before as i64);
        w.put("}");
    }
    if after > 0 {
        w.put("(\\\\.[0-9]{1,");
        w.integer(after as i64);
        w.put("})?");
    }
    w.put("$\"");
    if limits.precision.is_none() {
        // Sign or point, and digits.
        w.put(",\"maxLength\":");
        w.integer(Limits::DIGITS as i64 + 1);
    }
}

const fn power_of_ten(w: &mut Writer<'_>, exponent: u8) {
    w.put("1");
    let mut zeros = 0;
    while zeros < exponent {
        w.put("0");
        zeros += 1;
    }
}

/// What a number is a multiple of: as declared, or by its digits after the point.
const fn step(limits: &Limits) -> Option<Number> {
    match (limits.multiple_of, limits.precision) {
        (None, Some((_, scale))) if scale <= EXACT_DIGITS => Some(Number { mantissa: 1, scale }),
        (declared, _) => declared,
    }
}

/// The greatest decimal of so many digits: `99999999.99`.
const fn greatest(digits: u8, scale: u8) -> Number {
    let mut mantissa = 0;
    let mut count = 0;
    while count < digits {
        mantissa = mantissa * 10 + 9;
        count += 1;
    }
    Number { mantissa, scale }
}
