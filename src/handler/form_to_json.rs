//! Turns a form into a JSON object, so that forms and JSON have the same parsers and messages.

use std::borrow::Cow;

use serde_json::value::RawValue;

use crate::error::{Error, FieldError, FieldErrors};
use crate::meta::{Field, Object};
use crate::types::{Choices, JsonForm, Kind, Limits, check_document, write_string};
#[cfg(feature = "multipart")]
use crate::types::{File, with_files};

/// The most fields or parts of a form: each costs work before it can be refused.
pub(super) const MAX_FIELDS: usize = 1_000;

/// The fields that were received of a form.
pub(super) struct FormToJson {
    fields: &'static [Field],
    /// The JSON texts of each field, in the order of the form.
    values: Vec<Vec<String>>,
    unknown: Vec<String>,
    /// Fields that have a violation already. Others of theirs aren't reported.
    refused: Vec<&'static str>,
    /// The files. In JSON a file is its index here. `None` after a violation.
    #[cfg(feature = "multipart")]
    files: Vec<Option<File>>,
}

impl FormToJson {
    pub(super) fn new(fields: &'static [Field]) -> Self {
        Self {
            fields,
            values: vec![Vec::new(); fields.len()],
            unknown: Vec::new(),
            refused: Vec::new(),
            #[cfg(feature = "multipart")]
            files: Vec::new(),
        }
    }

    /// The index of a field. An unknown name becomes a violation when the value is read.
    pub(super) fn index(&mut self, name: &str) -> Option<usize> {
        let found = self
            .fields
            .iter()
            .position(|field| field.property == name && field.in_requests());
        if found.is_none() {
            self.unknown.push(name.to_owned());
        }
        found
    }

    /// Adds a text.
    pub(super) fn add_text(&mut self, index: usize, text: &str) {
        let field = &self.fields[index];
        self.values[index].push(if text.is_empty() && field.limits.empty_is_null {
            "null".to_owned()
        } else {
            json_of(field.schema.kind, field, text)
        });
    }

    /// Reads the value. `None` after a violation.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the object isn't JSON.
    pub(super) fn read<T: Object>(self, errors: &mut FieldErrors) -> Result<Option<T>, Error> {
        let found = if self.refused.is_empty() {
            FieldErrors::new()
        } else {
            FieldErrors::of_incomplete()
        };
        self.read_into(found, errors)
    }

    /// Reads the value; `found` gets its violations, before those of refused fields are left out.
    fn read_into<T: Object>(self, mut found: FieldErrors, errors: &mut FieldErrors) -> Result<Option<T>, Error> {
        let text = self.object()?;
        let json: &RawValue = serde_json::from_str(&text).map_err(Error::internal)?;
        #[cfg(feature = "multipart")]
        let value = with_files(self.files, || T::read(json, &Limits::NONE, &mut found));
        #[cfg(not(feature = "multipart"))]
        let value = T::read(json, &Limits::NONE, &mut found);
        if let Err(Error::Invalid(found)) = found.finish() {
            for error in found {
                if !self.refused.iter().any(|field| is_of(field, &error)) {
                    errors.push_at(error.field, error.message);
                }
            }
        }
        Ok(value)
    }

    /// The object. It has duplicate and unknown fields as they were sent, so that the parser refuses them.
    fn object(&self) -> Result<String, Error> {
        let mut out = vec![b'{'];
        let begin = |name: &str, out: &mut Vec<u8>| {
            if out.len() > 1 {
                out.push(b',');
            }
            write_string(name, out);
            out.push(b':');
        };
        for (field, values) in self.fields.iter().zip(&self.values) {
            if let Kind::List(_) = field.schema.kind {
                if !values.is_empty() {
                    begin(field.property, &mut out);
                    out.push(b'[');
                    out.extend_from_slice(values.join(",").as_bytes());
                    out.push(b']');
                }
                continue;
            }
            for value in values {
                begin(field.property, &mut out);
                out.extend_from_slice(value.as_bytes());
            }
        }
        for name in &self.unknown {
            begin(name, &mut out);
            out.extend_from_slice(b"null");
        }
        out.push(b'}');
        String::from_utf8(out).map_err(Error::internal)
    }
}

