//! `GET path`: a page of rows.

use crate::engine::listing::Listing;
use crate::engine::parse::Query;
use crate::engine::related::{self, Selected};
use crate::engine::request::{Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::Source;
use crate::error::{Error, FieldErrors};

pub(in crate::engine) async fn list(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = scope.resource;
    let mut errors = FieldErrors::new();
    let mut query = Query::parse(request.query)?;
    let mut listing = Listing::parse(
        resource,
        scope.context,
        &request.operation.paging,
        &mut query,
        &mut errors,
    );
    let includes = related::parse(resource, scope.context, &mut query, &mut errors);
    let selected = Selected::parse(resource, resource.item_view(), &mut query, &mut errors);
    query.finish(&mut errors);
    // A cursor is bound to the other parameters, so it is read only if they are valid: one mistake, one message.
    if errors.is_empty() {
        listing.begin(scope.parents.name(resource), &query, &mut errors);
    }
    errors.finish()?;

    let mut listing = listing
        .of_owner(&scope.owner)
        .of_parents(&scope.parents)
        .within(resource.envelope)
        .showing(&scope.computed, includes);
    if let Some(selected) = selected {
        listing = listing.selecting(&selected, scope.context);
    }
    let page = listing.page(scope.database(), Source::table(resource)).await?;
    if page.is_empty {
        scope.parents.exist(scope.database(), resource).await?;
    }
    Ok(page)
}
