//! Rows of resources, and records of new ones, in requests that aren't the resources' own: of ops, of sockets, within schemas and columns.

use super::field_access::{UNSETTABLE, is_settable};
use super::names::same;
use crate::meta::const_error::const_error;
use crate::meta::index::{Index, REQUESTS};
use crate::meta::{Fields, Item, Resource};
use crate::types::{Kind, Schema};

/// Stops the compilation where requests hold what some clients can't send.
#[track_caller]
pub(super) const fn check_request_rows(index: &Index) {
    let reach = &index.reach;
    let mut at = 0;
    while at < reach.count() {
        let entry = reach.get(at);
        if let Item::Resource(resource) = index.item(entry.at)
            && entry.uses & REQUESTS != 0
        {
            match entry.view {
                Fields::Reply => check_row(index, resource),
                Fields::Create => check_record(index, resource),
                Fields::Update | Fields::Put | Fields::Item | Fields::Selection => {}
            }
        }
        at += 1;
    }
}

/// Checks that every client can send a whole row: a struct has a value for each field.
#[track_caller]
const fn check_row(index: &Index, resource: &Resource) {
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        let fault = if field.access.is_some() {
            "` has an `access` rule, so that it doesn't exist for some clients"
        } else if !field.in_replies() && !field.schema.nullable {
            "` must have a value and isn't in replies, so that clients can't send one"
        } else {
            ""
        };
        if !fault.is_empty() {
            let [op, name, holds] = holder(index, resource, Fields::Reply);
            const_error(&[
                op,
                name,
                holds,
                " rows of `",
                resource.name,
                "`, whose field `",
                field.name,
                fault,
                "; take `",
                resource.snake,
                "::Create` there, or a schema with the properties that requests have",
            ]);
        }
        at += 1;
    }
}

/// Checks that every client can send a whole record. Those of the resource's own operations are checked at its fields.
#[track_caller]
const fn check_record(index: &Index, resource: &Resource) {
    if resource.creates() {
        return;
    }
    let mut at = 0;
    while at < resource.fields.len() {
        if !is_settable(resource, at) {
            let [op, name, holds] = holder(index, resource, Fields::Create);
            const_error(&[
                op,
                name,
                holds,
                " `",
                resource.snake,
                "::Create`, whose field `",
                resource.fields[at].name,
                "`",
                UNSETTABLE,
            ]);
        }
        at += 1;
    }
}

/// The beginning of a message: the first op whose body is this view of a resource, or a list of it; if there is none, something else holds it.
const fn holder(index: &Index, resource: &Resource, view: Fields) -> [&'static str; 3] {
    let mut next = index.first();
    while let Some(at) = next {
        if let Item::Op(op) = index.item(at)
            && let Some(body) = op.body()
            && is_view(&body.schema, resource.name, view.suffix())
        {
            return ["op `", op.name, "`: its body holds"];
        }
        next = index.next(at);
    }
    ["", "", "requests hold"]
}

const fn is_view(schema: &Schema, name: &str, suffix: &str) -> bool {
    match schema.kind {
        Kind::List(item) => is_view(item, name, suffix),
        Kind::Ref(target) if target.len() == name.len() + suffix.len() => {
            let (stem, rest) = target.split_at(name.len());
            same(stem, name) && same(rest, suffix)
        }
        _ => false,
    }
}
