//! `POST path/bulk` and `DELETE path`: many rows, all or none.

use sea_orm::{Condition, Value};

use super::change::{Called, Change, Stored, database};
use super::change_scope::{ChangeScope, Statements};
use super::delete::{delete_all, remove};
use super::no_parameters;
use super::tell::Gone;
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::listing::Chosen;
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::{Query, key};
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::rows::Renderer;
use crate::engine::statement::keyset::{self, Edge};
use crate::engine::statement::{Source, insert, select};
use crate::error::{Error, FieldErrors};
use crate::meta::{Fields, OrderColumn, Published, Resource};

/// How many placeholders one statement may have: SQLite's limit, PostgreSQL takes twice as many (<https://sqlite.org/limits.html>).
const MOST_PLACEHOLDERS: usize = 32_766;

/// How many rows one bulk delete may take where each is told.
const MOST_TOLD: u64 = 100_000;

pub(in crate::engine) async fn create_many(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let records = body::records(resource, json, Fields::Create, cx.settings.bulk_limit, &mut errors)?;
    errors.finish()?;

    let change = Change::asked(cx, request)?;
    let renderer = Renderer::new(resource, &change.selection());
    let mut out = Vec::with_capacity(renderer.estimate(records.len()));
    out.push(b'[');
    for stored in apply(&change, records).await? {
        stored.items(&renderer, &mut out)?;
    }
    out.push(b']');
    Ok(Reply {
        outcome: Outcome::Created,
        body: out,
        ..Reply::default()
    })
}

/// Creates the rows of all records in their order, in one or several statements.
pub(in crate::engine) async fn apply(change: &Change<'_>, mut records: Vec<Record>) -> Result<Vec<Stored>, Error> {
    change.owner.stamp(&mut records)?;
    if let Some(called) = change.called {
        return Box::pin(hooked(change, called, records)).await;
    }
    let statements = if records.len() <= at_once(change.resource) {
        Statements::One
    } else {
        Statements::Several
    };
    let scope = ChangeScope::begin(change, &[Published::Create], None, statements).await?;
    let stored = insert_all(scope.database(), change, records).await?;
    scope.end(change.messages(Published::Create, &stored)?).await?;
    Ok(stored)
}

/// Creates them between their hooks: those before run for all records, then the rows are inserted, then those after run.
async fn hooked(change: &Change<'_>, called: Called<'_>, records: Vec<Record>) -> Result<Vec<Stored>, Error> {
    let within = called.ctx.begin(None).await?;
    let ctx = &within.ctx;
    let mut drafts = Vec::with_capacity(records.len());
    for (index, record) in records.into_iter().enumerate() {
        let draft = called.hooks.before_create(ctx, record).await;
        drafts.push(draft.map_err(|error| of_item(index, error))?);
    }
    let batches = insert_all(database(ctx), change, drafts).await?;
    let mut index = 0;
    for batch in &batches {
        for at in 0..batch.len() {
            let shown = called.show(Moment::AfterCreate, ctx, batch, at).await;
            shown.map_err(|error| of_item(index, error))?;
            index += 1;
        }
    }
    change.tell(ctx.context(), Published::Create, &batches)?;
    within.commit().await?;
    Ok(batches)
}

/// What a hook says of one item's fields, with the item's index before them.
fn of_item(index: usize, error: Error) -> Error {
    match error {
        Error::Invalid(mut list) => {
            for breach in &mut list {
                breach.field = match breach.field.as_str() {
                    "" => index.to_string(),
                    field => format!("{index}.{field}"),
                };
            }
            Error::Invalid(list)
        }
        other => other,
    }
}

/// How many rows one statement may insert. A table that has nothing but a counted key takes one.
fn at_once(resource: &Resource) -> usize {
    let columns = insert::fields(resource).count();
    MOST_PLACEHOLDERS.checked_div(columns).unwrap_or(1).max(1)
}

