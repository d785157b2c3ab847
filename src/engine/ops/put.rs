//! `PUT path/{key}`: one row, created or replaced at once: no other request sees or makes anything between.

use std::slice::from_ref;

use sea_orm::Value;

use super::change::{Called, Change, Stored, database, keep_key};
use super::change_scope::{ChangeScope, Statements};
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
    let key = key::new(resource, &request.key);
    let record = record.map(|record| key::same(resource, key.as_deref().ok(), record, &mut errors));
    errors.finish()?;
    let key = key?;
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

/// Creates or replaces the row with this key; `true`: it was created. A key that the database counts creates nothing: it would leave
/// the counter behind, or spend it.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    terms: Terms<'_>,
) -> Result<(Stored, bool), Error> {
    let mut record = keep_key(change.resource, key, record)?;
    if change.resource.counts_keys() {
        return Ok((replace(change, key, record, terms).await?, false));
    }
    key::addressable(change.resource, |index| key.get(index))?;
    change.owner.stamp([&mut record])?;
    if let Some(called) = change.called {
        return Box::pin(hooked(change, called, key, record, terms)).await;
    }
    let statements = match terms {
        Terms::None if !change.keeps(&record) => Statements::One,
        Terms::None | Terms::New | Terms::Match(_) => Statements::Several,
    };
    let published = [Published::Create, Published::Update];
    let scope = ChangeScope::begin(change, &published, Some(key), statements).await?;
    let database = scope.database();
    let (stored, created) = match terms {
        Terms::None if change.keeps(&record) => kept(database, change, key, record).await?,
        Terms::None => set(database, change, key, record).await?,
        Terms::New => {
            let (stored, created) = set(database, change, key, record).await?;
            if !created {
                // Dropped, the transaction takes the change back.
                return Err(precondition::present());
            }
            (stored, true)
        }
        Terms::Match(tags) => {
            match precondition::lock(database, change, &change.owner.address(key.to_vec())?, Some(tags)).await {
                Err(Error::NotFound) => {
                    return Err(precondition::absent(database, change.resource, key).await?);
                }
                checked => record = change.keep(record, &checked?)?,
            };
            set(database, change, key, record).await?
        }
    };
    scope.end(change.messages(did(created), from_ref(&stored))?).await?;
    Ok((stored, created))
}

/// Creates or replaces a row of which something is to be kept: whether it is there must be known before the statement.
async fn kept(
    database: &dyn Executor,
    change: &Change<'_>,
    key: &[Value],
    record: Record,
) -> Result<(Stored, bool), Error> {
    let address = change.owner.address(key.to_vec())?;
    let found = match precondition::lock(database, change, &address, None).await {
        Ok(found) => Some(found),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error),
    };
    let record = match &found {
        Some(found) => change.keep(record, found)?,
        None => record,
    };
    let done = set(database, change, key, record).await?;
    if found.is_none() && !done.1 {
        // Somebody made the row after we looked. Dropped, the transaction takes our change back.
        return Err(Error::Unavailable("concurrent modification; retry".into()));
    }
    Ok(done)
}

/// Replaces the row with this key, which must be there.
async fn replace(change: &Change<'_>, key: &[Value], record: Record, terms: Terms<'_>) -> Result<Stored, Error> {
    let address = change.owner.address(key.to_vec())?;
    let tags = match terms {
        Terms::None => None,
        Terms::Match(tags) => Some(tags),
        Terms::New => {
            precondition::lock(&*change.cx.database, change, &address, None).await?;
            return Err(precondition::present());
        }
    };
    update::apply(change, &address, replacing(change.resource, record)?, tags).await
}

/// What a put did.
fn did(created: bool) -> Published {
    if created { Published::Create } else { Published::Update }
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
        let within = called.ctx.begin(change.row_turn(Some(key)).await?).await?;
        let ctx = &within.ctx;
        match (precondition::lock(database(ctx), change, &address, tags).await, terms) {
            (Ok(_), Terms::New) => return Err(precondition::present()),
            (Err(Error::NotFound), Terms::Match(_)) => {
                return Err(precondition::absent(database(ctx), resource, key).await?);
            }
            (Ok(found), _) => {
                let changes = change.keep(replacing(resource, record)?, &found)?;
                let stored = update::rewrite(change, called, ctx, &address, &found, changes).await?;
                change.tell(ctx.context(), did(false), from_ref(&stored))?;
                within.commit().await?;
                return Ok((stored, false));
            }
            (Err(Error::NotFound), _) => {
                let draft = with_key(key, record.clone());
                let draft = called.hooks.before_create(ctx, draft).await?;
                let draft = keep_key(resource, key, draft)?;
                let (stored, created) = set(database(ctx), change, key, draft).await?;
                if created {
                    called.show(Moment::AfterCreate, ctx, &stored, 0).await?;
                    change.tell(ctx.context(), did(true), from_ref(&stored))?;
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
        returning: selection.columns(resource).map(|(_, column)| column).collect(),
        owner: resource.owner.map(|owner| resource.fields[owner].column),
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
