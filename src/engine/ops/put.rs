//! `PUT path/{key}`: creates or replaces one row, atomically: no other request changes the row in between.

use std::slice::from_ref;

use sea_orm::Value;

use super::change::{Change, without_key};
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, Tx, UnitOfWork};
use super::{enveloped, no_parameters, update};
use crate::db::{Executor, Upsert, upsert};
use crate::engine::hooks::Moment;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Direction, Field, Fields, Published, Resource};

/// How often a put that has found no row is retried because another request has created it meanwhile.
const TRIES: usize = 5;

/// The precondition of a put.
#[derive(Clone, Copy)]
pub(in crate::engine) enum PutCondition<'r> {
    /// There is none.
    None,
    /// There must be no such row yet.
    IfAbsent,
    /// The row must have one of these tags.
    IfMatch(&'r str),
}

/// The row that a put leaves, and whether it was created.
pub(in crate::engine) struct Put {
    pub(in crate::engine) stored: Stored,
    pub(in crate::engine) created: bool,
}

pub(in crate::engine) async fn put(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = scope.resource;
    let json = body::document(request.body, scope.settings())?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::one(resource, json, Fields::Put, &mut errors);
    let key = key::new(resource, &request.key);
    let record = record.map(|record| {
        let path = key.as_deref().ok();
        errors.below(resource.envelope.one, |errors| {
            key::same(resource, path, record, errors)
        })
    });
    errors.finish()?;
    let (key, record) = (key?, body::parsed(record)?);
    let wanted = if request.must_be_new && request.if_match.is_none() {
        PutCondition::IfAbsent
    } else {
        precondition::tags(request)?.map_or(PutCondition::None, PutCondition::IfMatch)
    };

    let put = apply(&Change::from_request(scope), &key, record, wanted).await;
    let Put { stored, created } = &*enveloped(resource.envelope.one, put)?;
    Ok(Reply {
        outcome: if *created { Outcome::Created } else { Outcome::Done },
        location: created.then(|| stored.location()).transpose()?,
        ..stored.reply()?
    })
}

/// Creates or replaces the row with this key. A key that the database counts creates nothing: the counter would be behind it, or be used
/// up by it.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let resource = change.resource();
    let mut record = without_key(resource, key, record)?;
    if resource.counts_keys() {
        return replace(change, key, record, wanted).await;
    }
    key::addressable(resource, |index| key.get(index))?;
    change.scope.owner.set([&mut record])?;
    let reads_first = match wanted {
        PutCondition::None => change.needs_row(&record),
        PutCondition::IfAbsent => change.has_hooks(),
        PutCondition::IfMatch(_) => true,
    };
    if reads_first {
        return read_first(change, key, record, wanted).await;
    }
    let must_be_new = matches!(wanted, PutCondition::IfAbsent);
    let statements = if must_be_new {
        Statements::Several
    } else {
        Statements::One
    };
    let unit = unit(key, statements);
    unit.run(change, async |tx| {
        let put = set(tx, change, key, record).await?;
        if must_be_new && !put.created {
            return Err(precondition::exists());
        }
        Ok(put)
    })
    .await
}

fn unit(key: &[Value], statements: Statements) -> UnitOfWork<'_> {
    UnitOfWork {
        key: Some(key),
        statements,
        events: &[Published::Create, Published::Update],
    }
}

/// Replaces the row with this key, which must be there.
async fn replace(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let address = change.scope.owner.address(key.to_vec())?;
    let tags = match wanted {
        PutCondition::None => None,
        PutCondition::IfMatch(tags) => Some(tags),
        PutCondition::IfAbsent => {
            precondition::lock(change.scope.database(), change, &address, None).await?;
            return Err(precondition::exists());
        }
    };
    let changes = replacing(change.resource(), record)?;
    let stored = update::apply(change, &address, changes, tags).await?;
    Ok(stored.map(|stored| Put { stored, created: false }))
}

/// Creates or replaces the row after it was read: for its tag, for the members that it keeps, or because a row that is created has
/// other hooks than one that is replaced.
async fn read_first(
    change: &Change<'_>,
    key: &[Value],
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let address = change.scope.owner.address(key.to_vec())?;
    let tags = match wanted {
        PutCondition::IfMatch(tags) => Some(tags),
        PutCondition::None | PutCondition::IfAbsent => None,
    };
    for _ in 0..TRIES {
        let record = record.clone();
        let mut came_late = false;
        let unit = unit(key, Statements::Several);
        let done = unit.run(change, async |tx| {
            let found = match precondition::lock(tx.database(), change, &address, tags).await {
                Ok(found) => Some(found),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            };
            match (found, wanted) {
                (Some(_), PutCondition::IfAbsent) => Err(precondition::exists()),
                (Some(found), _) if change.has_hooks() => {
                    let changes = change.merge(replacing(change.resource(), record)?, &found)?;
                    let stored = update::rewrite(tx, change, &address, &found, changes).await?;
                    Ok(Put { stored, created: false })
                }
                (Some(found), _) => set(tx, change, key, change.merge(record, &found)?).await,
                (None, PutCondition::IfMatch(_)) => {
                    Err(precondition::missing(tx.database(), change.resource(), key).await?)
                }
                (None, _) => {
                    let draft = tx.before_create(with_key(key, record)).await?;
                    let draft = without_key(change.resource(), key, draft)?;
                    let put = upserted(tx.database(), change, key, draft).await?;
                    if !put.created {
                        // Another request has created the row after we looked. The error rolls our change back.
                        came_late = true;
                        return Err(concurrent());
                    }
                    tx.finish(Moment::AfterCreate, Published::Create, &put.stored).await?;
                    Ok(put)
                }
            }
        });
        let done = done.await;
        if !came_late {
            return done;
        }
    }
    Err(concurrent())
}

fn concurrent() -> Error {
    Error::Unavailable("concurrent modification; retry".into())
}

/// Whether replacing a row sets the field: what a client may set at any time.
const fn is_replaced(field: &Field) -> bool {
    field.in_puts() && !matches!(field.direction, Direction::CreateOnly)
}

/// Whether replacing a row by this record sets the field. Functions of the application may also set what clients can't.
fn sets(field: &Field, index: usize, record: &Record) -> bool {
    is_replaced(field) || !field.in_puts() && record.gives(index)
}

/// The changes that replacing a row by this record means.
fn replacing(resource: &Resource, mut record: Record) -> Result<Record, Error> {
    let mut values = Vec::with_capacity(resource.fields.len());
    for (index, field) in resource.fields.iter().enumerate() {
        let sets = index >= resource.key && sets(field, index, &record);
        values.push(if sets {
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

/// Creates or replaces the row in one statement, between no hooks, and publishes it.
async fn set(tx: &mut Tx<'_>, change: &Change<'_>, key: &[Value], record: Record) -> Result<Put, Error> {
    let put = upserted(tx.database(), change, key, record).await?;
    let event = if put.created {
        Published::Create
    } else {
        Published::Update
    };
    tx.publish(event, from_ref(&put.stored))?;
    Ok(put)
}

async fn upserted(
    database: &dyn Executor,
    change: &Change<'_>,
    key: &[Value],
    mut record: Record,
) -> Result<Put, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    let selection = change.selection();
    let update = resource.fields.iter().enumerate().skip(resource.key);
    let update = update
        .filter(|(index, field)| sets(field, *index, &record))
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
    // A row that has nothing but its key doesn't change.
    let stored = if created || replaces {
        stored
    } else {
        stored.unchanged()
    };
    Ok(Put { stored, created })
}
