//! Lists of the rows that a statement of the application finds.

use sea_orm::sea_query::SelectStatement;

use super::Listing;
use crate::engine::owner::Owner;
use crate::engine::parse::Predicate;
use crate::engine::related::{self, ComputedFields};
use crate::engine::request::Reply;
use crate::engine::statement::select::order as statement_order;
use crate::engine::statement::{Source, condition};
use crate::engine::{Ctx, conflict};
use crate::error::Error;
use crate::meta::OperationKind;

impl Listing {
    /// Reads the page, of the rows that `select` finds, with what replies always show of them.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`] and of the database.
    pub(crate) async fn page_of(self, ctx: &Ctx, select: SelectStatement) -> Result<Reply, Error> {
        let resource = self.resource;
        let owner = Owner::of(resource, OperationKind::List, ctx.principal())?;
        let database = &*ctx.services().database;
        let source = Source::of(resource, select);
        let computed = ComputedFields::of(resource, ctx);
        let listing = self
            .of_owner(&owner)
            .of_visible_parents(ctx)
            .showing(&computed, related::usual(resource, ctx));
        let reply = listing.page(database, source).await;
        reply.map_err(|error| conflict::in_properties(resource, error))
    }

    /// Adds conditions and order to `select`, but no page.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(crate) fn apply(&self, ctx: &Ctx, select: &mut SelectStatement) -> Result<(), Error> {
        let resource = self.resource;
        let dialect = ctx.services().database.dialect();
        let listing = self
            .clone()
            .of_owner(&Owner::of(resource, OperationKind::List, ctx.principal())?)
            .of_visible_parents(ctx);
        let matching = condition::all(resource, dialect, &listing.predicates);
        if !matching.is_empty() {
            select.cond_where(matching);
        }
        statement_order(resource, dialect, select, &self.order, |_, value| {
            value.expression.clone()
        });
        Ok(())
    }

    /// Restricts a list of a nested resource to the rows whose parents the client may see.
    fn of_visible_parents(mut self, ctx: &Ctx) -> Self {
        let parents = related::of_visible_parents(self.resource, ctx);
        self.predicates.extend(parents.unwrap_or_else(|| vec![Predicate::None]));
        self
    }
}
