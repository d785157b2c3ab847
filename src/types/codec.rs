//! The behaviour of a column type as function pointers, so that no layer above is generic over it.

use sea_orm::{Condition, Value};
use serde_json::value::RawValue;

use super::{ColumnType, Limits, Literal, OneWay, Row};
use crate::error::{Cause, FieldErrors};

/// Makes a value of a column: the default of a new row.
pub type ValueFn = fn() -> Value;

/// Makes the condition of a filter from a value; `None` if the value has another type.
pub type ConditionFn = fn(Value) -> Option<Condition>;

/// How values of one column type are parsed, rendered and read from rows. There is one for each type.
#[derive(Clone, Copy, Debug)]
pub struct Codec {
    /// JSON text → value, or violations. The base type of a nullable field never gets a null.
    pub read: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<Value>,
    /// Text of a query or path → value, or violations.
    pub parse: fn(&str, &Limits, &mut FieldErrors) -> Option<Value>,
    /// Cell of a row → JSON text, which is appended. `false` if the cell is NULL: then nothing is written.
    pub render: fn(&dyn Row, usize, &mut Vec<u8>) -> Result<bool, Cause>,
    /// JSON text that the server has stored → value.
    pub read_stored: fn(&RawValue, &Limits, &mut FieldErrors) -> Option<Value>,
    /// A value of a request and the value that it replaces → the former with the `read_only` members of the latter.
    pub keep_read_only: fn(Value, Value) -> Value,
    /// Whether values have members that are in requests only, or in replies only.
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

    /// The codec of a property that isn't a column. It refuses everything.
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

    /// A literal of the declaration as a value of the column; `None` if it isn't of the column's type, which is checked at compile time. Of
    /// the limits only the precision counts, since it changes the value: 1 becomes 1.00.
    pub(crate) fn literal(&self, literal: Literal, limits: &Limits) -> Option<Value> {
        let text = literal.to_json();
        let json: &RawValue = serde_json::from_str(&text).ok()?;
        let limits = Limits {
            precision: limits.precision,
            ..Limits::NONE
        };
        (self.read)(json, &limits, &mut FieldErrors::new())
    }
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
