//! `PATCH path/{key}`: some fields of one row.

use sea_orm::Value;

use super::{no_parameters, read};
use crate::db::Executor;
use crate::engine::parse::body;
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, update as statement};
use crate::error::{Error, FieldErrors};
use crate::meta::Fields;
use crate::meta::Resource;

pub(in crate::engine) async fn update(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::record(resource, json, Fields::Update, &mut errors);
    errors.finish()?;
    let key = key::existing(request)?;
    let values = record.into_iter().flat_map(body::Record::into_given).collect();

    match precondition::tags(request)? {
        None => set(&*cx.database, resource, &key, values).await,
        Some(tags) => {
            let transaction = cx.database.begin().await?;
            precondition::check(&*transaction, request, &key, tags).await?;
            let reply = set(&*transaction, resource, &key, values).await?;
            transaction.commit().await?;
            Ok(reply)
        }
    }
}

async fn set(
    database: &dyn Executor,
    resource: &'static Resource,
    key: &[Value],
    values: Vec<(usize, Value)>,
) -> Result<Reply, Error> {
    if values.is_empty() {
        return read::by_key(database, resource, key).await;
    }
    let dialect = database.dialect();
    let selection = Selection::replies(resource);
    let statement = statement::one(resource, dialect, &selection, key, values);
    let changed = database.query(dialect.build(&statement)).await?;
    let (body, tag) = Renderer::new(resource, &selection).one(rows::first(&*changed)?)?;
    Ok(Reply {
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}
