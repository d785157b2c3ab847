//! serde's face of a field type: the same formatter and parser as everywhere.

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};
use serde_json::value::RawValue;

use super::{FieldType, Limits};
use crate::error::FieldErrors;

/// Serialises any field type by its own formatter, as replies have it; for `serde_json`'s serializers.
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

/// Deserialises any field type by its own parser, `read_only` properties included; for `serde_json`'s deserializers.
///
/// # Errors
///
/// Those of the deserializer, and all breaches in one text.
pub fn deserialize<'de, T: FieldType, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let json = Box::<RawValue>::deserialize(deserializer)?;
    let mut errors = FieldErrors::new();
    let value = T::read_stored(&json, &Limits::NONE, &mut errors);
    errors.finish().map_err(D::Error::custom)?;
    value.ok_or_else(|| D::Error::custom("not readable"))
}
