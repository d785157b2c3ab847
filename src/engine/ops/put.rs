//! `PUT path/{key}`: one row, created or replaced at once: no other request sees or makes anything between.

use std::slice::from_ref;

use sea_orm::Value;

use super::change::{Called, Change, Stored, database, keep_key};
use super::{no_parameters, update};
use crate::db::{Executor, Upsert, upsert};
use crate::engine::hooks::Moment;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Direction, Field, Fields, Published, Resource};

/// How often a put with hooks begins anew because somebody else made the row meanwhile.
const TRIES: usize = 5;

/// What must be so for a put to count.
#[derive(Clone, Copy)]
pub(in crate::engine) enum Terms<'r> {
    /// Nothing.
    None,
    /// There is no such row yet.
    New,
    /// The row has one of these tags.
    Match(&'r str),
}

pub(in crate::engine) async fn put(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::record(resource, json, Fields::Put, &mut errors);
    errors.finish()?;
    let key = key::new(resource, &request.key)?;
    let Some(record) = record else {
        return Err(Error::internal("a body that is no object, and no breach"));
    };

    let terms = if request.must_be_new && request.if_match.is_none() {
        Terms::New
    } else {
        precondition::tags(request)?.map_or(Terms::None, Terms::Match)
    };
    let (stored, created) = apply(&Change::asked(cx, request)?, &key, record, terms).await?;
    Ok(Reply {
        outcome: if created { Outcome::Created } else { Outcome::Done },
        location: created.then(|| stored.location()).transpose()?,
        ..stored.reply()?
    })
}

/// Creates or replaces the row with this key; `true`: it was created.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    terms: Terms<'_>,
) -> Result<(Stored, bool), Error> {
    let mut record = keep_key(change.resource, key, record)?;
    change.owner.stamp([&mut record])?;
    if let Some(called) = change.called {
        return Box::pin(hooked(change, called, key, record, terms)).await;
    }
    let done = match terms {
        Terms::None if change.keeps(&record) => kept(change, key, record).await?,
        Terms::None => set(&*change.cx.database, change, key, record, true).await?,
        Terms::New => {
            let transaction = change.cx.database.begin().await?;
            let (stored, created) = set(&*transaction, change, key, record, true).await?;
            if !created {
                // Dropped, the transaction takes the change back.
                return Err(Error::PreconditionFailed);
            }
            transaction.commit().await?;
            (stored, true)
        }
        Terms::Match(tags) => {
            let transaction = change.cx.database.begin().await?;
            match precondition::lock(&*transaction, change, &change.owner.address(key.to_vec())?, Some(tags)).await {
                Err(Error::NotFound) => {
                    return Err(precondition::absent(&*transaction, change.resource, key).await?);
                }
                checked => record = change.keep(record, &checked?)?,
            };
            let done = set(&*transaction, change, key, record, false).await?;
            transaction.commit().await?;
            done
        }
    };
    tell(change, change.cx, &done.0, done.1).await?;
    Ok(done)
}

/// Creates or replaces a row of which something is to be kept: whether it is there must be known before the statement.
async fn kept(change: &Change<'_>, key: &[Value], record: Record) -> Result<(Stored, bool), Error> {
    let address = change.owner.address(key.to_vec())?;
    for _ in 0..TRIES {
        let transaction = change.cx.database.begin().await?;
        let found = match precondition::lock(&*transaction, change, &address, None).await {
            Ok(found) => Some(found),
            Err(Error::NotFound) => None,
            Err(error) => return Err(error),
        };
        let record = match &found {
            Some(found) => change.keep(record.clone(), found)?,
            None => record.clone(),
        };
        let done = set(&*transaction, change, key, record, true).await?;
        if found.is_some() || done.1 {
            transaction.commit().await?;
            return Ok(done);
        }
        // Somebody made the row after we looked. Dropped, the transaction takes our change back.
    }
    Err(Error::Unavailable("the row comes and goes while it is put".into()))
}

/// Tells what a put did.
async fn tell(change: &Change<'_>, cx: &Context, stored: &Stored, created: bool) -> Result<(), Error> {
    let what = if created { Published::Create } else { Published::Update };
    change.tell(cx, what, from_ref(stored)).await
}

