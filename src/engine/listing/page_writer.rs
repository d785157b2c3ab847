//! The rows of a page as JSON, as many as its bytes allow.

use crate::db::Next;
use crate::engine::rows::Renderer;
use crate::engine::statement::Selection;
use crate::engine::visible_fields::VisibleFields;
use crate::error::Error;
use crate::meta::Resource;
use crate::types::Row;

/// How many bytes are rendered before other tasks may run.
const PAUSE: usize = 64 * 1024;

/// The rows of a page.
pub(super) struct PageWriter {
    renderer: Renderer,
    out: Vec<u8>,
    /// Where each item ends.
    ends: Vec<usize>,
    max_bytes: usize,
    paused: usize,
}

impl PageWriter {
    /// A page of at most `max_bytes`, unless a single row is larger, and of about so many rows.
    pub(super) fn new(
        resource: &'static Resource,
        (selection, visible): (&Selection, &VisibleFields),
        max_bytes: usize,
        rows: u64,
    ) -> Self {
        let renderer = Renderer::new(resource, selection, visible);
        let rows = usize::try_from(rows).unwrap_or(usize::MAX).min(1_000);
        let mut out = Vec::with_capacity(renderer.estimate(rows).min(max_bytes));
        out.push(b'[');
        Self {
            renderer,
            out,
            ends: Vec::with_capacity(rows),
            max_bytes,
            paused: 0,
        }
    }

    /// Appends a row; `false`: it doesn't fit. The first row always fits, since no client could get past it otherwise.
    pub(super) fn push(&mut self, row: &dyn Row) -> Result<bool, Error> {
        let before = self.out.len();
        if !self.ends.is_empty() {
            self.out.push(b',');
        }
        self.renderer.row(row, &mut self.out)?;
        // The bracket at the end counts too.
        if !self.ends.is_empty() && self.out.len() >= self.max_bytes {
            self.out.truncate(before);
            return Ok(false);
        }
        self.ends.push(self.out.len());
        Ok(true)
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

    /// The list; `backward`: in the other order.
    pub(super) fn finish(mut self, backward: bool) -> Vec<u8> {
        if backward {
            let mut out = Vec::with_capacity(self.out.len() + 1);
            let mut begins = vec![1];
            begins.extend(self.ends.iter().map(|end| end + 1));
            for (begin, end) in begins.iter().zip(&self.ends).rev() {
                out.push(if out.is_empty() { b'[' } else { b',' });
                out.extend_from_slice(self.out.get(*begin..*end).unwrap_or_default());
            }
            if out.is_empty() {
                out.push(b'[');
            }
            self.out = out;
        }
        self.out.push(b']');
        self.out
    }
}
