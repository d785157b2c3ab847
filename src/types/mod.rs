//! The types of fields: their JSON Schema, parsing, rendering and storage.

mod bytes;
mod choices;
mod codec;
pub(crate) mod envelope;
mod enum_values;
#[cfg(feature = "multipart")]
mod file;
mod impls;
mod json;
mod json_form;
mod members;
mod newtype;
mod schema;
mod row;
mod storage;
mod validate;

pub use bytes::Bytes;
pub use choices::Choices;
pub use codec::{Codec, ConditionFn, ValueFn};
pub use enum_values::{EnumValue, EnumValues};
#[cfg(feature = "multipart")]
pub use file::File;
#[cfg(feature = "multipart")]
pub(crate) use file::{Spool, plain_name, with_files};
pub use impls::Listed;
pub(crate) use json::check_document;
pub use json::{Json, JsonValue, write_string};
pub use json_form::JsonForm;
pub(crate) use members::Members;
pub use members::take_variant;
pub use newtype::{deserialize, serialize};
pub use row::Row;
pub use schema::{Format, Kind, Limits, Literal, Number, OneWay, Schema};
pub use storage::Storage;

pub(crate) use validate::{check_length, no_segment, too_long};

use std::any::TypeId;

use sea_orm::Value;
use serde_json::value::RawValue;

use crate::error::{Cause, FieldErrors};

/// A type that a field, a parameter or an item of a list can have.
///
/// The crate implements it for `String`, `bool`, `i16`, `i32`, `i64`, `f32`, `f64`, `Decimal`, `Uuid`, `NaiveDate`, `NaiveTime`,
/// `DateTime<Utc>`, [`JsonValue`], [`Bytes`], [`Json<T>`], `Option<T>`, `Vec<T>`, `HashMap<String, T>` and `BTreeMap<String, T>`;
/// `enum`, `schema` and `union` items of `api!` implement it, too. To add a type of your own, implement it and
/// [`ColumnType`], then call [`field_type!`](crate::field_type).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the type of a field",
    label = "not a field type",
    note = "field types are String, bool, i16, i32, i64, f32, f64, Decimal, Uuid, NaiveDate, NaiveTime, DateTime<Utc>, JsonValue, Bytes, Json<T>, Option<T>, Vec<T>, HashMap<String, T>, BTreeMap<String, T> and the enums, schemas and unions of your API",
    note = "for a type of your own implement `warp_openapi::FieldType`"
)]
pub trait FieldType: Sized + Send + Sync + 'static {
    /// The type whose options a field of this type has. For a type of your own it is the type that it wraps.
    type Base: ?Sized;
    /// The schema that the document publishes.
    const SCHEMA: Schema;
    /// The values of an enum, or of the items if it is a list of one.
    const CHOICES: Choices = Choices::None;
    /// Whether it is a record of a resource, `task::Create`.
    #[doc(hidden)]
    const IS_RECORD: bool = false;
    /// Whether it is a list of records, whose length the setting for bulk requests limits.
    #[doc(hidden)]
    const IS_BULK: bool = false;

    /// Parses a value from its JSON text and validates it by the field's limits.
    ///
    /// All violations are added to `errors`. `None` if there is at least one.
    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self>;

    /// Appends the value's JSON text.
    fn write(&self, out: &mut Vec<u8>);

    /// Returns whether it is null, which objects leave out.
    #[must_use]
    fn is_null(&self) -> bool {
        false
    }

    /// Returns the value of a field that the request leaves out: null for `Option<T>`, `None` for types that have no such value.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Parses a stored value. Unlike in requests, schemas have their `read_only` properties.
    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::read(json, limits, errors)
    }

    /// Appends the JSON text to store. Unlike in replies, schemas have their `write_only` properties.
    fn write_stored(&self, out: &mut Vec<u8>) {
        self.write(out);
    }

    /// Takes the `read_only` properties from the value that this one replaces. Items of lists take none, since old and new ones can't be
    /// matched.
    fn keep_read_only(&mut self, _replaced: Self) {}

    /// Returns whether it has `read_only` or `write_only` properties, nested ones included. `seen` has the schemas visited so far, since they
    /// may be recursive.
    #[must_use]
    fn one_way(_seen: &mut Vec<TypeId>) -> OneWay {
        OneWay::default()
    }
}

/// A [`FieldType`] that can be a column of a table, or a parameter.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can be neither a column nor a parameter",
    label = "not a column type",
    note = "in a column, lists, maps, schemas and unions are stored as JSON: wrap the type, `Json<{Self}>`",
    note = "of an op, the request's body, JSON, a form or a file, is the parameter named `body`"
)]
pub trait ColumnType: FieldType + Into<Value> {
    /// How its values are stored.
    const STORAGE: Storage;

    /// Parses a value from the decoded text of a parameter. Violations are added to `errors`.
    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self>;

    /// Parses a value as [`FieldType::read`] does, to be stored.
    fn read_value(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Value> {
        Self::read(json, limits, errors).map(Into::into)
    }

    /// Returns a value to store, with the `read_only` members of the one that it replaces.
    #[must_use]
    fn keep_stored(value: Value, _replaced: Value) -> Value {
        value
    }

    /// Appends the JSON text of a cell. `false` if it is NULL: then nothing is written.
    ///
    /// # Errors
    ///
    /// Those of [`ColumnType::from_row`].
    fn render(row: &dyn Row, index: usize, out: &mut Vec<u8>) -> Result<bool, Cause> {
        let value = Self::from_row(row, index)?;
        if let Some(value) = &value {
            value.write(out);
        }
        Ok(value.is_some())
    }

    /// Reads a cell. `None` is NULL.
    ///
    /// # Errors
    ///
    /// If the cell doesn't exist or has another type.
    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause>;
}
