//! Examples of values that tools would guess wrong: they take the minimum of a number whatever its step, and any text for formats that they
//! don't know. A declared example or default goes before.

use super::writer::Writer;
use crate::meta::Field;
use crate::types::{JsonForm, Kind, Limits, Number};

/// Appends `,"examples":[..]` where a value is hard to guess.
pub(super) const fn sample(w: &mut Writer<'_>, field: &Field) {
    let limits = &match field.schema.limits {
        Some(own) => field.limits.or(own),
        None => field.limits,
    };
    if matches!(field.limits.form, JsonForm::Text) {
        return;
    }
    match field.schema.kind {
        Kind::Decimal | Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float | Kind::Double => {
            if let Some(number) = multiple(limits) {
                w.put(",\"examples\":[");
                w.number(number);
                w.put("]");
            }
        }
        Kind::Time => w.put(",\"examples\":[\"12:30:00\"]"),
        Kind::Bytes => bytes(w, limits),
        Kind::Any
        | Kind::String
        | Kind::Boolean
        | Kind::Uuid
        | Kind::Date
        | Kind::DateTime
        | Kind::File
        | Kind::Ref(_)
        | Kind::List(_)
        | Kind::Map(_) => {}
    }
}

/// The multiple of the step that is nearest to zero within the bounds; none without a step, or if there is none so near.
const fn multiple(limits: &Limits) -> Option<Number> {
    let step = match (limits.multiple_of, limits.precision) {
        (Some(step), _) => step,
        (None, Some((_, scale))) if scale > 0 && scale <= 15 => Number { mantissa: 1, scale },
        (None, _) => return None,
    };
    let zero = Number::int(0);
    let (bound, up) = match (limits.minimum, limits.maximum) {
        (Some(least), _) if least.greater(zero) => (least, true),
        (_, Some(most)) if zero.greater(most) => (most, false),
        _ => return Some(zero),
    };
    // All in parts of the finer of both.
    let scale = if bound.scale > step.scale {
        bound.scale
    } else {
        step.scale
    };
    let (bound, step) = (parts(bound, scale), parts(step, scale));
    if step <= 0 {
        return None;
    }
    let steps = if up {
        (bound + step - 1) / step
    } else {
        (bound - step + 1) / step
    };
    let value = steps * step;
    if value > i64::MAX as i128 || value < i64::MIN as i128 {
        return None;
    }
    Some(Number {
        mantissa: value as i64,
        scale,
    })
}

const fn parts(number: Number, scale: u8) -> i128 {
    let mut parts = number.mantissa as i128;
    let mut at = number.scale;
    while at < scale {
        parts *= 10;
        at += 1;
    }
    parts
}

/// Zeros, as few as may be, in base64.
const fn bytes(w: &mut Writer<'_>, limits: &Limits) {
    const MOST: u32 = 24;
    let least = match limits.min_length {
        Some(0) | None => match limits.max_length {
            Some(0) => 0,
            _ => 1,
        },
        Some(least) if least <= MOST => least,
        Some(_) => return,
    };
    w.put(",\"examples\":[\"");
    let mut left = least;
    while left > 0 {
        w.put(match left {
            1 => "AA==",
            2 => "AAA=",
            _ => "AAAA",
        });
        left = left.saturating_sub(3);
    }
    w.put("\"]");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(step: f64, least: Option<f64>, most: Option<f64>, expected: Option<&str>) {
        let limits = Limits {
            minimum: least.map(Number::float),
            maximum: most.map(Number::float),
            multiple_of: Some(Number::float(step)),
            ..Limits::NONE
        };
        let found = multiple(&limits).map(|number| number.to_string());
        assert_eq!(found.as_deref(), expected, "{limits:?}");
    }

    #[test]
    fn the_multiple_nearest_to_zero_is_within_the_bounds() {
        case(5.0, None, None, Some("0"));
        case(5.0, Some(-3.0), Some(2.0), Some("0"));
        case(5.0, Some(1.0), None, Some("5"));
        case(5.0, Some(5.0), None, Some("5"));
        case(0.25, Some(0.1), None, Some("0.25"));
        case(0.5, None, Some(-0.1), Some("-0.5"));
        case(3.0, None, Some(-3.0), Some("-3"));
    }
}
