//! The rows of a page as JSON, as many as its bytes allow.

use std::borrow::Cow;

use super::Shown;
use crate::db::{Executor, Next};
use crate::engine::related::{ComputedFields, Include, Links};
use crate::engine::rows::{Renderer, extend};
use crate::engine::statement::Selection;
use crate::error::Error;
use crate::meta::{Envelope, Resource};
use crate::types::Row;
use crate::types::envelope::{close_counted, open};

/// How many bytes are rendered before other tasks may run.
const PAUSE: usize = 64 * 1024;

/// The rows of a page.
pub(super) struct PageWriter {
    resource: &'static Resource,
    selection: Selection,
    includes: Vec<Include>,
    computed: ComputedFields,
    /// By what each row is related to others.
    links: Links,
    /// The members with the related rows, of each row.
    members: Vec<Vec<u8>>,
    renderer: Renderer,
    out: Vec<u8>,
    envelope: Envelope,
    /// Where the first item begins.
    start: usize,
    /// What stands behind the items.
    closing: Cow<'static, [u8]>,
    /// Where each item ends.
    ends: Vec<usize>,
    max_bytes: usize,
    paused: usize,
}

impl PageWriter {
    /// A page of at most `max_bytes`, unless a single row is larger, and of about so many rows.
    pub(super) fn new(
        resource: &'static Resource,
        selection: &Selection,
        shown: Shown,
        max_bytes: usize,
        rows: u64,
    ) -> Self {
        let Shown {
            visible,
            envelope,
            includes,
            computed,
        } = shown;
        let renderer = Renderer::new(resource, selection, &visible);
        let rows = usize::try_from(rows).unwrap_or(usize::MAX).min(1_000);
        let mut out = Vec::with_capacity(renderer.estimate(rows).min(max_bytes));
        open(envelope.many, &mut out);
        out.push(b'[');
        Self {
            resource,
            selection: selection.clone(),
            includes,
            computed,
            links: Links::default(),
            members: Vec::new(),
            renderer,
            start: out.len(),
            out,
            envelope,
            closing: Cow::Borrowed(if envelope.many.is_some() { b"]}" } else { b"]" }),
            ends: Vec::with_capacity(rows),
            max_bytes,
            paused: 0,
        }
    }

    /// Sets how many rows there are on all pages, which may stand behind the items.
    pub(super) fn set_total(&mut self, total: u64) {
        if let Some(name) = self.envelope.total {
            let mut closing = b"]".to_vec();
            close_counted(name, total, &mut closing);
            self.closing = Cow::Owned(closing);
        }
    }

    /// Appends a row; `false`: it doesn't fit. The first row always fits, since no client could get past it otherwise.
    pub(super) fn push(&mut self, row: &dyn Row) -> Result<bool, Error> {
        let before = self.out.len();
        if !self.ends.is_empty() {
            self.out.push(b',');
        }
        let start = self.out.len();
        self.renderer.row(row, &mut self.out)?;
        self.computed
            .extend(row, self.selection.width(), start, &mut self.out)?;
        // What ends the page counts too.
        if !self.ends.is_empty() && self.out.len() + self.closing.len() > self.max_bytes {
            self.out.truncate(before);
            return Ok(false);
        }
        self.ends.push(self.out.len());
        if !self.includes.is_empty() {
            self.links.push(&self.includes, self.resource, &self.selection, row)?;
        }
        Ok(true)
    }

    /// Reads the related rows of the page. If they don't fit, the last rows of the page are left out; returns whether that is so.
    ///
    /// # Errors
    ///
    /// Those of the [`Executor`].
    pub(super) async fn include(&mut self, database: &dyn Executor) -> Result<bool, Error> {
        let all = self.count();
        if self.includes.is_empty() || all == 0 {
            return Ok(false);
        }
        self.members = loop {
            if let Some(members) = self.links.load(database, &self.includes, self.max_bytes).await? {
                break members;
            }
            self.truncate(self.count().div_ceil(2));
        };
        let mut bytes = self.start + self.closing.len();
        let mut begin = self.start;
        let fitting = self.ends.iter().zip(&self.members).take_while(|(end, members)| {
            bytes += **end - begin + members.len();
            begin = **end;
            bytes <= self.max_bytes
        });
        let fitting = fitting.count().max(1);
        self.truncate(fitting);
        Ok(self.count() < all)
    }

    fn truncate(&mut self, rows: usize) {
        self.ends.truncate(rows);
        self.links.truncate(rows);
        self.members.truncate(rows);
        self.out.truncate(self.ends.last().copied().unwrap_or(self.start));
    }

    /// What to do after a row.
    pub(super) fn next(&mut self) -> Next {
        if self.out.len() - self.paused < PAUSE {
            return Next::Row;
        }
        self.paused = self.out.len();
        Next::Pause
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The page; `backward`: in the other order.
    pub(super) fn finish(mut self, backward: bool) -> Vec<u8> {
        if backward || !self.members.is_empty() {
            let mut out = Vec::with_capacity(self.out.len() + self.closing.len());
            out.extend_from_slice(self.out.get(..self.start).unwrap_or_default());
            let mut begins = vec![self.start];
            begins.extend(self.ends.iter().map(|end| end + 1));
            let items = 0..self.ends.len();
            let mut push = |item: usize| {
                if out.len() > self.start {
                    out.push(b',');
                }
                let row = self.out.get(begins[item]..self.ends[item]).unwrap_or_default();
                match self.members.get(item) {
                    Some(members) => extend(row, members, &mut out),
                    None => out.extend_from_slice(row),
                }
            };
            if backward {
                items.rev().for_each(&mut push);
            } else {
                items.for_each(&mut push);
            }
            self.out = out;
        }
        self.out.extend_from_slice(&self.closing);
        self.out
    }
}
