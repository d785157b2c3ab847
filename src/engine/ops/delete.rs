//! `DELETE path/{key}`: one row less.

use sea_orm::Value;

use super::no_parameters;
use crate::db::Executor;
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::statement::{condition, delete as statement};
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

pub(in crate::engine) async fn delete(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request)?;
    match precondition::tags(request)? {
        None => remove(&*cx.database, resource, &key).await?,
        Some(tags) => {
            let transaction = cx.database.begin().await?;
            precondition::check(&*transaction, request, &key, tags).await?;
            remove(&*transaction, resource, &key).await?;
            transaction.commit().await?;
        }
    }
    Ok(Reply {
        outcome: Outcome::Nothing,
        ..Reply::default()
    })
}

async fn remove(database: &dyn Executor, resource: &Resource, key: &[Value]) -> Result<(), Error> {
    let dialect = database.dialect();
    let statement = statement::matching(resource, condition::key(resource, dialect, key));
    match database.execute(dialect.build(&statement)).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}
