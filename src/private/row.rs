//! Conversion between rows as structs and JSON.

use sea_orm::{ActiveModelTrait, EntityTrait, Iterable as _, ModelTrait, TryIntoModel, Value};
use serde_json::value::RawValue;

use super::Cell;
use crate::engine::reader_sees;
use crate::error::FieldErrors;
use crate::meta::{Field, Resource};
use crate::types::{JsonForm, Limits, Members, write_string};

/// Writes a row as replies hold it: the fields that the client may see, nulls left out unless the declaration shows them.
pub fn write_row(resource: &Resource, cells: &[&dyn Cell], out: &mut Vec<u8>) {
    let is_shown = |field: &Field| {
        field.in_replies() && reader_sees(resource, field, |owner| cells.get(owner).map(|cell| cell.get()))
    };
    write_with(resource, cells, is_shown, |field| field.limits.form, out);
}

/// Writes a row to store it in a column of JSON: the fields of replies, whoever may see them, as their types write them.
pub fn write_stored_row(resource: &Resource, cells: &[&dyn Cell], out: &mut Vec<u8>) {
    write_with(resource, cells, Field::in_replies, |_| JsonForm::OfType, out);
}

fn write_with(
    resource: &Resource,
    cells: &[&dyn Cell],
    is_shown: impl Fn(&Field) -> bool,
    form: fn(&Field) -> JsonForm,
    out: &mut Vec<u8>,
) {
    out.push(b'{');
    let begin = out.len();
    for (field, cell) in resource.fields.iter().zip(cells).filter(|(field, _)| is_shown(field)) {
        let start = out.len();
        if start > begin {
            out.push(b',');
        }
        write_string(field.property, out);
        out.push(b':');
        let value = out.len();
        if cell.write(out) {
            form(field).apply(out, value);
        } else if field.shows_null() {
            out.extend_from_slice(b"null");
        } else {
            out.truncate(start);
        }
    }
    out.push(b'}');
}

/// Reads a row as replies hold it, out of a request. Fields that replies don't hold must be able to be null.
pub fn read_row<M>(fields: &'static [Field], json: &RawValue, errors: &mut FieldErrors) -> Option<M>
where
    M: ModelTrait,
    <M::Entity as EntityTrait>::ActiveModel: TryIntoModel<M>,
{
    read_with(fields, json, |field, _| (field.codec.read, field.limits), errors)
}

/// Reads a row that the server itself has written, or a hook has completed.
pub fn read_stored_row<M>(fields: &'static [Field], json: &RawValue, errors: &mut FieldErrors) -> Option<M>
where
    M: ModelTrait,
    <M::Entity as EntityTrait>::ActiveModel: TryIntoModel<M>,
{
    read_with(
        fields,
        json,
        |field, json| (field.codec.read_stored, field.limits.as_stored(json)),
        errors,
    )
}

/// What reads the value of a field, and its limits.
type Reader = (fn(&RawValue, &Limits, &mut FieldErrors) -> Option<Value>, Limits);

fn read_with<M>(
    fields: &'static [Field],
    json: &RawValue,
    reader: fn(&Field, &RawValue) -> Reader,
    errors: &mut FieldErrors,
) -> Option<M>
where
    M: ModelTrait,
    <M::Entity as EntityTrait>::ActiveModel: TryIntoModel<M>,
{
    let index = |name: &str| {
        let held = |field: &Field| field.in_replies() && field.property == name;
        fields.iter().position(held)
    };
    let members = Members::open(json, fields.len(), &index, errors)?;
    let before = errors.len();
    let mut row = <<M::Entity as EntityTrait>::ActiveModel as ActiveModelTrait>::default();
    for (at, column) in <M::Entity as EntityTrait>::Column::iter().enumerate() {
        let field = fields.get(at)?;
        let value = errors.at(field.property, |errors| match members.get(at) {
            Some(json) if json.get() != "null" => {
                let (read, limits) = reader(field, json);
                read(json, &limits, errors)
            }
            _ if field.schema.nullable => Some(field.storage.null()),
            _ => {
                errors.push("required");
                None
            }
        });
        if let Some(value) = value {
            row.try_set(column, value).ok()?;
        }
    }
    if errors.len() > before {
        return None;
    }
    row.try_into_model().ok()
}
