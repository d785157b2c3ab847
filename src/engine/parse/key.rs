//! The key in the path.

use std::borrow::Cow;

use sea_orm::Value;

use super::body::Record;
use crate::engine::request::Request;
use crate::engine::scope::RequestScope;
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

/// The [address](Resource::address_fields) of a row that should be there.
///
/// # Errors
///
/// [`Error::NotFound`] if a text isn't of its field's type or violates its limits, since there is no resource at such a path; and for a
/// principal who can't own rows.
pub(in crate::engine) fn existing(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Vec<Value>, Error> {
    let key = new(scope.resource, &request.key)?;
    scope.owner.address(key)
}

/// The key of a row that may not exist yet.
///
/// # Errors
///
/// [`Error::NotFound`], as for an existing row.
pub(in crate::engine) fn new(resource: &Resource, texts: &[Cow<'_, str>]) -> Result<Vec<Value>, Error> {
    let fields = resource.key_fields();
    if fields.is_empty() || fields.len() != texts.len() {
        return Err(Error::NotFound);
    }
    fields
        .iter()
        .zip(texts)
        .map(|(field, text)| {
            // Why it doesn't parse is of no use to a 404.
            (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()).ok_or(Error::NotFound)
        })
        .collect()
}

/// Takes the key out of a body, which must be the path's: a client may send back what it has read.
pub(in crate::engine) fn same(
    resource: &Resource,
    key: Option<&[Value]>,
    record: Record,
    errors: &mut FieldErrors,
) -> Record {
    let mut values: Vec<Option<Value>> = record.into_all().collect();
    for (index, field) in resource.key_fields().iter().enumerate() {
        let sent = values.get_mut(index).and_then(Option::take);
        // A key in the path that doesn't parse is an error of its own.
        if let Some(sent) = sent
            && let Some(kept) = key.and_then(|key| key.get(index))
            && sent != *kept
        {
            errors.push_at(field.property, "differs from the path");
        }
    }
    Record::of(values)
}

/// Refuses a key that no client could address: clients remove `.` and `..` from a path before they send it, percent-encoded or not
/// (RFC 3986, section 5.2.4), and an empty segment isn't one.
///
/// # Errors
///
/// [`Error::Invalid`], which names the property.
pub(in crate::engine) fn addressable<'v>(
    resource: &Resource,
    value: impl Fn(usize) -> Option<&'v Value>,
) -> Result<(), Error> {
    let mut errors = FieldErrors::new();
    check(resource, value, &mut errors);
    errors.finish()
}

/// Adds an error for each field of a key that no client could address; `value` gives the key's values by index.
pub(super) fn check<'v>(resource: &Resource, value: impl Fn(usize) -> Option<&'v Value>, errors: &mut FieldErrors) {
    if !resource.has_rows_at_paths() {
        return;
    }
    for (index, field) in resource.key_fields().iter().enumerate() {
        if let Some(Value::String(Some(text))) = value(index)
            && matches!(text.as_str(), "" | "." | "..")
        {
            errors.push_at(field.property, "can't be part of a path");
        }
    }
}
