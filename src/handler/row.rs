//! Rows as arguments of ops: the path names them by their address, and they are loaded before the handler runs.

use sea_orm::Value;

use super::Call;
use crate::engine::{self, Declared};
use crate::error::{Error, FieldErrors};
use crate::meta::{self, Resource};

/// A row that a path names.
#[derive(Debug)]
pub(super) struct NamedRow {
    /// The argument.
    name: &'static str,
    pub(super) resource: &'static Resource,
    pub(super) address: Value,
    /// The values of its fields, once it is loaded.
    pub(super) values: Vec<Value>,
}

/// Takes the address of a row from the path of a request.
pub fn take_row<E: Declared>(call: &mut Call<'_>, argument: &'static meta::Argument) {
    let resource = E::RESOURCE;
    let texts = call.texts(argument);
    let text = texts.first().map_or("", AsRef::as_ref);
    // Why it doesn't parse is of no use to a 404.
    let address = resource
        .address_fields()
        .next()
        .and_then(|field| (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()));
    match address {
        Some(address) => call.rows.push(NamedRow {
            name: argument.field.name,
            resource,
            address,
            values: Vec::new(),
        }),
        None => call.set_not_found(),
    }
}

/// The row of an argument, which is loaded.
///
/// # Errors
///
/// [`Error::Internal`] if it isn't.
pub fn given_row<E: Declared>(call: &mut Call<'_>, name: &str) -> Result<E::Model, Error> {
    let row = call.rows.iter_mut().find(|row| row.name == meta::plain(name));
    let row = row.ok_or_else(|| Error::internal("bug: a row has no address, and the path was found"))?;
    engine::row_of::<E>(std::mem::take(&mut row.values))
}
