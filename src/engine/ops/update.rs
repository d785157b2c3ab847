//! `PATCH path/{key}`: some fields of one row.

use std::slice::from_ref;

use sea_orm::Value;

use super::change::{Called, Change, Stored, database, keep_key};
use super::change_scope::{ChangeScope, Statements};
use super::{no_parameters, read};
use crate::db::Executor;
use crate::engine::Ctx;
use crate::engine::hooks::Moment;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Reply, Request};
use crate::engine::statement::update as statement;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Published};

pub(in crate::engine) async fn update(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::record(resource, json, Fields::Update, &mut errors);
    let key = key::existing(request);
    let record = record.map(|record| key::same(resource, key.as_deref().ok(), record, &mut errors));
    errors.finish()?;
    let key = key?;
    let Some(record) = record else {
        return Err(Error::internal("a body that is no object, and no breach"));
    };

    let tags = precondition::tags(request)?;
    let change = Change::asked(cx, request)?;
    apply(&change, &key, record, tags).await?.reply()
}

/// Makes the changes of a record to the row with this key.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    tags: Option<&str>,
) -> Result<Stored, Error> {
    if let Some(called) = change.called {
        return Box::pin(async move {
            let within = called.ctx.begin(change.row_turn(Some(key)).await?).await?;
            let found = precondition::lock(database(&within.ctx), change, key, tags).await?;
            let record = change.keep(record, &found)?;
            let stored = rewrite(change, called, &within.ctx, key, &found, record).await?;
            change.tell(within.ctx.context(), Published::Update, from_ref(&stored))?;
            within.commit().await?;
            Ok(stored)
        })
        .await;
    }
    let record = keep_key(change.resource, key, record)?;
    let looks = tags.is_some() || change.keeps(&record);
    let statements = if looks { Statements::Several } else { Statements::One };
    let scope = ChangeScope::begin(change, &[Published::Update], Some(key), statements).await?;
    let record = if looks {
        let found = precondition::lock(scope.database(), change, key, tags).await?;
        change.keep(record, &found)?
    } else {
        record
    };
    let stored = set(scope.database(), change, key, record).await?;
    scope
        .end(change.messages(Published::Update, from_ref(&stored))?)
        .await?;
    Ok(stored)
}

/// Changes a row that was found in this transaction, between its hooks.
pub(super) async fn rewrite(
    change: &Change<'_>,
    called: Called<'_>,
    ctx: &Ctx,
    key: &[Value],
    found: &Stored,
    record: Record,
) -> Result<Stored, Error> {
    let before = found.values(0)?;
    let record = called.hooks.before_update(ctx, before, record).await?;
    let record = keep_key(change.resource, key, record)?;
    let stored = set(database(ctx), change, key, record).await?;
    called.show(Moment::AfterUpdate, ctx, &stored, 0).await?;
    Ok(stored)
}

async fn set(database: &dyn Executor, change: &Change<'_>, key: &[Value], record: Record) -> Result<Stored, Error> {
    let values: Vec<(usize, Value)> = record.into_given().collect();
    if values.is_empty() {
        // Nothing changes, so nothing is told.
        return read::row(database, change, key).await.map(Stored::unchanged);
    }
    let dialect = database.dialect();
    let selection = change.selection();
    let statement = statement::one(change.resource, dialect, &selection, key, values);
    let changed = database.query(dialect.build(&statement)).await?;
    if changed.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(change.stored(selection, changed))
}
