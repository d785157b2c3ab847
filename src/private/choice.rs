//! Enums of a declaration: what stands for a value is looked up in the list of values.

use serde_json::value::RawValue;

use crate::error::{Cause, FieldErrors};
use crate::types::{EnumValue, EnumValues, Row};

type Stored<E> = <<E as EnumValues>::Value as EnumValue>::Stored;
type Given<'g, E> = <<E as EnumValues>::Value as EnumValue>::Given<'g>;

/// Reads a value from JSON; a violation names those that there are.
pub fn read_choice<E: EnumValues>(json: &RawValue, errors: &mut FieldErrors) -> Option<E> {
    let stored = E::Value::read(json, errors)?;
    take(E::Value::given(&stored), errors)
}

/// Reads a value from text; a violation names those that there are.
pub fn parse_choice<E: EnumValues>(text: &str, errors: &mut FieldErrors) -> Option<E> {
    take(E::Value::parse(text, errors)?, errors)
}

/// What to say of JSON that none of a union's variants takes.
#[must_use]
pub fn fits_none(variants: &[&str]) -> String {
    format!("fits none of {}", variants.join(", "))
}

/// What a column holds for a value.
#[must_use]
pub fn choice_to_stored<E: EnumValues>(value: E) -> Stored<E> {
    value.value().store()
}

/// Reads a stored value.
///
/// # Errors
///
/// When it is none of the declared.
pub fn choice_from_stored<E: EnumValues>(stored: &Stored<E>) -> Result<E, String> {
    of_table(E::Value::given(stored))
}

/// Reads a cell.
///
/// # Errors
///
/// When it holds none of the declared values.
pub fn choice_from_row<E: EnumValues>(row: &dyn Row, index: usize) -> Result<Option<E>, Cause> {
    Ok(E::Value::from_row(row, index)?.map(of_table).transpose()?)
}

/// The place of a value in the lists of its enum.
#[must_use]
pub fn choice_index<E: EnumValues + PartialEq>(value: E) -> usize {
    E::ALL.iter().position(|other| *other == value).unwrap_or_default()
}

fn take<E: EnumValues>(given: Given<'_, E>, errors: &mut FieldErrors) -> Option<E> {
    let found = find(given);
    if found.is_none() {
        errors.push(format!("not one of {}", all::<E>()));
    }
    found
}

fn of_table<E: EnumValues>(given: Given<'_, E>) -> Result<E, String> {
    find(given).ok_or_else(|| format!("the table holds `{given}`, which is not one of {}", all::<E>()))
}

fn find<E: EnumValues>(given: Given<'_, E>) -> Option<E> {
    let index = E::VALUES.iter().position(|value| value.is(given))?;
    E::ALL.get(index).copied()
}

fn all<E: EnumValues>() -> String {
    let values: Vec<String> = E::VALUES.iter().map(ToString::to_string).collect();
    values.join(", ")
}
