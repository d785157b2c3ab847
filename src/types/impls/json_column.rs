//! `Json<T>`: any field type in one column, stored as its JSON text.

use std::any::TypeId;

use sea_orm::sea_query::{ArrayType, ColumnType as SqlType, Nullable, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable, TryGetableFromJson, Value};
use serde_json::value::RawValue;

use super::super::{ColumnType, FieldType, Json, Limits, OneWay, Row, Schema, Storage, check_document};
use crate::error::{Cause, FieldErrors};

impl<T: FieldType> FieldType for Json<T> {
    type Base = T::Base;
    const SCHEMA: Schema = T::SCHEMA;
    const IS_BULK: bool = T::IS_BULK;

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read(json, limits, errors).map(Self)
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn absent() -> Option<Self> {
        T::absent().map(Self)
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read_stored(json, limits, errors).map(Self)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        self.0.write_stored(out);
    }

    fn keep_read_only(&mut self, replaced: Self) {
        self.0.keep_read_only(replaced.0);
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}

impl<T: FieldType> ColumnType for Json<T> {
    const STORAGE: Storage = Storage::Json;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match check_document(text.as_bytes()) {
            Ok(json) => Self::read(json, limits, errors),
            Err(reason) => {
                errors.push(reason.to_string());
                None
            }
        }
    }

    /// A value that is NULL or can't be parsed any more has nothing to keep.
    fn keep_stored(value: Value, replaced: Value) -> Value {
        let (Value::String(Some(text)), Value::String(Some(before))) = (&value, &replaced) else {
            return value;
        };
        match (from_text::<T>(text), from_text::<T>(before)) {
            (Ok(mut kept), Ok(before)) => {
                kept.keep_read_only(before);
                kept.into()
            }
            _ => value,
        }
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.json(index)?.map(from_text).transpose()?)
    }
}

/// Parses stored text, without limits: it may have been stored when they were others.
fn from_text<T: FieldType>(text: &str) -> Result<Json<T>, DbErr> {
    let json: &RawValue = serde_json::from_str(text).map_err(|error| DbErr::Json(error.to_string()))?;
    let mut errors = FieldErrors::new();
    let value = T::read_stored(json, &Limits::NONE, &mut errors).map(Json);
    match (value, errors.finish()) {
        (Some(value), Ok(())) => Ok(value),
        (_, Err(error)) => Err(DbErr::Json(error.to_string())),
        (None, Ok(())) => Err(DbErr::Json("not readable".to_owned())),
    }
}

impl<T: FieldType> From<Json<T>> for Value {
    fn from(json: Json<T>) -> Self {
        let mut out = Vec::new();
        json.write_stored(&mut out);
        // All types write UTF-8.
        Self::String(Some(String::from_utf8_lossy(&out).into_owned()))
    }
}

impl<T: FieldType> TryGetable for Json<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let text = <JsonText as TryGetable>::try_get_by(row, index)?;
        from_text(text.0.get()).map_err(TryGetError::DbErr)
    }
}

/// JSON as it is stored, from a `json` or text column. A [`serde_json::Value`] would lose digits of decimals.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct JsonText(Box<RawValue>);

impl TryGetableFromJson for JsonText {}

impl<T: FieldType> ValueType for Json<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        match value {
            Value::String(Some(text)) => from_text(&text).map_err(|_| ValueTypeErr),
            Value::Json(Some(json)) => from_text(&json.to_string()).map_err(|_| ValueTypeErr),
            _ => Err(ValueTypeErr),
        }
    }

    fn type_name() -> String {
        "Json".to_owned()
    }

    fn array_type() -> ArrayType {
        ArrayType::Json
    }

    fn column_type() -> SqlType {
        SqlType::Json
    }
}

impl<T: FieldType> Nullable for Json<T> {
    fn null() -> Value {
        Value::String(None)
    }
}

impl<T: FieldType> serde::Serialize for Json<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::types::serialize(self, serializer)
    }
}
