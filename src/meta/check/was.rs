//! `was`: the names that tables and columns had. A name that something else has can't be given up.

use super::api::Whole;
use super::names::{same, sql_fault};
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Field, Item, Resource};

/// Checks the former name of a resource's table by itself.
#[track_caller]
pub(super) const fn check_table(resource: &Resource) {
    let Some(was) = resource.was else {
        return;
    };
    if was.is_empty() {
        table_error(
            resource,
            was,
            "` is empty; give the name that the table had, or leave the section out",
        );
    }
    if let Some(fault) = sql_fault(was) {
        const_error(&["resource `", resource.name, "`: was `", was, "`", fault]);
    }
    if same(was, resource.table) {
        table_error(resource, was, "` is the name that its table has; leave the section out");
    }
}

#[track_caller]
const fn table_error(resource: &Resource, was: &str, what: &str) -> ! {
    const_error(&["resource `", resource.name, "`: was `", was, what])
}

/// Checks the former name of a column by itself and against those before it.
#[track_caller]
pub(super) const fn check_column(owner: Owner<'_>, fields: &[Field], at: usize) {
    let field = &fields[at];
    let Some(was) = field.was else {
        return;
    };
    if was.is_empty() {
        field_error(
            owner,
            field.name,
            ": `was` is empty; give the name that its column had, or leave the option out",
        );
    }
    if let Some(fault) = sql_fault(was) {
        const_error(&[
            "resource `",
            owner.name,
            "`: field `",
            field.name,
            "`: was `",
            was,
            "`",
            fault,
        ]);
    }
    if same(was, field.column) {
        field_error(
            owner,
            field.name,
            ": `was` is the name that its column has; leave the option out",
        );
    }
    let mut other = 0;
    while other < fields.len() {
        if other != at && was.eq_ignore_ascii_case(fields[other].column) {
            const_error(&[
                "resource `",
                owner.name,
                "`: field `",
                field.name,
                "`: `was(\"",
                was,
                "\")` names a column that the resource has; leave the option out, or rename in two migrations",
            ]);
        }
        if other < at
            && let Some(theirs) = fields[other].was
            && same(was, theirs)
        {
            field_error(
                owner,
                field.name,
                ": another field has the same previous name; keep one `was`",
            );
        }
        other += 1;
    }
}

/// Checks that no table's former name is one of another table.
#[track_caller]
pub(super) const fn check_former_table(api: &Whole, resource: &Resource) {
    let Some(was) = resource.was else {
        return;
    };
    let mut next = api.index.first();
    while let Some(at) = next {
        if let Item::Resource(other) = api.index.item(at)
            && !same(other.name, resource.name)
        {
            if was.eq_ignore_ascii_case(other.table) {
                table_error(
                    resource,
                    was,
                    "` names a table that another resource has; leave the section out, or rename in two migrations",
                );
            }
            if let Some(theirs) = other.was
                && same(was, theirs)
            {
                table_error(
                    resource,
                    was,
                    "` is the previous name of another resource's table, too; keep one `was`",
                );
            }
        }
        next = api.index.next(at);
    }
}
