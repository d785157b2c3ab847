//! Objects of declared properties: read in one pass, written in the declared order.

use serde_json::value::RawValue;

use super::{Default, Field};
use crate::error::FieldErrors;
use crate::types::{FieldType, Members, write_string};

/// A `schema` of a declaration: a value with named properties, which a form can carry.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent as a form",
    label = "no `schema` of an API",
    note = "the fields of a form are those of a `schema`: declare `schema Login {{ name: String, .. }}` and write `Form<Login>` or `Multipart<Login>`"
)]
pub trait Object: FieldType {
    /// The properties, in the order of the declaration.
    const FIELDS: &'static [Field];
}

/// Reads the properties of a schema, one after the other.
#[derive(Debug)]
pub struct ObjectReader<'j> {
    members: Members<'j>,
    fields: &'static [Field],
    at: usize,
}

impl<'j> ObjectReader<'j> {
    /// Visits the object; members that no property declares are breaches. `None`: it isn't an object.
    pub fn open(json: &'j RawValue, fields: &'static [Field], errors: &mut FieldErrors) -> Option<Self> {
        let index = |name: &str| fields.iter().position(|field| field.property == name);
        let members = Members::open(json, fields.len(), &index, errors)?;
        Some(Self { members, fields, at: 0 })
    }

    /// Reads the next property, or its default.
    pub fn next<T: FieldType>(&mut self, errors: &mut FieldErrors) -> Option<T> {
        let field = self.fields.get(self.at)?;
        let default = match &field.default {
            Some(Default::Literal(literal)) => Some(literal.to_json()),
            Some(Default::With(_)) | None => None,
        };
        let value = self
            .members
            .take(self.at, field.property, &field.limits, default.as_deref(), errors);
        self.at += 1;
        value
    }
}

/// Writes the properties of a schema, one after the other; nulls are left out.
#[derive(Debug)]
pub struct ObjectWriter<'o> {
    out: &'o mut Vec<u8>,
    fields: std::slice::Iter<'static, Field>,
    begun: bool,
}

impl<'o> ObjectWriter<'o> {
    /// Begins the object.
    pub fn open(fields: &'static [Field], out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            fields: fields.iter(),
            begun: false,
        }
    }

    /// Writes the next property.
    pub fn next<T: FieldType>(&mut self, value: &T) {
        let next = self.fields.next();
        let Some(field) = next.filter(|_| !value.is_null()) else {
            return;
        };
        if self.begun {
            self.out.push(b',');
        }
        self.begun = true;
        write_string(field.property, self.out);
        self.out.push(b':');
        value.write(self.out);
    }

    /// Ends the object.
    pub fn close(self) {
        self.out.push(b'}');
    }
}
