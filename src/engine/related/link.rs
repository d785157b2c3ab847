//! The values by which rows are related.

use sea_orm::Value;
use uuid::Uuid;

use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::Resource;
use crate::types::{Row, Storage};

/// The values by which a row is related to others. Integers of all widths are the same.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::engine) struct Link {
    values: Vec<Value>,
    key: LinkKey,
}

/// The same values, to be found by. Most are one integer, one text or one UUID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::engine) enum LinkKey {
    Integer(i64),
    Text(String),
    Uuid(Uuid),
    /// Of other types, or several values.
    Other(String),
}

impl LinkKey {
    /// That of the values at these positions of a row, which are cells of these fields in the same order; `None` if one is null.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if they can't be read.
    pub(super) fn at(
        resource: &Resource,
        fields: &[usize],
        positions: &[usize],
        row: &dyn Row,
    ) -> Result<Option<Self>, Error> {
        let cell = |(position, field): (&usize, &usize)| {
            let cell = resource.fields[*field].codec.cell;
            cell(row, *position).map(widened).map_err(Error::Internal)
        };
        if let ([position], [field]) = (positions, fields) {
            let value = cell((position, field))?;
            return Ok((value != value.as_null()).then(|| Self::of(&[value])));
        }
        let values = positions
            .iter()
            .zip(fields)
            .map(cell)
            .collect::<Result<Vec<_>, Error>>()?;
        let is_null = values.iter().any(|value| *value == value.as_null());
        Ok((!is_null).then(|| Self::of(&values)))
    }

    /// That of these values, integers in the greatest width.
    fn of(values: &[Value]) -> Self {
        match values {
            [Value::BigInt(Some(integer))] => Self::Integer(*integer),
            [Value::String(Some(text))] => Self::Text(text.to_string()),
            [Value::Uuid(Some(uuid))] => Self::Uuid(*uuid),
            values => Self::Other(format!("{values:?}")),
        }
    }
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

    /// These values; `None` if one is null.
    pub(in crate::engine) fn new(values: Vec<Value>) -> Option<Self> {
        let values: Vec<Value> = values.into_iter().map(widened).collect();
        if values.iter().any(|value| *value == value.as_null()) {
            return None;
        }
        let key = LinkKey::of(&values);
        Some(Self { values, key })
    }

    /// The values, integers in the greatest width.
    pub(in crate::engine) fn values(&self) -> &[Value] {
        &self.values
    }

    /// The value, if it is one integer.
    pub(super) fn integer(&self) -> Option<i64> {
        match self.key {
            LinkKey::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// The same, to be found by.
    pub(in crate::engine) fn key(&self) -> &LinkKey {
        &self.key
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
