//! Pages of `limit` and `cursor`: a walk along the declared order, forwards and back.
//!
//! Links are exact when the page is read: `next` and `prev` are there if and only if there are rows on that side. Whatever is
//! inserted or deleted between two pages, they show no row twice and leave none out, unless its own values in the order change.

use sea_orm::Condition;

use super::render;
use crate::db::{Executor, Rows};
use crate::engine::page::cursor::{Cursor, Fingerprint};
use crate::engine::parse::order;
use crate::engine::request::Reply;
use crate::engine::rows;
use crate::engine::statement::keyset::{self, Edge};
use crate::engine::statement::{Selection, Source, select};
use crate::error::Error;
use crate::meta::{OrderColumn, Resource};
use crate::types::Row;

/// Where the request's page begins, or ends.
#[derive(Debug, Clone)]
pub(super) struct Start {
    cursor: Cursor,
    /// The cursor's values along the direction of travel.
    edges: Vec<Edge>,
}

impl Start {
    /// Reads a cursor's text; `None` if it is none of this list's.
    pub(super) fn parse(
        text: &str,
        fingerprint: Fingerprint,
        resource: &Resource,
        order: &[OrderColumn],
    ) -> Option<Self> {
        let cursor = Cursor::parse(text, fingerprint)?;
        let edges = cursor.edges(resource, &travel(order, cursor.backward))?;
        Some(Self { cursor, edges })
    }
}

/// The order in which rows are met on the way.
fn travel(order: &[OrderColumn], backward: bool) -> Vec<OrderColumn> {
    if backward {
        order::flipped(order)
    } else {
        order.to_vec()
    }
}

/// A list without its page.
pub(super) struct CursorList<'l> {
    database: &'l dyn Executor,
    resource: &'static Resource,
    source: Source,
    selection: Selection,
    matching: Condition,
    order: Vec<OrderColumn>,
}

struct CursorPage {
    body: Vec<u8>,
    neighbours: Vec<(&'static str, Cursor)>,
}

impl<'l> CursorList<'l> {
    pub(super) fn new(
        database: &'l dyn Executor,
        resource: &'static Resource,
        source: Source,
        order: Vec<OrderColumn>,
        matching: Condition,
    ) -> Self {
        Self {
            database,
            resource,
            selection: Selection::replies(resource).and(order.iter().map(|column| column.field)),
            source,
            matching,
            order,
        }
    }

    /// Answers with one page, and links to its neighbours.
    pub(super) async fn reply(
        &self,
        start: Option<Start>,
        limit: u64,
        query: &str,
        fingerprint: Fingerprint,
    ) -> Result<Reply, Error> {
        let page = self.page(start, limit).await?;
        let link = |(relation, cursor): (&'static str, Cursor)| (relation, cursor.link(query, fingerprint));
        Ok(Reply {
            body: page.body,
            links: page.neighbours.into_iter().map(link).collect(),
            ..Reply::default()
        })
    }

    /// Reads the rows from `start` on, and two more at most: one past the page's end tells that there are rows ahead; the one that
    /// the cursor was made of, if it still comes first, tells that there are rows behind.
    async fn page(&self, start: Option<Start>, limit: u64) -> Result<CursorPage, Error> {
        let dialect = self.database.dialect();
        let backward = start.as_ref().is_some_and(|start| start.cursor.backward);
        let (condition, extra) = match &start {
            None => (self.matching.clone(), 1),
            Some(Start { cursor, edges }) => (
                self.matching(keyset::after(self.resource, dialect, edges, true)),
                if cursor.inclusive { 1 } else { 2 },
            ),
        };
        let order = travel(&self.order, backward);
        let statement = select::page(
            self.resource,
            dialect,
            &self.source,
            &self.selection,
            condition,
            &order,
            limit + extra,
        );
        let found = self.database.query(dialect.build(&statement)).await?;

        let met_again = match (&start, found.get(0)) {
            (Some(start), Some(row)) => !start.cursor.inclusive && self.values(row)? == start.cursor.values,
            (None, _) | (_, None) => false,
        };
        let skipped = usize::from(met_again);
        let limit = usize::try_from(limit).map_err(Error::internal)?;
        let end = found.len().min(skipped + limit);
        let ahead = found.len() > end;
        let behind = match &start {
            None => false,
            Some(_) if met_again => true,
            Some(start) => self.any_behind(start).await?,
        };
        self.render(&*found, skipped..end, start.map(|start| start.cursor), ahead, behind)
    }

    /// Whether there are rows on the side that the request comes from.
    async fn any_behind(&self, start: &Start) -> Result<bool, Error> {
        let dialect = self.database.dialect();
        let back = |edge: &Edge| Edge {
            column: OrderColumn {
                descending: !edge.column.descending,
                ..edge.column
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

    fn render(
        &self,
        found: &dyn Rows,
        kept: std::ops::Range<usize>,
        start: Option<Cursor>,
        ahead: bool,
        behind: bool,
    ) -> Result<CursorPage, Error> {
        let backward = start.as_ref().is_some_and(|cursor| cursor.backward);
        let (next, prev) = if backward { (behind, ahead) } else { (ahead, behind) };
        let count = kept.len();
        let mut page: Vec<&dyn Row> = kept.filter_map(|index| found.get(index)).collect();
        if backward {
            page.reverse();
        }
        // A page without rows has no edge of its own; its neighbour begins where it would have.
        let beside = |row: Option<&&dyn Row>, backward: bool| match (row, &start) {
            (Some(row), _) => Ok(Some(Cursor {
                backward,
                inclusive: false,
                values: self.values(*row)?,
            })),
            (None, Some(cursor)) => Ok(Some(Cursor {
                backward,
                inclusive: !cursor.inclusive,
                values: cursor.values.clone(),
            })),
            (None, None) => Ok::<_, Error>(None),
        };
        let mut neighbours = Vec::new();
        if prev {
            neighbours.extend(beside(page.first(), true)?.map(|cursor| ("prev", cursor)));
        }
        if next {
            neighbours.extend(beside(page.last(), false)?.map(|cursor| ("next", cursor)));
        }
        let body = render(self.resource, &self.selection, page.into_iter(), count)?;
        Ok(CursorPage { body, neighbours })
    }

    /// The order's values of a row, as cursors hold them.
    fn values(&self, row: &dyn Row) -> Result<Vec<u8>, Error> {
        let fields = self.order.iter().map(|column| column.field);
        rows::cells(self.resource, &self.selection, fields, row)
    }
}
