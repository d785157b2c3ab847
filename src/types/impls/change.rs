//! `ActiveValue<T>`: a property of a partial update.

use std::any::TypeId;

use sea_orm::{ActiveValue, Value};
use serde_json::value::RawValue;

use crate::error::FieldErrors;
use crate::types::{FieldType, Limits, OneWay, Schema};

/// `NotSet` if the property is left out, `Set` otherwise; for schemas of a PATCH of the application (RFC 7396, section 1).
/// `ActiveValue<Option<T>>` can be set to null.
impl<T: FieldType + Into<Value>> FieldType for ActiveValue<T> {
    type Base = T::Base;
    const SCHEMA: Schema = T::SCHEMA.omissible();

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read(json, limits, errors).map(Self::Set)
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Set(value) | Self::Unchanged(value) => value.write(out),
            Self::NotSet => out.extend_from_slice(b"null"),
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::NotSet)
    }

    fn absent() -> Option<Self> {
        Some(Self::NotSet)
    }

    fn read_stored(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        T::read_stored(json, limits, errors).map(Self::Set)
    }

    fn write_stored(&self, out: &mut Vec<u8>) {
        match self {
            Self::Set(value) | Self::Unchanged(value) => value.write_stored(out),
            Self::NotSet => out.extend_from_slice(b"null"),
        }
    }

    fn one_way(seen: &mut Vec<TypeId>) -> OneWay {
        T::one_way(seen)
    }
}
