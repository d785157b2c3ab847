//! Pages of `limit` and `cursor`, along the declared order, forward and backward.
//!
//! Links are exact when the page is read: `next` and `prev` exist if and only if there are rows on that side. Whatever is
//! inserted or deleted between two pages, no row is repeated or skipped, unless its own values in the order change.

use std::iter::empty;

use sea_orm::Condition;

use super::Shown;
use super::page_writer::PageWriter;
use crate::db::{Executor, Next};
use crate::engine::page::cursor::{Cursor, Fingerprint};
use crate::engine::parse::order::{self, Sort};
use crate::engine::related;
use crate::engine::rows;
use crate::engine::statement::keyset::{self, Edge};
use crate::engine::statement::{Selection, Source, select};
use crate::error::Error;
use crate::meta::Resource;
use crate::types::Row;

/// Where the requested page begins; backward, where it ends.
#[derive(Debug, Clone)]
pub(super) struct Start {
    cursor: Cursor,
    /// The cursor's values in the order in which rows are read.
    edges: Vec<Edge>,
}

impl Start {
    /// Parses a cursor; `None` if it isn't one of this list.
    pub(super) fn parse(text: &str, fingerprint: Fingerprint, resource: &Resource, order: &[Sort]) -> Option<Self> {
        let cursor = Cursor::parse(text, fingerprint)?;
        let edges = cursor.edges(resource, &read_order(order, cursor.backward))?;
        Some(Self { cursor, edges })
    }
}

/// The order in which rows are read.
fn read_order(order: &[Sort], backward: bool) -> Vec<Sort> {
    if backward {
        order::reverse(order)
    } else {
        order.to_vec()
    }
}

/// The rows of a list, of which pages are read.
pub(super) struct CursorList<'l> {
    database: &'l dyn Executor,
    resource: &'static Resource,
    source: Source,
    selection: Selection,
    matching: Condition,
    order: Vec<Sort>,
    shown: Shown,
}

