//! `POST path/bulk`: many new rows, all or none.

use super::change::Change;
use super::nested::{self, Nested};
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, Tx, UnitOfWork};
use super::{enveloped, no_parameters, read};
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::address;
use crate::engine::parse::body::{self, Record};
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::rows::Renderer;
use crate::engine::scope::RequestScope;
use crate::engine::statement::insert;
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, Published, Resource};
use crate::types::envelope::{close, open};

/// How many placeholders one statement may have: SQLite's limit, PostgreSQL allows twice as many (<https://sqlite.org/limits.html>).
const MAX_PLACEHOLDERS: usize = 32_766;

pub(in crate::engine) async fn create_many(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = scope.resource;
    let json = body::document(request.body, scope.settings())?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let mut records = body::many(
        resource,
        json,
        (Fields::Create, &scope.visible),
        scope.settings().bulk_limit,
        &mut errors,
    )?;
    let nested = errors.below(resource.envelope.many, |errors| {
        nested_of_each(scope, &mut records, errors)
    });
    errors.finish()?;

    let change = Change::from_request(scope);
    scope.owner.set(&mut records)?;
    let mut parents = scope.found_parents().await?;
    let created = loop {
        let adopted = records.iter_mut().map(|record| parents.adopt(record));
        let records = adopted.collect::<Result<Vec<_>, _>>()?;
        let created = if nested.iter().all(Nested::is_empty) {
            apply(&change, records).await
        } else {
            let created = nested::within(scope, async |scope| {
                let batches = apply(&Change::from_request(scope), records).await?;
                write_nested(scope, batches, &nested).await
            });
            created.await
        };
        if let Some(created) = parents.settle(created).await {
            break created;
        }
    };
    let batches = enveloped(resource.envelope.many, created)?;
    let renderer = Renderer::new(resource, &change.selection(), &scope.visible);
    let mut out = Vec::with_capacity(renderer.estimate(batches.iter().map(Stored::len).sum()));
    open(resource.envelope.many, &mut out);
    out.push(b'[');
    for stored in batches.iter() {
        let members = stored.members_of_each(scope).await;
        stored.items(&renderer, &members, &mut out)?;
    }
    out.push(b']');
    close(resource.envelope.many, &mut out);
    Ok(Reply {
        outcome: Outcome::Created,
        body: out,
        ..Reply::default()
    })
}

/// The related rows of each record.
fn nested_of_each(scope: &RequestScope<'_>, records: &mut [Record], errors: &mut FieldErrors) -> Vec<Nested> {
    if scope.resource.write.is_empty() {
        return Vec::new();
    }
    let read = |(index, record): (usize, &mut Record)| {
        errors.at(index, |errors| Nested::read(scope, record, Fields::Create, errors))
    };
    let nested: Vec<Nested> = records.iter_mut().enumerate().map(read).collect();
    let most = scope.settings().bulk_limit;
    if nested.iter().map(Nested::len).sum::<usize>() > most {
        errors.push(format!("too many related rows, at most {most} in all"));
    }
    nested
}

/// Writes the related rows of new rows, and returns these as they are then.
async fn write_nested(
    scope: &RequestScope<'_>,
    created: Committed<Vec<Stored>>,
    nested: &[Nested],
) -> Result<Committed<Vec<Stored>>, Error> {
    let each = nested.iter().enumerate().map(|(index, nested)| (Some(index), nested));
    Nested::create_missing(scope, each).await?;
    for (index, ((batch, at), nested)) in rows(&created).zip(nested).enumerate() {
        let written = nested.write(scope, batch, at).await;
        written.map_err(|error| error.below_row(index))?;
    }
    if !nested.iter().any(Nested::has_hooks) {
        return Ok(created);
    }
    let mut again = Vec::with_capacity(nested.len());
    for (batch, at) in rows(&created) {
        again.push(read::again(scope, batch, at).await?);
    }
    Ok(created.map(|_| again))
}

/// All rows of these batches, each as its batch and its position there.
fn rows(batches: &[Stored]) -> impl Iterator<Item = (&Stored, usize)> {
    let rows = batches.iter();
    rows.flat_map(|batch| (0..batch.len()).map(move |at| (batch, at)))
}

/// Creates the rows of all records in their order. The hooks before run for all records, then the rows are inserted, then the hooks after run.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    mut records: Vec<Record>,
) -> Result<Committed<Vec<Stored>>, Error> {
    change.scope.owner.set(&mut records)?;
    let unit = UnitOfWork {
        row: None,
        statements: if records.len() <= rows_per_statement(change.resource()) {
            change.statements_to_create()
        } else {
            Statements::Several
        },
        events: &[Published::Create],
    };
    unit.run(change, async |tx| {
        let mut drafts = Vec::with_capacity(records.len());
        for (index, record) in records.into_iter().enumerate() {
            let draft = tx.before_create(record).await;
            drafts.push(draft.map_err(|error| error.below(index))?);
        }
        let batches = insert_all(tx.database(), change, drafts).await?;
        show_all(tx, &batches).await?;
        tx.publish(Published::Create, &batches)?;
        Ok(batches)
    })
    .await
}

/// Shows all new rows to the hook.
async fn show_all(tx: &Tx<'_>, batches: &[Stored]) -> Result<(), Error> {
    for (index, (batch, at)) in rows(batches).enumerate() {
        let shown = tx.show(Moment::AfterCreate, batch, at).await;
        shown.map_err(|error| error.below(index))?;
    }
    Ok(())
}

/// How many rows one statement may insert. For a table that has nothing but a counted key it is one.
fn rows_per_statement(resource: &Resource) -> usize {
    let columns = insert::fields(resource).count();
    MAX_PLACEHOLDERS.checked_div(columns).unwrap_or(1).max(1)
}

/// Inserts the records and returns the rows in the same order. Both databases insert the rows of `VALUES` one after the other and
/// return each as it is inserted. Neither documents it, so tests check it.
async fn insert_all(
    database: &dyn Executor,
    change: &Change<'_>,
    mut records: Vec<Record>,
) -> Result<Vec<Stored>, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    for (index, record) in records.iter().enumerate() {
        address::requestable(resource, |index| record.get(index)).map_err(|error| error.below(index))?;
    }
    change.check_new(database, &mut records).await?;
    let most = rows_per_statement(resource);
    let mut stored = Vec::with_capacity(records.len().div_ceil(most));
    let mut inserted = 0;
    let mut records = records.into_iter().peekable();
    while records.peek().is_some() {
        let rows = most.min(records.len());
        // Earlier ones count, too: the database may roll them back by itself.
        inserted += rows;
        let chunk = records.by_ref().take(rows);
        let selection = change.selection();
        let statement = insert::many(resource, dialect, &selection, chunk)?;
        let created = match database.query(dialect.build(&statement)).await {
            Ok(created) => created,
            Err(error) => return Err(insert::failure(database, resource, inserted, error).await),
        };
        let created = change.stored(selection, created);
        change.check_owner(database, &created).await?;
        stored.push(created);
    }
    Ok(stored)
}
