//! Field types in serde, with their own parsing and rendering.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};
use serde_json::value::RawValue;

use super::{FieldType, Limits};
use crate::error::FieldErrors;

/// Serializes any field type as replies have it; for the serializers of `serde_json`.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<T: FieldType, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = Vec::new();
    value.write(&mut out);
    let text = String::from_utf8(out).map_err(S::Error::custom)?;
    RawValue::from_string(text)
        .map_err(S::Error::custom)?
        .serialize(serializer)
}

/// Deserializes any field type, including `read_only` properties; for the deserializers of `serde_json`.
///
/// # Errors
///
/// Those of the deserializer, and all violations in one text.
pub fn deserialize<'de, T: FieldType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    let mut errors = FieldErrors::new();
    let value = T::read_stored(&json, &Limits::NONE, &mut errors);
    errors.finish().map_err(D::Error::custom)?;
    value.ok_or_else(|| D::Error::custom("not readable"))
}
