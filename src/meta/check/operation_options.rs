//! The options of a resource's operations, and their ids in the document.

use super::api::Whole;
use super::link::check_link_path;
use super::names::same;
use super::{is_component_name, item_error};
use crate::meta::index::Position;
use crate::meta::{Item, Method, Operation, OperationKind, Resource};

/// Checks one option of an operation against its resource.
#[track_caller]
pub const fn check_operation_option(resource: &Resource, of: Operation, option: &str) {
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        if operation.is(&of) {
            return match option.as_bytes() {
                b"operation_id" => check_id_alone(resource, operation),
                b"method" => check_method(resource, operation),
                b"success" => check_success(resource, operation),
                b"path" => check_link_path(resource, operation),
                _ => {}
            };
        }
        at += 1;
    }
}

const fn operation(resource: &Resource, kind: OperationKind) -> Option<&Operation> {
    let mut at = 0;
    while at < resource.operations.len() {
        if resource.operations[at].kind as u8 == kind as u8 {
            return Some(&resource.operations[at]);
        }
        at += 1;
    }
    None
}

#[track_caller]
const fn check_method(resource: &Resource, operation: &Operation) {
    let what = match (operation.kind, operation.method) {
        (OperationKind::Update, Method::Put) if resource.offers(OperationKind::Put) => {
            "` under PUT leaves no method for `put`; leave out `put`, or `method(PUT)`"
        }
        (OperationKind::Update, Method::Put | Method::Patch) => return,
        (OperationKind::Update, _) => "` is a PATCH, or with `method(PUT)` a PUT; it can have no other method",
        _ => "` has its own method; `method(PUT)` is an option of `update`",
    };
    item_error("resource", resource.name, &[": `", operation.kind.word(), what]);
}

#[track_caller]
const fn check_success(resource: &Resource, operation: &Operation) {
    let what = match (operation.kind, operation.success) {
        (OperationKind::Create | OperationKind::CreateMany, Some(200..=202)) => return,
        (OperationKind::Create | OperationKind::CreateMany, _) => {
            "` can have `success(200)` or `success(202)`, else it is 201"
        }
        _ => "` has its own status; `success(200)` is an option of `create` and `create_many`",
    };
    item_error("resource", resource.name, &[": `", operation.kind.word(), what]);
}

/// Checks an id by itself and against those of the same resource.
#[track_caller]
const fn check_id_alone(resource: &Resource, operation: &Operation) {
    let Some(id) = operation.id else { return };
    check_id_name("resource", resource.name, id);
    let mut at = 0;
    while at < resource.operations.len() {
        let other = &resource.operations[at];
        let taken = match other.id {
            Some(other) => same(other, id),
            None => match split(id, resource.snake) {
                Some(words) => begins_id(other, words),
                None => false,
            },
        };
        if taken && !other.is(operation) {
            item_error(
                "resource",
                resource.name,
                &[
                    ": `",
                    operation.kind.word(),
                    "` and `",
                    other.kind.word(),
                    "` have the operation id \"",
                    id,
                    "\"; give one another `operation_id`",
                ],
            );
        }
        at += 1;
    }
}

/// Checks that an id is a name that programs can be generated from.
#[track_caller]
pub(super) const fn check_id_name(keyword: &str, name: &str, id: &str) {
    if !is_component_name(id) {
        item_error(
            keyword,
            name,
            &[
                ": operation id \"",
                id,
                "\" is not a name that clients can be generated from; take letters, digits, `.`, `_` and `-`",
            ],
        );
    }
}

/// What stands before `_task` in `read_task`.
const fn split<'i>(id: &'i str, snake: &str) -> Option<&'i str> {
    let (bytes, end) = (id.as_bytes(), snake.as_bytes());
    if bytes.len() <= end.len() {
        return None;
    }
    let at = bytes.len() - end.len() - 1;
    if bytes[at] == b'_' && same(id.split_at(at + 1).1, snake) {
        Some(id.split_at(at).0)
    } else {
        None
    }
}

/// Whether an operation's own id begins with these words, before `_task`: `read`, `link_favorites_of`.
const fn begins_id(operation: &Operation, words: &str) -> bool {
    let word = operation.kind.word();
    let Some(linked) = &operation.linked else {
        return same(word, words);
    };
    let (before, name) = (word.len() + 1, linked.name);
    if words.len() != before + name.len() + 3 {
        return false;
    }
    let (begin, rest) = words.split_at(before);
    let (named, end) = rest.split_at(name.len());
    let (word_of, underscore) = begin.split_at(word.len());
    same(word_of, word) && same(underscore, "_") && same(named, name) && same(end, "_of")
}

/// Whether an operation of this kind has the id that is made of its kind and its resource.
pub(super) const fn has_generated_id(resource: &Resource, kind: OperationKind) -> bool {
    match operation(resource, kind) {
        Some(operation) => operation.id.is_none(),
        None => false,
    }
}

/// The resource of which an operation has this id by its kind: `read_task`.
pub(super) const fn generated<'a>(api: &'a Whole, id: &str) -> Option<(Position, &'a Resource)> {
    let bytes = id.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'_'
            && let Some(of) = api.index.snakes.get(id.split_at(at + 1).1)
            && let Item::Resource(resource) = api.index.item(of)
        {
            let mut operation = 0;
            while operation < resource.operations.len() {
                let declared = &resource.operations[operation];
                if declared.id.is_none() && begins_id(declared, id.split_at(at).0) {
                    return Some((of, resource));
                }
                operation += 1;
            }
        }
        at += 1;
    }
    None
}

/// Checks that the id which an item declares is no other item's.
#[track_caller]
pub(super) const fn check_declared_id(api: &Whole, keyword: &str, name: &str, id: &str, own: Position) {
    let other = match (api.index.ids.get(id), api.index.ops.get(id), generated(api, id)) {
        (Some(first), _, _) if !first.is(own) => first,
        (_, Some(op), _) => op,
        (_, _, Some((of, _))) if !of.is(own) => of,
        _ => return,
    };
    item_error(
        keyword,
        name,
        &[
            ": its operation id \"",
            id,
            "\" is one of `",
            super::api::named(api.index.item(other)),
            "` too; give one another `operation_id`",
        ],
    );
}
