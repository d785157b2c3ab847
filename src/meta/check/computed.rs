//! Computed fields of a resource: their names, and whether they can be computed.

use super::names::{fault, same};
use crate::meta::const_error::const_error;
use crate::meta::{ComputedBy, Resource, plain};

/// Stops with ``resource `Article`: computed field `likes`..``.
#[track_caller]
const fn computed_error(resource: &Resource, name: &str, what: &[&str]) -> ! {
    let mut parts = [""; 12];
    (parts[0], parts[1], parts[2], parts[3], parts[4]) =
        ("resource `", resource.name, "`: computed field `", name, "`");
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks the computed field with this name in Rust by itself, and against fields, relations, and the computed fields before it.
#[track_caller]
pub const fn check_computed(resource: &Resource, name: &str) {
    let name = plain(name);
    let mut at = 0;
    while at < resource.computed.len() && !same(resource.computed[at].field.name, name) {
        at += 1;
    }
    // The sections have an error of their own.
    if at == resource.computed.len() {
        return;
    }
    check_names(resource, at);
    match resource.computed[at].by {
        ComputedBy::Count(relation) if !resource.relations[relation].many => {
            let relation = resource.relations[relation].name;
            computed_error(
                resource,
                name,
                &[
                    " counts the rows of `",
                    relation,
                    "`, of which there is one at most; write `exists(",
                    relation,
                    ")`",
                ],
            );
        }
        ComputedBy::ExistsByViewer(relation) => {
            let relation = &resource.relations[relation];
            let (component, owner) = match &relation.through {
                Some(through) => (through.resource.component, through.resource.owner),
                None => (relation.target.component, relation.target.owner),
            };
            if owner.is_none() {
                computed_error(
                    resource,
                    name,
                    &[
                        " asks whose rows those of `",
                        relation.name,
                        "` are, but `",
                        component,
                        "` has no `owner`; add `owner: user_id` there, or remove `by viewer`",
                    ],
                );
            }
        }
        ComputedBy::Count(_) | ComputedBy::Exists(_) | ComputedBy::Function(_) => {}
    }
}

#[track_caller]
const fn check_names(resource: &Resource, at: usize) {
    let field = &resource.computed[at].field;
    if let Some(fault) = fault(field.property) {
        computed_error(resource, field.name, &[fault]);
    }
    if let Some(fault) = field.fault {
        computed_error(resource, field.name, &[fault]);
    }
    let mut other = 0;
    while other < resource.fields.len() {
        if same(resource.fields[other].property, field.property) {
            taken(resource, field.name, "field", resource.fields[other].name);
        }
        other += 1;
    }
    other = 0;
    while other < resource.relations.len() {
        if same(resource.relations[other].property, field.property) {
            taken(resource, field.name, "relation", resource.relations[other].name);
        }
        other += 1;
    }
    other = 0;
    while other < at {
        if same(resource.computed[other].field.property, field.property) {
            taken(
                resource,
                field.name,
                "computed field",
                resource.computed[other].field.name,
            );
        }
        other += 1;
    }
}

#[track_caller]
const fn taken(resource: &Resource, name: &str, kind: &str, other: &str) -> ! {
    computed_error(
        resource,
        name,
        &[
            " has the JSON name of the ",
            kind,
            " `",
            other,
            "`; rename one, or give it a `name(\"..\")`",
        ],
    )
}

/// Refuses a computed field where a section names fields.
#[track_caller]
#[must_use]
pub const fn computed_named<T>(resource: &str, name: &str) -> T {
    const_error(&[
        "resource `",
        resource,
        "`: `",
        plain(name),
        "` is computed and has no column; `filters`, `order` and the order of `list` can name it, other sections can't; name one of the `fields` there",
    ])
}
