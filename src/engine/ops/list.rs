//! `GET path`: a page of rows.

use crate::engine::listing::Listing;
use crate::engine::parse::Query;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::statement::Source;
use crate::error::{Error, FieldErrors};

pub(in crate::engine) async fn list(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let mut errors = FieldErrors::new();
    let mut query = Query::parse(request.query)?;
    let mut listing = Listing::parse(
        resource,
        &request.operation.paging,
        &mut query,
        &cx.settings,
        &mut errors,
    );
    query.finish(&mut errors);
    // What a cursor is bound to is unknown while the other parameters are: one mistake, one message.
    if errors.is_empty() {
        listing.begin(resource.name, &query, &mut errors);
    }
    errors.finish()?;

    listing
        .owned(&request.owner()?)
        .page(&*cx.database, Source::table(resource))
        .await
}
