//! The address of a row: the values in its path, which are those of its key unless the resource has others.

use std::borrow::Cow;

use sea_orm::Value;

use super::body::Record;
use crate::engine::request::Request;
use crate::engine::scope::RequestScope;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Resource};
use crate::types::no_segment;

/// The values of the [fields](Resource::lookup_fields) by which the row that a request means is found.
///
/// # Errors
///
/// [`Error::NotFound`] if a text isn't of its field's type or violates its limits, since there is no resource at such a path; and for a
/// principal who can't own rows.
pub(in crate::engine) fn lookup(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Vec<Value>, Error> {
    let address = parse(scope.resource, &request.address)?;
    scope.owner.lookup(address)
}

/// The address of a row that may not exist yet. That of a singleton is empty.
///
/// # Errors
///
/// [`Error::NotFound`], as for an existing row.
pub(in crate::engine) fn parse(resource: &Resource, texts: &[Cow<'_, str>]) -> Result<Vec<Value>, Error> {
    if resource.address().len() != texts.len() {
        return Err(Error::NotFound);
    }
    resource
        .address_fields()
        .zip(texts)
        .map(|(field, text)| {
            // Why it doesn't parse is of no use to a 404.
            (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()).ok_or(Error::NotFound)
        })
        .collect()
}

/// Takes what a body repeats of the path's address out of it, which must be the same: a client may send back what it has read.
pub(in crate::engine) fn repeated(
    resource: &Resource,
    purpose: Fields,
    address: Option<&[Value]>,
    mut record: Record,
    errors: &mut FieldErrors,
) -> Record {
    for (position, index) in resource.address().iter().enumerate() {
        let field = &resource.fields[*index];
        if !purpose.repeats(field) {
            continue;
        }
        // An address in the path that doesn't parse is an error of its own.
        if let Some(sent) = record.remove(*index)
            && let Some(kept) = address.and_then(|address| address.get(position))
            && sent != *kept
        {
            errors.push_at(field.property, "differs from the path");
        }
    }
    record
}

/// Refuses an address that no client could request.
///
/// # Errors
///
/// [`Error::Invalid`], which names the property.
pub(in crate::engine) fn requestable<'v>(
    resource: &Resource,
    value: impl Fn(usize) -> Option<&'v Value>,
) -> Result<(), Error> {
    let mut errors = FieldErrors::new();
    check(resource, value, &mut errors);
    errors.finish()
}

/// Adds an error for each field of an address that no client could request; `value` gives the values by the fields' indices.
pub(super) fn check<'v>(resource: &Resource, value: impl Fn(usize) -> Option<&'v Value>, errors: &mut FieldErrors) {
    if !resource.has_rows_in_paths() {
        return;
    }
    for index in resource.address() {
        if let Some(Value::String(Some(text))) = value(*index)
            && let Some(fault) = no_segment(text)
        {
            errors.push_at(resource.fields[*index].property, fault);
        }
    }
}
