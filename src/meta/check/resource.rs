//! Checks of a resource by itself: key, fields, sections.

use super::access::check_rules;
use super::address::{check_address, check_one};
use super::envelope::check_envelope;
use super::field_access::check_field_access;
use super::filter::{check_any, check_filters};
use super::names::{check_field_name, sql_fault};
use super::owner::{check_others, check_owner};
use super::paging::{check_hidden_key, check_orderable, check_paging, check_to_one};
use super::parent::check_path;
use super::publish::check_publish;
use super::{Owner, field, field_error, relation, view, was, write};
use crate::meta::address::MOST_FIELDS;
use crate::meta::const_error::const_error;
use crate::meta::{Direction, Field, Operand, OperationKind, RelatedField, Resource, Rules};
use crate::types::Storage;

/// Checks what belongs to no field and no section.
#[track_caller]
pub(super) const fn check_resource(resource: &Resource) {
    if resource.path.is_empty() && !resource.operations.is_empty() {
        const_error(&[
            "resource `",
            resource.name,
            "` has no `path`; add one, such as `path: \"/",
            resource.snake,
            "s\"`",
        ]);
    }
    check_path_fields(
        resource,
        "key",
        resource.key,
        "give it a key of its own and make the others `unique`",
    );
}

/// Checks that paths can have the values of so many fields, which a section names.
#[track_caller]
pub(super) const fn check_path_fields(resource: &Resource, section: &str, count: usize, remedy: &str) {
    const { assert!(MOST_FIELDS == 8, "the message says so") };
    if count > MOST_FIELDS {
        const_error(&[
            "resource `",
            resource.name,
            "`: its `",
            section,
            "` has more than 8 fields; ",
            remedy,
        ]);
    }
}

/// Checks one field of a resource by itself and against those before it; `misnamed` is the one that [`super::misnamed`] found.
#[track_caller]
pub const fn check_field(resource: &Resource, misnamed: usize, at: usize) {
    let owner = Owner {
        keyword: "resource",
        name: resource.name,
    };
    let field = &resource.fields[at];
    if at == misnamed {
        check_field_name(owner, resource.fields, at);
    }
    field::check_limits(owner, field);
    field::check_column(owner, field, resource.key == 1);
    field::check_given(owner, resource, at);
    field::check_path_form(owner, field);
    check_hidden_key(owner, resource, field);
    check_field_access(owner, resource, at);
    was::check_column(owner, resource.fields, at);
}

/// Checks one section of a resource by itself; `rules` is its section `access`.
#[track_caller]
pub const fn check_section(resource: &Resource, rules: &Rules, word: &str) {
    let owner = Owner {
        keyword: "resource",
        name: resource.name,
    };
    match word.as_bytes() {
        b"table" => check_table(resource),
        b"of" => view::check_view(resource),
        b"was" => was::check_table(resource),
        b"path" => check_path(resource),
        b"ops" => check_operations(owner, resource),
        b"filters" => check_filters(owner, resource),
        b"any" => check_any(resource),
        b"search" => check_search(owner, resource),
        b"order" => check_order(owner, resource),
        b"unique" => check_unique(owner, resource),
        b"access" => check_rules(resource.name, resource.operations, rules),
        b"owner" => check_owner(owner, resource),
        b"others" => check_others(owner, resource),
        b"address" => check_address(owner, resource),
        b"one" => check_one(owner, resource),
        b"publish" => check_publish(resource),
        b"envelope" => check_envelope(resource),
        b"include" => relation::check_include(resource, "include", resource.include),
        b"select" => check_select(resource),
        b"write" => write::check_write(resource),
        b"default_include" => relation::check_include(resource, "default_include", resource.default_include),
        _ => {}
    }
}

#[track_caller]
const fn check_select(resource: &Resource) {
    if !resource.offers(OperationKind::List) && !resource.offers(OperationKind::Read) {
        const_error(&[
            "resource `",
            resource.name,
            "`: `select` is for replies of `list` and `read`, and it has neither; add one to its `ops`, or leave `select` out",
        ]);
    }
}

#[track_caller]
const fn check_table(resource: &Resource) {
    let name = resource.name;
    if let Some(of) = &resource.of {
        const_error(&[
            "resource `",
            name,
            "` has the table of `",
            of.component,
            "`, which `of` names; leave `table` out",
        ]);
    }
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
}

#[track_caller]
const fn check_operations(owner: Owner<'_>, resource: &Resource) {
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        let mut other = 0;
        while other < at {
            if resource.operations[other].is(operation) {
                const_error(&[
                    "resource `",
                    owner.name,
                    "`: `ops` names `",
                    operation.kind.word(),
                    "` twice; keep one",
                ]);
            }
            other += 1;
        }
        if matches!(operation.kind, OperationKind::List) {
            check_paging(owner, resource, operation);
        }
        at += 1;
    }
    if resource.offers(OperationKind::Update) && !has_changes(resource) {
        const_error(&[
            "resource `",
            owner.name,
            "` offers `update`, but has no field that can change; leave the operation out",
        ]);
    }
}

const fn has_changes(resource: &Resource) -> bool {
    let mut at = 0;
    while at < resource.fields.len() {
        if resource.fields[at].in_updates() {
            return true;
        }
        at += 1;
    }
    false
}

#[track_caller]
const fn check_search(owner: Owner<'_>, resource: &Resource) {
    let search = resource.search;
    let mut at = 0;
    while at < search.len() {
        let Some(field) = search[at].field(resource, resource.related_search, at) else {
            return;
        };
        if let Operand::Computed(_) = &search[at] {
            field_error(
                owner,
                field.name,
                " is computed, so `search` can't look through it; remove it from `search`, or filter by it",
            );
        }
        let mut other = 0;
        while other < at {
            if search[at].is(&search[other]) {
                field_error(owner, field.name, " is duplicated in `search`; keep one");
            }
            other += 1;
        }
        if !matches!(field.storage, Storage::Text) || !field.choices.is_none() {
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
}

#[track_caller]
const fn check_order(owner: Owner<'_>, resource: &Resource) {
    let order = resource.order;
    let mut at = 0;
    while at < order.len() {
        let Some(field) = order[at].field(resource, resource.related_order, at) else {
            return;
        };
        let mut other = 0;
        while other < at {
            if order[at].is(&order[other]) {
                field_error(owner, field.name, " is duplicated in `order`; keep one");
            }
            other += 1;
        }
        check_to_one(owner, RelatedField::at(resource.related_order, at), "order");
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
}

#[track_caller]
const fn check_unique(owner: Owner<'_>, resource: &Resource) {
    let fields = resource.fields;
    let mut at = 0;
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
pub(super) const fn check_once(owner: Owner<'_>, fields: &[Field], list: &[usize], what: &str) {
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