/// Creates or replaces the row with the hooks of the one or the other: which it is must be known before the statement.
async fn hooked(
    change: &Change<'_>,
    called: Called<'_>,
    key: &[Value],
    record: Record,
    terms: Terms<'_>,
) -> Result<(Stored, bool), Error> {
    let resource = change.resource;
    let tags = match terms {
        Terms::Match(tags) => Some(tags),
        Terms::None | Terms::New => None,
    };
    let address = change.owner.address(key.to_vec())?;
    for _ in 0..TRIES {
        let within = called.ctx.begin().await?;
        let ctx = &within.ctx;
        match (precondition::lock(database(ctx), change, &address, tags).await, terms) {
            (Ok(_), Terms::New) => return Err(Error::PreconditionFailed),
            (Err(Error::NotFound), Terms::Match(_)) => {
                return Err(precondition::absent(database(ctx), resource, key).await?);
            }
            (Ok(found), _) => {
                let changes = change.keep(replacing(resource, record)?, &found)?;
                let stored = update::rewrite(change, called, ctx, &address, &found, changes).await?;
                tell(change, ctx.context(), &stored, false).await?;
                within.commit().await?;
                return Ok((stored, false));
            }
            (Err(Error::NotFound), _) => {
                let draft = with_key(key, record.clone());
                let draft = called.hooks.before_create(ctx, draft).await?;
                let draft = keep_key(resource, key, draft)?;
                let (stored, created) = set(database(ctx), change, key, draft, true).await?;
                if created {
                    called.show(Moment::AfterCreate, ctx, &stored, 0).await?;
                    tell(change, ctx.context(), &stored, true).await?;
                    within.commit().await?;
                    return Ok((stored, true));
                }
                // Somebody made the row after we looked. Dropped, the transaction takes our change back.
            }
            (Err(error), _) => return Err(error),
        }
    }
    Err(Error::Unavailable("the row comes and goes while it is put".into()))
}

/// Whether a row that is there takes the field from the new one: what a client may set at any time.
const fn replaced(field: &Field) -> bool {
    field.in_puts() && !matches!(field.direction, Direction::CreateOnly)
}

/// Whether it takes the field of this record, in which functions of the application may set what clients can't.
fn taken(field: &Field, index: usize, record: &Record) -> bool {
    replaced(field) || !field.in_puts() && record.gives(index)
}

/// The changes that replacing a row by this record means.
fn replacing(resource: &Resource, mut record: Record) -> Result<Record, Error> {
    let mut values = Vec::with_capacity(resource.fields.len());
    for (index, field) in resource.fields.iter().enumerate() {
        let taken = index >= resource.key && taken(field, index, &record);
        values.push(if taken {
            Some(record.take(resource, index)?)
        } else {
            None
        });
    }
    Ok(Record::of(values))
}

/// The record with its key, which comes first.
fn with_key(key: &[Value], record: Record) -> Record {
    let others = record.into_all().skip(key.len());
    Record::of(key.iter().cloned().map(Some).chain(others))
}

async fn set(
    database: &dyn Executor,
    change: &Change<'_>,
    key: &[Value],
    mut record: Record,
    may_be_new: bool,
) -> Result<(Stored, bool), Error> {
    let (resource, dialect) = (change.resource, database.dialect());
    let selection = change.selection();
    let update = resource.fields.iter().enumerate().skip(resource.key);
    let update = update
        .filter(|(index, field)| taken(field, *index, &record))
        .map(|(_, field)| field.column)
        .collect::<Vec<_>>();
    let replaces = !update.is_empty();
    let mut columns = Vec::with_capacity(resource.fields.len());
    for (field, value) in resource.key_fields().iter().zip(key) {
        columns.push((field.column, dialect.bind(value.clone(), field.storage)));
    }
    for index in insert::fields(resource).filter(|index| *index >= resource.key) {
        let field = &resource.fields[index];
        let value = record.take(resource, index)?;
        columns.push((field.column, dialect.bind(value, field.storage)));
    }
    let statement = Upsert {
        table: resource.table,
        columns,
        key: resource.key_fields().iter().map(|field| field.column).collect(),
        update,
        returning: selection.columns(resource).collect(),
        owner: resource.owner.map(|owner| resource.fields[owner].column),
        counted: may_be_new && resource.key_fields().iter().any(|field| field.auto_increment),
    };
    let (rows, created) = upsert(database, statement).await?;
    let stored = change.stored(selection, rows);
    stored.first().map_err(|_| Error::internal("no row returned"))?;
    // Where a row is there and has nothing but its key, nothing changes.
    let stored = if created || replaces {
        stored
    } else {
        stored.unchanged()
    };
    Ok((stored, created))
}
