//! The key in the path.

use std::borrow::Cow;

use sea_orm::Value;

use crate::engine::request::Request;
use crate::error::{Error, FieldErrors};
use crate::meta::{Field, Resource};
use crate::types::Limits;

/// The [address](Resource::address_fields) of a row that should be there. The key's limits don't matter: no such row, no such path.
///
/// # Errors
///
/// [`Error::NotFound`] if a text isn't of its field's type: a path that can't be is one that isn't there; and for those who own nothing.
pub(in crate::engine) fn existing(request: &Request<'_>) -> Result<Vec<Value>, Error> {
    let key = parse(request.resource, &request.key, |_| &Limits::NONE)?;
    request.owner()?.address(key)
}

/// The key of a row that may come to be, which its limits bind like any other value.
///
/// # Errors
///
/// [`Error::NotFound`], as for an existing row.
pub(in crate::engine) fn new(resource: &Resource, texts: &[Cow<'_, str>]) -> Result<Vec<Value>, Error> {
    parse(resource, texts, |field| &field.limits)
}

fn parse(resource: &Resource, texts: &[Cow<'_, str>], limits: impl Fn(&Field) -> &Limits) -> Result<Vec<Value>, Error> {
    let fields = resource.key_fields();
    if fields.is_empty() || fields.len() != texts.len() {
        return Err(Error::NotFound);
    }
    fields
        .iter()
        .zip(texts)
        .map(|(field, text)| {
            // Why it doesn't parse is of no use to a 404.
            (field.codec.parse)(text, limits(field), &mut FieldErrors::new()).ok_or(Error::NotFound)
        })
        .collect()
}
