//! How lists are paged: those of resources, and those that ops page in another way.

use super::field_access::check_order;
use super::names::same;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, Operation, OperationKind, OrderColumn, PagingStyle, Resource};
use crate::types::Storage;

/// Checks how a list is paged.
#[track_caller]
pub(super) const fn check_paging(owner: Owner<'_>, resource: &Resource, operation: &Operation) {
    let paging = &operation.paging;
    check_order(owner, resource, paging);
    if matches!(paging.limit, Some(0)) || matches!(paging.max, Some(0)) {
        const_error(&[
            owner.keyword,
            " `",
            owner.name,
            "`: a page of `list` holds no row; let `limit` and `max` be at least 1",
        ]);
    }
    if let (Some(limit), Some(max)) = (paging.limit, paging.max)
        && limit > max
    {
        const_error(&[
            owner.keyword,
            " `",
            owner.name,
            "`: the `limit` of `list` is above its `max`; swap or change them",
        ]);
    }
    if let PagingStyle::Cursor(entries) = paging.style {
        // The order may be for another list, by an op.
        if !resource.order.is_empty() && same(owner.keyword, "resource") {
            const_error(&[
                owner.keyword,
                " `",
                owner.name,
                "`: its `list` pages along its cursor, so `order` would mean nothing; leave `order` out, or page by `offset`",
            ]);
        }
        let mut at = 0;
        while at < entries.len() {
            if entries[at] == 0 || entries[at].unsigned_abs() as usize > resource.fields.len() {
                const_error(&[
                    owner.keyword,
                    " `",
                    owner.name,
                    "`: `cursor` takes names of fields, `cursor(-done, title)`",
                ]);
            }
            let field = OrderColumn::of(entries[at]).field;
            check_orderable(
                owner,
                &resource.fields[field],
                " has no order, so no cursor can run along it; remove it from `cursor`",
            );
            if !resource.fields[field].in_replies() {
                field_error(
                    owner,
                    resource.fields[field].name,
                    " isn't in replies, but cursors would show its values; remove it from `cursor`",
                );
            }
            let mut other = 0;
            while other < at {
                if OrderColumn::of(entries[other]).field == field {
                    field_error(
                        owner,
                        resource.fields[field].name,
                        " is duplicated in `cursor`; keep one",
                    );
                }
                other += 1;
            }
            at += 1;
        }
    }
}

/// Stops at a field that rows can't be ordered by.
#[track_caller]
pub(super) const fn check_orderable(owner: Owner<'_>, field: &Field, what: &str) {
    if matches!(field.storage, Storage::Json | Storage::Bytes) {
        field_error(owner, field.name, what);
    }
}

/// Paths and cursors hold the key's values.
#[track_caller]
pub(super) const fn check_hidden_key(owner: Owner<'_>, resource: &Resource, field: &Field) {
    if !field.key || !matches!(field.direction, Direction::Hidden) {
        return;
    }
    if field.in_path && resource.has_rows_in_paths() {
        field_error(
            owner,
            field.name,
            " is part of the key, which the paths of `read`, `update`, `put` and `delete` show; leave out `hidden` or these",
        );
    }
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if matches!(operation.kind, OperationKind::List) && matches!(operation.paging.style, PagingStyle::Cursor(_)) {
            field_error(
                owner,
                field.name,
                " is part of the key, which cursors hold; leave out `hidden`, or page by `offset`",
            );
        }
        at += 1;
    }
}
