//! Pages of `limit` and `offset`, with a count of all rows.

use sea_orm::Condition;

use super::{Listing, Page, render};
use crate::db::Executor;
use crate::engine::request::Reply;
use crate::engine::rows;
use crate::engine::statement::{Selection, Source, select};
use crate::error::Error;
use crate::types::Row;

pub(super) async fn page(
    listing: Listing,
    database: &dyn Executor,
    source: Source,
    matching: Condition,
    offset: u64,
) -> Result<Reply, Error> {
    let Listing {
        resource,
        query,
        order,
        limit,
        ..
    } = listing;
    let dialect = database.dialect();
    let selection = Selection::replies(resource);
    let mut statement = select::page(resource, dialect, &source, &selection, matching.clone(), &order, limit);
    statement.offset(offset);
    select::add_total(&mut statement, select::count(&source, matching.clone()));
    let found = database.query(dialect.build(&statement)).await?;
    let total = match found.get(0) {
        Some(row) => total(row, selection.width())?,
        None if offset == 0 => 0,
        // A page past the end has no row to carry the count.
        None => {
            let counted = database.query(dialect.build(&select::count(&source, matching))).await?;
            total(rows::only(&*counted)?, 0)?
        }
    };

    Ok(Reply {
        body: render(resource, &selection, rows::all(&*found), found.len())?,
        total: Some(total),
        links: Page { limit, offset }.links(&query, total),
        ..Reply::default()
    })
}

fn total(row: &dyn Row, index: usize) -> Result<u64, Error> {
    let total = row.int64(index).map_err(Error::Internal)?.unwrap_or(0);
    u64::try_from(total).map_err(Error::internal)
}
