//! Rows of a file that the operator of a program inserts. They are validated and created like the records of requests.
//!
//! There is no access control, but rows need owners: where a resource has an `owner`, each record names it, even if clients can't set the
//! field; or all rows belong to the principal of the [`Ctx`]. Records of a nested resource name the fields that lead to its parents.

use serde_json::value::RawValue;

use super::ops::{Change, create, create_many};
use super::parse::body::{self, Record};
use super::scope::RequestScope;
use super::{Ctx, conflict};
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, OperationKind, Resource};

/// A validated record of a file.
#[derive(Debug, Clone)]
pub(crate) struct Seed(Record);

/// Reads a record; `None` if it violates a rule, which is among `errors`. `for_principal`: the rows will belong to the principal.
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
        &|index| owner == Some(index) || resource.is_of_parent(index) || Fields::Create.holds(field(index)),
        &|index| {
            let is_of_parent = resource.is_of_parent(index) && !field(index).optional();
            owner == Some(index) || is_of_parent || Fields::Create.requires(field(index))
        },
        errors,
    )?;
    if let Some(owner) = owner
        && record.is_null(owner)
    {
        errors.push_at(
            field(owner).property,
            "null, but a row without an owner is visible to no client",
        );
    }
    (errors.len() == before).then_some(Seed(record))
}

/// Creates the rows, between their hooks.
///
/// # Errors
///
/// [`Error::Conflict`], which names properties; those of hooks; [`Error::Unavailable`] when the database is out of reach.
pub(crate) async fn insert_seed(
    ctx: &Ctx,
    resource: &'static Resource,
    seeds: Vec<Seed>,
    for_principal: bool,
) -> Result<(), Error> {
    let scope = if for_principal {
        RequestScope::of_principal(ctx, resource, OperationKind::Create)?
    } else {
        RequestScope::unscoped(ctx, resource)?
    };
    let change = Change::from_app(&scope);
    let mut records: Vec<Record> = seeds.into_iter().map(|seed| seed.0).collect();
    let done = match (records.pop(), records.is_empty()) {
        (None, _) => Ok(()),
        // Errors of its hooks have no index.
        (Some(only), true) => create::apply(&change, only).await.map(|_| ()),
        (Some(last), false) => {
            records.push(last);
            create_many::apply(&change, records).await.map(|_| ())
        }
    };
    done.map_err(|error| conflict::in_properties(resource, error))
}