/// Inserts the records and gives the rows back in the same order. Both databases insert the rows of `VALUES` one after the other and
/// return each as it is inserted; neither promises it on paper, so the tests hold them to it.
async fn insert_all(database: &dyn Executor, change: &Change<'_>, records: Vec<Record>) -> Result<Vec<Stored>, Error> {
    let (resource, dialect) = (change.resource, database.dialect());
    let at_once = at_once(resource);
    let mut stored = Vec::with_capacity(records.len().div_ceil(at_once));
    for (index, record) in records.iter().enumerate() {
        key::addressable(resource, |index| record.get(index)).map_err(|error| of_item(index, error))?;
    }
    let mut inserted = 0;
    let mut records = records.into_iter().peekable();
    while records.peek().is_some() {
        let rows = at_once.min(records.len());
        // Those before count too: a database may take them back by itself.
        inserted += rows;
        let chunk = records.by_ref().take(rows);
        let selection = change.selection();
        let statement = insert::many(resource, dialect, &selection, chunk)?;
        let created = match database.query(dialect.build(&statement)).await {
            Ok(created) => created,
            Err(error) => return Err(insert::failure(database, resource, inserted, error).await),
        };
        stored.push(change.stored(selection, created));
    }
    Ok(stored)
}

pub(in crate::engine) async fn delete_many(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let mut errors = FieldErrors::new();
    let dialect = cx.database.dialect();
    let mut query = Query::parse(request.query)?;
    let chosen = Chosen::parse(resource, &mut query, &mut errors);
    query.finish(&mut errors);
    errors.finish()?;
    let change = Change::asked(cx, request)?;
    let chosen = chosen.condition(dialect, &change.owner)?;
    if change.tells(Published::Delete) {
        refuse_too_many(&change, &chosen).await?;
    }
    let deleted = match change.called {
        Some(called) => Box::pin(delete_each(&change, called, chosen)).await?,
        None => {
            let mut gone = Gone::default();
            let scope = ChangeScope::begin(&change, &[Published::Delete], None, Statements::One).await?;
            let deleted = delete_all(scope.database(), &change, chosen, &mut gone).await?;
            scope.end(gone.messages()).await?;
            deleted
        }
    };
    Ok(Reply {
        outcome: Outcome::Nothing,
        total: Some(deleted),
        ..Reply::default()
    })
}

/// Refuses to delete more rows than can be told of: the keys of all of them are held until they are gone for good.
async fn refuse_too_many(change: &Change<'_>, chosen: &Condition) -> Result<(), Error> {
    let (database, resource) = (&*change.cx.database, change.resource);
    let dialect = database.dialect();
    let mut one_more = select::any(&Source::table(resource), chosen.clone());
    one_more.offset(MOST_TOLD);
    if database.query(dialect.build(&one_more)).await?.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(
        "",
        format!("more than {MOST_TOLD} rows, each of which would be told of; narrow the filters"),
    ))
}

/// Deletes the rows one by one between their hooks, in the order of the key, and tells how many. As many are held at a time as one
/// bulk request may have items.
async fn delete_each(change: &Change<'_>, called: Called<'_>, chosen: Condition) -> Result<u64, Error> {
    let resource = change.resource;
    let most = change.cx.settings.bulk_limit.max(1);
    let limit = u64::try_from(most).map_err(Error::internal)?;
    let order: Vec<OrderColumn> = (0..resource.key)
        .map(|field| OrderColumn {
            field,
            descending: false,
        })
        .collect();
    let within = called.ctx.begin(None).await?;
    let ctx = &within.ctx;
    let dialect = database(ctx).dialect();
    let mut condition = chosen.clone();
    let mut deleted = 0;
    loop {
        let mut gone = Gone::default();
        let selection = change.selection();
        let mut statement = select::page(
            resource,
            dialect,
            &Source::table(resource),
            &selection,
            condition,
            &order,
            limit,
        );
        dialect.lock(&mut statement);
        let found = database(ctx).query(dialect.build(&statement)).await?;
        let batch = change.stored(selection, found);
        let mut last = Vec::new();
        for index in 0..batch.len() {
            last = batch.values(index)?;
            last.truncate(resource.key);
            called.show(Moment::BeforeDelete, ctx, &batch, index).await?;
            let address = change.owner.address(last.clone())?;
            match remove(database(ctx), change, &address, &mut gone).await {
                Ok(()) => deleted += 1,
                // A hook, or a foreign key that cascades, was first.
                Err(Error::NotFound) => continue,
                Err(error) => return Err(error),
            }
            called.show(Moment::AfterDelete, ctx, &batch, index).await?;
        }
        gone.tell(ctx.context())?;
        if batch.len() < most {
            break;
        }
        let edge = |(column, value): (&OrderColumn, Value)| Edge {
            column: *column,
            value: Some(value),
        };
        let edges: Vec<Edge> = order.iter().zip(last).map(edge).collect();
        condition = chosen.clone().add(keyset::after(resource, dialect, &edges, false));
    }
    within.commit().await?;
    Ok(deleted)
}
