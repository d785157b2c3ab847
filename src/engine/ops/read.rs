//! `GET path/{key}`: one row.

use sea_orm::Value;

use super::no_parameters;
use super::plan::Plan;
use crate::db::Executor;
use crate::engine::parse::key;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows;
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

pub(in crate::engine) async fn read(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request)?;
    by_key(&*cx.database, request.resource, &key).await
}

/// Answers with the row of this key.
pub(super) async fn by_key(
    database: &dyn Executor,
    resource: &'static Resource,
    key: &[Value],
) -> Result<Reply, Error> {
    let dialect = database.dialect();
    let plan = Plan::of(resource, dialect);
    let found = database.query(plan.statement(resource, dialect, key)).await?;
    let (body, tag) = plan.renderer.one(rows::first(&*found)?)?;
    Ok(Reply {
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}
