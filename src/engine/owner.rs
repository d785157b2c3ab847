//! Whose rows an operation may touch: all of them, or where the resource has an `owner`, those of the principal.
//!
//! Rows of others are treated as missing, unless `others` may read them. Constraints can't hide them: a unique key that another's row has is a
//! conflict, and a put to another's address is refused, since it can neither change that row nor create a second one.

use sea_orm::Value;

use super::Principal;
use super::parse::Predicate;
use super::parse::address;
use super::parse::body::Record;
use super::request::Request;
use super::scope::RequestScope;
use super::statement::{Source, condition, select};
use crate::error::{Error, FieldErrors};
use crate::meta::{Field, OperationKind, Resource};

/// Whose rows an operation may touch.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Owner {
    /// All rows: the resource has no owner, or the operation is open to others.
    Unscoped,
    /// One principal's: the field and its value.
    One(usize, Value),
    /// No row: the principal's ID can't be a value of the field.
    NoRows(usize),
}

impl Owner {
    /// The owner of the rows that an operation of this principal may touch.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if the operation is for rows of one owner and there is no principal.
    pub(in crate::engine) fn of(
        resource: &Resource,
        kind: OperationKind,
        principal: Option<&Principal>,
    ) -> Result<Self, Error> {
        let Some(at) = resource.owner_in(kind) else {
            return Ok(Self::Unscoped);
        };
        let principal = principal.ok_or(Error::Unauthorized)?;
        let field = &resource.fields[at];
        let value = (field.codec.parse)(principal.id(), &field.limits, &mut FieldErrors::new());
        Ok(value.map_or(Self::NoRows(at), |value| Self::One(at, value)))
    }

    /// The fields by which one row is found: those of its address, then the owner if the operation is for rows of one owner.
    pub(in crate::engine) fn lookup_fields(&self, resource: &Resource) -> impl Iterator<Item = &'static Field> + use<> {
        let owner = match self {
            Self::Unscoped => None,
            Self::One(field, _) | Self::NoRows(field) => resource.fields.get(*field),
        };
        resource.address_fields().chain(owner)
    }

    /// The condition that restricts statements to these rows.
    pub(in crate::engine) fn predicate(&self) -> Option<Predicate> {
        match self {
            Self::Unscoped => None,
            Self::One(field, value) => Some(Predicate::AnyOf(*field, vec![value.clone()])),
            Self::NoRows(field) => Some(Predicate::AnyOf(*field, Vec::new())),
        }
    }

    /// The values of the [fields](Owner::lookup_fields) by which the row with this address, or this key, is found.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a principal who can't own rows.
    pub(in crate::engine) fn lookup(&self, mut address: Vec<Value>) -> Result<Vec<Value>, Error> {
        match self {
            Self::Unscoped if address.is_empty() => return Err(Error::internal("a row without address and owner")),
            Self::Unscoped => {}
            Self::One(_, value) => address.push(value.clone()),
            Self::NoRows(_) => return Err(Error::NotFound),
        }
        Ok(address)
    }

    /// The error for a row that an operation hasn't found. If `others` may read it, the client is told that it may not change it.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`](crate::db::Executor).
    pub(in crate::engine) async fn missing(
        &self,
        scope: &RequestScope<'_>,
        request: &Request<'_>,
    ) -> Result<Error, Error> {
        let resource = scope.resource;
        if matches!(self, Self::Unscoped) || resource.owner_in(OperationKind::Read).is_some() {
            return Ok(Error::NotFound);
        }
        let Ok(address) = address::parse(resource, &request.address) else {
            return Ok(Error::NotFound);
        };
        let dialect = scope.database().dialect();
        let of_any_owner = condition::of(resource, resource.address_fields(), dialect, &address);
        let statement = select::any(&Source::table(resource), of_any_owner);
        let found = scope.database().query(dialect.build(&statement)).await?;
        Ok(if found.is_empty() {
            Error::NotFound
        } else {
            Error::Forbidden
        })
    }

    /// Sets the owner of new rows.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] for a principal who can't own rows.
    pub(in crate::engine) fn set<'r>(&self, records: impl IntoIterator<Item = &'r mut Record>) -> Result<(), Error> {
        match self {
            Self::Unscoped => {}
            Self::One(field, value) => {
                for record in records {
                    record.set(*field, value.clone());
                }
            }
            Self::NoRows(_) => return Err(Error::Forbidden),
        }
        Ok(())
    }
}
