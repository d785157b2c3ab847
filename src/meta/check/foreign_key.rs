//! Foreign keys of several fields: the section `foreign_keys`.

use super::Owner;
use super::names::{same, sql_fault};
use super::relation::same_path;
use super::resource::check_once;
use crate::meta::conflicts::is_same_set;
use crate::meta::const_error::const_error;
use crate::meta::{Field, ForeignKey, ForeignKeyTarget, OnDelete, Related, Resource, plain};
use crate::types::Storage;

/// Stops with ``resource `Article`: the foreign key to `writers` ..``.
#[track_caller]
const fn key_error(resource: &str, table: &str, what: &[&str]) -> ! {
    let mut parts = [""; 16];
    (parts[0], parts[1], parts[2], parts[3], parts[4]) =
        ("resource `", resource, "`: the foreign key to `", table, "` ");
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

/// Checks the section by itself.
#[track_caller]
pub(super) const fn check_foreign_keys(owner: Owner<'_>, resource: &Resource) {
    if let Some(of) = &resource.of {
        const_error(&[
            "resource `",
            resource.name,
            "` has the table of `",
            of.component,
            "`, which declares its foreign keys; leave `foreign_keys` out",
        ]);
    }
    let (keys, fields) = (resource.foreign_keys, resource.fields);
    let mut at = 0;
    while at < keys.len() {
        let key = &keys[at];
        if key.fields.len() < 2 {
            key_error(
                resource.name,
                key.table,
                &[
                    "has one field; write it as an option of `",
                    fields[key.fields[0]].name,
                    "`, `references(..)`",
                ],
            );
        }
        check_once(owner, fields, key.fields, " is duplicated in a foreign key; keep one");
        let mut entry = 0;
        while entry < key.fields.len() {
            check_field(resource.name, key, &fields[key.fields[entry]]);
            entry += 1;
        }
        let mut other = 0;
        while other < at {
            if keys[other].relates(key.fields, key.table) {
                key_error(resource.name, key.table, &["is duplicated; keep one"]);
            }
            other += 1;
        }
        if let ForeignKeyTarget::Columns(columns) = key.target {
            check_columns(resource.name, key, columns);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_field(resource: &str, key: &ForeignKey, field: &Field) {
    if matches!(field.storage, Storage::Json) {
        key_error(
            resource,
            key.table,
            &["has `", field.name, "`, which is stored as JSON; remove it"],
        );
    }
    if matches!(key.on_delete, OnDelete::SetNull) && field.key {
        key_error(
            resource,
            key.table,
            &[
                "is `set_null`, but `",
                field.name,
                "` is part of the key, which is never null; write `cascade` or `restrict`",
            ],
        );
    }
    if matches!(key.on_delete, OnDelete::SetNull) && !field.schema.nullable {
        key_error(
            resource,
            key.table,
            &[
                "is `set_null`, but `",
                field.name,
                "` can't be null; make its type an `Option`, or write `cascade` or `restrict`",
            ],
        );
    }
}

/// Checks the columns of a table that is made elsewhere.
#[track_caller]
const fn check_columns(resource: &str, key: &ForeignKey, columns: &[&str]) {
    if columns.len() != key.fields.len() {
        key_error(
            resource,
            key.table,
            &["doesn't name as many columns there as it has fields; write `\"accounts\"(\"tenant\", \"id\")`"],
        );
    }
    if let Some(fault) = sql_fault(key.table) {
        key_error(resource, key.table, &["names a table whose name", fault]);
    }
    let mut at = 0;
    while at < columns.len() {
        if let Some(fault) = sql_fault(columns[at]) {
            key_error(
                resource,
                key.table,
                &["names the column \"", columns[at], "\", whose name", fault],
            );
        }
        let mut other = 0;
        while other < at {
            if same(columns[other], columns[at]) {
                key_error(
                    resource,
                    key.table,
                    &["names the column \"", columns[at], "\" twice; keep one"],
                );
            }
            other += 1;
        }
        at += 1;
    }
}

/// Checks the foreign key of the fields with these names against the resource to which it refers.
#[track_caller]
pub const fn check_foreign_key(resource: &Resource, names: &[&str], target: &Related) {
    let mut at = 0;
    while at < resource.foreign_keys.len() {
        let key = &resource.foreign_keys[at];
        if same(key.table, target.table) && is_named(resource.fields, key.fields, names) {
            // One field is refused at the section.
            if key.fields.len() > 1 {
                check_target(resource, key, target);
            }
            return;
        }
        at += 1;
    }
}

const fn is_named(fields: &[Field], indices: &[usize], names: &[&str]) -> bool {
    let mut at = 0;
    while at < indices.len() && at < names.len() && same(fields[indices[at]].name, plain(names[at])) {
        at += 1;
    }
    at == indices.len() && at == names.len()
}

#[track_caller]
const fn check_target(resource: &Resource, key: &ForeignKey, target: &Related) {
    let targets = match key.target {
        ForeignKeyTarget::Fields(fields) => {
            check_targets(resource, key, target, fields);
            fields
        }
        ForeignKeyTarget::Key | ForeignKeyTarget::Columns(_) => target.key(),
    };
    if targets.len() != key.fields.len() {
        key_error(
            resource.name,
            key.table,
            &[
                "has another number of fields than what it refers to; name one for each field of the key of `",
                target.component,
                "`, or name what it refers to, `",
                target.component,
                "(..)`",
            ],
        );
    }
    let mut at = 0;
    while at < targets.len() {
        let (own, theirs) = (&resource.fields[key.fields[at]], &target.fields[targets[at]]);
        // The section refuses JSON.
        if !matches!(own.storage, Storage::Json) && !own.storage.compares_with(theirs.storage) {
            key_error(
                resource.name,
                key.table,
                &[
                    "lets `",
                    own.name,
                    "` refer to `",
                    theirs.name,
                    "`, which has another type; give both the same",
                ],
            );
        }
        at += 1;
    }
}

/// Checks that one row at most has the values of the fields that a foreign key names.
#[track_caller]
const fn check_targets(resource: &Resource, key: &ForeignKey, target: &Related, fields: &[usize]) {
    if target.is_view {
        key_error(
            resource.name,
            key.table,
            &[
                "names fields of `",
                target.component,
                "`, which shows rows of another; name those of the resource with the table",
            ],
        );
    }
    let owner = Owner {
        keyword: "resource",
        name: target.component,
    };
    check_once(
        owner,
        target.fields,
        fields,
        " is duplicated in what a foreign key refers to; keep one",
    );
    if is_same_set(fields, target.key()) {
        return;
    }
    let mut at = 0;
    while at < target.unique.len() {
        if is_same_set(fields, target.unique[at]) {
            return;
        }
        at += 1;
    }
    key_error(
        resource.name,
        key.table,
        &[
            "refers to fields of which several rows may have the same values; make them one list of `unique` in `",
            target.component,
            "`, or refer to its key",
        ],
    );
}

/// Whether a relation has the fields of a foreign key in another order: that order pairs them with those to which they refer.
pub(super) const fn is_other_order(keys: &[ForeignKey], by: &[usize], table: &str) -> bool {
    let (mut at, mut found) = (0, false);
    while at < keys.len() {
        if keys[at].relates(by, table) {
            if same_path(keys[at].fields, by) {
                return false;
            }
            found = true;
        }
        at += 1;
    }
    found
}
