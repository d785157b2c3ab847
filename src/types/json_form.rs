//! How JSON holds a value, where that differs from what its type writes.

/// The form of a value in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    /// That of its type.
    OfType,
    /// A number as a string of its digits, for clients whose numbers are doubles (RFC 8259, section 6).
    Text,
    /// A time with so many digits after the second, from 0 to 6; more are cut.
    SecondDigits(u8),
}

impl JsonForm {
    /// Brings the value that was written at `start` into this form. A null stays.
    pub(crate) fn apply(self, out: &mut Vec<u8>, start: usize) {
        let is_null = out.get(start..) == Some(b"null");
        match self {
            Self::OfType => {}
            _ if is_null => {}
            Self::Text => {
                out.insert(start, b'"');
                out.push(b'"');
            }
            Self::SecondDigits(digits) => second_digits(out, start, usize::from(digits)),
        }
    }
}

/// Gives a time, which ends with its quote or with `Z"`, so many digits after the second.
fn second_digits(out: &mut Vec<u8>, start: usize, digits: usize) {
    let text = out.split_off(start);
    let end = text.len() - text.iter().rev().take_while(|byte| matches!(byte, b'"' | b'Z')).count();
    let (time, rest) = text.split_at(end);
    let (seconds, fraction) = match time.iter().position(|byte| *byte == b'.') {
        Some(point) => (
            time.get(..point).unwrap_or_default(),
            time.get(point + 1..).unwrap_or_default(),
        ),
        None => (time, &[][..]),
    };
    out.extend_from_slice(seconds);
    if digits > 0 {
        out.push(b'.');
        let zeros = std::iter::repeat(&b'0');
        out.extend(fraction.iter().chain(zeros).take(digits));
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::JsonForm;

    #[track_caller]
    fn case(form: JsonForm, json: &str, expected: &str) {
        let mut out = b"[1,".to_vec();
        out.extend_from_slice(json.as_bytes());
        form.apply(&mut out, 3);
        assert_eq!(String::from_utf8_lossy(&out), format!("[1,{expected}"));
    }

    #[test]
    fn times_have_as_many_digits_as_declared() {
        for (json, expected) in [
            ("\"2026-01-02T03:04:05Z\"", "\"2026-01-02T03:04:05.000Z\""),
            ("\"2026-01-02T03:04:05.120Z\"", "\"2026-01-02T03:04:05.120Z\""),
            ("\"2026-01-02T03:04:05.999999Z\"", "\"2026-01-02T03:04:05.999Z\""),
            ("\"03:04:05\"", "\"03:04:05.000\""),
            ("\"03:04:05.123456\"", "\"03:04:05.123\""),
            ("null", "null"),
        ] {
            case(JsonForm::SecondDigits(3), json, expected);
        }
        case(
            JsonForm::SecondDigits(0),
            "\"2026-01-02T03:04:05.5Z\"",
            "\"2026-01-02T03:04:05Z\"",
        );
        case(JsonForm::SecondDigits(6), "\"03:04:05.5\"", "\"03:04:05.500000\"");
    }

    #[test]
    fn numbers_become_strings() {
        case(JsonForm::Text, "9007199254740993", "\"9007199254740993\"");
        case(JsonForm::Text, "-0.10", "\"-0.10\"");
        case(JsonForm::Text, "null", "null");
        case(JsonForm::OfType, "7", "7");
    }
}
