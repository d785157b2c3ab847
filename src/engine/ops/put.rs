//! `PUT path/{address}`: creates or replaces one row, atomically: no other request changes the row in between.

use std::slice::from_ref;

use sea_orm::{Condition, Value};

use super::change::{Change, without_address};
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, Tx, UnitOfWork};
use super::{committed_reply, enveloped, no_parameters, update, with_nested};
use crate::db::{Executor, Upsert, upsert};
use crate::engine::hooks::Moment;
use crate::engine::parse::address;
use crate::engine::parse::body::{self, Record};
use crate::engine::precondition;
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Direction, Fields, Published, Resource};

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
    let record = body::one(resource, json, (Fields::Put, &scope.visible), &mut errors);
    let address = address::parse(resource, &request.address);
    let record = record.map(|record| {
        let known = address.as_deref().ok();
        errors.below(resource.envelope.one, |errors| {
            address::repeated(resource, Fields::Put, known, record, errors)
        })
    });
    let (record, nested) = with_nested(scope, record, Fields::Put, &mut errors);
    errors.finish()?;
    let (address, mut record) = (address?, body::parsed(record)?);
    // One that creates nothing finds no row, if the caller can't own any.
    if resource.put_creates() {
        scope.owner.set([&mut record])?;
    }
    let mut parents = scope.found_parents().await?;
    let wanted = if request.must_be_new && request.if_match.is_none() {
        PutCondition::IfAbsent
    } else {
        precondition::tags(request)?.map_or(PutCondition::None, PutCondition::IfMatch)
    };

    let put = loop {
        let record = parents.adopt(&mut record)?;
        let apply =
            async |scope: &RequestScope<'_>| apply(&Change::from_request(scope), &address, record, wanted).await;
        let put = nested.after(scope, apply, |put| &mut put.stored).await;
        if let Some(put) = parents.settle(put).await {
            break put;
        }
    };
    let Put { stored, created } = &*enveloped(resource.envelope.one, put)?;
    Ok(Reply {
        outcome: if *created { Outcome::Created } else { Outcome::Done },
        location: created.then(|| stored.location(scope)).transpose()?,
        ..committed_reply(scope, stored).await?
    })
}

/// Creates or replaces the row with this address. A key in it that the database counts creates nothing: the counter would be behind it, or be
/// used up by it.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    address: &[Value],
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let resource = change.resource();
    let mut record = without_address(resource, address, record)?;
    if !resource.put_creates() {
        return replace(change, address, record, wanted).await;
    }
    address::requestable(resource, |index| {
        let position = resource.address().iter().position(|field| *field == index);
        position.and_then(|position| address.get(position))
    })?;
    change.scope.owner.set([&mut record])?;
    let lookup = change.scope.owner.lookup(address.to_vec())?;
    let reads_first = match wanted {
        // A counter counts each statement that might insert.
        _ if resource.counts_keys() => true,
        PutCondition::None => change.needs_row(&record),
        PutCondition::IfAbsent => change.has_hooks(),
        PutCondition::IfMatch(_) => true,
    };
    if reads_first {
        return read_first(change, (address, &lookup), record, wanted).await;
    }
    let must_be_new = matches!(wanted, PutCondition::IfAbsent);
    let statements = if must_be_new {
        Statements::Several
    } else {
        change.statements_to_create()
    };
    let unit = unit(&lookup, statements);
    unit.run(change, async |tx| {
        let put = set(tx, change, address, record).await?;
        if must_be_new && !put.created {
            return Err(precondition::exists());
        }
        Ok(put)
    })
    .await
}

fn unit(lookup: &[Value], statements: Statements) -> UnitOfWork<'_> {
    UnitOfWork {
        row: Some(lookup),
        statements,
        events: &[Published::Create, Published::Update],
    }
}

/// Replaces the row with this address, which must be there.
async fn replace(
    change: &Change<'_>,
    address: &[Value],
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let lookup = change.scope.owner.lookup(address.to_vec())?;
    let tags = match wanted {
        PutCondition::None => None,
        PutCondition::IfMatch(tags) => Some(tags),
        PutCondition::IfAbsent => {
            precondition::lock(change.scope.database(), change, &lookup, None).await?;
            return Err(precondition::exists());
        }
    };
    let changes = replacing(change, record)?;
    let stored = update::apply(change, &lookup, changes, tags).await?;
    Ok(stored.map(|stored| Put { stored, created: false }))
}

