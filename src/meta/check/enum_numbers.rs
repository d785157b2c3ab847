//! The numbers of enums.

use super::same;
use crate::meta::const_error::const_error;

/// The values of an enum of numbers: of each its name, its literal as it is written, and that in decimal digits if it is a whole number.
#[derive(Debug, Clone, Copy)]
pub struct EnumNumbers(pub &'static [(&'static str, &'static str, &'static str)]);

impl EnumNumbers {
    /// The number of a value. One that is wrong, for which [`check_enum_number`] stops the compilation, gets a number that no other has.
    #[must_use]
    pub const fn number(self, name: &str, written: &str) -> i64 {
        let at = self.position(name, written);
        match self.parsed(at) {
            Parsed::Number(number) if self.first_with(number) == at => number,
            Parsed::Number(_) | Parsed::TooLong | Parsed::NoNumber => i64::MIN / 2 - at as i64,
        }
    }

    const fn position(self, name: &str, written: &str) -> usize {
        let mut at = 0;
        while at + 1 < self.0.len() && !(same(self.0[at].0, name) && same(self.0[at].1, written)) {
            at += 1;
        }
        at
    }

    /// The place of the first value with this number.
    const fn first_with(self, number: i64) -> usize {
        let mut at = 0;
        while at + 1 < self.0.len() {
            if let Parsed::Number(other) = self.parsed(at)
                && other == number
            {
                return at;
            }
            at += 1;
        }
        at
    }

    const fn parsed(self, at: usize) -> Parsed {
        let (_, written, digits) = self.0[at];
        // Texts, characters and bytes may have digits, too.
        match written.as_bytes() {
            [b'-' | b'0'..=b'9', ..] => parse(digits.as_bytes()),
            _ => Parsed::NoNumber,
        }
    }
}

/// Checks the number of one value.
#[track_caller]
pub const fn check_enum_number(owner: &str, numbers: EnumNumbers, name: &str, written: &str) {
    let at = numbers.position(name, written);
    match numbers.parsed(at) {
        Parsed::Number(number) => {
            let first = numbers.first_with(number);
            if first != at {
                const_error(&[
                    "enum `",
                    owner,
                    "`: `",
                    numbers.0[first].0,
                    "` and `",
                    name,
                    "` have the same number; change one",
                ]);
            }
        }
        Parsed::TooLong => const_error(&[
            "enum `",
            owner,
            "`: the number of `",
            name,
            "` doesn't fit into 64 bits; take one from -9223372036854775808 to 9223372036854775807",
        ]),
        Parsed::NoNumber => const_error(&[
            "enum `",
            owner,
            "`: `",
            name,
            "` = ",
            written,
            " is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes",
        ]),
    }
}

enum Parsed {
    Number(i64),
    TooLong,
    NoNumber,
}

const fn parse(digits: &[u8]) -> Parsed {
    let (digits, negative) = match digits {
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
    use super::{EnumNumbers, check_enum_number};

    #[test]
    fn a_number_is_found_by_its_value() {
        const NUMBERS: EnumNumbers = EnumNumbers(&[
            ("Least", "-9223372036854775808", "-9223372036854775808"),
            ("Greatest", "0x7fff_ffff_ffff_ffff", "9223372036854775807"),
            ("None", "0", "0"),
        ]);
        for (name, written, number) in [
            ("Least", "-9223372036854775808", i64::MIN),
            ("Greatest", "0x7fff_ffff_ffff_ffff", i64::MAX),
            ("None", "0", 0),
        ] {
            assert_eq!(NUMBERS.number(name, written), number);
            check_enum_number("Level", NUMBERS, name, written);
        }
    }

    #[test]
    fn numbers_that_are_wrong_differ() {
        const NUMBERS: EnumNumbers = EnumNumbers(&[
            ("A", "1", "1"),
            ("B", "\"1\"", "1"),
            ("C", "1", "1"),
            ("D", "1.5", "1.5"),
            ("E", "9223372036854775808", "9223372036854775808"),
        ]);
        let mut numbers: Vec<i64> = NUMBERS
            .0
            .iter()
            .map(|(name, written, _)| NUMBERS.number(name, written))
            .collect();
        assert_eq!(numbers[0], 1);
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 5);
    }
}
