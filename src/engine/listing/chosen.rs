//! Which rows a request chooses by filters and search, to do something to all of them.

use sea_orm::Condition;

use crate::engine::owner::Owner;
use crate::engine::parse::{Predicate, Query, filter, search};
use crate::engine::statement::{always_true, condition};
use crate::engine::{Context, Ctx};
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;
use crate::sql::Dialect;
use crate::types::{ColumnType, Limits};

/// What a request said of the rows that it means.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    resource: &'static Resource,
    predicates: Vec<Predicate>,
    every: bool,
}

impl Chosen {
    /// Takes the parameters: those of the filters, `search` and `all`.
    pub(crate) fn parse(resource: &'static Resource, query: &mut Query<'_>, errors: &mut FieldErrors) -> Self {
        let every = query.take("all", errors).and_then(|text| {
            errors.at("all", |errors| {
                <bool as ColumnType>::parse(&text, &Limits::NONE, errors)
            })
        });
        let mut predicates: Vec<Predicate> = search::parse(resource, query, errors).into_iter().collect();
        predicates.extend(filter::parse(resource, query, errors));
        Self {
            resource,
            predicates,
            every: every == Some(true),
        }
    }

    /// The rows, of this owner only.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for all rows, unless the request says so.
    pub(in crate::engine) fn condition(&self, dialect: Dialect, owner: &Owner) -> Result<Condition, Error> {
        Ok(condition::all(self.resource, dialect, &self.predicates(owner)?))
    }

    /// The rows, in a statement that may have other tables; the owner's only, where the resource has one.
    ///
    /// # Errors
    ///
    /// As for [`Chosen::condition`], and those of [`Owner::of`].
    pub(crate) fn among_others(&self, ctx: &Ctx) -> Result<Condition, Error> {
        let context: &Context = ctx.context();
        let predicates = self.predicates(&Owner::of(self.resource, Some(ctx))?)?;
        let dialect = context.database.dialect();
        Ok(condition::all(self.resource, dialect, &predicates))
    }

    /// Refuses to choose all rows unless the request says so: a filter forgotten must not empty a table.
    ///
    /// Filters that every row meets don't count: `title:contains=` keeps every row. Nor does the restriction to the owner's rows.
    fn predicates(&self, owner: &Owner) -> Result<Vec<Predicate>, Error> {
        if !self.every && always_true::all_hold(self.resource, &self.predicates) {
            return Err(Error::invalid(
                "all",
                "required: give a filter that leaves rows out, or all=true for every row",
            ));
        }
        let mut predicates = self.predicates.clone();
        predicates.extend(owner.predicate());
        Ok(predicates)
    }
}
