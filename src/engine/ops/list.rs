//! `GET path`: a page of rows, by `limit` and `offset`; by cursor in `walk`.

use crate::engine::page::offset::Page;
use crate::engine::parse::{Predicate, Query, filter, order, page, search};
use crate::engine::request::{Context, Reply, Request};
use crate::engine::rows::{self, Renderer};
use crate::engine::statement::{Selection, condition, select};
use crate::error::{Error, FieldErrors};
use crate::meta::Resource;
use crate::types::Row;

/// Pages of `limit` and `offset`, with a count of all rows.
pub(in crate::engine) async fn by_offset(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let resource = request.resource;
    let mut errors = FieldErrors::new();
    let mut query = Query::parse(request.query)?;
    let limit = page::limit(&mut query, &request.operation.paging, &cx.settings, &mut errors);
    let offset = page::offset(&mut query, &mut errors);
    let order = order::parse(resource, &mut query, &mut errors);
    let predicates = predicates(resource, &mut query, &mut errors);
    query.finish(&mut errors);
    errors.finish()?;

    let dialect = cx.database.dialect();
    let selection = Selection::replies(resource);
    let matching = condition::all(resource, dialect, &predicates);
    let mut statement = select::page(resource, dialect, &selection, matching.clone(), &order, limit);
    statement.offset(offset);
    select::add_total(&mut statement, select::count(resource, matching.clone()));
    let found = cx.database.query(dialect.build(&statement)).await?;
    let total = match found.get(0) {
        Some(row) => total(row, selection.width())?,
        None if offset == 0 => 0,
        // A page past the end has no row to carry the count.
        None => {
            let counted = cx
                .database
                .query(dialect.build(&select::count(resource, matching)))
                .await?;
            total(rows::only(&*counted)?, 0)?
        }
    };

    Ok(Reply {
        body: render(resource, &selection, rows::all(&*found), found.len())?,
        total: Some(total),
        links: Page { limit, offset }.links(request.query, total),
        ..Reply::default()
    })
}

fn total(row: &dyn Row, index: usize) -> Result<u64, Error> {
    let total = row.int64(index).map_err(Error::Internal)?.unwrap_or(0);
    u64::try_from(total).map_err(Error::internal)
}

/// Takes the parameters that choose rows.
pub(super) fn predicates(
    resource: &'static Resource,
    query: &mut Query<'_>,
    errors: &mut FieldErrors,
) -> Vec<Predicate> {
    let mut predicates: Vec<Predicate> = search::parse(resource, query, errors).into_iter().collect();
    predicates.extend(filter::parse(resource, query, errors));
    predicates
}

/// Renders rows as a list.
pub(super) fn render<'r>(
    resource: &Resource,
    selection: &Selection,
    rows: impl Iterator<Item = &'r dyn Row>,
    count: usize,
) -> Result<Vec<u8>, Error> {
    let renderer = Renderer::new(resource, selection);
    let mut out = Vec::with_capacity(renderer.estimate(count));
    out.push(b'[');
    renderer.items(rows, &mut out)?;
    out.push(b']');
    Ok(out)
}
