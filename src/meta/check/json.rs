//! JSON text (RFC 8259): a default or an example given as such goes into the document as it is.

/// How deep arrays and objects nest at most: each open one is a bit of a word.
const DEPTH: u32 = 64;

/// What may come next.
#[derive(Clone, Copy)]
enum Next {
    Value,
    /// A value, or the end of the array that has just begun.
    ValueOrEnd,
    /// A member's name.
    Name,
    /// A member's name, or the end of the object that has just begun.
    NameOrEnd,
    /// A comma or the end of what is open; the end of the text if nothing is.
    After,
}

/// Whether `text` is one JSON value that nests no deeper than 64.
pub(super) const fn is_json(text: &str) -> bool {
    let bytes = text.as_bytes();
    // What is open, the innermost in the lowest bit: 1 for an object.
    let (mut open, mut depth) = (0u64, 0);
    let mut next = Next::Value;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
            at += 1;
            continue;
        }
        let object = open & 1 == 1;
        match (next, byte) {
            (Next::Value | Next::ValueOrEnd, b'{' | b'[') => {
                if depth == DEPTH {
                    return false;
                }
                depth += 1;
                open = open << 1 | (byte == b'{') as u64;
                next = if byte == b'{' {
                    Next::NameOrEnd
                } else {
                    Next::ValueOrEnd
                };
                at += 1;
            }
            (Next::NameOrEnd, b'}') | (Next::ValueOrEnd, b']') => {
                depth -= 1;
                open >>= 1;
                next = Next::After;
                at += 1;
            }
            (Next::After, b'}') if depth > 0 && object => {
                depth -= 1;
                open >>= 1;
                at += 1;
            }
            (Next::After, b']') if depth > 0 && !object => {
                depth -= 1;
                open >>= 1;
                at += 1;
            }
            (Next::After, b',') if depth > 0 => {
                next = if object { Next::Name } else { Next::Value };
                at += 1;
            }
            (Next::Name | Next::NameOrEnd, b'"') => {
                at = string(bytes, at + 1);
                while at < bytes.len() && matches!(bytes[at], b' ' | b'\t' | b'\n' | b'\r') {
                    at += 1;
                }
                if at >= bytes.len() || bytes[at] != b':' {
                    return false;
                }
                next = Next::Value;
                at += 1;
            }
            (Next::Value | Next::ValueOrEnd, _) => {
                at = scalar(bytes, at);
                next = Next::After;
            }
            (Next::Name | Next::NameOrEnd | Next::After, _) => return false,
        }
    }
    at == bytes.len() && depth == 0 && matches!(next, Next::After)
}

/// Past the end of every text: marks invalid JSON.
const FAULT: usize = usize::MAX;

/// Where the string, number or literal that begins at `at` ends.
const fn scalar(bytes: &[u8], at: usize) -> usize {
    match bytes.split_at(at).1 {
        [b'"', ..] => string(bytes, at + 1),
        [b't', b'r', b'u', b'e', ..] | [b'n', b'u', b'l', b'l', ..] => at + 4,
        [b'f', b'a', b'l', b's', b'e', ..] => at + 5,
        [b'-', b'0'..=b'9', ..] => number(bytes, at + 1),
        [b'0'..=b'9', ..] => number(bytes, at),
        _ => FAULT,
    }
}

/// Where the number ends whose first digit is at `at`.
const fn number(bytes: &[u8], at: usize) -> usize {
    let mut end = if bytes[at] == b'0' { at + 1 } else { digits(bytes, at) };
    if let [b'.', ..] = bytes.split_at(end).1 {
        let begin = end + 1;
        end = digits(bytes, begin);
        if end == begin {
            return FAULT;
        }
    }
    if let [b'e' | b'E', tail @ ..] = bytes.split_at(end).1 {
        let begin = if let [b'+' | b'-', ..] = tail { end + 2 } else { end + 1 };
        end = digits(bytes, begin);
        if end == begin {
            return FAULT;
        }
    }
    end
}

const fn digits(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && bytes[at].is_ascii_digit() {
        at += 1;
    }
    at
}

/// Where the string ends whose opening quote is before `at`.
const fn string(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes.split_at(at).1 {
            [b'"', ..] => return at + 1,
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => at += 2,
            [b'\\', b'u', a, b, c, d, tail @ ..] => {
                at += 6;
                match unit(*a, *b, *c, *d) {
                    // The first half of a character beyond 16 bits: nothing without its second.
                    Some(0xd800..0xdc00) => match tail {
                        [b'\\', b'u', a, b, c, d, ..] if matches!(unit(*a, *b, *c, *d), Some(0xdc00..0xe000)) => {
                            at += 6;
                        }
                        _ => return FAULT,
                    },
                    Some(0xdc00..0xe000) | None => return FAULT,
                    Some(_) => {}
                }
            }
            [b'\\' | 0..b' ', ..] => return FAULT,
            _ => at += 1,
        }
    }
    FAULT
}

/// The number of four hexadecimal digits.
const fn unit(a: u8, b: u8, c: u8, d: u8) -> Option<u32> {
    match (digit(a), digit(b), digit(c), digit(d)) {
        (Some(a), Some(b), Some(c), Some(d)) => Some(a << 12 | b << 8 | c << 4 | d),
        _ => None,
    }
}

const fn digit(byte: u8) -> Option<u32> {
    (byte as char).to_digit(16)
}

#[cfg(test)]
mod tests {
    use super::is_json;

    /// Checks that the verdict is that of `serde_json`.
    #[track_caller]
    fn case(text: &str) {
        let expected = serde_json::from_str::<serde_json::Value>(text).is_ok();
        assert_eq!(is_json(text), expected, "{text}");
    }

    #[test]
    fn values_are_distinguished_from_other_text() {
        for text in [
            "",
            " ",
            "null",
            " true ",
            "false",
            "nul",
            "True",
            "truefalse",
            "true false",
            "0",
            "-0",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1.5",
            "1e5",
            "1E+5",
            "1e-5",
            "1e",
            "1e+",
            "1.5e3",
            "-1.25",
            "1 2",
            "0x1",
            "NaN",
            "1.e5",
            "--1",
        ] {
            case(text);
        }
    }

    #[test]
    fn strings_are_closed_and_escaped() {
        for text in [
            r#""""#,
            r#""a"#,
            r#""ü\n\"\\\/\b\f\r\t""#,
            r#""\x""#,
            r#""\u00fC""#,
            r#""\u00f""#,
            r#""\u00g0""#,
            r#""\ud83d\ude00""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83dA""#,
            "\"a\nb\"",
            "\"a\u{7f}b\"",
            r#""\"#,
            r#""\u"#,
            "'a'",
            r#""a""b""#,
        ] {
            case(text);
        }
    }

    #[test]
    fn arrays_and_objects_are_balanced() {
        for text in [
            "[]",
            "[ ]",
            "{}",
            "{ }",
            "[1, 2]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1",
            "1]",
            "]",
            "}",
            "[}",
            "{]",
            "[[], {}]",
            r#"{"a":1}"#,
            r#"{ "a" : [ { "b" : null } ] }"#,
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":1 "b":2}"#,
            r#"{1:2}"#,
            r#"{"a":1]"#,
            r#"[{"a":1}"#,
            r#"{"a"  "#,
            r#"{"a:1}"#,
            r#"{"a":1},"#,
            ",",
        ] {
            case(text);
        }
    }

    #[test]
    fn the_depth_is_bounded() {
        assert!(is_json(&("[".repeat(64) + &"]".repeat(64))));
        assert!(!is_json(&("[".repeat(65) + &"]".repeat(65))));
    }
}
