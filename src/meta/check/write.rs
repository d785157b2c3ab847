//! The section `write`: relations whose rows requests may have.

use crate::meta::const_error::const_error;
use crate::meta::{Fields, OperationKind, Related, Relation, Resource};
use crate::types::Storage;

/// Stops with ``resource `Article`: `write`: `tags`..``.
#[track_caller]
const fn write_error(resource: &Resource, relation: &Relation, what: &[&str]) -> ! {
    let mut parts = [""; 12];
    (parts[0], parts[1], parts[2], parts[3], parts[4]) =
        ("resource `", resource.name, "`: `write`: `", relation.name, "`");
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks the section.
#[track_caller]
pub(super) const fn check_write(resource: &Resource) {
    let mut at = 0;
    while at < resource.write.len() {
        let relation = &resource.relations[resource.write[at]];
        let mut other = 0;
        while other < at {
            if resource.write[other] == resource.write[at] {
                write_error(resource, relation, &[" is named twice; keep one"]);
            }
            other += 1;
        }
        check_one(resource, relation);
        at += 1;
    }
}

#[track_caller]
const fn check_one(resource: &Resource, relation: &Relation) {
    if !relation.many {
        write_error(
            resource,
            relation,
            &[" is one row at most, which a field names; name relations to several rows"],
        );
    }
    let creates = resource.offers(OperationKind::Create) || resource.offers(OperationKind::CreateMany);
    let changes = resource.offers(OperationKind::Update) || resource.offers(OperationKind::Put);
    if !(creates || changes && relation.through.is_some()) {
        write_error(
            resource,
            relation,
            &[" can't be in any request; offer `create`, or remove it"],
        );
    }
    let mut at = 0;
    while at < relation.own.len() {
        let field = &resource.fields[relation.own[at]];
        if field.schema.nullable {
            write_error(
                resource,
                relation,
                &[
                    ": `",
                    field.name,
                    "`, by which rows are related, may be null; relate them by a field that can't",
                ],
            );
        }
        at += 1;
    }
    match &relation.through {
        None => {
            if relation.target.is_view {
                write_error(
                    resource,
                    relation,
                    &[
                        ": `",
                        relation.target.component,
                        "` shows rows of another resource, which alone creates them; lead there",
                    ],
                );
            }
            check_fields(resource, relation, &relation.target, relation.theirs, &[], true);
        }
        Some(through) => {
            if through.resource.is_view {
                write_error(
                    resource,
                    relation,
                    &[
                        ": `",
                        through.resource.component,
                        "` shows rows of another resource, which alone changes them; lead through that",
                    ],
                );
            }
            if let Some(owner) = through.resource.owner
                && (holds(through.own, owner) || holds(through.theirs, owner))
            {
                write_error(
                    resource,
                    relation,
                    &[
                        ": rows of `",
                        through.resource.component,
                        "` belong to callers, each of whom has one; offer `link`",
                    ],
                );
            }
            check_fields(
                resource,
                relation,
                &through.resource,
                through.own,
                through.theirs,
                false,
            );
            check_named(resource, relation);
        }
    }
}

/// Checks that the rows that requests name, or create, can be told by one field.
#[track_caller]
const fn check_named(resource: &Resource, relation: &Relation) {
    let target = &relation.target;
    let Some(by) = relation.named_by() else {
        write_error(
            resource,
            relation,
            &[
                ": rows of `",
                target.component,
                "` have several fields in their paths; name one that is unique, `shown_as(name)`",
            ],
        );
    };
    let field = &target.fields[by];
    let sole_key = field.key && (target.fields.len() == 1 || !target.fields[1].key);
    if !field.unique && !sole_key {
        write_error(
            resource,
            relation,
            &[
                ": several rows of `",
                target.component,
                "` may have the same `",
                field.name,
                "`; make it `unique` there",
            ],
        );
    }
    if !matches!(
        field.storage,
        Storage::Text | Storage::Int16 | Storage::Int32 | Storage::Int64 | Storage::Uuid
    ) {
        write_error(
            resource,
            relation,
            &[
                ": `",
                field.name,
                "` of `",
                target.component,
                "` is no text, integer or UUID; name rows by one",
            ],
        );
    }
    if !field.in_replies() || field.access.is_some() {
        write_error(
            resource,
            relation,
            &[
                ": not every client sees `",
                field.name,
                "` of `",
                target.component,
                "`, by which requests name rows; name another, `shown_as(name)`",
            ],
        );
    }
    if relation.create_missing.is_some() {
        if target.is_view {
            write_error(
                resource,
                relation,
                &[
                    ": `",
                    target.component,
                    "` shows rows of another resource, which alone creates them; lead there",
                ],
            );
        }
        if !field.in_creates() {
            write_error(
                resource,
                relation,
                &[
                    ": requests can't give `",
                    field.name,
                    "` of `",
                    target.component,
                    "`, so they can't create it; remove `create_missing`",
                ],
            );
        }
        check_fields(resource, relation, target, &[by], &[], false);
    }
}

/// Checks that new rows have values for all fields: those that are given, and the owner, or defaults.
#[track_caller]
const fn check_fields(
    resource: &Resource,
    relation: &Relation,
    table: &Related,
    given: &[usize],
    more: &[usize],
    by_requests: bool,
) {
    let mut at = 0;
    while at < table.fields.len() {
        let field = &table.fields[at];
        let is_owner = match table.owner {
            Some(owner) => owner == at,
            None => false,
        };
        let is_given = holds(given, at) || holds(more, at) || is_owner || by_requests && Fields::Create.holds(field);
        if !is_given && !field.optional() {
            write_error(
                resource,
                relation,
                &[
                    ": `",
                    field.name,
                    "` of `",
                    table.component,
                    "` must have a value, which no request gives; give it a default, or make its type an `Option`",
                ],
            );
        }
        at += 1;
    }
}

const fn holds(fields: &[usize], field: usize) -> bool {
    let mut at = 0;
    while at < fields.len() {
        if fields[at] == field {
            return true;
        }
        at += 1;
    }
    false
}
