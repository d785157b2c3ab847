//! Nested resources: the rows in a request's path, to which all rows belong that it may touch.
//!
//! Statements are held to them by a condition of their own, so that a row of another parent is missing, and so are all where the client may not see
//! the parent. Only where that leaves no rows it matters whether the parent is there.

use std::borrow::Cow;

use percent_encoding::utf8_percent_encode;
use sea_orm::{Condition, Value};

use super::RequestContext;
use super::parse::Predicate;
use super::parse::body::Record;
use super::parse::filter::Test;
use super::related::{Hop, fitted};
use super::rows::{SEGMENT, first};
use super::statement::{condition, related};
use crate::db::Executor;
use crate::error::{BrokenReference, Conflict, Error, FieldErrors};
use crate::meta::Resource;
use crate::sql::Dialect;

/// How often rows are created again because others are at the addresses of their parents.
const TRIES: usize = 3;

/// The rows in the path of a request; none for functions of the application, and for resources that aren't nested.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct Parents {
    rows: Vec<ParentRow>,
    /// The resource's own path with their addresses.
    path: String,
}

/// One of them.
#[derive(Debug, Clone)]
struct ParentRow {
    /// The relation that leads there, as far as the client may see its rows.
    hop: Hop,
    /// Which of them it is.
    address: Predicate,
}

/// The rows in the path, as they were found for rows that a request creates.
pub(in crate::engine) struct FoundParents<'p> {
    parents: &'p Parents,
    executor: &'p dyn Executor,
    resource: &'static Resource,
    /// The values of the fields that lead to them.
    values: Vec<(usize, Value)>,
    /// How often others may take their place.
    tries: usize,
}

impl FoundParents<'_> {
    /// The record of a row that belongs to them. The original stays only where the change may be made again.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] if a field that leads to them is the owner's, too, and the caller is another one.
    pub(in crate::engine) fn adopt(&self, record: &mut Record) -> Result<Record, Error> {
        if self.parents.is_empty() {
            return Ok(std::mem::replace(record, Record::of([])));
        }
        let mut adopted = record.clone();
        for (field, value) in &self.values {
            if adopted.get(*field).is_some_and(|given| given != value) {
                return Err(Error::Forbidden);
            }
            adopted.set(*field, value.clone());
        }
        Ok(adopted)
    }

    /// What the change has done that creates the rows; `None` if it must be made again: it was refused since one of them has been deleted meanwhile, but
    /// another one has its address, and is in its place now. Without another one it is missing.
    pub(in crate::engine) async fn settle<T>(&mut self, done: Result<T, Error>) -> Option<Result<T, Error>> {
        let Err(error @ (Error::Conflict(_) | Error::Forbidden)) = done else {
            return Some(done);
        };
        if self.parents.is_empty() {
            return Some(Err(error));
        }
        match self.parents.values(self.executor, self.resource).await {
            Err(Error::NotFound) => Some(Err(Error::NotFound)),
            Ok(values) if values != self.values && refers_to_none(&error) && self.tries > 0 => {
                self.values = values;
                self.tries -= 1;
                None
            }
            // Another reason, which the change says.
            Ok(_) | Err(_) => Some(Err(error)),
        }
    }
}

