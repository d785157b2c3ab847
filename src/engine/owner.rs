//! Whose rows an operation may touch: all of them, or where the resource has an `owner`, those of the principal.
//!
//! Rows of others are treated as missing, unless the client may read them. Constraints can't hide them: a unique key that another's row has is a
//! conflict, and a put to another's address is refused, since it can neither change that row nor create a second one.

use sea_orm::Value;

use super::guard::admits;
use super::parents::Parents;
use super::parse::Predicate;
use super::parse::address;
use super::parse::body::Record;
use super::parse::filter::Test;
use super::related::Hop;
use super::request::Request;
use super::rows;
use super::scope::RequestScope;
use super::statement::{Source, condition, select};
use super::{Principal, RequestContext};
use crate::db::Executor;
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
    /// One principal's, which a related row tells: what such rows meet; `None` if they can't be its.
    Related(Option<Box<Predicate>>),
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
        if !resource.is_owned_in(kind) {
            return Ok(Self::Unscoped);
        }
        let principal = principal.ok_or(Error::Unauthorized)?;
        let Some(at) = resource.owner else {
            return Ok(Self::related(resource, principal));
        };
        let value = owner_value(&resource.fields[at], principal);
        Ok(value.map_or(Self::NoRows(at), |value| Self::One(at, value)))
    }

    /// The owner of rows whose related rows tell it.
    fn related(resource: &Resource, principal: &Principal) -> Self {
        let predicate = resource.related_owner.and_then(|owner| {
            let hop = Hop::to_any(resource.owner_relation()?);
            let value = owner_value(&hop.target.fields[owner.field], principal)?;
            let is_own = Predicate::Field(owner.field, Test::AnyOf(vec![value]));
            Some(Box::new(Predicate::Related(vec![hop], Box::new(is_own))))
        });
        Self::Related(predicate)
    }

    /// The fields by which one row is found: those of its address, then the owner if the operation is for rows of one owner.
    pub(in crate::engine) fn lookup_fields(&self, resource: &Resource) -> impl Iterator<Item = &'static Field> + use<> {
        let owner = match self {
            Self::Unscoped | Self::Related(_) => None,
            Self::One(field, _) | Self::NoRows(field) => resource.fields.get(*field),
        };
        resource.address_fields().chain(owner)
    }

    /// The condition that restricts statements to these rows.
    pub(in crate::engine) fn predicate(&self) -> Option<Predicate> {
        match self {
            Self::Unscoped => None,
            Self::One(field, value) => Some(Predicate::Field(*field, Test::AnyOf(vec![value.clone()]))),
            Self::NoRows(field) => Some(Predicate::Field(*field, Test::AnyOf(Vec::new()))),
            Self::Related(None) => Some(Predicate::None),
            Self::Related(Some(predicate)) => Some((**predicate).clone()),
        }
    }

    /// The condition on related rows that tell the owner; `None` if a field of the row itself does, which statements find it by.
    pub(in crate::engine) fn related_predicate(&self) -> Option<Predicate> {
        match self {
            Self::Related(_) => self.predicate(),
            Self::Unscoped | Self::One(..) | Self::NoRows(_) => None,
        }
    }

    /// The relation to the row that tells the owner, and what that row meets if it is the principal's.
    pub(in crate::engine) fn related_row(&self) -> Option<(&Hop, &Predicate)> {
        match self {
            Self::Related(Some(predicate)) => match &**predicate {
                Predicate::Related(path, is_own) => Some((path.first()?, is_own)),
                _ => None,
            },
            Self::Related(None) | Self::Unscoped | Self::One(..) | Self::NoRows(_) => None,
        }
    }

    /// The values of the [fields](Owner::lookup_fields) by which the row with this address, or this key, is found.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] for a principal who can't own rows.
    pub(in crate::engine) fn lookup(&self, mut address: Vec<Value>) -> Result<Vec<Value>, Error> {
        match self {
            Self::Unscoped | Self::Related(_) if address.is_empty() => {
                return Err(Error::internal("a row without address and owner"));
            }
            Self::Unscoped | Self::Related(Some(_)) => {}
            Self::One(_, value) => address.push(value.clone()),
            Self::NoRows(_) | Self::Related(None) => return Err(Error::NotFound),
        }
        Ok(address)
    }

    /// Whether there is a row with these values of the [fields](Owner::lookup_fields), among those that an operation may touch, and of those that
    /// belong to these parents.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`].
    pub(in crate::engine) async fn exists(
        &self,
        executor: &dyn Executor,
        resource: &Resource,
        lookup: &[Value],
        parents: Option<&Parents>,
    ) -> Result<bool, Error> {
        let dialect = executor.dialect();
        let mut row = condition::of(resource, self.lookup_fields(resource), dialect, lookup);
        if let Some(related) = self.related_predicate() {
            row = row.add(condition::all(resource, dialect, &[related]));
        }
        if let Some(parents) = parents {
            row = parents.restrict(row, resource, dialect);
        }
        let statement = select::any(&Source::table(resource), row);
        Ok(!executor.query(dialect.build(&statement)).await?.is_empty())
    }

    /// The error for a row that an operation hasn't found: [`Error::Forbidden`] if it is another owner's and the client may read it, so that it
    /// knows of the row.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`].
    pub(in crate::engine) async fn missing(
        &self,
        scope: &RequestScope<'_>,
        request: &Request<'_>,
    ) -> Result<Error, Error> {
        let resource = scope.resource;
        if matches!(self, Self::Unscoped) || !others_may_read(resource, scope.context) {
            return Ok(Error::NotFound);
        }
        let Ok(address) = address::parse(resource, &request.address) else {
            return Ok(Error::NotFound);
        };
        let (database, dialect) = (scope.database(), scope.database().dialect());
        let row = condition::of(resource, resource.address_fields(), dialect, &address);
        let row = scope.parents.restrict(row, resource, dialect);
        let own: Vec<Predicate> = self.predicate().into_iter().collect();
        // In one statement: a row of the client's own may be created just now. A hook may also refuse such a row as missing.
        let counts = select::counts(&Source::table(resource), row, condition::all(resource, dialect, &own));
        let found = database.query(dialect.build(&counts)).await?;
        let found = rows::only(&*found)?;
        let count = |at| found.int64(at).map_err(Error::Internal);
        Ok(match (count(0)?, count(1)?) {
            (Some(1..), Some(0)) => Error::Forbidden,
            _ => Error::NotFound,
        })
    }

    /// Sets the owner of new rows.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] for a principal who can't own rows.
    pub(in crate::engine) fn set<'r>(&self, records: impl IntoIterator<Item = &'r mut Record>) -> Result<(), Error> {
        match self {
            Self::Unscoped | Self::Related(Some(_)) => {}
            Self::One(field, value) => {
                for record in records {
                    record.set(*field, value.clone());
                }
            }
            Self::NoRows(_) | Self::Related(None) => return Err(Error::Forbidden),
        }
        Ok(())
    }
}

/// The owner of the principal's rows, as a value of the field that holds owners; `None` if its ID can't be one.
pub(in crate::engine) fn owner_value(field: &Field, principal: &Principal) -> Option<Value> {
    (field.codec.parse)(principal.id(), &field.limits, &mut FieldErrors::new())
}

/// Whether the client may read the rows of all owners: `others` has `read`, or `list` if there is no `read`, and its access rule admits the principal.
/// Another operation's rule has admitted the request.
fn others_may_read(resource: &Resource, context: &dyn RequestContext) -> bool {
    resource.reading().is_some_and(|reading| {
        !resource.is_owned_in(reading.kind) && admits(reading.access.or(context.default_access()), context.principal())
    })
}
