//! The key in the path.

use std::borrow::Cow;

use sea_orm::Value;

use crate::engine::request::Request;
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

/// The [address](Resource::address_fields) of a row that should be there.
///
/// # Errors
///
/// [`Error::NotFound`] if a text isn't of its field's type, or breaks its limits: a path that can't be is one that isn't there; and for those
/// who own nothing.
pub(in crate::engine) fn existing(request: &Request<'_>) -> Result<Vec<Value>, Error> {
    let key = new(request.resource, &request.key)?;
    request.owner()?.address(key)
}

/// The key of a row that may come to be.
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
