//! Checks of a resource by itself: path, key, fields, lists of fields, operations.

use super::filter::check_filters;
use super::names::{check_field_names, sql_fault};
use super::owner::check_owner;
use super::paging::{check_hidden_key, check_orderable, check_paging};
use super::publish::check_publish;
use super::was::check_was;
use super::{Owner, field, field_error, path};
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, OperationKind, Resource};
use crate::types::Storage;

/// The most fields that a key can have.
const KEY_FIELDS: usize = 8;

/// Checks a resource by itself.
#[track_caller]
pub(super) const fn check_resource(resource: &Resource) {
    let owner = Owner {
        keyword: "resource",
        name: resource.name,
    };
    check_places(resource);
    let offered = check_operations(owner, resource);
    let created = offered & (bit(OperationKind::Create) | bit(OperationKind::CreateMany)) != 0;
    let put = offered & bit(OperationKind::Put) != 0;
    check_field_names(owner, resource.fields);
    let mut changes = false;
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        field::check_limits(owner, field);
        // A put takes the key from its path, so the key needs no default there.
        let given = match resource.owner {
            // Its value is the caller's ID.
            Some(owner) => owner != at,
            None => true,
        };
        field::check_column(
            owner,
            field,
            resource.key == 1,
            given && (created || (put && !field.key)),
        );
        changes |= field.in_updates();
        at += 1;
    }
    if offered & bit(OperationKind::Update) != 0 && !changes {
        const_error(&[
            "resource `",
            owner.name,
            "` offers `update`, but has no field that can change; leave the operation out",
        ]);
    }
    check_hidden_key(owner, resource);
    check_owner(owner, resource);
    check_publish(resource);
    check_was(owner, resource);
    check_filters(owner, resource);
    check_lists(owner, resource);
}

#[track_caller]
const fn check_places(resource: &Resource) {
    let name = resource.name;
    if resource.table.is_empty() {
        const_error(&[
            "resource `",
            name,
            "`: its `table` is empty; give a name, or leave the section out for `",
            resource.snake,
            "`",
        ]);
    }
    if let Some(fault) = sql_fault(resource.table) {
        const_error(&["resource `", name, "`: table `", resource.table, "`", fault]);
    }
    if resource.path.is_empty() {
        if !resource.operations.is_empty() {
            const_error(&[
                "resource `",
                name,
                "` has no `path`; add one, such as `path: \"/",
                resource.snake,
                "s\"`",
            ]);
        }
    } else if let Some(fault) = path::fault(resource.path) {
        const_error(&["resource `", name, "`: path \"", resource.path, "\"", fault]);
    }
    if resource.key > KEY_FIELDS {
        const_error(&[
            "resource `",
            name,
            "`: its `key` has more than 8 fields; give it a key of its own and make the others `unique`",
        ]);
    }
}

const fn bit(kind: OperationKind) -> u16 {
    1 << kind as u8
}

/// Checks the operations and returns which there are, a bit for each.
#[track_caller]
const fn check_operations(owner: Owner<'_>, resource: &Resource) -> u16 {
    let mut offered = 0;
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if offered & bit(operation.kind) != 0 {
            const_error(&[
                "resource `",
                owner.name,
                "`: `ops` names `",
                operation.kind.word(),
                "` twice; keep one",
            ]);
        }
        offered |= bit(operation.kind);
        if matches!(operation.kind, OperationKind::List) {
            check_paging(owner, resource, operation);
        }
        at += 1;
    }
    offered
}

/// Checks `search`, `order` and `unique`.
#[track_caller]
const fn check_lists(owner: Owner<'_>, resource: &Resource) {
    let fields = resource.fields;
    check_once(owner, fields, resource.search, " is duplicated in `search`; keep one");
    check_once(owner, fields, resource.order, " is duplicated in `order`; keep one");
    let mut at = 0;
    while at < resource.search.len() {
        let field = &fields[resource.search[at]];
        if !matches!(field.storage, Storage::Text) || !field.choices.is_empty() {
            field_error(
                owner,
                field.name,
                " isn't free text, so `search` can't look through it; remove it from `search`",
            );
        }
        if matches!(field.direction, Direction::Hidden) {
            field_error(
                owner,
                field.name,
                " is hidden, but the document lists what `search` looks through; remove it from `search`",
            );
        }
        if matches!(field.direction, Direction::WriteOnly) {
            field_error(
                owner,
                field.name,
                " is write-only, but searches would reveal it piece by piece; remove it from `search`",
            );
        }
        at += 1;
    }
    at = 0;
    while at < resource.order.len() {
        let field = &fields[resource.order[at]];
        check_orderable(owner, field, " has no order; remove it from `order`");
        if matches!(field.direction, Direction::Hidden) {
            field_error(
                owner,
                field.name,
                " is hidden, so `order_by` can't name it; remove it from `order`",
            );
        }
        if matches!(field.direction, Direction::WriteOnly) {
            field_error(
                owner,
                field.name,
                " is write-only, but the order of rows would reveal it; remove it from `order`",
            );
        }
        at += 1;
    }
    at = 0;
    while at < resource.unique.len() {
        let list = resource.unique[at];
        if list.is_empty() {
            const_error(&[
                "resource `",
                owner.name,
                "`: `unique` holds an empty list; name its fields, `unique: [[author, title]]`",
            ]);
        }
        check_once(owner, fields, list, " is duplicated in one list of `unique`; keep one");
        let mut entry = 0;
        while entry < list.len() {
            if matches!(fields[list[entry]].storage, Storage::Json) {
                field_error(
                    owner,
                    fields[list[entry]].name,
                    " is stored as JSON, which can't be `unique`; remove it",
                );
            }
            entry += 1;
        }
        at += 1;
    }
}

#[track_caller]
const fn check_once(owner: Owner<'_>, fields: &[Field], list: &[usize], what: &str) {
    let mut at = 0;
    while at < list.len() {
        let mut other = 0;
        while other < at {
            if list[at] == list[other] {
                field_error(owner, fields[list[at]].name, what);
            }
            other += 1;
        }
        at += 1;
    }
}
