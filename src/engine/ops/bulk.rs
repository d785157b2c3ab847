//! `POST path/bulk` and `DELETE path`: many rows, all or none.

use serde_json::value::RawValue;

use super::no_parameters;
use crate::db::{Dialect, Executor};
use crate::engine::parse::body::{self, Record};
use crate::engine::parse::{Predicate, Query, filter, search};
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, condition, delete, insert};
use crate::error::{Error, FieldErrors};
use crate::meta::Fields;
use crate::meta::Resource;
use crate::types::{ColumnType, Limits};

/// How many placeholders one statement may have: SQLite's limit, PostgreSQL takes twice as many (<https://sqlite.org/limits.html>).
const MOST_PLACEHOLDERS: usize = 32_766;

pub(in crate::engine) async fn create_many(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let json = body::document(request.body, &cx.settings)?;
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    let mut records = records(resource, json, cx.settings.bulk_limit, &mut errors)?;
    errors.finish()?;
    request.owner()?.stamp(records.iter_mut())?;

    let selection = Selection::replies(resource);
    let renderer = Renderer::new(resource, &selection);
    let mut out = Vec::with_capacity(renderer.estimate(records.len()));
    out.push(b'[');
    let columns = insert::fields(resource).count();
    // A table that has nothing but a counted key takes one row a statement.
    let at_once = MOST_PLACEHOLDERS.checked_div(columns).unwrap_or(1).max(1);
    if records.len() <= at_once {
        // One statement is all or none by itself.
        insert_all(
            &*cx.database,
            resource,
            &selection,
            &renderer,
            records,
            at_once,
            &mut out,
        )
        .await?;
    } else {
        let transaction = cx.database.begin().await?;
        insert_all(
            &*transaction,
            resource,
            &selection,
            &renderer,
            records,
            at_once,
            &mut out,
        )
        .await?;
        transaction.commit().await?;
    }
    out.push(b']');
    Ok(Reply {
        outcome: Outcome::Created,
        body: out,
        ..Reply::default()
    })
}

/// Reads the items of a list; breaches carry their index.
fn records(resource: &Resource, json: &RawValue, most: usize, errors: &mut FieldErrors) -> Result<Vec<Record>, Error> {
    if !json.get().starts_with('[') {
        errors.push("not a list");
        return Ok(Vec::new());
    }
    let items: Vec<&RawValue> = serde_json::from_str(json.get()).map_err(Error::internal)?;
    if items.len() > most {
        errors.push(format!("too long (at most {most})"));
        return Ok(Vec::new());
    }
    let record = |(index, item)| errors.at(index, |errors| body::record(resource, item, Fields::Create, errors));
    Ok(items.into_iter().enumerate().filter_map(record).collect())
}

/// Inserts the records and appends the rows in the same order. Both databases insert the rows of `VALUES` one after the other and
/// return each as it is inserted; neither promises it on paper, so the tests hold them to it.
async fn insert_all(
    database: &dyn Executor,
    resource: &Resource,
    selection: &Selection,
    renderer: &Renderer,
    records: Vec<Record>,
    at_once: usize,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    let dialect = database.dialect();
    let mut records = records.into_iter().peekable();
    while records.peek().is_some() {
        let chunk = records.by_ref().take(at_once);
        let statement = insert::many(resource, dialect, selection, chunk)?;
        let created = database.query(dialect.build(&statement)).await?;
        renderer.items(rows::all(&*created), out)?;
    }
    Ok(())
}

pub(in crate::engine) async fn delete_many(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let mut errors = FieldErrors::new();
    let dialect = cx.database.dialect();
    let mut chosen = chosen(resource, dialect, request.query, &mut errors)?;
    errors.finish()?;
    chosen.extend(request.owner()?.predicate());
    let statement = delete::matching(resource, condition::all(resource, dialect, &chosen));
    let deleted = cx.database.execute(dialect.build(&statement)).await?;
    Ok(Reply {
        outcome: Outcome::Nothing,
        total: Some(deleted),
        ..Reply::default()
    })
}

/// The rows to delete. All of them only if the request says so: a filter forgotten must not empty a table.
///
/// The condition counts, not the parameters: the application may make one of a filter that every row meets. Whose the rows are counts
/// as none.
fn chosen(
    resource: &'static Resource,
    dialect: Dialect,
    query: &str,
    errors: &mut FieldErrors,
) -> Result<Vec<Predicate>, Error> {
    let mut query = Query::parse(query)?;
    let every = query.take("all", errors).and_then(|text| {
        errors.at("all", |errors| {
            <bool as ColumnType>::parse(&text, &Limits::NONE, errors)
        })
    });
    let mut predicates: Vec<Predicate> = search::parse(resource, &mut query, errors).into_iter().collect();
    predicates.extend(filter::parse(resource, &mut query, errors));
    query.finish(errors);
    let chosen = condition::all(resource, dialect, &predicates);
    if condition::always_holds(&chosen) && every != Some(true) && errors.is_empty() {
        errors.push_at("all", "required: give a filter, or all=true to delete every row");
    }
    Ok(predicates)
}