impl Parents {
    /// Those whose addresses a path has.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if a text can't be an address, or the client may see no such rows.
    pub(in crate::engine) fn of(
        resource: &'static Resource,
        context: &dyn RequestContext,
        texts: &[Cow<'_, str>],
    ) -> Result<Self, Error> {
        if resource.parents.len() != texts.len() {
            return Err(Error::NotFound);
        }
        if texts.is_empty() {
            return Ok(Self::default());
        }
        let row = |(parent, text): (_, &Cow<'_, str>)| {
            let hop = Hop::of(resource.parent_relation(parent), context).ok_or(Error::NotFound)?;
            let field = resource.parent_field(parent);
            // Why it doesn't parse is of no use to a 404.
            let value = (field.codec.parse)(text, &field.limits, &mut FieldErrors::new()).ok_or(Error::NotFound)?;
            Ok(ParentRow {
                hop,
                address: Predicate::Field(parent.field, Test::AnyOf(vec![value])),
            })
        };
        let segment = |position: usize, _| {
            let text = texts.get(position).map(AsRef::as_ref).unwrap_or_default();
            utf8_percent_encode(text, SEGMENT).to_string().into()
        };
        Ok(Self {
            rows: resource
                .parents
                .iter()
                .zip(texts)
                .map(row)
                .collect::<Result<_, Error>>()?,
            path: resource.path_within(segment),
        })
    }

    pub(in crate::engine) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The path below which the rows are.
    pub(in crate::engine) fn path<'p>(&'p self, resource: &Resource) -> &'p str {
        if self.is_empty() { resource.path } else { &self.path }
    }

    /// The name of the list of those rows, to which cursors are bound.
    pub(in crate::engine) fn name<'n>(&'n self, resource: &'n Resource) -> &'n str {
        if self.is_empty() { resource.name } else { &self.path }
    }

    /// Whether they say the value of a field.
    pub(in crate::engine) fn set(&self, field: usize) -> bool {
        self.rows.iter().any(|row| row.hop.relation.own.contains(&field))
    }

    /// What the rows that belong to them meet.
    pub(in crate::engine) fn predicates(&self) -> impl Iterator<Item = Predicate> {
        let rows = self.rows.iter();
        rows.map(|row| Predicate::Related(vec![row.hop.clone()], Box::new(row.address.clone())))
    }

    /// A condition, restricted to the rows that belong to them.
    pub(in crate::engine) fn restrict(&self, rows: Condition, resource: &Resource, dialect: Dialect) -> Condition {
        if self.is_empty() {
            return rows;
        }
        rows.add(condition::all(
            resource,
            dialect,
            &self.predicates().collect::<Vec<_>>(),
        ))
    }

    /// Checks that they are there.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if one isn't, or the client may not see it, and those of the [`Executor`].
    pub(in crate::engine) async fn exist(&self, executor: &dyn Executor, resource: &Resource) -> Result<(), Error> {
        self.values(executor, resource).await?;
        Ok(())
    }

    /// Finds them for rows that a request creates.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if one isn't there, or the client may not see it; those of the [`Executor`].
    pub(in crate::engine) async fn find<'p>(
        &'p self,
        executor: &'p dyn Executor,
        resource: &'static Resource,
    ) -> Result<FoundParents<'p>, Error> {
        Ok(FoundParents {
            values: self.values(executor, resource).await?,
            parents: self,
            executor,
            resource,
            tries: TRIES,
        })
    }

    /// The values of the fields that lead to them.
    async fn values(&self, executor: &dyn Executor, resource: &Resource) -> Result<Vec<(usize, Value)>, Error> {
        let mut values = Vec::new();
        for ParentRow { hop, address } in &self.rows {
            let (relation, target) = (hop.relation, hop.target);
            let statement = related::one(executor.dialect(), hop, address);
            let found = executor.query(executor.dialect().build(&statement)).await?;
            let row = first(&*found)?;
            for (position, (own, theirs)) in relation.own.iter().zip(relation.theirs).enumerate() {
                let cell = target.fields[*theirs].codec.cell;
                let value = cell(row, position).map_err(Error::Internal)?;
                // Nothing can be related to a null.
                if value == value.as_null() {
                    return Err(Error::NotFound);
                }
                // Several may be found by one field, and belong together if it has one value.
                let value = fitted(value, resource.fields[*own].storage)?;
                if values.iter().any(|(field, other)| field == own && *other != value) {
                    return Err(Error::NotFound);
                }
                values.push((*own, value));
            }
        }
        Ok(values)
    }
}

/// Whether a change failed since it refers to a row that isn't there.
pub(in crate::engine) fn is_missing_reference(error: &Error) -> bool {
    matches!(error, Error::Conflict(Conflict::Reference(BrokenReference::Missing)))
}

/// Whether rows may have been refused since a row in the path isn't there any more: by a foreign key, or since it has no owner then.
fn refers_to_none(error: &Error) -> bool {
    matches!(error, Error::Forbidden) || is_missing_reference(error)
}
