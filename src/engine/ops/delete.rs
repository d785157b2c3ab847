//! `DELETE path/{key}`: one row less.

use sea_orm::Value;

use super::change::{Change, database};
use super::no_parameters;
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::statement::{condition, delete as statement};
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;

pub(in crate::engine) async fn delete(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request)?;
    let tags = precondition::tags(request)?;
    apply(&Change::asked(cx, request)?, &key, tags).await?;
    Ok(Reply {
        outcome: Outcome::Nothing,
        ..Reply::default()
    })
}

/// Deletes the row with this key.
pub(in crate::engine) async fn apply(change: &Change<'_>, key: &[Value], tags: Option<&str>) -> Result<(), Error> {
    if let Some(called) = change.called {
        return Box::pin(async move {
            let within = called.ctx.begin().await?;
            let found = precondition::lock(database(&within.ctx), change, key, tags).await?;
            called.show(Moment::BeforeDelete, &within.ctx, &found, 0).await?;
            remove(database(&within.ctx), change.resource, key).await?;
            called.show(Moment::AfterDelete, &within.ctx, &found, 0).await?;
            within.commit().await
        })
        .await;
    }
    match tags {
        None => remove(&*change.cx.database, change.resource, key).await,
        Some(_) => {
            let transaction = change.cx.database.begin().await?;
            precondition::lock(&*transaction, change, key, tags).await?;
            remove(&*transaction, change.resource, key).await?;
            transaction.commit().await
        }
    }
}

/// Deletes the row of this key, which must be there.
pub(super) async fn remove(database: &dyn Executor, resource: &Resource, key: &[Value]) -> Result<(), Error> {
    let dialect = database.dialect();
    let statement = statement::matching(resource, condition::key(resource, dialect, key));
    match database.execute(dialect.build(&statement)).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}
