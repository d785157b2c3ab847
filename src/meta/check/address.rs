//! What can stand in paths instead of the key, and what can be a singleton.

use super::resource::{check_once, check_path_fields};
use super::{Owner, field_error};
use crate::meta::conflicts::is_same_set;
use crate::meta::const_error::const_error;
use crate::meta::{OperationKind, Resource};
use crate::types::Storage;

/// Checks the section `address`.
#[track_caller]
pub(super) const fn check_address(owner: Owner<'_>, resource: &Resource) {
    let Some(address) = resource.address else { return };
    check_once(owner, resource.fields, address, " is duplicated in `address`; keep one");
    check_path_fields(
        resource,
        "address",
        address.len(),
        "name fewer that are unique together",
    );
    let mut at = 0;
    while at < address.len() {
        check_address_field(owner, resource, address[at]);
        at += 1;
    }
    if !is_unique(resource, address) {
        let what = if address.len() == 1 {
            " is the `address`, but two rows may have the same; add the option `unique`"
        } else {
            " and the other fields of `address` may be the same in two rows; name exactly these in a list of `unique`, `unique: [[author, slug]]`"
        };
        field_error(owner, resource.fields[address[0]].name, what);
    }
    at = 0;
    while at < resource.key {
        let field = &resource.fields[at];
        if resource.offers(OperationKind::Put) && !field.in_path && field.default.is_none() && !field.auto_increment {
            field_error(
                owner,
                field.name,
                " is part of the key, but neither in the `address` nor generated, so `put` can't create a row; give it a `default_with(..)` or `auto_increment`, or leave `put` out",
            );
        }
        at += 1;
    }
}

#[track_caller]
const fn check_address_field(owner: Owner<'_>, resource: &Resource, at: usize) {
    let field = &resource.fields[at];
    if field.schema.nullable {
        field_error(
            owner,
            field.name,
            " is part of the `address`, which can't be null; use the type without `Option`",
        );
    }
    if matches!(
        field.storage,
        Storage::Json | Storage::Float | Storage::Double | Storage::Decimal
    ) {
        field_error(
            owner,
            field.name,
            " is part of the `address`, but its type has no one text for a path; use a text, an integer, an enum, a UUID, a date or a time",
        );
    }
    if !field.in_replies() {
        field_error(
            owner,
            field.name,
            " is part of the `address`, which paths show, but it isn't in replies; leave out `hidden` or `write_only`",
        );
    }
    if field.access.is_some() {
        field_error(
            owner,
            field.name,
            " is part of the `address`, which everybody sees who sees the row; remove `access`",
        );
    }
    if let Some(of) = resource.owner
        && of == at
    {
        field_error(
            owner,
            field.name,
            " is the `owner`, who is the caller and needs no place in the path; remove it from `address`",
        );
    }
}

/// Whether no two rows have the same values of these fields: they have a unique key, or are the key.
const fn is_unique(resource: &Resource, fields: &[usize]) -> bool {
    if fields.len() == 1 && resource.fields[fields[0]].unique {
        return true;
    }
    let mut at = 0;
    let mut in_key = 0;
    while at < fields.len() {
        in_key += resource.fields[fields[at]].key as usize;
        at += 1;
    }
    if in_key == resource.key && in_key == fields.len() {
        return true;
    }
    at = 0;
    while at < resource.unique.len() {
        if is_same_set(resource.unique[at], fields) {
            return true;
        }
        at += 1;
    }
    false
}

/// Checks the section `one`. Which operations there may be is checked at their tokens.
#[track_caller]
pub(super) const fn check_one(owner: Owner<'_>, resource: &Resource) {
    if resource.address.is_some() {
        const_error(&[
            "resource `",
            owner.name,
            "` has an `address`, but `one: owner` needs none, since its path names no row; remove one of both",
        ]);
    }
    if !resource.others.is_empty() {
        const_error(&[
            "resource `",
            owner.name,
            "` has `others`, but `one: owner` is the row of the caller, whose path names no other; remove one of both",
        ]);
    }
    if resource.related_owner.is_some() {
        const_error(&[
            "resource `",
            owner.name,
            "`: `one: owner` is the row that the caller owns, but a related row has its `owner`, who may own several; name a field of the resource itself",
        ]);
    }
    let Some(of) = resource.owner else {
        const_error(&[
            "resource `",
            owner.name,
            "`: `one: owner` is the row that the caller owns, but there is no `owner`; add `owner: user_id`",
        ]);
    };
    if !is_unique(resource, &[of]) {
        field_error(
            owner,
            resource.fields[of].name,
            " is the `owner`, but may own several rows, and `one: owner` needs one; add the option `unique`",
        );
    }
    let mut at = 0;
    while at < resource.key {
        let field = &resource.fields[at];
        if resource.offers(OperationKind::Put) && at != of && field.default.is_none() && !field.auto_increment {
            field_error(
                owner,
                field.name,
                " is part of the key, but not generated, so `put` can't create the row; give it a `default_with(..)` or `auto_increment`, or leave `put` out",
            );
        }
        at += 1;
    }
}
