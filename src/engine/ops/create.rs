//! `POST path`: one new row.

use super::no_parameters;
use crate::engine::parse::body;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, insert};
use crate::error::{Error, FieldErrors};
use crate::meta::Fields;

pub(in crate::engine) async fn create(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let mut record = body::record(resource, json, Fields::Create, &mut errors);
    errors.finish()?;
    request.owner()?.stamp(record.iter_mut())?;

    let dialect = cx.database.dialect();
    let selection = Selection::with_key(resource);
    let statement = insert::many(resource, dialect, &selection, record.into_iter())?;
    let created = cx.database.query(dialect.build(&statement)).await?;
    let row = rows::only(&*created)?;
    let (body, tag) = Renderer::new(resource, &selection).one(row)?;
    // Where rows have no path, there is none to tell.
    let location = resource
        .has_rows_at_paths()
        .then(|| rows::location(resource, &selection, row))
        .transpose()?;
    Ok(Reply {
        outcome: Outcome::Created,
        location,
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}