/// What forms of several parts need beside texts.
#[cfg(feature = "multipart")]
impl FormToJson {
    /// Records that a violation of this field was reported. Others of it aren't reported then.
    pub(super) fn refuse(&mut self, index: usize) {
        self.refused.push(self.fields[index].property);
    }

    /// Adds a file, and returns the number under which [`FormToJson::set_file`] sets it.
    pub(super) fn add_file(&mut self, index: usize) -> usize {
        let number = self.files.len();
        self.files.push(None);
        self.values[index].push(number.to_string());
        number
    }

    /// How many values a field has.
    pub(super) fn count(&self, index: usize) -> usize {
        self.values[index].len()
    }

    /// Sets a file that was added.
    pub(super) fn set_file(&mut self, number: usize, file: File) {
        self.files[number] = Some(file);
    }

    /// Adds the violations of one field alone.
    ///
    /// # Errors
    ///
    /// Those of [`FormToJson::read`].
    pub(super) fn check<T: Object>(mut self, index: usize, errors: &mut FieldErrors) -> Result<(), Error> {
        let others = self.fields.iter().enumerate().filter(|(at, _)| *at != index);
        self.refused = others.map(|(_, field)| field.property).collect();
        self.read_into::<T>(FieldErrors::new(), errors).map(drop)
    }
}

/// Whether a violation is one of this field.
fn is_of(field: &str, error: &FieldError) -> bool {
    let rest = error.field.strip_prefix(field);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The JSON text for a text of this kind. A text that can't be of this kind becomes a string, which the kind's parser refuses with its own
/// message.
fn json_of(kind: Kind, field: &Field, text: &str) -> String {
    let nested = || check_document(text.as_bytes()).map_or_else(|_| quoted(text), |json| json.get().to_owned());
    if field.limits.form == JsonForm::Text {
        return quoted(text);
    }
    match kind {
        Kind::List(item) => json_of(item.kind, field, text),
        Kind::Any | Kind::Map(_) => nested(),
        Kind::Ref(_) => match field.choices {
            Choices::None => nested(),
            Choices::Texts(_) => quoted(text),
            Choices::Numbers(..) => number(text).map_or_else(|| quoted(text), Cow::into_owned),
        },
        Kind::Boolean if matches!(text, "true" | "false") => text.to_owned(),
        Kind::Int16 | Kind::Int32 | Kind::Int64 | Kind::Float | Kind::Double => {
            number(text).map_or_else(|| quoted(text), Cow::into_owned)
        }
        // A decimal may be a string in JSON, too.
        Kind::String
        | Kind::Bytes
        | Kind::Boolean
        | Kind::Decimal
        | Kind::Uuid
        | Kind::Date
        | Kind::Time
        | Kind::DateTime
        | Kind::File => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    // The text is UTF-8.
    String::from_utf8(out).unwrap_or_default()
}

/// A number as JSON writes it. Number fields of browsers send `007` and `.5` as they were typed, which aren't numbers in JSON.
fn number(text: &str) -> Option<Cow<'_, str>> {
    let plain = |byte: u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    if !text.bytes().all(plain) {
        return None;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let kept = digits.trim_start_matches('0');
    let number =
        if kept.starts_with('.') || (kept.len() < digits.len() && !kept.starts_with(|c: char| c.is_ascii_digit())) {
            Cow::Owned(format!("{sign}0{kept}"))
        } else if kept.len() < digits.len() {
            Cow::Owned(format!("{sign}{kept}"))
        } else {
            Cow::Borrowed(text)
        };
    serde_json::from_str::<&RawValue>(&number).is_ok().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<&str>) {
        assert_eq!(number(text).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn numbers_are_taken_as_people_type_them() {
        case("7", Some("7"));
        case("-1.50", Some("-1.50"));
        case("007", Some("7"));
        case("-00", Some("-0"));
        case("0", Some("0"));
        case("0.5", Some("0.5"));
        case(".5", Some("0.5"));
        case("-.5e3", Some("-0.5e3"));
        case("1e400", Some("1e400"));
    }

    #[test]
    fn other_texts_are_no_numbers() {
        for text in [
            "", "-", ".", "e5", "+1", "1.", " 1", "1 ", "0x1", "NaN", "inf", "1_000", "٣", "--1", "1,5",
        ] {
            case(text, None);
        }
    }
}
