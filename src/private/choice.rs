//! Enums of a declaration: their texts are looked up in the list of values.

use serde_json::value::RawValue;

use crate::error::{Cause, FieldErrors};
use crate::types::{FieldType, Limits, Row};

/// Reads a value from JSON; a breach names those that there are.
pub fn read_choice<E: Copy>(json: &RawValue, values: &[&str], all: &[E], errors: &mut FieldErrors) -> Option<E> {
    let text = String::read(json, &Limits::NONE, errors)?;
    parse_choice(&text, values, all, errors)
}

/// Reads a value from text; a breach names those that there are.
pub fn parse_choice<E: Copy>(text: &str, values: &[&str], all: &[E], errors: &mut FieldErrors) -> Option<E> {
    let found = values
        .iter()
        .position(|value| *value == text)
        .and_then(|index| all.get(index))
        .copied();
    if found.is_none() {
        errors.push(format!("not one of {}", values.join(", ")));
    }
    found
}

/// Reads a stored value.
///
/// # Errors
///
/// When it is none of the declared.
pub fn choice_from_text<E: Copy>(text: &str, values: &[&str], all: &[E]) -> Result<E, String> {
    values
        .iter()
        .position(|value| *value == text)
        .and_then(|index| all.get(index))
        .copied()
        .ok_or_else(|| format!("the table holds `{text}`, which is not one of {}", values.join(", ")))
}

/// Reads a cell.
///
/// # Errors
///
/// When it holds none of the declared values.
pub fn choice_from_row<E: Copy>(row: &dyn Row, index: usize, values: &[&str], all: &[E]) -> Result<Option<E>, Cause> {
    Ok(row
        .text(index)?
        .map(|text| choice_from_text(text, values, all))
        .transpose()?)
}
