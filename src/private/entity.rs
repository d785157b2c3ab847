//! The behaviour of entities, erased: cells of a row, slots of an active model, columns by index.

use sea_orm::sea_query::{ArrayType, Expr, ExprTrait as _, ValueType};
use sea_orm::{ActiveValue, ColumnDef, ColumnFromStrErr, ColumnTypeTrait as _, DbErr, TryGetError, Value};

use crate::meta::Field;
use crate::types::FieldType;

/// One value of a row, whatever its type.
pub trait Cell {
    /// The value.
    fn get(&self) -> Value;
    /// Replaces the value.
    ///
    /// # Errors
    ///
    /// When `value` is of another type.
    fn set(&mut self, value: Value) -> Result<(), DbErr>;
    /// Appends the value's JSON; `false` if it is null, which is left out.
    fn write(&self, out: &mut Vec<u8>) -> bool;
}

impl<T: FieldType + Clone + Into<Value> + ValueType> Cell for T {
    fn get(&self) -> Value {
        self.clone().into()
    }

    fn set(&mut self, value: Value) -> Result<(), DbErr> {
        *self = unwrap(value)?;
        Ok(())
    }

    fn write(&self, out: &mut Vec<u8>) -> bool {
        if self.is_null() {
            return false;
        }
        FieldType::write(self, out);
        true
    }
}

fn unwrap<T: ValueType>(value: Value) -> Result<T, DbErr> {
    // The null of a JSON column, which `Json<T>` keeps as text.
    let other = match &value {
        Value::Json(None) => Some(Value::String(None)),
        // JSON of a request is text, so that digits survive; a `JsonValue` has none to lose.
        Value::String(Some(text)) if T::array_type() == ArrayType::Json => {
            serde_json::from_str(text).ok().map(|json| Value::Json(Some(json)))
        }
        _ => None,
    };
    <T as ValueType>::try_from(value).or_else(|error| match other.map(<T as ValueType>::try_from) {
        Some(Ok(value)) => Ok(value),
        _ => Err(DbErr::Type(error.to_string())),
    })
}

/// The values of a row, by the indices of its columns.
pub trait Cells<const N: usize> {
    /// The values.
    fn cells(&self) -> [&dyn Cell; N];
    /// The values, to be replaced.
    fn cells_mut(&mut self) -> [&mut dyn Cell; N];
}

/// One value of an active model, whatever its type.
pub trait Slot {
    /// Takes the value out.
    fn take(&mut self) -> ActiveValue<Value>;
    /// The value.
    fn get(&self) -> ActiveValue<Value>;
    /// Sets the value.
    ///
    /// # Errors
    ///
    /// When `value` is of another type.
    fn set(&mut self, value: Value) -> Result<(), DbErr>;
    /// Sets the value unless it is the same.
    fn set_if_not_equals(&mut self, value: Value);
    /// Unsets the value.
    fn clear(&mut self);
    /// Whether there is no value.
    fn is_clear(&self) -> bool;
    /// Makes an unchanged value a set one.
    fn reset(&mut self);
}

impl<T: Clone + Into<Value> + ValueType> Slot for ActiveValue<T> {
    fn take(&mut self) -> ActiveValue<Value> {
        std::mem::take(self).into_wrapped_value()
    }

    fn get(&self) -> ActiveValue<Value> {
        self.clone().into_wrapped_value()
    }

    fn set(&mut self, value: Value) -> Result<(), DbErr> {
        *self = Self::Set(unwrap(value)?);
        Ok(())
    }

    fn set_if_not_equals(&mut self, value: Value) {
        if self.clone().into_value().as_ref() != Some(&value)
            && let Ok(value) = unwrap(value)
        {
            *self = Self::Set(value);
        }
    }

    fn clear(&mut self) {
        *self = Self::NotSet;
    }

    fn is_clear(&self) -> bool {
        self.is_not_set()
    }

    fn reset(&mut self) {
        Self::reset(self);
    }
}

/// The values of an active model, by the indices of its columns.
pub trait Slots<const N: usize> {
    /// The values.
    fn slots(&self) -> [&dyn Slot; N];
    /// The values, to be changed.
    fn slots_mut(&mut self) -> [&mut dyn Slot; N];
}

/// The value of a slot, or sea-orm's error for a missing one.
///
/// # Errors
///
/// [`DbErr::AttrNotSet`] when there is none.
pub fn take_set<T: Into<Value>>(value: ActiveValue<T>, name: &str) -> Result<T, DbErr> {
    match value {
        ActiveValue::Set(value) | ActiveValue::Unchanged(value) => Ok(value),
        ActiveValue::NotSet => Err(DbErr::AttrNotSet(name.to_owned())),
    }
}

/// Any value as a statement takes it.
pub fn into_value<T: Into<Value>>(value: T) -> Value {
    value.into()
}

/// A parsed value in its Rust type; `None` if it is of another, which its codec rules out.
#[must_use]
pub fn typed<T: ValueType>(value: Value) -> Option<T> {
    <T as ValueType>::try_from(value).ok()
}

/// A stored value that its type refuses.
#[must_use]
pub fn stored_wrongly(reason: String) -> TryGetError {
    TryGetError::DbErr(DbErr::Type(reason))
}

/// A field's type, as sea-orm names it in arrays.
#[must_use]
pub fn array_type(field: &Field) -> ArrayType {
    field.storage.facts().array
}

/// sea-orm's definition of a field's column.
#[must_use]
pub fn column_def(field: &Field) -> ColumnDef {
    let limits = &field.limits;
    let mut def = (field.storage.facts().entity_type)(limits.max_length, limits.precision).def();
    if field.schema.nullable {
        def = def.nullable();
    }
    if field.unique {
        def = def.unique();
    }
    if field.index {
        def = def.indexed();
    }
    def
}

/// How a value is written to its column: JSON travels as text, which PostgreSQL wants cast (sea-query leaves it out for SQLite).
#[must_use]
pub fn save_as(field: &Field, value: Expr) -> Expr {
    match field.storage.facts().cast {
        Some(cast) => value.as_enum(cast),
        None => value,
    }
}

/// The index of the column of this name.
///
/// # Errors
///
/// When there is none.
pub fn position(fields: &[Field], name: &str) -> Result<usize, ColumnFromStrErr> {
    fields
        .iter()
        .position(|field| field.column == name || field.name == name)
        .ok_or_else(|| ColumnFromStrErr(name.to_owned()))
}
