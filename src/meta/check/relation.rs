//! Relations of a resource: what they lead to, and with which of them replies come.

use super::foreign_key::is_other_order;
use super::names::{fault, same};
use crate::meta::const_error::const_error;
use crate::meta::relation::{Columns, named};
use crate::meta::{Direction, Field, ForeignKey, ForeignKeyTarget, Operand, Relation, Resource};
use crate::types::Storage;

/// The most rows that a relation can have on each row.
const MOST_ROWS: u32 = 1_000;

/// Stops with ``resource `Article`: relation `author`..``.
#[track_caller]
const fn relation_error(resource: &Resource, relation: &Relation, what: &[&str]) -> ! {
    let mut parts = [""; 12];
    (parts[0], parts[1], parts[2], parts[3], parts[4]) =
        ("resource `", resource.name, "`: relation `", relation.name, "`");
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks one relation by itself and against those before it.
#[track_caller]
pub const fn check_relation(resource: &Resource, at: usize) {
    let relation = &resource.relations[at];
    check_name(resource, at);
    let target = &relation.target;
    let (own, theirs) = ((resource.table, resource.of.is_some()), (target.table, target.is_view));
    match &relation.through {
        Some(through) => {
            let between = &through.resource;
            check_reference_of(resource, relation, (between.columns(), through.own), own);
            check_reference_of(resource, relation, (between.columns(), through.theirs), theirs);
        }
        None if relation.many => check_reference_of(resource, relation, (target.columns(), relation.theirs), own),
        None => {
            let columns = (resource.fields, resource.foreign_keys);
            check_reference_of(resource, relation, (columns, relation.own), theirs);
            check_key_of_shown(resource, relation);
        }
    }
    match &relation.through {
        Some(through) => {
            let between = &through.resource;
            if same(between.table, target.table) {
                relation_error(
                    resource,
                    relation,
                    &[" leads through the table of its own rows; declare a resource for the table between"],
                );
            }
            check_link(
                resource,
                relation,
                (resource.fields, relation.own),
                (between.fields, through.own),
            );
            check_link(
                resource,
                relation,
                (between.fields, through.theirs),
                (target.fields, relation.theirs),
            );
        }
        None => check_link(
            resource,
            relation,
            (resource.fields, relation.own),
            (target.fields, relation.theirs),
        ),
    }
    if !relation.many {
        return;
    }
    check_shown(resource, relation);
    match relation.limit {
        None => relation_error(
            resource,
            relation,
            &[" may have any number of rows; say how many a reply shows at most, `[limit(20)]`"],
        ),
        Some(0) => relation_error(resource, relation, &[" shows no row; let its `limit` be at least 1"]),
        Some(rows) if rows > MOST_ROWS => {
            relation_error(resource, relation, &[" has a `limit` above 1000; lower it"]);
        }
        Some(_) => {}
    }
    let mut entry = 0;
    while entry < relation.order.len() {
        let Operand::Field(field) = relation.order[entry].by else {
            break;
        };
        let field = &target.fields[field];
        if matches!(field.storage, Storage::Json | Storage::Bytes) {
            relation_error(
                resource,
                relation,
                &[": `", field.name, "` has no order; remove it from its `order`"],
            );
        }
        if field.access.is_some() || matches!(field.direction, Direction::WriteOnly) {
            relation_error(
                resource,
                relation,
                &[
                    ": not all clients see `",
                    field.name,
                    "`, but the order of rows would reveal it; remove it from its `order`",
                ],
            );
        }
        entry += 1;
    }
}

/// Checks that fields which refer to named fields of a table don't relate rows of a resource that shows some of the table's fields: its fields have
/// another order. Several have that of their foreign key.
#[track_caller]
const fn check_reference_of(
    resource: &Resource,
    relation: &Relation,
    (columns, by): (Columns, &[usize]),
    (table, is_view): (&str, bool),
) {
    if by.len() > 1 && is_other_order(columns.1, by, table) {
        relation_error(
            resource,
            relation,
            &[" names the fields of a foreign key in another order; write them as in `foreign_keys`"],
        );
    }
    if is_view && named(columns, by, table).is_some() {
        relation_error(
            resource,
            relation,
            &[
                ": `",
                columns.0[by[0]].name,
                "` refers to a field that isn't the key, which leads to the resource with the table alone; name that one, or refer to the key",
            ],
        );
    }
}

#[track_caller]
const fn check_name(resource: &Resource, at: usize) {
    let relation = &resource.relations[at];
    if let Some(fault) = fault(relation.property) {
        relation_error(resource, relation, &[fault]);
    }
    let mut field = 0;
    while field < resource.fields.len() {
        if same(resource.fields[field].property, relation.property) {
            relation_error(
                resource,
                relation,
                &[
                    " has the JSON name of the field `",
                    resource.fields[field].name,
                    "`; rename one, or give it a `name(\"..\")`",
                ],
            );
        }
        field += 1;
    }
    let mut other = 0;
    while other < at {
        if same(resource.relations[other].property, relation.property) {
            relation_error(
                resource,
                relation,
                &[
                    " has the JSON name of the relation `",
                    resource.relations[other].name,
                    "`; rename one, or give it a `name(\"..\")`",
                ],
            );
        }
        other += 1;
    }
}

/// Checks that fields can have the values of others.
#[track_caller]
const fn check_link(
    resource: &Resource,
    relation: &Relation,
    (from, own): (&[Field], &[usize]),
    (to, theirs): (&[Field], &[usize]),
) {
    if own.len() != theirs.len() {
        relation_error(
            resource,
            relation,
            &[
                " doesn't name as many fields as the key has to which they refer; name one for each, `(tenant_id, author_id)`",
            ],
        );
    }
    let mut at = 0;
    while at < own.len() {
        let (from, to) = (&from[own[at]], &to[theirs[at]]);
        let ruled = if from.access.is_some() { from } else { to };
        if ruled.access.is_some() {
            relation_error(
                resource,
                relation,
                &[
                    ": `",
                    ruled.name,
                    "` has an `access` rule, but related rows would show its values to all; relate rows by another field",
                ],
            );
        }
        if !from.storage.compares_with(to.storage) {
            relation_error(
                resource,
                relation,
                &[
                    ": `",
                    from.name,
                    "` and `",
                    to.name,
                    "` have different types, so no row could be related; give them the same",
                ],
            );
        }
        if matches!(
            from.storage,
            Storage::Json | Storage::Float | Storage::Double | Storage::Decimal
        ) {
            relation_error(
                resource,
                relation,
                &[
                    ": values of `",
                    from.name,
                    "` can't be told apart exactly; relate rows by another field",
                ],
            );
        }
        at += 1;
    }
}

/// Checks the field that replies and requests have instead of rows.
#[track_caller]
const fn check_shown(resource: &Resource, relation: &Relation) {
    let fields = [relation.shown_as, relation.create_missing];
    let mut at = 0;
    while at < fields.len() {
        if let Some(field) = fields[at] {
            let word = if at == 0 { "shown_as" } else { "create_missing" };
            if relation.through.is_none() {
                relation_error(
                    resource,
                    relation,
                    &[
                        " leads through no table, so rows are written as they are; remove `",
                        word,
                        "`",
                    ],
                );
            }
            let field = &relation.target.fields[field];
            if !relation.target.listed_view.holds(field) || field.access.is_some() || field.schema.nullable {
                relation_error(
                    resource,
                    relation,
                    &[
                        ": not every client sees `",
                        field.name,
                        "` in every row; name another field in `",
                        word,
                        "`",
                    ],
                );
            }
        }
        at += 1;
    }
    if let (Some(shown), Some(created)) = (relation.shown_as, relation.create_missing)
        && shown != created
    {
        relation_error(
            resource,
            relation,
            &[" is written by the field that `create_missing` names; name the same in `shown_as`"],
        );
    }
}

/// A view has no foreign keys of its own, so a relation of several fields leads to the key of its target, as the foreign key of the table must.
#[track_caller]
const fn check_key_of_shown(resource: &Resource, relation: &Relation) {
    if let Some(of) = &resource.of
        && relation.own.len() > 1
        && let Some(key) = foreign_key(of.fields, of.foreign_keys, resource.fields, relation)
        && matches!(key.target, ForeignKeyTarget::Fields(_))
    {
        relation_error(
            resource,
            relation,
            &[
                " is by a foreign key of `",
                of.component,
                "` that names other fields than the key; declare the relation there",
            ],
        );
    }
}

/// The first field by which rows refer to the one row of a relation without a foreign key, so that they stay when that row is deleted.
pub(super) const fn unheld<'r>(resource: &'r Resource, relation: &Relation) -> Option<&'r Field> {
    let fields = resource.fields;
    // The resource whose rows a view shows declares the table.
    let (declared, keys) = match &resource.of {
        Some(of) => (of.fields, of.foreign_keys),
        None => (fields, resource.foreign_keys),
    };
    let first = &fields[relation.own[0]];
    if relation.own.len() > 1 {
        return match foreign_key(declared, keys, fields, relation) {
            Some(_) => None,
            None => Some(first),
        };
    }
    let mut at = 0;
    while at < declared.len() {
        if same(declared[at].column, first.column)
            && let Some(reference) = &declared[at].references
            && same(reference.table, relation.target.table)
        {
            return None;
        }
        at += 1;
    }
    Some(first)
}

