//! Pages of `limit` and `cursor`, along the declared order, forward and backward.
//!
//! Links are exact when the page is read: `next` and `prev` exist if and only if there are rows on that side. Whatever is
//! inserted or deleted between two pages, no row is repeated or skipped, unless its own values in the order change.

use std::iter::empty;

use sea_orm::Condition;
use sea_orm::sea_query::SelectStatement;

use super::Shown;
use super::page_writer::PageWriter;
use crate::db::{Executor, Next};
use crate::engine::page::cursor::{Cursor, Fingerprint};
use crate::engine::parse::Predicate;
use crate::engine::parse::order::{self, Sort};
use crate::engine::related;
use crate::engine::rows;
use crate::engine::statement::keyset::{self, Edge};
use crate::engine::statement::{Selection, Shape, Source, StatementShape, condition, select, shape};
use crate::error::Error;
use crate::meta::Resource;
use crate::types::{Codec, Row};

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
    predicates: Vec<Predicate>,
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
        predicates: Vec<Predicate>,
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
            predicates,
            order,
            shown,
        }
    }

    /// Reads the rows from `start` on, and at most two more. One after the page's end shows that there are rows ahead. The one that
    /// the cursor was made of, if it still comes first, shows that there are rows behind.
    pub(super) async fn page(&self, start: Option<Start>, limit: u64, page_bytes: usize) -> Result<CursorPage, Error> {
        let dialect = self.database.dialect();
        let backward = start.as_ref().is_some_and(|start| start.cursor.backward);
        let (edges, extra) = match &start {
            None => (&[][..], 1),
            Some(Start { cursor, edges }) => (&edges[..], if cursor.inclusive { 1 } else { 2 }),
        };
        let order = read_order(&self.order, backward);
        let shape = self.shape(edges, &order, limit + extra);
        let statement = shape::statement(dialect, shape, || self.rows(edges, &order, limit + extra));
        let mut page = PageWriter::new(self.resource, &self.selection, self.shown.clone(), page_bytes, limit);
        let cells = self.cells()?;
        let limit = usize::try_from(limit).map_err(Error::internal)?;
        let (mut is_first, mut found_start, mut ahead) = (true, false, false);
        // The order's values of the rows that are read: of the first and the last one, or of all if related rows may shorten the page.
        let mut kept: Vec<Vec<u8>> = Vec::new();
        let keeps_all = !self.shown.includes.is_empty();
        let visit = &mut |row: &dyn Row| {
            let values = rows::cells(cells.iter().copied(), row)?;
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
        self.database.visit(statement, visit).await?;
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

    /// The statement that reads so many rows in this order, from these edges on.
    fn rows(&self, edges: &[Edge], order: &[Sort], limit: u64) -> SelectStatement {
        let (resource, dialect, computed) = (self.resource, self.database.dialect(), &self.shown.computed);
        let condition = if edges.is_empty() {
            self.matching(Condition::all())
        } else {
            self.matching(keyset::after(resource, dialect, edges, true))
        };
        let inner = computed.inner(resource, &self.selection, order);
        let rows = select::page(resource, dialect, &self.source, &inner, condition, order, limit);
        computed.around(dialect, resource, &self.selection, rows, empty(), order)
    }

    /// What decides the text of [`rows`](Self::rows); `None` if that isn't known.
    fn shape(&self, edges: &[Edge], order: &[Sort], limit: u64) -> Option<Shape> {
        if !self.source.is_table() {
            return None;
        }
        let (resource, dialect) = (self.resource, self.database.dialect());
        let mut shape = Shape::new(dialect, StatementShape::Page, resource);
        shape.list(self.selection.fields());
        shape.part(order.len());
        for sort in order {
            shape.part(sort.as_column()?);
            shape.part(sort.descending);
        }
        self.shown.computed.shape(&mut shape)?;
        condition::shape(resource, dialect, &self.predicates, &mut shape)?;
        keyset::shape(resource, dialect, edges, &mut shape)?;
        shape.limit(limit);
        Some(shape)
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
        let matching = condition::all(self.resource, self.database.dialect(), &self.predicates);
        if condition.is_empty() {
            matching
        } else {
            matching.add(condition)
        }
    }

    /// The cells with the order's values of a row, which cursors hold.
    fn cells(&self) -> Result<Vec<(Codec, usize)>, Error> {
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
        Ok(cells)
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
