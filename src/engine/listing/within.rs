//! Lists among the rows that a statement of the application's finds.

use sea_orm::sea_query::SelectStatement;

use super::Listing;
use crate::engine::owner::Owner;
use crate::engine::request::Reply;
use crate::engine::statement::{Source, condition, select};
use crate::engine::{Ctx, conflict};
use crate::error::Error;

impl Listing {
    /// Reads the page, of the rows that `theirs` finds.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`] and of the database.
    pub(crate) async fn page_within(self, ctx: &Ctx, theirs: SelectStatement) -> Result<Reply, Error> {
        let resource = self.resource;
        let owner = Owner::of(resource, Some(ctx))?;
        let database = &*ctx.context().database;
        let source = Source::of(resource, database.dialect(), theirs);
        let reply = self.owned(&owner).page(database, source).await;
        reply.map_err(|error| conflict::in_properties(resource, error))
    }

    /// Adds conditions and order to `theirs`, but no page.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(crate) fn apply(&self, ctx: &Ctx, theirs: &mut SelectStatement) -> Result<(), Error> {
        let resource = self.resource;
        let dialect = ctx.context().database.dialect();
        let listing = self.clone().owned(&Owner::of(resource, Some(ctx))?);
        let chosen = condition::all(resource, dialect, &listing.predicates);
        if !chosen.is_empty() {
            theirs.cond_where(chosen);
        }
        select::order(resource, dialect, theirs, &self.order);
        Ok(())
    }
}