/// Creates or replaces the row after it was read: for its tag, for the members that it keeps, or because a row that is created has
/// other hooks than one that is replaced; or so that a counter counts new rows only.
async fn read_first(
    change: &Change<'_>,
    (address, lookup): (&[Value], &[Value]),
    record: Record,
    wanted: PutCondition<'_>,
) -> Result<Committed<Put>, Error> {
    let tags = match wanted {
        PutCondition::IfMatch(tags) => Some(tags),
        PutCondition::None | PutCondition::IfAbsent => None,
    };
    for _ in 0..TRIES {
        let record = record.clone();
        let mut came_late = false;
        let unit = unit(lookup, Statements::Several);
        let done = unit.run(change, async |tx| {
            let found = match precondition::lock(tx.database(), change, lookup, tags).await {
                Ok(found) => Some(found),
                Err(Error::NotFound) => None,
                Err(error) => return Err(error),
            };
            match (found, wanted) {
                (Some(_), PutCondition::IfAbsent) => Err(precondition::exists()),
                (Some(found), _) if change.has_hooks() || change.resource().counts_keys() => {
                    let changes = change.merge(replacing(change, record)?, &found)?;
                    let stored = update::rewrite(tx, change, lookup, &found, changes).await?;
                    Ok(Put { stored, created: false })
                }
                (Some(found), _) => set(tx, change, address, change.merge(record, &found)?).await,
                (None, PutCondition::IfMatch(_)) => Err(precondition::missing(tx.database(), change, address).await?),
                (None, _) => {
                    let draft = with_address(change.resource(), address, record);
                    let draft = tx.before_create(draft).await?;
                    let draft = without_address(change.resource(), address, draft)?;
                    let put = upserted(tx.database(), change, address, draft).await?;
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

/// Whether replacing a row by this record sets the field: what the client may set at any time. Functions of the application may also set
/// what clients can't, but the row keeps its key and its address.
fn sets(change: &Change<'_>, index: usize, record: &Record) -> bool {
    let field = &change.resource().fields[index];
    let is_in_puts = field.in_puts() && change.scope.visible.holds(index);
    let is_of_parent = change.scope.parents.set(index);
    let is_replaced = is_in_puts && !matches!(field.direction, Direction::CreateOnly);
    !field.key && !field.in_path && !is_of_parent && (is_replaced || !is_in_puts && record.gives(index))
}

/// The changes that replacing a row by this record means.
fn replacing(change: &Change<'_>, mut record: Record) -> Result<Record, Error> {
    let resource = change.resource();
    let mut values = Vec::with_capacity(resource.fields.len());
    for index in 0..resource.fields.len() {
        values.push(if sets(change, index, &record) {
            Some(record.take(resource, index)?)
        } else {
            None
        });
    }
    Ok(Record::of(values))
}

/// The record with its address.
fn with_address(resource: &Resource, address: &[Value], mut record: Record) -> Record {
    for (index, value) in resource.address().iter().zip(address) {
        record.set(*index, value.clone());
    }
    record
}

/// Creates or replaces the row in one statement, between no hooks, and publishes it.
async fn set(tx: &mut Tx<'_>, change: &Change<'_>, address: &[Value], record: Record) -> Result<Put, Error> {
    let put = upserted(tx.database(), change, address, record).await?;
    let event = if put.created {
        Published::Create
    } else {
        Published::Update
    };
    tx.publish(event, from_ref(&put.stored))?;
    Ok(put)
}

/// The columns of which a row that is there has the same values: that of the owner, and those that lead to the rows in the path.
fn kept(change: &Change<'_>) -> impl Iterator<Item = &'static str> {
    let (resource, parents) = (change.resource(), &change.scope.parents);
    let kept = move |index: &usize| resource.owner == Some(*index) || parents.set(*index);
    let fields = (0..resource.fields.len()).filter(kept);
    fields.map(move |index| resource.fields[index].column)
}

/// Checks that the row will be the caller's, as [`Change::check_new`] does. One of the caller's that is there may keep what it refers to.
async fn check_owner(
    database: &dyn Executor,
    change: &Change<'_>,
    address: &[Value],
    record: &Record,
) -> Result<(), Error> {
    let (resource, scope) = (change.resource(), change.scope);
    if !scope.has_related_owner() {
        return Ok(());
    }
    let new = with_address(resource, address, record.clone());
    let Err(error) = change.check_new(database, &mut [new]).await else {
        return Ok(());
    };
    let refers = (0..resource.fields.len()).any(|index| resource.decides_owner(index) && sets(change, index, record));
    let lookup = scope.owner.lookup(address.to_vec())?;
    let is_there = !refers
        && scope
            .owner
            .exists(database, resource, &lookup, Some(&scope.parents))
            .await?;
    if is_there { Ok(()) } else { Err(error) }
}

async fn upserted(
    database: &dyn Executor,
    change: &Change<'_>,
    address: &[Value],
    mut record: Record,
) -> Result<Put, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    check_owner(database, change, address, &record).await?;
    let selection = change.selection();
    insert::refuse_counted(resource, &record)?;
    let fields = resource.fields.iter().enumerate();
    let update = fields
        .filter(|(index, _)| sets(change, *index, &record))
        .map(|(_, field)| field.column)
        .collect::<Vec<_>>();
    let replaces = !update.is_empty();
    let mut columns = Vec::with_capacity(resource.fields.len());
    for (field, value) in resource.address_fields().zip(address) {
        columns.push((field.column, dialect.bind(value.clone(), field.storage)));
    }
    for index in insert::fields(resource).filter(|index| !resource.fields[*index].in_path) {
        let field = &resource.fields[index];
        let value = record.take(resource, index)?;
        columns.push((field.column, dialect.bind(value, field.storage)));
    }
    let statement = Upsert {
        table: resource.table,
        columns,
        key: resource.put_key().map(|field| field.column).collect(),
        update,
        returning: insert::returned(resource, dialect, &selection).collect(),
        kept: kept(change).collect(),
        guard: change.scope.of_related_owner(Condition::all(), dialect),
    };
    let (rows, created) = match upsert(database, statement).await {
        Ok(done) => done,
        Err(error) => return Err(insert::failure(database, resource, 1, error).await),
    };
    let stored = change.stored(selection, rows);
    stored.first().map_err(|_| Error::internal("no row returned"))?;
    change.check_owner(database, &stored).await?;
    // A row that has nothing but its key and its address doesn't change.
    let stored = if created || replaces {
        stored
    } else {
        stored.unchanged()
    };
    Ok(Put { stored, created })
}
