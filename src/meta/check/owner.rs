//! What can be the owner of rows.

use super::api::Whole;
use super::relation::{held_by, unheld};
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Access, Field, Operation, RelatedOwner, Relation, Resource};
use crate::types::Storage;

/// Checks the field that holds the owner's principal ID.
#[track_caller]
pub(super) const fn check_owner(owner: Owner<'_>, resource: &Resource) {
    if let Some(relation) = resource.owner_relation() {
        check_related_owner(resource, relation);
    }
    let Some(at) = resource.owner else { return };
    let field = &resource.fields[at];
    if !holds_ids(field) {
        field_error(
            owner,
            field.name,
            " is the `owner`, but holds no ids; make its type String, Uuid, i16, i32 or i64",
        );
    }
    // The key of a singleton may be its owner, as no request gives it.
    if field.key && !(resource.one && resource.key == 1) {
        field_error(
            owner,
            field.name,
            " is the `owner`, but part of the key, which requests give; declare it under `fields`",
        );
    }
    if field.default.is_some() || field.auto_increment {
        field_error(
            owner,
            field.name,
            " is the `owner`, whose value is always the caller's ID; remove its default",
        );
    }
}

/// Whether values of a field can be ids of principals.
const fn holds_ids(field: &Field) -> bool {
    match field.storage {
        Storage::Text | Storage::Int16 | Storage::Int32 | Storage::Int64 => field.choices.is_none(),
        Storage::Uuid => true,
        Storage::Bytes
        | Storage::Boolean
        | Storage::Float
        | Storage::Double
        | Storage::Decimal
        | Storage::Date
        | Storage::Time
        | Storage::DateTime
        | Storage::Json => false,
    }
}

/// Checks the owner that a related row has.
#[track_caller]
const fn check_related_owner(resource: &Resource, relation: &Relation) {
    let Some(RelatedOwner { field, .. }) = resource.related_owner else {
        return;
    };
    let field = &relation.target.fields[field];
    let (subject, what) = if relation.many {
        (
            relation.name,
            "is a relation to a list, whose rows may have several owners; name a relation to one row",
        )
    } else if !holds_ids(field) {
        (
            field.name,
            "holds no ids; its type must be String, Uuid, i16, i32 or i64",
        )
    } else if let Some(own) = unheld(resource, relation) {
        let remedy = held_by(relation);
        const_error(&[
            "resource `",
            resource.name,
            "`: `owner: ",
            relation.name,
            ".",
            field.name,
            "`: `",
            own.name,
            "` may refer to a row that is deleted, whose key another owner's may get; ",
            remedy[0],
            remedy[1],
            remedy[2],
        ]);
    } else {
        return;
    };
    const_error(&[
        "resource `",
        resource.name,
        "`: `owner: ",
        relation.name,
        ".",
        field.name,
        "`: `",
        subject,
        "` ",
        what,
    ]);
}

/// Checks the operations that may use the rows of all owners.
#[track_caller]
pub(super) const fn check_others(owner: Owner<'_>, resource: &Resource) {
    if !resource.is_owned() {
        const_error(&[
            "resource `",
            owner.name,
            "`: `others` says which operations may use the rows of all owners, but there is no `owner`; add one, or remove `others`",
        ]);
    }
    let mut at = 0;
    while at < resource.others.len() {
        let kind = resource.others[at];
        // Rows of a resource without operations are shown with others.
        if !(resource.offers(kind) || resource.operations.is_empty() && kind.shows_rows_alone()) {
            const_error(&[
                "resource `",
                owner.name,
                "`: `others` names `",
                kind.word(),
                "`, which `ops` doesn't offer; add it there, or remove it from `others`",
            ]);
        }
        if !kind.shows_rows_alone() {
            const_error(&[
                "resource `",
                owner.name,
                "`: `others` names `",
                kind.word(),
                "`, but only the owner changes a row; name `list` and `read`, or remove the `owner` and check rights in a hook",
            ]);
        }
        at += 1;
    }
}

/// Checks that an operation on rows with owners requires authentication.
#[track_caller]
pub(super) const fn check_owned(api: &Whole, resource: &Resource, operation: &Operation) {
    if !resource.is_owned_in(operation.kind) {
        return;
    }
    match operation.access.or(api.info.access) {
        Access::AnyOf(_) => {}
        Access::Public | Access::Optional(_) => const_error(&[
            "resource `",
            resource.name,
            "`: `",
            operation.kind.word(),
            "` is `public`, but an `owner` requires authentication; set its `access` to a scheme",
        ]),
        // With schemes, the missing access rule is an error already.
        Access::Inherit => const_error(&[
            "resource `",
            resource.name,
            "` has an `owner`, but `",
            operation.kind.word(),
            "` doesn't authenticate clients; declare a scheme in the api's `security` and name it in `access`, or remove the `owner`",
        ]),
    }
}
