//! The numbers of enums.

use super::same;
use crate::meta::const_error::const_error;

/// A value of an enum of numbers, as it is declared.
#[derive(Debug, Clone, Copy)]
pub struct EnumNumber {
    /// Its name.
    pub name: &'static str,
    /// The literal as it is written.
    pub written: &'static str,
    /// The literal in decimal digits, if it is a whole number.
    pub digits: &'static str,
}

/// Checks the number of the value `name`, and returns it.
#[track_caller]
#[must_use]
pub const fn enum_number(owner: &str, declared: &[EnumNumber], name: &str) -> i64 {
    let mut at = 0;
    while at + 1 < declared.len() && !same(declared[at].name, name) {
        at += 1;
    }
    let value = &declared[at];
    let number = match parse(value.digits) {
        Parsed::Number(number) if !is_quoted(value.written) => number,
        Parsed::TooLong if !is_quoted(value.written) => const_error(&[
            "enum `",
            owner,
            "`: the number of `",
            name,
            "` doesn't fit into 64 bits; take one from -9223372036854775808 to 9223372036854775807",
        ]),
        Parsed::Number(_) | Parsed::TooLong | Parsed::NoNumber => const_error(&[
            "enum `",
            owner,
            "`: `",
            name,
            "` = ",
            value.written,
            " is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes",
        ]),
    };
    let mut other = 0;
    while other < at {
        if let Parsed::Number(taken) = parse(declared[other].digits)
            && taken == number
        {
            const_error(&[
                "enum `",
                owner,
                "`: `",
                declared[other].name,
                "` and `",
                name,
                "` have the same number; change one",
            ]);
        }
        other += 1;
    }
    number
}

/// Whether a literal is a text, a character or bytes.
const fn is_quoted(literal: &str) -> bool {
    !matches!(literal.as_bytes(), [b'-' | b'0'..=b'9', ..])
}

enum Parsed {
    Number(i64),
    TooLong,
    NoNumber,
}

const fn parse(digits: &str) -> Parsed {
    let (digits, negative) = match digits.as_bytes() {
        [b'-', digits @ ..] => (digits, true),
        digits => (digits, false),
    };
    let mut number: i128 = 0;
    let mut at = 0;
    while at < digits.len() {
        if !digits[at].is_ascii_digit() {
            return Parsed::NoNumber;
        }
        if number > i64::MAX as i128 {
            return Parsed::TooLong;
        }
        number = number * 10 + (digits[at] - b'0') as i128;
        at += 1;
    }
    if negative {
        number = -number;
    }
    if digits.is_empty() {
        Parsed::NoNumber
    } else if number < i64::MIN as i128 || number > i64::MAX as i128 {
        Parsed::TooLong
    } else {
        Parsed::Number(number as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::{EnumNumber, enum_number};

    const NUMBERS: &[EnumNumber] = &[
        of("Least", "-9223372036854775808", "-9223372036854775808"),
        of("Greatest", "0x7fff_ffff_ffff_ffff", "9223372036854775807"),
        of("None", "0", "0"),
    ];

    const fn of(name: &'static str, written: &'static str, digits: &'static str) -> EnumNumber {
        EnumNumber { name, written, digits }
    }

    #[test]
    fn a_number_is_found_by_the_name_of_its_value() {
        assert_eq!(enum_number("Level", NUMBERS, "Least"), i64::MIN);
        assert_eq!(enum_number("Level", NUMBERS, "Greatest"), i64::MAX);
        assert_eq!(enum_number("Level", NUMBERS, "None"), 0);
    }

    #[test]
    #[should_panic = "the number of `High` doesn't fit into 64 bits"]
    fn a_number_that_is_too_long_is_refused() {
        let _ = enum_number(
            "Level",
            &[of("High", "-9223372036854775809", "-9223372036854775809")],
            "High",
        );
    }

    #[test]
    #[should_panic = "`High` = \"1\" is not a whole number"]
    fn a_text_of_digits_is_no_number() {
        let _ = enum_number("Level", &[of("High", "\"1\"", "1")], "High");
    }
}
