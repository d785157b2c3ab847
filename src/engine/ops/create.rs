//! `POST path`: one new row.

use std::slice::from_ref;

use super::change::{Change, Stored, database};
use super::change_scope::{ChangeScope, Statements};
use super::no_parameters;
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::key;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Published};

pub(in crate::engine) async fn create(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::record(resource, json, Fields::Create, &mut errors);
    errors.finish()?;
    let Some(record) = record else {
        return Err(Error::internal("a body that is no object, and no breach"));
    };

    let stored = apply(&Change::asked(cx, request)?, record).await?;
    Ok(Reply {
        outcome: Outcome::Created,
        // Where rows have no path, there is none to tell.
        location: resource.has_rows_at_paths().then(|| stored.location()).transpose()?,
        ..stored.reply()?
    })
}

/// Creates the row of a record.
pub(in crate::engine) async fn apply(change: &Change<'_>, mut record: Record) -> Result<Stored, Error> {
    change.owner.stamp([&mut record])?;
    let Some(called) = change.called else {
        let scope = ChangeScope::begin(change, &[Published::Create], None, Statements::One).await?;
        let stored = insert(scope.database(), change, record).await?;
        scope
            .end(change.messages(Published::Create, from_ref(&stored))?)
            .await?;
        return Ok(stored);
    };
    Box::pin(async move {
        let within = called.ctx.begin(None).await?;
        let record = called.hooks.before_create(&within.ctx, record).await?;
        let stored = insert(database(&within.ctx), change, record).await?;
        called.show(Moment::AfterCreate, &within.ctx, &stored, 0).await?;
        let cx = within.ctx.context();
        change.tell(cx, Published::Create, from_ref(&stored))?;
        within.commit().await?;
        Ok(stored)
    })
    .await
}

async fn insert(database: &dyn Executor, change: &Change<'_>, record: Record) -> Result<Stored, Error> {
    let dialect = database.dialect();
    let selection = change.selection();
    key::addressable(change.resource, |index| record.get(index))?;
    let statement = insert::many(change.resource, dialect, &selection, [record].into_iter())?;
    let created = match database.query(dialect.build(&statement)).await {
        Ok(created) => created,
        Err(error) => return Err(insert::failure(database, change.resource, 1, error).await),
    };
    if created.is_empty() {
        return Err(Error::internal("no row returned"));
    }
    Ok(change.stored(selection, created))
}
