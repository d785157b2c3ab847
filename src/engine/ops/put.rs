//! `PUT path/{key}`: one row, created or replaced at once: no other request sees or makes anything between.

use sea_orm::Value;

use super::no_parameters;
use crate::db::{Executor, Upsert, upsert};
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, insert};
use crate::error::{Error, FieldErrors};
use crate::meta::{Direction, Field, Fields, Resource};

pub(in crate::engine) async fn put(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::record(resource, json, Fields::Put, &mut errors);
    errors.finish()?;
    let key = key::new(resource, &request.key)?;
    let Some(mut record) = record else {
        return Err(Error::internal("a body that is no object, and no breach"));
    };
    let owner = request.owner()?;
    owner.stamp([&mut record])?;

    if request.must_be_new && request.if_match.is_none() {
        let transaction = cx.database.begin().await?;
        let reply = set(&*transaction, resource, key, record, true).await?;
        if reply.outcome != Outcome::Created {
            // Dropped, the transaction takes the change back.
            return Err(Error::PreconditionFailed);
        }
        transaction.commit().await?;
        return Ok(reply);
    }
    match precondition::tags(request)? {
        None => set(&*cx.database, resource, key, record, true).await,
        Some(tags) => {
            let transaction = cx.database.begin().await?;
            let address = owner.address(key.clone())?;
            match precondition::check(&*transaction, request, &address, tags).await {
                Err(Error::NotFound) => return Err(precondition::absent(&*transaction, resource, &key).await?),
                checked => checked?,
            }
            let reply = set(&*transaction, resource, key, record, false).await?;
            transaction.commit().await?;
            Ok(reply)
        }
    }
}

/// Whether a row that is there takes the field from the new one: what a client may set at any time.
const fn replaced(field: &Field) -> bool {
    field.in_puts() && !matches!(field.direction, Direction::CreateOnly)
}

async fn set(
    database: &dyn Executor,
    resource: &Resource,
    key: Vec<Value>,
    mut record: Record,
    may_be_new: bool,
) -> Result<Reply, Error> {
    let dialect = database.dialect();
    let selection = Selection::with_key(resource);
    let mut columns = Vec::with_capacity(resource.fields.len());
    for (field, value) in resource.key_fields().iter().zip(key) {
        columns.push((field.column, dialect.bind(value, field.storage)));
    }
    for index in insert::fields(resource).filter(|index| *index >= resource.key) {
        let field = &resource.fields[index];
        let value = record.take(resource, index)?;
        columns.push((field.column, dialect.bind(value, field.storage)));
    }
    let update = resource.fields.iter().filter(|field| replaced(field));
    let statement = Upsert {
        table: resource.table,
        columns,
        key: resource.key_fields().iter().map(|field| field.column).collect(),
        update: update.map(|field| field.column).collect(),
        returning: selection.columns(resource).collect(),
        owner: resource.owner.map(|owner| resource.fields[owner].column),
        counted: may_be_new && resource.key_fields().iter().any(|field| field.auto_increment),
    };
    let (stored, created) = upsert(database, statement).await?;
    let row = rows::only(&*stored)?;
    let (body, tag) = Renderer::new(resource, &selection).one(row)?;
    let location = created.then(|| rows::location(resource, &selection, row)).transpose()?;
    Ok(Reply {
        outcome: if created { Outcome::Created } else { Outcome::Done },
        body,
        location,
        etag: Some(tag),
        ..Reply::default()
    })
}
