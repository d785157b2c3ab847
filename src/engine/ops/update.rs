//! PATCH, or PUT where `method(PUT)` says so: some fields of one row.

use sea_orm::Value;

use super::change::{Change, gives_unknown_key, without_key};
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, Tx, UnitOfWork};
use super::{committed_reply, enveloped, no_parameters, read, with_nested};
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::address;
use crate::engine::parse::body::{self, Record};
use crate::engine::precondition;
use crate::engine::request::{Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::update as statement;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Published};

pub(in crate::engine) async fn update(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = scope.resource;
    let json = body::document(request.body, scope.settings())?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::one(resource, json, (Fields::Update, &scope.visible), &mut errors);
    let lookup = address::lookup(scope, request);
    let record = record.map(|record| {
        let known = lookup.as_deref().ok();
        errors.below(resource.envelope.one, |errors| {
            address::repeated(resource, Fields::Update, known, record, errors)
        })
    });
    let (record, nested) = with_nested(scope, record, Fields::Update, &mut errors);
    errors.finish()?;
    let (lookup, record) = (lookup?, body::parsed(record)?);
    let tags = precondition::tags(request)?;

    let change = Change::from_request(scope);
    if request.must_be_new {
        read::row(scope.database(), &change, &lookup).await?;
        return Err(precondition::exists());
    }
    let apply = async |scope: &RequestScope<'_>| apply(&Change::from_request(scope), &lookup, record, tags).await;
    let changed = nested.after(scope, apply, |stored| stored).await;
    let stored = enveloped(resource.envelope.one, changed)?;
    committed_reply(scope, &stored).await
}

/// Makes the changes of a record to the row with these values of its lookup fields.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    lookup: &[Value],
    record: Record,
    tags: Option<&str>,
) -> Result<Committed<Stored>, Error> {
    let resource = change.resource();
    let reads_first = tags.is_some() || change.needs_row(&record) || gives_unknown_key(resource, &record);
    let unit = UnitOfWork {
        row: Some(lookup),
        statements: if reads_first || change.decides_owner(&record) {
            Statements::Several
        } else {
            Statements::One
        },
        events: &[Published::Update],
    };
    unit.run(change, async |tx| {
        if !reads_first {
            let record = without_key(resource, lookup, None, record)?;
            return set(tx, change, lookup, record).await;
        }
        let found = precondition::lock(tx.database(), change, lookup, tags).await?;
        let record = without_key(resource, lookup, Some(&found), record)?;
        let record = change.merge(record, &found)?;
        rewrite(tx, change, lookup, &found, record).await
    })
    .await
}

/// Changes a row that was found in this unit of work.
pub(super) async fn rewrite(
    tx: &mut Tx<'_>,
    change: &Change<'_>,
    lookup: &[Value],
    found: &Stored,
    record: Record,
) -> Result<Stored, Error> {
    let record = tx.before_update(found, record).await?;
    let record = without_key(change.resource(), lookup, Some(found), record)?;
    set(tx, change, lookup, record).await
}

async fn set(tx: &mut Tx<'_>, change: &Change<'_>, lookup: &[Value], record: Record) -> Result<Stored, Error> {
    let stored = statement(tx.database(), change, lookup, record).await?;
    tx.finish(Moment::AfterUpdate, Published::Update, &stored).await?;
    Ok(stored)
}

async fn statement(
    database: &dyn Executor,
    change: &Change<'_>,
    lookup: &[Value],
    record: Record,
) -> Result<Stored, Error> {
    address::requestable(change.resource(), |index| record.get(index))?;
    let decides_owner = change.decides_owner(&record);
    if decides_owner {
        change.check_changed(database, lookup, &record).await?;
    }
    let values: Vec<(usize, Value)> = record.into_given().collect();
    if values.is_empty() {
        // Nothing changes, so nothing is published.
        return read::row(database, change, lookup).await.map(Stored::unchanged);
    }
    let dialect = database.dialect();
    let selection = change.selection();
    let row = change.scope.row(dialect, lookup);
    let statement = statement::one(change.resource(), dialect, &selection, row, values);
    let changed = database.query(dialect.build(&statement)).await?;
    if changed.is_empty() {
        return Err(Error::NotFound);
    }
    let stored = change.stored(selection, changed);
    if decides_owner {
        change.check_owner(database, &stored).await?;
    }
    Ok(stored)
}
