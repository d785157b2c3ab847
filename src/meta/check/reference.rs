//! Foreign keys: what fields refer to.

use super::Owner;
use crate::meta::const_error::const_error;
use crate::meta::{Field, Reference, Resource};
use crate::types::Storage;

/// Refuses a reference to a table that no resource of the API has.
#[track_caller]
pub(super) const fn reference_error(owner: Owner<'_>, field: &Field, table: &str) -> ! {
    const_error(&[
        owner.keyword,
        " `",
        owner.name,
        "`: field `",
        field.name,
        "` references the table \"",
        table,
        "\", which no resource of this API has; name a resource, `references(Task)`, or write `references(\"",
        table,
        "\", external)` if the table is made elsewhere",
    ])
}

/// Checks a reference to a resource of the API.
#[track_caller]
pub(super) const fn check_reference(owner: Owner<'_>, field: &Field, reference: &Reference, target: &Resource) {
    // What it names is checked there.
    if !reference.fields.is_empty() {
        return;
    }
    if target.key != 1 {
        const_error(&[
            "resource `",
            owner.name,
            "`: field `",
            field.name,
            "` references \"",
            target.table,
            "\", whose key has several fields; name one for each in `foreign_keys: [(..) = Task]`",
        ]);
    }
    if !field.storage.compares_with(target.fields[0].storage) {
        const_error(&[
            "resource `",
            owner.name,
            "`: field `",
            field.name,
            "` references \"",
            target.table,
            "\", whose key has another type; give it the type of `",
            target.fields[0].name,
            "`",
        ]);
    }
}

/// Checks a field to which another one, stored so, refers by name: `references(Writer.name)`.
#[track_caller]
pub const fn check_referenced(own: Storage, fields: &[Field], at: usize, is_view: bool) {
    let field = &fields[at];
    if is_view {
        const_error(&[
            "`",
            field.name,
            "` is of a resource that shows rows of another; name the field of that one, which has the table",
        ]);
    }
    let sole_key = field.key && (fields.len() == 1 || !fields[1].key);
    if !field.unique && !sole_key {
        const_error(&[
            "several rows may have the same `",
            field.name,
            "`, so no field can refer to it; make it `unique`",
        ]);
    }
    if !field.storage.compares_with(own) {
        const_error(&[
            "`",
            field.name,
            "` has another type than the field that refers to it; give that the type of `",
            field.name,
            "`",
        ]);
    }
}
