//! Objects with declared properties, read in one pass and written in the order of the declaration.

use std::any::TypeId;

use serde_json::value::RawValue;

use super::{Default, Field};
use crate::error::FieldErrors;
use crate::types::{FieldType, Members, OneWay, write_string};

/// A `schema` of a declaration: a value with named properties, which can be sent as a form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent as a form",
    label = "no `schema` of an API",
    note = "the fields of a form are those of a `schema`: declare `schema Login {{ name: String, .. }}` and write `Form<Login>` or `Multipart<Login>`"
)]
pub trait Object: FieldType {
    /// The properties, in the order of the declaration.
    const FIELDS: &'static [Field];
    /// What requests must fulfil beyond the limits of the properties.
    const CHECKS: &'static [Check<Self>] = &[];
}

/// What a whole object of a request must fulfil.
#[derive(Debug)]
pub struct Check<T> {
    /// What it demands, in words, for documents; the message if the function gives none.
    pub text: &'static str,
    /// The function of the application. The paths of its errors begin at the object.
    pub run: fn(&T) -> Result<(), FieldErrors>,
}

/// The properties of a `schema`, one after the other.
pub trait ObjectMembers: Sized {
    /// Reads them all; `None`, with errors, if one can't be read.
    fn read_members(object: ObjectReader<'_>, errors: &mut FieldErrors) -> Option<Self>;
    /// Writes them all.
    fn write_members(&self, object: ObjectWriter<'_>);
}

/// Reads the properties of a schema, one after the other.
#[derive(Debug)]
pub struct ObjectReader<'j> {
    members: Members<'j>,
    fields: &'static [Field],
    at: usize,
    stored: bool,
    /// How many violations there were before this object.
    before: usize,
}

impl<'j> ObjectReader<'j> {
    /// Visits the object of a request. Members that aren't declared or are `read_only` are violations. `None` if it isn't an object.
    pub fn open(json: &'j RawValue, fields: &'static [Field], errors: &mut FieldErrors) -> Option<Self> {
        Self::visit(json, fields, false, errors)
    }

    /// Visits a stored object, which has all properties.
    pub fn open_stored(json: &'j RawValue, fields: &'static [Field], errors: &mut FieldErrors) -> Option<Self> {
        Self::visit(json, fields, true, errors)
    }

    fn visit(json: &'j RawValue, fields: &'static [Field], stored: bool, errors: &mut FieldErrors) -> Option<Self> {
        let index = |name: &str| {
            fields
                .iter()
                .position(|field| field.property == name && (stored || field.in_requests()))
        };
        let before = errors.len();
        let members = Members::open(json, fields.len(), &index, errors)?;
        Some(Self {
            members,
            fields,
            at: 0,
            stored,
            before,
        })
    }

    /// Reads the next property, or its default.
    pub fn next<T: FieldType>(&mut self, errors: &mut FieldErrors) -> Option<T> {
        let field = self.fields.get(self.at)?;
        let default = match &field.default {
            Some(Default::Literal(literal)) => Some(literal.to_json()),
            Some(Default::With(_)) | None => None,
        };
        let read = if self.stored { T::read_stored } else { T::read };
        let limits = match self.members.get(self.at) {
            Some(json) if self.stored => field.limits.as_stored(json),
            _ => field.limits,
        };
        let value = self
            .members
            .take(self.at, field.property, &limits, default.as_deref(), read, errors);
        self.at += 1;
        value
    }

    /// Runs the checks of an object that a client has sent, once all of its properties are valid. `None`, with violations, if one fails.
    pub fn check<T>(&self, value: &T, checks: &[Check<T>], errors: &mut FieldErrors) -> Option<()> {
        if self.stored || errors.are_of_incomplete() || errors.len() > self.before {
            return Some(());
        }
        let mut passed = Some(());
        for check in checks {
            if let Err(found) = (check.run)(value) {
                passed = None;
                if found.is_empty() {
                    errors.push(check.text);
                } else {
                    errors.append(found);
                }
            }
        }
        passed
    }
}

/// Writes the properties of a schema, one after the other. Nulls are left out unless the declaration shows them.
#[derive(Debug)]
pub struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    fields: std::slice::Iter<'static, Field>,
    begun: bool,
    stored: bool,
}

impl<'o> ObjectWriter<'o> {
    /// Starts the object of a reply, which has no `write_only` properties.
    pub fn open(fields: &'static [Field], out: &'o mut Vec<u8>) -> Self {
        Self::begin(fields, false, out)
    }

    /// Starts an object to store, which has all properties.
    pub fn open_stored(fields: &'static [Field], out: &'o mut Vec<u8>) -> Self {
        Self::begin(fields, true, out)
    }

    fn begin(fields: &'static [Field], stored: bool, out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            fields: fields.iter(),
            begun: false,
            stored,
        }
    }

    /// Writes the next property.
    pub fn next<T: FieldType>(&mut self, value: &T) {
        let next = self.fields.next();
        let shown = |field: &&Field| {
            let null = value.is_null();
            if self.stored {
                !null
            } else {
                field.in_replies() && (!null || field.is_always_shown())
            }
        };
        let Some(field) = next.filter(shown) else {
            return;
        };
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
        write_string(field.property, self.out);
        self.out.push(b':');
        if self.stored {
            value.write_stored(self.out);
        } else {
            let start = self.out.len();
            value.write(self.out);
            field.limits.form.apply(self.out, start);
        }
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push(b'}');
    }
}

/// Whether a schema has properties that are in requests only, or in replies only.
#[must_use]
pub const fn one_way(fields: &[Field]) -> OneWay {
    let mut found = OneWay {
        read_only: false,
        write_only: false,
    };
    let mut at = 0;
    while at < fields.len() {
        found.read_only = found.read_only || !fields[at].in_requests();
        found.write_only = found.write_only || !fields[at].in_replies();
        at += 1;
    }
    found
}

/// Keeps what requests can't set of a property: all of the replaced value if the property is `read_only`, else its nested properties.
pub fn keep_property<T: FieldType>(field: &Field, value: &mut T, replaced: T) {
    if field.in_requests() {
        value.keep_read_only(replaced);
    } else {
        *value = replaced;
    }
}

/// Adds a schema to those that were visited; `false` if it was visited before. By type, since schemas of different modules may have the same
/// name.
pub fn first_met<T: 'static>(seen: &mut Vec<TypeId>) -> bool {
    let id = TypeId::of::<T>();
    let first = !seen.contains(&id);
    if first {
        seen.push(id);
    }
    first
}
