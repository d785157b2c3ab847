//! What can be the owner of rows.

use super::api::Whole;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Access, Operation, Resource};
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
        field_error(
            owner,
            field.name,
            " is the `owner`, but holds no ids; make its type String, Uuid, i16, i32 or i64",
        );
    }
    if field.key {
        field_error(
            owner,
            field.name,
            " is the `owner`, but part of the key, which requests give; declare it under `fields`",
        );
    }
    if field.default.is_some() {
        field_error(
            owner,
            field.name,
            " is the `owner`, whose value is always who asks; take its default out",
        );
    }
}

/// Checks that an operation on rows of owners knows who asks.
#[track_caller]
pub(super) const fn check_owned(api: &Whole, resource: &Resource, operation: &Operation) {
    if resource.owner.is_none() {
        return;
    }
    match operation.access.or(api.info.access) {
        Access::AnyOf(_) => {}
        Access::Public => const_error(&[
            "resource `",
            resource.name,
            "`: `",
            operation.kind.word(),
            "` is `public`, but nobody owns rows whom nobody asked for a name; let its `access` name a scheme",
        ]),
        // With schemes it is refused as what nothing is said of.
        Access::Inherit => const_error(&[
            "resource `",
            resource.name,
            "` has an `owner`, but nothing tells `",
            operation.kind.word(),
            "` who asks; declare a scheme in the api's `security` and name it in `access`, or take the `owner` out",
        ]),
    }
}