/// The foreign key of a table, with these fields, that has the columns of a relation to one row and leads to its table.
const fn foreign_key<'k>(
    declared: &[Field],
    keys: &'k [ForeignKey],
    fields: &[Field],
    relation: &Relation,
) -> Option<&'k ForeignKey> {
    let mut at = 0;
    while at < keys.len() {
        let key = &keys[at];
        if same(key.table, relation.target.table) && key.fields.len() == relation.own.len() {
            let mut found = 0;
            let mut own = 0;
            while own < relation.own.len() {
                let mut field = 0;
                while field < key.fields.len() {
                    found += same(declared[key.fields[field]].column, fields[relation.own[own]].column) as usize;
                    field += 1;
                }
                own += 1;
            }
            if found == relation.own.len() {
                return Some(key);
            }
        }
        at += 1;
    }
    None
}

/// What declares a foreign key where rows of a relation must be held: the text before the name of the target, that, and the text behind it.
pub(super) const fn held_by(relation: &Relation) -> [&str; 3] {
    let target = if relation.target.is_view {
        ".."
    } else {
        relation.target.component
    };
    if relation.own.len() > 1 {
        ["declare `foreign_keys: [(..) = ", target, "]`"]
    } else {
        ["add `references(", target, ")` to it"]
    }
}

