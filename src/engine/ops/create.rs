//! `POST path`: one new row.

use super::change::Change;
use super::stored::Stored;
use super::unit_of_work::{Committed, UnitOfWork};
use super::{committed_reply, enveloped, no_parameters, with_nested};
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::address;
use crate::engine::parse::body::{self, Record};
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Published};

pub(in crate::engine) async fn create(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = scope.resource;
    let json = body::document(request.body, scope.settings())?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let record = body::one(resource, json, (Fields::Create, &scope.visible), &mut errors);
    let (record, nested) = with_nested(scope, record, Fields::Create, &mut errors);
    errors.finish()?;
    let mut record = body::parsed(record)?;
    scope.owner.set([&mut record])?;

    let mut parents = scope.found_parents().await?;
    let created = loop {
        let record = parents.adopt(&mut record)?;
        let apply = async |scope: &RequestScope<'_>| apply(&Change::from_request(scope), record).await;
        let created = nested.after(scope, apply, |stored| stored).await;
        if let Some(created) = parents.settle(created).await {
            break created;
        }
    };
    let stored = enveloped(resource.envelope.one, created)?;
    Ok(Reply {
        outcome: Outcome::Created,
        // Where rows have no path, there is nothing to point at.
        location: resource
            .has_rows_at_paths()
            .then(|| stored.location(scope))
            .transpose()?,
        ..committed_reply(scope, &stored).await?
    })
}

/// Creates the row of a record.
pub(in crate::engine) async fn apply(change: &Change<'_>, mut record: Record) -> Result<Committed<Stored>, Error> {
    change.scope.owner.set([&mut record])?;
    let unit = UnitOfWork {
        row: None,
        statements: change.statements_to_create(),
        events: &[Published::Create],
    };
    unit.run(change, async |tx| {
        let record = tx.before_create(record).await?;
        let stored = insert(tx.database(), change, record).await?;
        tx.finish(Moment::AfterCreate, Published::Create, &stored).await?;
        Ok(stored)
    })
    .await
}

async fn insert(database: &dyn Executor, change: &Change<'_>, mut record: Record) -> Result<Stored, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    let selection = change.selection();
    address::requestable(resource, |index| record.get(index))?;
    change.check_new(database, std::slice::from_mut(&mut record)).await?;
    let statement = insert::many(resource, dialect, &selection, [record].into_iter())?;
    let created = match database.query(dialect.build(&statement)).await {
        Ok(created) => created,
        Err(error) => return Err(insert::failure(database, resource, 1, error).await),
    };
    if created.is_empty() {
        return Err(Error::internal("no row returned"));
    }
    let stored = change.stored(selection, created);
    change.check_owner(database, &stored).await?;
    Ok(stored)
}
