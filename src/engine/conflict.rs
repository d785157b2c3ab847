//! Conflicts in the client's words: the database names columns, clients know properties.

use crate::error::Error;
use crate::meta::Resource;

/// What `sql` says about columns.
const ABOUT_COLUMNS: [&str; 3] = [" already exists", " may not be null", " breaks a check"];

/// Says `type, title already exists` with the names that the client knows.
pub(super) fn in_properties(resource: &Resource, error: Error) -> Error {
    match error {
        Error::Conflict(text) => {
            let about = |end: &&'static str| Some((text.strip_suffix(*end)?, *end));
            match ABOUT_COLUMNS.iter().find_map(about) {
                Some((columns, end)) => {
                    let names: Vec<&str> = columns.split(", ").map(|column| property(resource, column)).collect();
                    Error::Conflict(format!("{}{end}", names.join(", ")).into())
                }
                None => Error::Conflict(text),
            }
        }
        other => other,
    }
}

fn property<'n>(resource: &Resource, column: &'n str) -> &'n str {
    resource
        .fields
        .iter()
        .find(|field| field.column == column)
        .map_or(column, |field| field.property)
}
