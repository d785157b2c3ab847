//! What can be the owner of rows.

use super::{Owner, refuse_field};
use crate::meta::Resource;
use crate::types::Storage;

/// Checks the field that says whose a row is.
#[track_caller]
pub(super) const fn check_owner(owner: Owner<'_>, resource: &Resource) {
    let Some(at) = resource.owner else { return };
    let field = &resource.fields[at];
    let is_id = match field.storage {
        Storage::Text => field.choices.is_empty(),
        Storage::Uuid | Storage::Int16 | Storage::Int32 | Storage::Int64 => true,
        Storage::Bytes
        | Storage::Boolean
        | Storage::Float
        | Storage::Double
        | Storage::Decimal
        | Storage::Date
        | Storage::Time
        | Storage::DateTime
        | Storage::Json => false,
    };
    if !is_id {
        refuse_field(
            owner,
            field.name,
            " is the `owner`, but holds no ids; make its type String, Uuid, i16, i32 or i64",
        );
    }
    if field.key {
        refuse_field(
            owner,
            field.name,
            " is the `owner`, but part of the key, which requests give; declare it under `fields`",
        );
    }
    if field.default.is_some() {
        refuse_field(
            owner,
            field.name,
            " is the `owner`, whose value is always who asks; take its default out",
        );
    }
}
