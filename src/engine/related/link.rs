//! The values by which rows are related.

use sea_orm::Value;

use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::Resource;
use crate::types::{Row, Storage};

/// The values by which a row is related to others. Integers of all widths are the same.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine) struct Link {
    values: Vec<Value>,
    /// The same as text, to be found by.
    text: String,
}

impl Link {
    /// Those of these fields; `None` if one is null, which is related to nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if a field isn't selected or can't be read.
    pub(in crate::engine) fn of(
        resource: &Resource,
        selection: &Selection,
        fields: &[usize],
        row: &dyn Row,
    ) -> Result<Option<Self>, Error> {
        let cells = fields.iter().map(|field| {
            let cell = resource.fields[*field].codec.cell;
            cell(row, selection.position(*field)?).map_err(Error::Internal)
        });
        Ok(Self::new(cells.collect::<Result<_, Error>>()?))
    }

    /// Those at these positions of a row, which are cells of these fields.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if they can't be read.
    pub(super) fn at(
        resource: &Resource,
        fields: &[usize],
        first: usize,
        row: &dyn Row,
    ) -> Result<Option<Self>, Error> {
        let cells = fields.iter().enumerate().map(|(index, field)| {
            let cell = resource.fields[*field].codec.cell;
            cell(row, first + index).map_err(Error::Internal)
        });
        Ok(Self::new(cells.collect::<Result<_, Error>>()?))
    }

    /// These values; `None` if one is null.
    pub(in crate::engine) fn new(values: Vec<Value>) -> Option<Self> {
        let values: Vec<Value> = values.into_iter().map(widened).collect();
        if values.iter().any(|value| *value == value.as_null()) {
            return None;
        }
        let text = format!("{values:?}");
        Some(Self { values, text })
    }

    /// The values, integers in the greatest width.
    pub(in crate::engine) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The same as text, to be found by.
    pub(in crate::engine) fn text(&self) -> &str {
        &self.text
    }
}

/// A value as one of a field with this storage: rows are related by integers of any width.
///
/// # Errors
///
/// [`Error::Invalid`] if it is too large for that.
pub(in crate::engine) fn fitted(value: Value, storage: Storage) -> Result<Value, Error> {
    let too_large = |_| Error::invalid("", "no value of the field that refers to it");
    Ok(match (widened(value), storage) {
        (Value::BigInt(Some(value)), Storage::Int16) => Value::SmallInt(Some(value.try_into().map_err(too_large)?)),
        (Value::BigInt(Some(value)), Storage::Int32) => Value::Int(Some(value.try_into().map_err(too_large)?)),
        (value, _) => value,
    })
}

/// An integer of the greatest width; other values as they are.
fn widened(value: Value) -> Value {
    match value {
        Value::SmallInt(value) => Value::BigInt(value.map(i64::from)),
        Value::Int(value) => Value::BigInt(value.map(i64::from)),
        other => other,
    }
}
