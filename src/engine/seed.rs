//! Rows out of a file, which the operator of a program plants: validated and created as requests' records are.
//!
//! The operator is nobody's principal. Access isn't asked, but whose a row is must be told: where a resource has an `owner`, each
//! record names it, whatever hides the field from clients; or all rows become those of the principal of the [`Ctx`].

use serde_json::value::RawValue;

use super::ops::{Change, bulk, create};
use super::parse::body::{self, Record};
use super::{Ctx, conflict};
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Resource};

/// A validated record of a file.
#[derive(Debug, Clone)]
pub(crate) struct Seed(Record);

/// Reads a record; `None` where it breaks a rule, which is among `errors`. `for_principal`: the rows will be those of the principal.
pub(crate) fn read(
    resource: &Resource,
    json: &RawValue,
    for_principal: bool,
    errors: &mut FieldErrors,
) -> Option<Seed> {
    let before = errors.len();
    let owner = resource.owner.filter(|_| !for_principal);
    let field = |index: usize| &resource.fields[index];
    let record = body::record_where(
        resource,
        json,
        &|index| owner == Some(index) || Fields::Create.holds(field(index)),
        &|index| owner == Some(index) || Fields::Create.requires(field(index)),
        errors,
    )?;
    if let Some(owner) = owner
        && record.is_null(owner)
    {
        errors.push_at(field(owner).property, "null, but nobody could ever see the row");
    }
    (errors.len() == before).then_some(Seed(record))
}

/// Creates the rows, and calls the hooks.
///
/// # Errors
///
/// [`Error::Conflict`] in JSON names, what hooks refuse, [`Error::Unavailable`] when the database is out of reach.
pub(crate) async fn plant(
    ctx: &Ctx,
    resource: &'static Resource,
    seeds: Vec<Seed>,
    for_principal: bool,
) -> Result<(), Error> {
    let change = if for_principal {
        Change::made(ctx, resource)?
    } else {
        Change::by_everybody(ctx, resource)?
    };
    let mut records: Vec<Record> = seeds.into_iter().map(|seed| seed.0).collect();
    let done = match (records.pop(), records.is_empty()) {
        (None, _) => Ok(()),
        // What a hook says of it is told without an index.
        (Some(only), true) => create::apply(&change, only).await.map(|_| ()),
        (Some(last), false) => {
            records.push(last);
            bulk::apply(&change, records).await.map(|_| ())
        }
    };
    done.map_err(|error| conflict::in_properties(resource, error))
}
