//! How lists are paged: those of resources, and those that ops page in another way.

use super::field_access::check_order;
use super::names::same;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{
    ComputedBy, Direction, Field, Operand, Operation, OperationKind, OrderColumn, PagingStyle, RelatedField, Resource,
};
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
        check_entries(owner, resource, entries, "cursor");
    } else {
        check_entries(owner, resource, paging.order, "offset");
    }
}

/// Checks the fields along which a list is ordered.
#[track_caller]
const fn check_entries(owner: Owner<'_>, resource: &Resource, entries: &[OrderColumn], word: &str) {
    let is_cursor = same(word, "cursor");
    let mut at = 0;
    while at < entries.len() {
        let Some(field) = entries[at].by.field(resource, resource.related_paging, at) else {
            // The compiler has refused the relations.
            if matches!(entries[at].by, Operand::Related(_)) {
                return;
            }
            const_error(&[
                owner.keyword,
                " `",
                owner.name,
                "`: `",
                word,
                "` takes names of fields, `",
                word,
                "(-done, title)`",
            ]);
        };
        if let Operand::Related(_) = entries[at].by {
            check_to_one(owner, RelatedField::at(resource.related_paging, at), word);
        }
        if is_cursor {
            check_along_cursor(owner, resource, &entries[at].by, field);
        } else if !matches!(entries[at].by, Operand::Field(_)) {
            check_orderable(owner, field, " has no order; remove it from `offset`");
            if !field.in_replies() {
                field_error(
                    owner,
                    field.name,
                    " of related rows isn't in replies, but the order of rows would reveal it; remove it from `offset`",
                );
            }
        }
        let mut other = 0;
        while is_cursor && other < at {
            if entries[other].by.is(&entries[at].by) {
                field_error(owner, field.name, " is duplicated in `cursor`; keep one");
            }
            other += 1;
        }
        at += 1;
    }
}

#[track_caller]
const fn check_along_cursor(owner: Owner<'_>, resource: &Resource, by: &Operand, field: &Field) {
    check_orderable(
        owner,
        field,
        " has no order, so no cursor can run along it; remove it from `cursor`",
    );
    if !field.in_replies() {
        field_error(
            owner,
            field.name,
            " isn't in replies, but cursors would show its values; remove it from `cursor`",
        );
    }
    if let Operand::Computed(computed) = by
        && let ComputedBy::Function(_) = resource.computed[*computed].by
    {
        field_error(
            owner,
            field.name,
            " is computed by a function, which may give another value for the next page, so that rows would be skipped or repeated; \
             page by `offset`, or keep the value in a field",
        );
    }
}

/// Stops at a field of related rows of which a row may have several: none of them decides its place.
#[track_caller]
pub(super) const fn check_to_one(owner: Owner<'_>, related: Option<&RelatedField>, word: &str) {
    if let Some(related) = related
        && related.many
    {
        const_error(&[
            owner.keyword,
            " `",
            owner.name,
            "`: `",
            word,
            "` has `",
            related.field.name,
            "` of the rows of `",
            related.names[0],
            "`, but a row may have several of them; order by relations to one row, or by a computed field",
        ]);
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
    if field.in_path && resource.has_rows_at_paths() {
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
