//! Paths of nested resources: each parameter is a relation to the row to which the resource's rows belong.

use super::api::{Whole, named};
use super::names::same;
use super::path;
use super::relation::{held_by, unheld};
use crate::meta::const_error::const_error;
use crate::meta::index::Path;
use crate::meta::index::Position;
use crate::meta::{Item, PathParameter, Relation, Resource};

/// Stops with ``resource `Comment`: path "/articles/{article}/comments"..``.
#[track_caller]
const fn path_error(resource: &Resource, what: &[&str]) -> ! {
    let mut parts = [""; 13];
    (parts[0], parts[1], parts[2], parts[3], parts[4]) =
        ("resource `", resource.name, "`: path \"", resource.path, "\"");
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks the section `path`.
#[track_caller]
pub(super) const fn check_path(resource: &Resource) {
    if resource.path.is_empty() {
        return;
    }
    let fault = if is_template(resource.path) {
        path::template_fault(resource.path)
    } else {
        path::fault(resource.path)
    };
    if let Some(fault) = fault {
        path_error(resource, &[fault]);
    }
    let mut rest = resource.path;
    while let Some(parameter) = PathParameter::first(rest) {
        check_parameter(resource, parameter);
        rest = parameter.rest;
    }
    check_names(resource);
}

const fn is_template(path: &str) -> bool {
    let (bytes, mut at) = (path.as_bytes(), 0);
    while at < bytes.len() {
        if matches!(bytes[at], b'{' | b'}') {
            return true;
        }
        at += 1;
    }
    false
}

#[track_caller]
const fn check_parameter(resource: &Resource, parameter: PathParameter<'_>) {
    let name = parameter.relation;
    let mut at = 0;
    while at < resource.relations.len() && !same(resource.relations[at].name, name) {
        at += 1;
    }
    if at == resource.relations.len() {
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, but no relation has that name; declare one to a single row under `relations`, or remove it: the key is added where operations need it",
            ],
        );
    }
    let relation = &resource.relations[at];
    let target = &relation.target;
    if relation.many {
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, a relation to a list, but rows belong to one row of a path; name a relation to a single row",
            ],
        );
    }
    if same(target.table, resource.table) {
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, which leads to the resource itself, so its first row would have no path; remove it from the path",
            ],
        );
    }
    if target.one {
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, whose resource is a singleton: no path names a row of it; remove `one: owner` there, or `{",
                name,
                "}` from the path",
            ],
        );
    }
    let &[field] = target.address() else {
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, but the address of those rows has several fields, and this is one segment; give `",
                target.component,
                "` an `address` of one field",
            ],
        );
    };
    if let Some(written) = parameter.field
        && !same(written, target.fields[field].name)
    {
        path_error(
            resource,
            &[
                " has `{",
                name,
                ".",
                written,
                "}`, but those rows are named by `",
                target.fields[field].name,
                "`, their address; write that",
            ],
        );
    }
    check_own_fields(resource, relation);
    if let Some(own) = unheld(resource, relation) {
        let remedy = held_by(relation);
        path_error(
            resource,
            &[
                " has `{",
                name,
                "}`, but `",
                own.name,
                "` may refer to a row that is deleted, whose key another may get; ",
                remedy[0],
                remedy[1],
                remedy[2],
            ],
        );
    }
}

/// Checks that the path can say the values of the fields that lead to one of its rows.
#[track_caller]
const fn check_own_fields(resource: &Resource, relation: &Relation) {
    let mut at = 0;
    while at < relation.own.len() {
        let field = &resource.fields[relation.own[at]];
        if field.key || field.in_path {
            path_error(
                resource,
                &[
                    " has `{",
                    relation.name,
                    "}`, but its field `",
                    field.name,
                    "` is in the address of rows, too, which would have it twice; give the resource a key of its own, and make these fields `unique` together",
                ],
            );
        }
        if field.default.is_some() {
            path_error(
                resource,
                &[
                    " says the value of `",
                    field.name,
                    "` by `{",
                    relation.name,
                    "}`; remove its default",
                ],
            );
        }
        at += 1;
    }
}

/// Checks that no two parameters have the same name in the document.
#[track_caller]
const fn check_names(resource: &Resource) {
    let parents = resource.parents;
    let mut at = 0;
    while at < parents.len() {
        let name = parents[at].name;
        let mut is_twice = false;
        let mut other = 0;
        while other < at {
            is_twice = is_twice || same(parents[other].name, name) || parents[other].relation == parents[at].relation;
            other += 1;
        }
        let address = resource.address();
        other = 0;
        while resource.has_rows_at_paths() && other < address.len() {
            is_twice = is_twice || same(resource.fields[address[other]].property, name);
            other += 1;
        }
        if is_twice {
            path_error(
                resource,
                &[
                    " has two parameters `",
                    name,
                    "`, counting that of a row's own address; name one by its relation, `{",
                    resource.parent_relation(&parents[at]).name,
                    "}`, or keep one",
                ],
            );
        }
        at += 1;
    }
}

/// Checks a nested resource against the other items: no other has its routes, and it isn't nested in itself.
#[track_caller]
pub(super) const fn check_nested(api: &Whole, resource: &Resource, own: Position) {
    if resource.parents.is_empty() {
        return;
    }
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        let path = Path::of_resource(resource, operation.place());
        let first = api.index.routes.first(path, Some(operation.method));
        if let Some((first, _)) = first
            && !first.is(own)
        {
            path_error(
                resource,
                &[
                    ": `",
                    named(api.index.item(first)),
                    "` answers ",
                    operation.method.name(),
                    " there already; give one another path",
                ],
            );
        }
        if let Some((first, spelling)) = api.index.routes.first(path, None)
            && !path.has_names_of(spelling)
        {
            path_error(
                resource,
                &[
                    ": `",
                    named(api.index.item(first)),
                    "` has the same path with other names in braces; give both the same names",
                ],
            );
        }
        at += 1;
    }
    if !is_direct(resource) && is_below(api, resource, resource.name, MOST_LEVELS) {
        path_error(
            resource,
            &[" leads back to the resource itself, so its first row would have no path; end one of the paths before"],
        );
    }
}

/// Whether a resource is its own parent, which is an error of its path already.
const fn is_direct(resource: &Resource) -> bool {
    let mut at = 0;
    while at < resource.parents.len() {
        if same(
            resource.parent_relation(&resource.parents[at]).target.table,
            resource.table,
        ) {
            return true;
        }
        at += 1;
    }
    false
}

/// How deep resources can be nested: a check of more would take the compiler long.
const MOST_LEVELS: usize = 8;

/// Whether a resource is nested in the one with this name, or deeper than there can be levels. Several may have one table, each with parents of its own.
const fn is_below(api: &Whole, resource: &Resource, name: &str, levels: usize) -> bool {
    let mut at = 0;
    while at < resource.parents.len() {
        let above = resource.parent_relation(&resource.parents[at]).target.component;
        if levels == 0 || same(above, name) {
            return true;
        }
        if let Some(position) = api.index.components.get(above)
            && let Item::Resource(above) = api.index.item(position)
            && is_below(api, above, name, levels - 1)
        {
            return true;
        }
        at += 1;
    }
    false
}
