//! Whose rows an operation may touch: all of them, or where the resource has an `owner`, those of the principal.
//!
//! Rows of others are as if they weren't there. What can't hide them are constraints: a unique key that another's row holds is a
//! conflict, and a put to another's key finds neither a row of one's own nor room for one.

use sea_orm::Value;

use super::Ctx;
use super::parse::Predicate;
use super::parse::body::Record;
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

/// Whose rows an operation may touch.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Owner {
    /// Everybody's: the resource has no owner.
    Everybody,
    /// One principal's: the field and its value.
    One(usize, Value),
    /// Nobody's: the principal's id can't be a value of the field.
    Nobody(usize),
}

impl Owner {
    /// Finds out whose rows who asks may touch.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if nobody said who asks and the resource has an owner.
    pub(in crate::engine) fn of(resource: &Resource, ctx: Option<&Ctx>) -> Result<Self, Error> {
        let Some(at) = resource.owner else {
            return Ok(Self::Everybody);
        };
        let principal = ctx.and_then(Ctx::principal).ok_or(Error::Unauthorized)?;
        let field = &resource.fields[at];
        let value = (field.codec.parse)(principal.id(), &field.limits, &mut FieldErrors::new());
        Ok(value.map_or(Self::Nobody(at), |value| Self::One(at, value)))
    }

    /// What the rows must meet besides all else.
    pub(in crate::engine) fn predicate(&self) -> Option<Predicate> {
        match self {
            Self::Everybody => None,
            Self::One(field, value) => Some(Predicate::AnyOf(*field, vec![value.clone()])),
            Self::Nobody(field) => Some(Predicate::AnyOf(*field, Vec::new())),
        }
    }

    /// The address of the row with this key.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for those who own nothing.
    pub(in crate::engine) fn address(&self, mut key: Vec<Value>) -> Result<Vec<Value>, Error> {
        match self {
            Self::Everybody => {}
            Self::One(_, value) => key.push(value.clone()),
            Self::Nobody(_) => return Err(Error::NotFound),
        }
        Ok(key)
    }

    /// Makes new rows the principal's.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] for those who can own nothing.
    pub(in crate::engine) fn stamp<'r>(&self, records: impl IntoIterator<Item = &'r mut Record>) -> Result<(), Error> {
        match self {
            Self::Everybody => {}
            Self::One(field, value) => {
                for record in records {
                    record.set(*field, value.clone());
                }
            }
            Self::Nobody(_) => return Err(Error::Forbidden),
        }
        Ok(())
    }
}
