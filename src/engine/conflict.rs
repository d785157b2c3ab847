//! Conflicts with the names that clients know: the database names columns, JSON has properties.

use crate::error::Error;
use crate::meta::{OperationKind, Resource};

/// Renames the columns of a conflict that are those of this resource, for functions of the application.
pub(super) fn in_properties(resource: &Resource, error: Error) -> Error {
    renamed(resource, None, error)
}

/// The same for a request: names have the path in its body. The envelope of many rows isn't part of it, since the database doesn't say which of
/// them conflicts.
pub(super) fn in_body(resource: &Resource, kind: OperationKind, error: Error) -> Error {
    let envelope = match kind {
        OperationKind::Create | OperationKind::Update | OperationKind::Put => resource.envelope.one,
        OperationKind::List
        | OperationKind::CreateMany
        | OperationKind::Read
        | OperationKind::Delete
        | OperationKind::DeleteMany
        | OperationKind::Link
        | OperationKind::Unlink => None,
    };
    renamed(resource, envelope, error)
}

fn renamed(resource: &Resource, envelope: Option<&str>, mut error: Error) -> Error {
    if let Error::Conflict(conflict) = &mut error {
        conflict.rename(resource.table, |column| {
            let field = resource.fields.iter().find(|field| field.column == column)?;
            Some(match envelope {
                None => field.property.into(),
                Some(name) => format!("{name}.{}", field.property).into(),
            })
        });
    }
    error
}
