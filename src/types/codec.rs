//! A type's behaviour as function pointers, so that nothing above this layer is generic over it.

use sea_orm::Value;
use serde_json::value::RawValue;

use super::{ColumnType, Limits, OneWay, Row};
use crate::error::{Cause, FieldErrors};

/// What the engine does with the values of one column type. One per type, not per field.
#[derive(Clone, Copy, Debug)]
pub struct Codec {
    /// JSON text → value; breaches go to the errors. Never sees a JSON null of a nullable field's base type.
    pub read: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<Value>,
    /// Query or path text → value; breaches go to the errors.
    pub parse: fn(&str, &Limits, &mut FieldErrors) -> Option<Value>,
    /// Cell of a row → JSON text, appended. `false`: the cell is NULL and nothing was written.
    pub render: fn(&dyn Row, usize, &mut Vec<u8>) -> Result<bool, Cause>,
    /// JSON text that the server has written itself → value.
    pub read_stored: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<Value>,
    /// A value that a request sets, and the value that it replaces → the former with the `read_only` members of the latter.
    pub keep_read_only: fn(Value, Value) -> Value,
    /// Which members of the values go one way only.
    pub one_way: fn() -> OneWay,
    /// Cell of a row → value, NULL included.
    pub cell: fn(&dyn Row, usize) -> Result<Value, Cause>,
}

impl Codec {
    /// The codec of `T`.
    #[must_use]
    pub const fn of<T: ColumnType>() -> Self {
        Self {
            read: T::read_value,
            parse: parse::<T>,
            render: T::render,
            read_stored: read_stored::<T>,
            keep_read_only: T::keep_stored,
            one_way: || T::one_way(&mut Vec::new()),
            cell: cell::<T>,
        }
    }

    /// The codec of a property that is no column; it refuses everything.
    pub const NONE: Self = Self {
        read: |_, _, errors| {
            errors.push("not a column");
            None
        },
        parse: |_, _, errors| {
            errors.push("not a column");
            None
        },
        render: |_, _, _| Ok(false),
        read_stored: |_, _, errors| {
            errors.push("not a column");
            None
        },
        keep_read_only: |value, _| value,
        one_way: OneWay::default,
        cell: |_, _| Err("not a column".into()),
    };
}

fn parse<T: ColumnType>(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Value> {
    T::parse(text, limits, errors).map(Into::into)
}

fn read_stored<T: ColumnType>(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Value> {
    T::read_stored(json, limits, errors).map(Into::into)
}

fn cell<T: ColumnType>(row: &dyn Row, index: usize) -> Result<Value, Cause> {
    Ok(T::from_row(row, index)?.map_or_else(|| T::STORAGE.null(), Into::into))
}