/// Checks a section with paths of relations: none twice, and what follows a relation is in the section of the resource that it leads to.
#[track_caller]
pub(super) const fn check_include(resource: &Resource, word: &str, paths: &[&[usize]]) {
    let mut at = 0;
    while at < paths.len() {
        let path = paths[at];
        let relation = &resource.relations[path[0]];
        let mut other = 0;
        while other < at {
            if same_path(paths[other], path) {
                const_error(&[
                    "resource `",
                    resource.name,
                    "`: `",
                    word,
                    "` has a path twice that begins with `",
                    relation.name,
                    "`; keep one",
                ]);
            }
            other += 1;
        }
        let rest = path.split_at(1).1;
        let target = &relation.target;
        if !rest.is_empty() && relation.shown_as.is_some() {
            const_error(&[
                "resource `",
                resource.name,
                "`: `",
                word,
                "` has a path behind `",
                relation.name,
                "`, which is `shown_as` values without relations; end it there",
            ]);
        }
        if !rest.is_empty() && !has(target.include, rest) && !has(target.default_include, rest) {
            const_error(&[
                "resource `",
                resource.name,
                "`: what `",
                word,
                "` has after `",
                relation.name,
                ".` isn't in `include` of `",
                target.component,
                "`; add it there",
            ]);
        }
        at += 1;
    }
}

const fn has(paths: &[&[usize]], path: &[usize]) -> bool {
    let mut at = 0;
    while at < paths.len() {
        if same_path(paths[at], path) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) const fn same_path(one: &[usize], other: &[usize]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
