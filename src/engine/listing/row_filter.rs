//! Filters and search of a request that does something to all rows that match them.

use sea_orm::Condition;

use crate::engine::owner::Owner;
use crate::engine::parse::{Predicate, Query, filter, search};
use crate::engine::related;
use crate::engine::statement::{always_true, condition};
use crate::engine::visible_fields::VisibleFields;
use crate::engine::{Ctx, RequestContext};
use crate::error::{Error, FieldErrors};
use crate::meta::{OperationKind, Resource};
use crate::sql::Dialect;
use crate::types::{ColumnType, Limits};

/// Which rows a request means.
#[derive(Debug, Clone)]
pub(crate) struct RowFilter {
    resource: &'static Resource,
    predicates: Vec<Predicate>,
    all: bool,
}

impl RowFilter {
    /// Takes the parameters: those of the filters, `search` and `all`.
    pub(crate) fn parse(
        resource: &'static Resource,
        context: &dyn RequestContext,
        query: &mut Query<'_>,
        errors: &mut FieldErrors,
    ) -> Self {
        let visible = VisibleFields::in_operation(resource, OperationKind::DeleteMany, context.principal());
        let all = query.take("all", errors).and_then(|text| {
            errors.at("all", |errors| {
                <bool as ColumnType>::parse(&text, &Limits::NONE, errors)
            })
        });
        let mut predicates: Vec<Predicate> = search::parse(resource, context, &visible, query, errors)
            .into_iter()
            .collect();
        predicates.extend(filter::parse(resource, context, &visible, query, errors));
        Self {
            resource,
            predicates,
            all: all == Some(true),
        }
    }

    /// The condition of these rows, restricted to the owner's.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for all rows, unless the request says so.
    pub(in crate::engine) fn condition(&self, dialect: Dialect, owner: &Owner) -> Result<Condition, Error> {
        Ok(condition::all(self.resource, dialect, &self.predicates(owner)?))
    }

    /// The same for a statement of the application, which may have other tables. Rows of a nested resource are those whose parents the client may see.
    ///
    /// # Errors
    ///
    /// As for [`RowFilter::condition`], and those of [`Owner::of`].
    pub(crate) fn condition_in_join(&self, ctx: &Ctx) -> Result<Condition, Error> {
        let mut predicates = self.predicates(&Owner::of(self.resource, OperationKind::DeleteMany, ctx.principal())?)?;
        let parents = related::of_visible_parents(self.resource, ctx);
        predicates.extend(parents.unwrap_or_else(|| vec![Predicate::None]));
        let dialect = ctx.services().database.dialect();
        Ok(condition::all(self.resource, dialect, &predicates))
    }

    /// Whether the deletion of some of these rows may change which others match.
    pub(in crate::engine) fn depends_on_other_rows(&self, owner: &Owner) -> bool {
        matches!(owner, Owner::Related(_)) || self.predicates.iter().any(depends_on_other_rows)
    }

    /// Refuses to match all rows unless the request says so: a forgotten filter must not empty a table.
    ///
    /// Filters that every row meets don't count, such as `title:contains=`. Nor does the restriction to the owner's rows.
    fn predicates(&self, owner: &Owner) -> Result<Vec<Predicate>, Error> {
        if !self.all && always_true::all_hold(self.resource, &self.predicates) {
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

fn depends_on_other_rows(predicate: &Predicate) -> bool {
    match predicate {
        Predicate::Field(..) | Predicate::Search { .. } | Predicate::None => false,
        Predicate::Any(predicates) => predicates.iter().any(depends_on_other_rows),
        Predicate::Related(..) | Predicate::Rows(..) | Predicate::Computed(..) | Predicate::Custom(_) => true,
    }
}
