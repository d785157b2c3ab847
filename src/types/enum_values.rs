//! The values of the enums that a block declares.

use std::fmt::Display;

use serde_json::value::RawValue;

use super::{ColumnType, FieldType, Limits, Row, write_string};
use crate::error::{Cause, FieldErrors};

/// An `enum` of a block: its values and what stands for them, texts or whole numbers.
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Tasks { title: "Tasks", version: "1.0.0" }
///
///     enum Sort { Todo = "todo", Issue = "issue" }
///
///     enum Level { Low = 1, High = 5 }
/// }
///
/// # fn main() {
/// assert_eq!(Sort::ALL, [Sort::Todo, Sort::Issue]);
/// assert_eq!(Sort::VALUES, ["todo", "issue"]);
/// assert_eq!(Sort::Issue.as_str(), "issue");
///
/// assert_eq!(Level::VALUES, [1, 5]);
/// assert_eq!(Level::High.value(), 5);
/// assert_eq!(Level::High as i64, 5);
/// # }
/// ```
pub trait EnumValues: Copy + 'static {
    /// What stands for a value: `&'static str` or `i64`.
    type Value: EnumValue;
    /// All values, in the order of the declaration.
    const ALL: &'static [Self];
    /// Their texts or numbers.
    const VALUES: &'static [Self::Value];
    /// Their names in Rust.
    #[doc(hidden)]
    const NAMES: &'static [&'static str];

    /// The text or the number in JSON, queries and tables.
    #[must_use]
    fn value(self) -> Self::Value;

    /// The text in JSON, queries and tables.
    #[must_use]
    fn as_str(self) -> &'static str
    where
        Self: EnumValues<Value = &'static str>,
    {
        self.value()
    }
}

/// What stands for the values of an [`EnumValues`]: `&'static str` or `i64`.
pub trait EnumValue: Copy + Display + 'static {
    /// What a request or a row has, which may be none of the values.
    #[doc(hidden)]
    type Given<'g>: Copy + Display;
    /// What a column holds.
    #[doc(hidden)]
    type Stored;

    #[doc(hidden)]
    fn is(self, given: Self::Given<'_>) -> bool;

    /// Reads it from JSON.
    #[doc(hidden)]
    fn read(json: &RawValue, errors: &mut FieldErrors) -> Option<Self::Stored>;

    /// Reads it from the text of a parameter.
    #[doc(hidden)]
    fn parse<'t>(text: &'t str, errors: &mut FieldErrors) -> Option<Self::Given<'t>>;

    #[doc(hidden)]
    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self::Given<'_>>, Cause>;

    #[doc(hidden)]
    fn given(stored: &Self::Stored) -> Self::Given<'_>;

    #[doc(hidden)]
    fn store(self) -> Self::Stored;

    /// Appends its JSON.
    #[doc(hidden)]
    fn write(self, out: &mut Vec<u8>);
}

impl EnumValue for &'static str {
    type Given<'g> = &'g str;
    type Stored = String;

    fn is(self, given: &str) -> bool {
        self == given
    }

    fn read(json: &RawValue, errors: &mut FieldErrors) -> Option<String> {
        String::read(json, &Limits::NONE, errors)
    }

    fn parse<'t>(text: &'t str, _: &mut FieldErrors) -> Option<&'t str> {
        Some(text)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<&str>, Cause> {
        row.text(index)
    }

    fn given(stored: &String) -> &str {
        stored
    }

    fn store(self) -> String {
        self.to_owned()
    }

    fn write(self, out: &mut Vec<u8>) {
        write_string(self, out);
    }
}

impl EnumValue for i64 {
    type Given<'g> = Self;
    type Stored = Self;

    fn is(self, given: Self) -> bool {
        self == given
    }

    fn read(json: &RawValue, errors: &mut FieldErrors) -> Option<Self> {
        <Self as FieldType>::read(json, &Limits::NONE, errors)
    }

    fn parse(text: &str, errors: &mut FieldErrors) -> Option<Self> {
        <Self as ColumnType>::parse(text, &Limits::NONE, errors)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        row.int64(index)
    }

    fn given(stored: &Self) -> Self {
        *stored
    }

    fn store(self) -> Self {
        self
    }

    fn write(self, out: &mut Vec<u8>) {
        FieldType::write(&self, out);
    }
}
