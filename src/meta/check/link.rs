//! `link` and `unlink`: a relation of which each caller has a row of its own.

use super::api::Whole;
use super::names::same;
use super::path;
use crate::meta::const_error::const_error;
use crate::meta::{Access, Operation, OperationKind, Related, Relation, Resource};

/// Stops with ``resource `Article`: `link(favorites)`..``.
#[track_caller]
const fn link_error(resource: &Resource, operation: &Operation, what: &[&str]) -> ! {
    let name = match &operation.linked {
        Some(linked) => linked.name,
        None => "",
    };
    let mut parts = [""; 14];
    (parts[0], parts[1], parts[2]) = ("resource `", resource.name, "`: `");
    (parts[3], parts[4], parts[5], parts[6]) = (operation.kind.word(), "(", name, ")`");
    let mut at = 0;
    while at < what.len() && at + 7 < parts.len() {
        parts[at + 7] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks that the rows of a relation can belong to callers, one to each.
#[track_caller]
pub const fn check_link(resource: &Resource, operation: Operation) {
    let Some(linked) = &operation.linked else { return };
    // A wrong relation has an error of its own.
    if linked.relation >= resource.relations.len() {
        return;
    }
    let relation = &resource.relations[linked.relation];
    if !relation.many {
        link_error(
            resource,
            &operation,
            &[
                ": a row has one `",
                relation.name,
                "` at most; name a relation to several rows",
            ],
        );
    }
    let Some(row) = relation.viewers_row() else {
        no_viewer(resource, &operation, relation);
    };
    if row.table.is_view {
        link_error(
            resource,
            &operation,
            &[
                ": `",
                row.table.component,
                "` shows rows of another resource, which alone changes them; name that one in the relation",
            ],
        );
    }
    let mut at = 0;
    while at < relation.own.len() {
        if resource.fields[relation.own[at]].schema.nullable {
            link_error(
                resource,
                &operation,
                &[
                    ": `",
                    resource.fields[relation.own[at]].name,
                    "`, by which rows are related, may be null; relate them by a field that can't",
                ],
            );
        }
        at += 1;
    }
    if !row.is_unique() {
        let table = &row.table;
        link_error(
            resource,
            &operation,
            &[
                " adds one row for each caller, but `",
                table.component,
                "` can have several; add `unique: [[",
                table.fields[row.own[0]].name,
                if row.own.len() > 1 { ", .., " } else { ", " },
                table.fields[row.viewer].name,
                "]]` there",
            ],
        );
    }
    if !matches!(operation.kind, OperationKind::Link) {
        return;
    }
    at = 0;
    while at < row.table.fields.len() {
        if !row.has(at) && !row.table.fields[at].optional() {
            required(resource, &operation, &row.table, at);
        }
        at += 1;
    }
}

#[track_caller]
const fn no_viewer(resource: &Resource, operation: &Operation, relation: &Relation) -> ! {
    match &relation.through {
        None => link_error(
            resource,
            operation,
            &[
                ": rows of `",
                relation.target.component,
                "` belong to no caller; add `owner: user_id` there",
            ],
        ),
        Some(through) => link_error(
            resource,
            operation,
            &[
                ": rows of `",
                through.resource.component,
                "` belong to no caller; add `owner: ",
                through.resource.fields[through.theirs[0]].name,
                "` there",
            ],
        ),
    }
}

#[track_caller]
const fn required(resource: &Resource, operation: &Operation, table: &Related, field: usize) -> ! {
    link_error(
        resource,
        operation,
        &[
            ": `",
            table.fields[field].name,
            "` of `",
            table.component,
            "` must have a value, which no request gives; give it a default, or make its type an `Option`",
        ],
    )
}

/// Checks the path of a link by itself and against the others of the resource.
#[track_caller]
pub(super) const fn check_link_path(resource: &Resource, operation: &Operation) {
    let Some(linked) = &operation.linked else { return };
    if let Some(path) = linked.path {
        // An empty one begins with nothing.
        let fault = path::fault(if path.is_empty() { " " } else { path });
        if let Some(fault) = fault {
            link_error(resource, operation, &[": path \"", path, "\"", fault]);
        }
    }
    let [begin, end] = linked.segments();
    let mut at = 0;
    while at < resource.operations.len() {
        let other = &resource.operations[at];
        if let Some(theirs) = &other.linked
            && other.kind as u8 == operation.kind as u8
            && !other.is(operation)
        {
            let [their_begin, their_end] = theirs.segments();
            if joined(begin, end, their_begin, their_end) {
                link_error(
                    resource,
                    operation,
                    &[
                        " has the path of `",
                        other.kind.word(),
                        "(",
                        theirs.name,
                        ")`; give one another `path`",
                    ],
                );
            }
        }
        at += 1;
    }
}

/// Whether two paths in two pieces each are the same.
const fn joined(begin: &str, end: &str, other_begin: &str, other_end: &str) -> bool {
    if begin.len() == other_begin.len() {
        return same(begin, other_begin) && same(end, other_end);
    }
    let (begin, end, whole) = if end.is_empty() {
        (other_begin, other_end, begin)
    } else {
        (begin, end, other_begin)
    };
    if whole.len() != begin.len() + end.len() {
        return false;
    }
    let (head, tail) = whole.split_at(begin.len());
    same(head, begin) && same(tail, end)
}

/// Checks that `link` and `unlink` require authentication: rows belong to callers.
#[track_caller]
pub(super) const fn check_linked(api: &Whole, resource: &Resource, operation: &Operation) {
    if operation.linked.is_none() {
        return;
    }
    match operation.access.or(api.info.access) {
        Access::AnyOf(_) => {}
        Access::Public | Access::Optional(_) => link_error(
            resource,
            operation,
            &[
                " is `public`, but the row is the caller's; write `access: { ",
                operation.kind.word(),
                ": bearer }` with a scheme",
            ],
        ),
        // With schemes, the missing access rule is an error already.
        Access::Inherit => link_error(
            resource,
            operation,
            &[
                " doesn't authenticate clients, but the row is the caller's; declare a scheme in the api's `security` and name it in `access`",
            ],
        ),
    }
}
