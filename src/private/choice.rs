//! Enums of a declaration: their texts are looked up in the list of values.

use serde_json::value::RawValue;

use crate::error::{Cause, FieldErrors};
use crate::types::{EnumValues, FieldType, Limits, Row};

/// Reads a value from JSON; a violation names those that there are.
pub fn read_choice<E: EnumValues>(json: &RawValue, errors: &mut FieldErrors) -> Option<E> {
    let text = String::read(json, &Limits::NONE, errors)?;
    parse_choice(&text, errors)
}

/// Reads a value from text; a violation names those that there are.
pub fn parse_choice<E: EnumValues>(text: &str, errors: &mut FieldErrors) -> Option<E> {
    let found = find(text);
    if found.is_none() {
        errors.push(format!("not one of {}", E::VALUES.join(", ")));
    }
    found
}

/// What to say of JSON that none of a union's variants takes.
#[must_use]
pub fn fits_none(variants: &[&str]) -> String {
    format!("fits none of {}", variants.join(", "))
}

/// Reads a stored value.
///
/// # Errors
///
/// When it is none of the declared.
pub fn choice_from_text<E: EnumValues>(text: &str) -> Result<E, String> {
    find(text).ok_or_else(|| {
        let values = E::VALUES.join(", ");
        format!("the table holds `{text}`, which is not one of {values}")
    })
}

/// Reads a cell.
///
/// # Errors
///
/// When it holds none of the declared values.
pub fn choice_from_row<E: EnumValues>(row: &dyn Row, index: usize) -> Result<Option<E>, Cause> {
    Ok(row.text(index)?.map(choice_from_text).transpose()?)
}

fn find<E: EnumValues>(text: &str) -> Option<E> {
    let index = E::VALUES.iter().position(|value| *value == text)?;
    E::ALL.get(index).copied()
}