/// A page's body, the cursors of the pages before and after it, and how many rows it has.
pub(super) type CursorPage = (Vec<u8>, Vec<(&'static str, Cursor)>, usize);

impl<'l> CursorList<'l> {
    pub(super) fn new(
        database: &'l dyn Executor,
        resource: &'static Resource,
        source: Source,
        order: Vec<Sort>,
        matching: Condition,
        shown: Shown,
    ) -> Self {
        Self {
            database,
            resource,
            selection: Selection::items(resource)
                .visible(resource, &shown.visible)
                .and(order.iter().filter_map(Sort::as_column))
                .and(related::columns(&shown.includes)),
            source,
            matching,
            order,
            shown,
        }
    }

    /// Reads the rows from `start` on, and at most two more. One after the page's end shows that there are rows ahead. The one that
    /// the cursor was made of, if it still comes first, shows that there are rows behind.
    pub(super) async fn page(&self, start: Option<Start>, limit: u64, page_bytes: usize) -> Result<CursorPage, Error> {
        let dialect = self.database.dialect();
        let backward = start.as_ref().is_some_and(|start| start.cursor.backward);
        let (condition, extra) = match &start {
            None => (self.matching.clone(), 1),
            Some(Start { cursor, edges }) => (
                self.matching(keyset::after(self.resource, dialect, edges, true)),
                if cursor.inclusive { 1 } else { 2 },
            ),
        };
        let order = read_order(&self.order, backward);
        let statement = select::page(
            self.resource,
            dialect,
            &self.source,
            &self.shown.computed.inner(&self.selection, &order),
            condition,
            &order,
            limit + extra,
        );
        let statement =
            (self.shown.computed).around(dialect, self.resource, &self.selection, statement, empty(), &order);
        let mut page = PageWriter::new(self.resource, &self.selection, self.shown.clone(), page_bytes, limit);
        let limit = usize::try_from(limit).map_err(Error::internal)?;
        let (mut is_first, mut found_start, mut ahead) = (true, false, false);
        // The order's values of the rows that are read: of the first and the last one, or of all if related rows may shorten the page.
        let mut kept: Vec<Vec<u8>> = Vec::new();
        let keeps_all = !self.shown.includes.is_empty();
        let visit = &mut |row: &dyn Row| {
            let values = self.values(row)?;
            if std::mem::take(&mut is_first)
                && let Some(start) = &start
                && !start.cursor.inclusive
                && values == start.cursor.values
            {
                found_start = true;
                return Ok(Next::Row);
            }
            if page.count() == limit {
                ahead = true;
                // The statement returns at most one row after it, and to read that is cheaper than to stop.
                return Ok(Next::Row);
            }
            if !page.push(row)? {
                ahead = true;
                return Ok(Next::Enough);
            }
            if !keeps_all {
                kept.truncate(1);
            }
            kept.push(values);
            Ok(page.next())
        };
        self.database.visit(dialect.build(&statement), visit).await?;
        if page.include(self.database).await? {
            ahead = true;
            kept.truncate(page.count());
        }
        let ends = kept.first().cloned().zip(kept.pop());
        let behind = match &start {
            None => false,
            Some(_) if found_start => true,
            Some(start) => self.any_behind(start).await?,
        };
        let neighbours = neighbours(ends, start.map(|start| start.cursor), ahead, behind);
        let count = page.count();
        Ok((page.finish(backward), neighbours, count))
    }

    /// Whether there are rows on the side that the request comes from.
    async fn any_behind(&self, start: &Start) -> Result<bool, Error> {
        let dialect = self.database.dialect();
        let back = |edge: &Edge| Edge {
            sort: Sort {
                by: edge.sort.by.clone(),
                descending: !edge.sort.descending,
            },
            value: edge.value.clone(),
        };
        let edges: Vec<Edge> = start.edges.iter().map(back).collect();
        let behind = keyset::after(self.resource, dialect, &edges, !start.cursor.inclusive);
        let statement = select::any(&self.source, self.matching(behind));
        let found = self.database.query(dialect.build(&statement)).await?;
        Ok(found.get(0).is_some())
    }

    fn matching(&self, condition: Condition) -> Condition {
        self.matching.clone().add(condition)
    }

    /// The order's values of a row, as cursors hold them.
    fn values(&self, row: &dyn Row) -> Result<Vec<u8>, Error> {
        // Values that no column holds come behind all others.
        let mut value = self.selection.width() + self.shown.computed.width();
        let mut cells = Vec::with_capacity(self.order.len());
        for sort in &self.order {
            let position = match sort.as_column() {
                Some(field) => self.selection.position(field)?,
                None => {
                    value += 1;
                    value - 1
                }
            };
            cells.push((sort.field(self.resource).codec, position));
        }
        rows::cells(cells.into_iter(), row)
    }
}

/// The pages before and after one: `ends` are the order's values of the first and last row that were read, `start` is where reading began.
fn neighbours(
    ends: Option<(Vec<u8>, Vec<u8>)>,
    start: Option<Cursor>,
    ahead: bool,
    behind: bool,
) -> Vec<(&'static str, Cursor)> {
    let backward = start.as_ref().is_some_and(|cursor| cursor.backward);
    let (next, prev) = if backward { (behind, ahead) } else { (ahead, behind) };
    let (first, last) = match ends {
        Some((first, last)) if backward => (Some(last), Some(first)),
        Some((first, last)) => (Some(first), Some(last)),
        None => (None, None),
    };
    // A page without rows has no values; its neighbour begins where it would have begun.
    let beside = |values: Option<Vec<u8>>, backward: bool| match (values, &start) {
        (Some(values), _) => Some(Cursor {
            backward,
            inclusive: false,
            values,
        }),
        (None, Some(cursor)) => Some(Cursor {
            backward,
            inclusive: !cursor.inclusive,
            values: cursor.values.clone(),
        }),
        (None, None) => None,
    };
    let mut neighbours = Vec::new();
    if prev {
        neighbours.extend(beside(first, true).map(|cursor| ("prev", cursor)));
    }
    if next {
        neighbours.extend(beside(last, false).map(|cursor| ("next", cursor)));
    }
    neighbours
}
