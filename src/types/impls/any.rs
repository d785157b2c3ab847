//! `serde_json::Value`: any JSON.

use sea_orm::Value;
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
        // A Value can always be rendered.
        if let Ok(text) = serde_json::to_vec(self) {
            out.extend_from_slice(&text);
        }
    }
}

/// serde_json treats objects with such members in a special way.
const RESERVED: &str = "$serde_json::private::";

/// Values that wouldn't be preserved are violations: duplicate members, NULs, numbers that clients would read differently.
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
                    if name.starts_with(RESERVED) {
                        errors.push("a name that the server uses itself");
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
            // A number that readers can't represent, `1e400`, must not be stored.
            let fits = if whole {
                text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()
            } else {
                text.parse::<f64>().is_ok_and(f64::is_finite)
            };
            if !fits {
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

    /// The text without white space, so that digits and the order of members are kept.
    fn read_value(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Value> {
        let before = errors.len();
        check(json, errors);
        (errors.len() == before).then(|| Value::String(Some(compact(json.get()))))
    }

    fn render(row: &dyn Row, index: usize, out: &mut Vec<u8>) -> Result<bool, Cause> {
        let text = row.json(index)?;
        if let Some(text) = text {
            out.extend_from_slice(compact(text).as_bytes());
        }
        Ok(text.is_some())
    }

    fn from_row(row: &dyn Row, index: usize) -> Result<Option<Self>, Cause> {
        Ok(row.json(index)?.map(serde_json::from_str).transpose()?)
    }
}

/// JSON without white space between tokens.
fn compact(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let keep = in_string || !matches!(c, ' ' | '\t' | '\n' | '\r');
            match c {
                _ if escaped => escaped = false,
                '\\' if in_string => escaped = true,
                '"' => in_string = !in_string,
                _ => {}
            }
            keep
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_but_not_those_in_strings() {
        let json = " { \"a b\" : [ 1.50 , \" \\\" } \" , true ] } ";
        assert_eq!(compact(json), "{\"a b\":[1.50,\" \\\" } \",true]}");
    }

    #[test]
    fn members_with_a_meaning_of_their_own_are_refused() {
        for name in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
            let json = format!("{{\"a\":[{{\"{name}\":\"1\"}}]}}");
            let json: &RawValue = serde_json::from_str(&json).unwrap();
            let mut errors = FieldErrors::new();
            assert!(
                JsonValue::read_value(json, &Limits::NONE, &mut errors).is_none(),
                "{name}"
            );
            assert_eq!(errors.len(), 1);
        }
    }
}
