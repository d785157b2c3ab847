//! `GET path/{key}`: one row.

use sea_orm::Value;

use super::no_parameters;
use crate::db::Executor;
use crate::engine::parse::key;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, select};
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

pub(in crate::engine) async fn read(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request.resource, &request.key)?;
    by_key(&*cx.database, request.resource, &key).await
}

/// Answers with the row of this key.
pub(super) async fn by_key(database: &dyn Executor, resource: &Resource, key: &[Value]) -> Result<Reply, Error> {
    let dialect = database.dialect();
    let selection = Selection::replies(resource);
    let statement = dialect.build(&select::one(resource, dialect, &selection, key));
    let found = database.query(statement).await?;
    let (body, tag) = Renderer::new(resource, &selection).one(rows::first(&*found)?)?;
    Ok(Reply {
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}
