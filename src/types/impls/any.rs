//! `serde_json::Value`: any JSON, kept as it is told.

use serde_json::value::RawValue;

use crate::error::{Cause, FieldErrors};
use crate::types::members::{visit_list, visit_object};
use crate::types::{ColumnType, FieldType, JsonValue, Kind, Limits, Row, Schema, Storage};

impl FieldType for JsonValue {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::Any);

    fn read(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        let before = errors.len();
        check(json, errors);
        if errors.len() > before {
            return None;
        }
        serde_json::from_str(json.get())
            .map_err(|_| errors.push("number out of range"))
            .ok()
    }

    fn write(&self, out: &mut Vec<u8>) {
        // A Value always has a text.
        if let Ok(text) = serde_json::to_vec(self) {
            out.extend_from_slice(&text);
        }
    }
}

/// What would be lost on the way is a breach: doubles, NULs, integers past 64 bits.
fn check(json: &RawValue, errors: &mut FieldErrors) {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'{') => {
            let mut seen = std::collections::HashSet::new();
            visit_object(json, errors, &mut |name, member, errors| {
                errors.at(name, |errors| {
                    if !seen.insert(name.to_owned()) {
                        errors.push("given more than once");
                    }
                    if name.contains('\0') {
                        errors.push("contains a NUL character");
                    }
                    check(member, errors);
                });
            });
        }
        Some(b'[') => {
            visit_list(json, errors, &mut |_, item, errors| check(item, errors));
        }
        Some(b'"') => match serde_json::from_str::<String>(text) {
            Ok(string) if string.contains('\0') => errors.push("contains a NUL character"),
            Ok(_) => {}
            Err(_) => errors.push("not valid Unicode"),
        },
        Some(b'-' | b'0'..=b'9') => {
            let whole = !text.contains(['.', 'e', 'E']);
            if whole && text.parse::<i64>().is_err() && text.parse::<u64>().is_err() {
                errors.push("number out of range");
            }
        }
        _ => {}
    }
}

impl ColumnType for JsonValue {
    const STORAGE: Storage = Storage::Json;

    fn parse(text: &str, limits: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match crate::types::check_document(text.as_bytes()) {
            Ok(json) => Self::read(json, limits, errors),
            Err(reason) => {
                errors.push(reason.to_string());
                None
            }
        }
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.json(index)?.map(serde_json::from_str).transpose()?)
    }
}
