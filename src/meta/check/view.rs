//! Resources that show rows of another: `of: User`. They have its table, and add no way to change it.

use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, OperationKind, Related, Resource};

/// Checks the section `of`: fields are columns of the table, and operations change none of its rows.
#[track_caller]
pub(super) const fn check_view(resource: &Resource) {
    let Some(of) = &resource.of else { return };
    if of.is_view {
        view_error(resource, of, "`, which has the table of another itself; name that one");
    }
    let mut at = 0;
    while at < resource.operations.len() {
        match resource.operations[at].kind {
            OperationKind::List | OperationKind::Read | OperationKind::Link | OperationKind::Unlink => {}
            OperationKind::Create
            | OperationKind::CreateMany
            | OperationKind::Update
            | OperationKind::Put
            | OperationKind::Delete
            | OperationKind::DeleteMany => const_error(&[
                "resource `",
                resource.name,
                "` offers `",
                resource.operations[at].kind.word(),
                "`, but it shows rows of `",
                of.component,
                "`, which alone changes them; leave the operation out",
            ]),
        }
        at += 1;
    }
    if resource.hooks.is_some() || !resource.publish.is_empty() || resource.was.is_some() || !resource.unique.is_empty()
    {
        view_error(
            resource,
            of,
            "`, which alone changes them; leave out `hooks`, `publish`, `was` and `unique`",
        );
    }
    if resource.key != key_of(of) {
        view_error(resource, of, "`, whose key has other fields; give it the same");
    }
    at = 0;
    while at < resource.fields.len() {
        check_column(resource, of, &resource.fields[at]);
        at += 1;
    }
}

#[track_caller]
const fn view_error(resource: &Resource, of: &Related, what: &str) -> ! {
    const_error(&["resource `", resource.name, "` shows rows of `", of.component, what])
}

const fn key_of(of: &Related) -> usize {
    let mut key = 0;
    while key < of.fields.len() && of.fields[key].key {
        key += 1;
    }
    key
}

/// Checks that a field is one of the table: of the same type, and shown to no more clients.
#[track_caller]
const fn check_column(resource: &Resource, of: &Related, field: &Field) {
    let mut at = 0;
    while at < of.fields.len() && !same(of.fields[at].column, field.column) {
        at += 1;
    }
    if at == of.fields.len() {
        column_error(
            resource,
            of,
            field,
            "` has no field with its column; remove it, or give it the `column` of one",
        );
    }
    let base = &of.fields[at];
    if base.storage as u8 != field.storage as u8 || base.schema.nullable != field.schema.nullable {
        column_error(resource, of, field, "` has it with another type; give it the same");
    }
    if base.key != field.key {
        column_error(resource, of, field, "` has another key; give it the same");
    }
    if field.in_replies() && matches!(base.direction, Direction::Hidden | Direction::WriteOnly) {
        column_error(
            resource,
            of,
            field,
            "` shows it to nobody; remove it, or make it `hidden`",
        );
    }
    if field.access.is_none() && base.access.is_some() && field.in_replies() {
        column_error(
            resource,
            of,
            field,
            "` shows it to some clients only; give it an `access` rule, too",
        );
    }
    if field.unique && !base.unique {
        column_error(resource, of, field, "` doesn't have it `unique`; add the option there");
    }
    if field.index || field.was.is_some() {
        column_error(
            resource,
            of,
            field,
            "` alone declares the table; leave out `index` and `was`",
        );
    }
}

#[track_caller]
const fn column_error(resource: &Resource, of: &Related, field: &Field, what: &str) -> ! {
    const_error(&[
        "resource `",
        resource.name,
        "`: field `",
        field.name,
        "`: `",
        of.component,
        what,
    ])
}
