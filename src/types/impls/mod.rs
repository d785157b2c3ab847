//! The types that the crate implements, one family in a file.

mod any;
mod change;
mod containers;
mod decimals;
mod json_column;
mod listed;
mod numbers;
mod text;
mod times;

pub use listed::Listed;

use serde_json::value::RawValue;

use crate::error::FieldErrors;

/// Reads a JSON string. If it isn't one, `message` is the violation.
fn read_string(json: &RawValue, message: &'static str, errors: &mut FieldErrors) -> Option<String> {
    let text = json.get();
    if !text.starts_with('"') {
        errors.push(if text == "null" { "may not be null" } else { message });
        return None;
    }
    match serde_json::from_str(text) {
        Ok(string) => Some(string),
        Err(_) => {
            errors.push("not valid Unicode");
            None
        }
    }
}

/// `Some(value)` if nothing was added to `errors` by `check`.
fn checked<T>(value: T, errors: &mut FieldErrors, check: impl FnOnce(&T, &mut FieldErrors)) -> Option<T> {
    let count = errors.len();
    check(&value, errors);
    (errors.len() == count).then_some(value)
}

/// Adds a violation, and returns no value.
fn violation<T>(message: &'static str, errors: &mut FieldErrors) -> Option<T> {
    errors.push(message);
    None
}
