//! Pieces of fragments, as a document is joined of them: with their names, and with their placeholders filled.

use super::asyncapi;
use super::fragment::Fragment;
use super::writer::Writer;
use crate::meta::index::REQUEST_SUFFIX;
use crate::meta::{ErrorKinds, Failures, Index, Info, Placed, Placeholder};

/// A member of a document, `"name":{...}`, before its placeholders are filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    text: &'static [u8],
    /// The placeholders of the fragment that it is a part of.
    placeholders: &'static [Placed],
    /// Where it begins in the fragment.
    start: usize,
    /// Whether requests hold it, as a view of its own.
    request: bool,
    /// Whether its name has [`REQUEST_SUFFIX`].
    suffix: bool,
}

/// What fills placeholders.
#[derive(Clone, Copy)]
pub(super) struct Joining {
    pub(super) info: &'static Info,
    pub(super) index: &'static Index,
}

impl Joining {
    /// The kinds of an operation's errors.
    pub(super) const fn kinds(self, failures: &Failures) -> ErrorKinds {
        let is_referenced = match failures.if_referenced {
            Some(table) => self.index.is_referenced(table),
            None => false,
        };
        failures.all(self.info.access.authenticates(), is_referenced, self.info.limits)
    }
}

impl Piece {
    pub(super) const NONE: Self = Self::shared("");

    /// One without placeholders.
    pub(super) const fn shared(text: &'static str) -> Self {
        Self {
            text: text.as_bytes(),
            placeholders: &[],
            start: 0,
            request: false,
            suffix: false,
        }
    }

    /// What a fragment holds from `start` to `end`.
    pub(super) const fn of(fragment: &Fragment, start: usize, end: usize) -> Self {
        Self {
            text: fragment.text.split_at(end).0.split_at(start).1,
            placeholders: fragment.placeholders,
            start,
            request: false,
            suffix: false,
        }
    }

    /// The same in requests, under its own name if there is a `suffix`.
    pub(super) const fn in_requests(mut self, suffix: bool) -> Self {
        self.request = true;
        self.suffix = suffix;
        self
    }

    /// Writes it.
    pub(super) const fn write(&self, w: &mut Writer<'_>, cx: Joining) {
        let mut from = 0;
        if self.suffix {
            from = self.name_end();
            w.bytes(self.text.split_at(from).0);
            w.put(REQUEST_SUFFIX);
        }
        self.fill(w, from, self.text.len(), cx);
    }

    /// Writes it without its end, and without its name if that is written already.
    pub(super) const fn write_members(&self, w: &mut Writer<'_>, bare: bool, cx: Joining) {
        // The members of a path item begin behind `"/tasks":{`.
        let from = if bare { self.name_end() + 3 } else { 0 };
        self.fill(w, from, self.text.len() - 1, cx);
    }

    /// Writes it from `from` to `to`, and fills its placeholders.
    const fn fill(&self, w: &mut Writer<'_>, mut from: usize, to: usize, cx: Joining) {
        let (first, last) = (self.start + from, self.start + to);
        let mut index = self.first_placeholder(first);
        while index < self.placeholders.len() {
            let Placed {
                at,
                length,
                placeholder,
            } = self.placeholders[index];
            index += 1;
            if at >= last {
                break;
            }
            let at = at - self.start;
            w.bytes(self.text.split_at(at).0.split_at(from).1);
            from = at;
            match placeholder {
                Placeholder::Failures(failures) => {
                    super::failures::replies(w, &failures, cx.kinds(&failures), &cx.info.errors);
                }
                Placeholder::RequestName => self.name(w, at, cx),
                Placeholder::ReplyName => {
                    if self.request {
                        self.name(w, at, cx);
                    }
                }
                Placeholder::Closed => {
                    if self.request {
                        w.put(super::component::CLOSED);
                    }
                }
                Placeholder::BasePath => asyncapi::base_path(w, cx.info),
                Placeholder::Requirement => asyncapi::inherited(w, cx.info),
                Placeholder::Setting(_) => {
                    let start = w.len();
                    w.bytes(self.text.split_at(at + length).0.split_at(at).1);
                    w.placeholder_over(start, placeholder);
                    from = at + length;
                }
            }
        }
        w.bytes(self.text.split_at(to).0.split_at(from).1);
    }

    /// The number of the first placeholder that isn't before a byte: they stand in order.
    const fn first_placeholder(&self, byte: usize) -> usize {
        let (mut first, mut end) = (0, self.placeholders.len());
        while first < end {
            let middle = (first + end) / 2;
            if self.placeholders[middle].at < byte {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        first
    }

    /// Ends the name of a component before `at`, as requests name it.
    const fn name(&self, w: &mut Writer<'_>, at: usize, cx: Joining) {
        let mut start = at;
        while self.text[start - 1] != b'/' {
            start -= 1;
        }
        if cx.index.reach.is_split(self.text.split_at(at).0.split_at(start).1) {
            w.put(REQUEST_SUFFIX);
        }
    }

    /// Where its name ends.
    const fn name_end(&self) -> usize {
        let mut at = 1;
        while self.text[at] != b'"' {
            at += 1;
        }
        at
    }

    /// Whether its name comes before that of the other.
    pub(super) const fn is_before(&self, other: &Self) -> bool {
        let (ends, mut at) = ((self.name_end(), other.name_end()), 1);
        loop {
            let (x, y) = (self.byte(at, ends.0), other.byte(at, ends.1));
            if x != y {
                return x == b'"' || (y != b'"' && x < y);
            }
            if x == b'"' {
                return false;
            }
            at += 1;
        }
    }

    /// A byte of its name and suffix, which end where `text` has a quote.
    const fn byte(&self, at: usize, end: usize) -> u8 {
        if at < end {
            self.text[at]
        } else if self.suffix && at < end + REQUEST_SUFFIX.len() {
            REQUEST_SUFFIX.as_bytes()[at - end]
        } else {
            b'"'
        }
    }
}

/// Merge sort: near linear, for the interpreter's sake.
pub(super) const fn sorted<const M: usize>(mut from: [Piece; M], count: usize) -> [Piece; M] {
    let mut to = from;
    let mut width = 1;
    while width < count {
        let mut start = 0;
        while start < count {
            let middle = if start + width < count { start + width } else { count };
            let end = if start + 2 * width < count {
                start + 2 * width
            } else {
                count
            };
            let (mut left, mut right, mut at) = (start, middle, start);
            while at < end {
                if left < middle && (right >= end || !from[right].is_before(&from[left])) {
                    to[at] = from[left];
                    left += 1;
                } else {
                    to[at] = from[right];
                    right += 1;
                }
                at += 1;
            }
            start = end;
        }
        let sorted = to;
        to = from;
        from = sorted;
        width *= 2;
    }
    from
}
