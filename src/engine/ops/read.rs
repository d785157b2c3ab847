//! `GET path/{key}`: one row.

use sea_orm::Value;

use super::change::{Change, Stored};
use super::no_parameters;
use super::plan::Plan;
use crate::db::Executor;
use crate::engine::parse::key;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows;
use crate::engine::statement::select;
use crate::error::{Error, FieldErrors};

pub(in crate::engine) async fn read(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request)?;
    let (database, resource) = (&*cx.database, request.resource);
    let dialect = database.dialect();
    let plan = Plan::of(resource, dialect);
    let found = database.query(plan.statement(resource, dialect, &key)).await?;
    let (body, tag) = plan.renderer.one(rows::first(&*found)?)?;
    Ok(Reply {
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}

/// Reads the row of this key, in the columns of a change.
pub(in crate::engine) async fn row(
    database: &dyn Executor,
    change: &Change<'_>,
    key: &[Value],
) -> Result<Stored, Error> {
    let dialect = database.dialect();
    let selection = change.selection();
    let statement = select::one(change.resource, dialect, &selection, key);
    let found = database.query(dialect.build(&statement)).await?;
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(change.stored(selection, found))
}
