//! `String`, `bool`, `Uuid` and `Bytes`.

use serde_json::value::RawValue;
use uuid::Uuid;

use super::{checked, read_string, violation};
use crate::error::{Cause, FieldErrors};
use crate::types::{Bytes, ColumnType, FieldType, Kind, Limits, Row, Schema, Storage, json, validate};

impl FieldType for String {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::String);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::parse(&read_string(json, "not a string", errors)?, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        json::write_string(self, out);
    }
}

impl ColumnType for String {
    const STORAGE: Storage = Storage::Text;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        checked(text, errors, |text, errors| validate::string(text, limits, errors)).map(str::to_owned)
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.text(index)?.map(str::to_owned))
    }
}

impl FieldType for bool {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Boolean);

    fn read(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match json.get() {
            "true" => Some(true),
            "false" => Some(false),
            "null" => violation("may not be null", errors),
            _ => violation("not a boolean", errors),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl ColumnType for bool {
    const STORAGE: Storage = Storage::Boolean;

    fn parse(text: &str, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match text {
            "true" => Some(true),
            "false" => Some(false),
            _ => violation("not a boolean", errors),
        }
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        row.boolean(index)
    }
}

impl FieldType for Uuid {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Uuid);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::parse(&read_string(json, "not a string", errors)?, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut text = Self::encode_buffer();
        out.push(b'"');
        out.extend_from_slice(self.hyphenated().encode_lower(&mut text).as_bytes());
        out.push(b'"');
    }
}

impl ColumnType for Uuid {
    const STORAGE: Storage = Storage::Uuid;

    fn parse(text: &str, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::try_parse(text)
            .ok()
            .or_else(|| violation("not a valid uuid", errors))
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        row.uuid(index)
    }
}

impl FieldType for Bytes {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Bytes);

    fn read(json: &RawValue, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        Self::parse(&read_string(json, "not a string", errors)?, limits, errors)
    }

    fn write(&self, out: &mut Vec<u8>) {
        json::write_string(&self.to_base64(), out);
    }
}

impl ColumnType for Bytes {
    const STORAGE: Storage = Storage::Bytes;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match Self::from_base64(text) {
            Some(bytes) => checked(bytes, errors, |bytes, errors| {
                validate::length(bytes.0.len(), limits, errors);
            }),
            None => violation("not valid base64", errors),
        }
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.bytes(index)?.map(|bytes| Self(bytes.to_vec())))
    }
}

crate::field_type!(Bytes: Vec<u8>, |bytes| bytes.0, |bytes| Ok(Bytes(bytes)));
