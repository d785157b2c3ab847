//! The name of a column's type, taken apart: `decimal_text(10, 2) COLLATE "decimal"`.

use crate::schema::model::ColumnKind;
use crate::types::Storage;

/// The most digits that `Decimal` holds.
const MOST_DIGITS: u32 = 28;

/// A type in the words of a database.
#[derive(Debug)]
pub(super) struct TypeName {
    /// Its name in lower case, with one space between words.
    pub(super) name: String,
    pub(super) arguments: Vec<u32>,
    /// Whether the name was written in lower case.
    pub(super) is_lower_case: bool,
    /// The collation in lower case, without quotes.
    pub(super) collation: Option<String>,
}

impl TypeName {
    pub(super) fn parse(text: &str) -> Self {
        let lower = text.to_lowercase();
        let (kind, collation) = match lower.split_once(" collate ") {
            Some((kind, collation)) => (kind, Some(collation.trim().trim_matches('"').to_owned())),
            None => (lower.as_str(), None),
        };
        let (before, inner, after) = match kind.split_once('(') {
            Some((before, rest)) => {
                let (inner, after) = rest.split_once(')').unwrap_or((rest, ""));
                (before, inner, after)
            }
            None => (kind, "", ""),
        };
        let name: Vec<&str> = before.split_whitespace().chain(after.split_whitespace()).collect();
        let arguments = inner.split(',').filter(|argument| !argument.trim().is_empty());
        // What isn't a number fits nothing.
        let arguments = arguments.map(|argument| argument.trim().parse().unwrap_or(u32::MAX));
        Self {
            name: name.join(" "),
            arguments: arguments.collect(),
            is_lower_case: text.starts_with(before),
            collation,
        }
    }

    /// Whether it has neither length nor digits.
    pub(super) fn is_plain(&self) -> bool {
        self.arguments.is_empty()
    }

    /// The length of a text.
    pub(super) fn length(&self) -> Option<u32> {
        match self.arguments.as_slice() {
            [length] if *length < u32::MAX => Some(*length),
            _ => None,
        }
    }

    /// The digits of a decimal, in all and after the point.
    pub(super) fn precision(&self) -> Option<(u8, u8)> {
        match self.arguments.as_slice() {
            [digits @ 1..=MOST_DIGITS, scale] if scale <= digits => {
                Some((u8::try_from(*digits).ok()?, u8::try_from(*scale).ok()?))
            }
            _ => None,
        }
    }
}

/// The type of columns of a storage, without length and digits.
pub(super) fn stored(storage: Storage) -> ColumnKind {
    ColumnKind::Stored {
        storage,
        length: None,
        precision: None,
    }
}

/// The type of texts of a length.
pub(super) fn text(length: Option<u32>) -> ColumnKind {
    ColumnKind::Stored {
        storage: Storage::Text,
        length,
        precision: None,
    }
}

/// The type of decimals of so many digits.
pub(super) fn decimal(precision: Option<(u8, u8)>) -> ColumnKind {
    ColumnKind::Stored {
        storage: Storage::Decimal,
        length: None,
        precision,
    }
}
