//! Conflicts with the names that clients know: the database names columns, JSON has properties.

use crate::error::Error;
use crate::meta::Resource;

/// Renames the columns of a conflict that are those of this resource.
pub(super) fn in_properties(resource: &Resource, mut error: Error) -> Error {
    if let Error::Conflict(conflict) = &mut error {
        conflict.rename(resource.table, |column| {
            let field = resource.fields.iter().find(|field| field.column == column)?;
            Some(field.property)
        });
    }
    error
}
