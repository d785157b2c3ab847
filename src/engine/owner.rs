//! Whose rows an operation may touch: all of them, or where the resource has an `owner`, those of the principal.
//!
//! Rows of others are treated as missing. Constraints can't hide them: a unique key that another's row has is a conflict, and a put to
//! another's address is 404, since it can neither change that row nor create a second one.

use sea_orm::Value;

use super::Principal;
use super::parse::Predicate;
use super::parse::body::Record;
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

/// Whose rows an operation may touch.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Owner {
    /// All rows: the resource has no owner.
    Unscoped,
    /// One principal's: the field and its value.
    One(usize, Value),
    /// No row: the principal's ID can't be a value of the field.
    NoRows(usize),
}

impl Owner {
    /// The owner of the rows that this principal may touch.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if the resource has an owner and there is no principal.
    pub(in crate::engine) fn of(resource: &Resource, principal: Option<&Principal>) -> Result<Self, Error> {
        let Some(at) = resource.owner else {
            return Ok(Self::Unscoped);
        };
        let principal = principal.ok_or(Error::Unauthorized)?;
        let field = &resource.fields[at];
        let value = (field.codec.parse)(principal.id(), &field.limits, &mut FieldErrors::new());
        Ok(value.map_or(Self::NoRows(at), |value| Self::One(at, value)))
    }

    /// The condition that restricts statements to these rows.
    pub(in crate::engine) fn predicate(&self) -> Option<Predicate> {
        match self {
            Self::Unscoped => None,
            Self::One(field, value) => Some(Predicate::AnyOf(*field, vec![value.clone()])),
            Self::NoRows(field) => Some(Predicate::AnyOf(*field, Vec::new())),
        }
    }

    /// The values of the [fields](Resource::lookup_fields) by which the row with this address, or this key, is found.
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
