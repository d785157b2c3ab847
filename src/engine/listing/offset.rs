//! Pages of `limit` and `offset`, with a count of all rows.

use std::iter::empty;

use sea_orm::Condition;

use super::page_writer::PageWriter;
use super::{Listing, Page, Shown};
use crate::db::{Executor, Next};
use crate::engine::parse::order;
use crate::engine::related;
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
        visible,
        query,
        order,
        limit,
        page_bytes,
        max_offset,
        envelope,
        includes,
        computed,
        ..
    } = listing;
    let dialect = database.dialect();
    let selection = Selection::items(resource)
        .visible(resource, &visible)
        .and(related::columns(&includes));
    let shown = Shown {
        visible,
        envelope,
        includes,
        computed,
    };
    let computed = &shown.computed;
    let (inner, width) = (
        computed.inner(resource, &selection, &order),
        selection.width() + computed.width() + order::values(&order).count(),
    );
    let mut rows = select::page(resource, dialect, &source, &inner, matching.clone(), &order, limit);
    rows.offset(offset);
    let mut statement = computed.around(dialect, resource, &selection, rows, empty(), &order);
    select::add_total(&mut statement, select::count(&source, matching.clone()));
    let mut page = PageWriter::new(resource, &selection, shown, page_bytes, limit);
    let (mut counted, mut cut) = (None, false);
    let visit = &mut |row: &dyn Row| {
        if counted.is_none() {
            let total = total(row, width)?;
            page.set_total(total);
            counted = Some(total);
        }
        cut = !page.push(row)?;
        Ok(if cut { Next::Enough } else { page.next() })
    };
    database.visit(dialect.build(&statement), visit).await?;
    cut |= page.include(database).await?;
    let total = match counted {
        Some(counted) => counted,
        None if offset == 0 => 0,
        // A page past the end has no row with the count in it.
        None => {
            let counted = database.query(dialect.build(&select::count(&source, matching))).await?;
            total(rows::only(&*counted)?, 0)?
        }
    };
    page.set_total(total);

    let cut = cut.then(|| u64::try_from(page.count()).unwrap_or(limit));
    Ok(Reply {
        body: page.finish(false),
        total: Some(total),
        is_empty: total == 0,
        links: Page { limit, offset }.links(&query, total, cut, max_offset),
        ..Reply::default()
    })
}

fn total(row: &dyn Row, index: usize) -> Result<u64, Error> {
    let total = row.int64(index).map_err(Error::Internal)?.unwrap_or(0);
    u64::try_from(total).map_err(Error::internal)
}
