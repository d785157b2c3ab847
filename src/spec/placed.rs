//! Pieces on their way into a document: collected from the fragments, brought into order, and written.

use super::document::Fragments;
use super::fragment::{Filling, Fragment, Hole, Section};
use super::referenced::Referenced;
use super::refs::Refs;
use super::write::Writer;
use crate::meta::{Inputs, Item, Part};

/// A piece, with the holes of its fragment.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    text: &'static [u8],
    /// Where it begins in its fragment.
    start: usize,
    fragment: Option<&'static Fragment>,
    /// Whether it is about requests.
    requests: bool,
    /// Whether its name gets [`Inputs::SUFFIX`].
    input: bool,
    /// Whether rows of others refer to those that it is about.
    referenced: bool,
}

impl Placed {
    pub(super) const NONE: Self = Self::shared("");

    /// A piece of a fragment.
    pub(super) const fn piece(fragment: &'static Fragment, index: usize) -> Self {
        Self {
            text: fragment.piece(index),
            start: fragment.pieces[index].start,
            fragment: Some(fragment),
            ..Self::NONE
        }
    }

    pub(super) const fn text(&self) -> &'static [u8] {
        self.text
    }

    pub(super) const fn shared(text: &'static str) -> Self {
        Self {
            text: text.as_bytes(),
            start: 0,
            fragment: None,
            requests: false,
            input: false,
            referenced: false,
        }
    }

    /// The same, about requests; `input`: under a name of its own.
    pub(super) const fn of_requests(self, input: bool) -> Self {
        Self {
            requests: true,
            input,
            ..self
        }
    }

    /// The same, about rows that others refer to, or not.
    const fn referenced(self, referenced: bool) -> Self {
        Self { referenced, ..self }
    }

    /// Writes a path item from `from` to `to`; where holes are to be filled, what they leave out stands there.
    const fn write(&self, w: &mut Writer<'_>, mut from: usize, to: usize, guarded: bool, refs: &mut Refs<'_>) {
        if let Some(fragment) = self.fragment {
            let mut hole = 0;
            while hole < fragment.hole_count {
                let Hole { at, filling } = fragment.holes[hole];
                let filled = match filling {
                    Filling::Refusals(_) => guarded,
                    Filling::Conflict => self.referenced,
                };
                if filled && at >= self.start + from && at < self.start + to {
                    refs.write(w, self.text.split_at(at - self.start).0.split_at(from).1);
                    filling.render(w);
                    from = at - self.start;
                }
                hole += 1;
            }
        }
        refs.write(w, self.text.split_at(to).0.split_at(from).1);
    }
}

/// Writes components, one behind the other.
pub(super) const fn all(w: &mut Writer<'_>, pieces: &[Placed], count: usize, inputs: &Inputs) {
    let mut at = 0;
    while at < count {
        if at > 0 {
            w.put(",");
        }
        let piece = &pieces[at];
        let mut text = piece.text;
        if piece.input {
            let end = name_end(text);
            w.bytes(text.split_at(end).0);
            w.put(Inputs::SUFFIX);
            text = text.split_at(end).1;
        }
        Refs::all(inputs, piece.requests).write(w, text);
        at += 1;
    }
}

/// Path items of one path, which several items of the declaration may have, become one.
pub(super) const fn joined(w: &mut Writer<'_>, pieces: &[Placed], count: usize, guarded: bool, inputs: &Inputs) {
    let mut refs = Refs::between(inputs, ",\"requestBody\":{", ",\"responses\":{");
    let mut at = 0;
    while at < count {
        let piece = pieces[at].text;
        let same = at > 0 && !before(&pieces[at - 1], &pieces[at]);
        // The members of a path item begin behind `"/tasks":{`.
        let from = if same { name_end(piece) + 3 } else { 0 };
        if at > 0 {
            w.put(if same { "," } else { "}," });
        }
        pieces[at].write(w, from, piece.len() - 1, guarded, &mut refs);
        at += 1;
    }
    if count > 0 {
        w.put("}");
    }
}

/// Where the name of a piece ends, which begins with `"name"`.
const fn name_end(piece: &[u8]) -> usize {
    let mut at = 1;
    while piece[at] != b'"' {
        at += 1;
    }
    at
}

/// The pieces of a section in the order of their names, and how many there are. Components are found by `reach`.
pub(super) const fn collect<const M: usize>(
    parts: &[&Part],
    fragments: Fragments,
    section: Section,
    referenced: Option<&Referenced<M>>,
) -> ([Placed; M], usize) {
    let mut pieces = [Placed::NONE; M];
    let mut count = 0;
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            let fragment = fragments[part][item];
            let is_referenced = match (referenced, &parts[part].items[item]) {
                (Some(referenced), Item::Resource(resource)) => referenced.has(resource.table),
                _ => false,
            };
            let mut piece = 0;
            while piece < fragment.count {
                if fragment.pieces[piece].section as u8 == section as u8 {
                    pieces[count] = Placed::piece(fragment, piece).referenced(is_referenced);
                    count += 1;
                }
                piece += 1;
            }
            item += 1;
        }
        part += 1;
    }
    (sorted(pieces, count), count)
}

/// Merge sort: near linear, for the interpreter's sake.
pub(super) const fn sorted<const M: usize>(mut from: [Placed; M], count: usize) -> [Placed; M] {
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
                if left < middle && (right >= end || !before(&from[right], &from[left])) {
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

/// Whether the name of `a` comes before the name of `b`.
const fn before(a: &Placed, b: &Placed) -> bool {
    let mut at = 1;
    loop {
        let (x, y) = (a.text[at], b.text[at]);
        if x == b'"' || y == b'"' {
            return tail_before(a, b, at);
        }
        if x != y {
            return x < y;
        }
        at += 1;
    }
}

/// The same, where the names are alike up to the end of one of them in its text.
const fn tail_before(a: &Placed, b: &Placed, from: usize) -> bool {
    let (a, b) = (Tail::of(a, from), Tail::of(b, from));
    let mut at = 0;
    loop {
        match (a.byte(at), b.byte(at)) {
            (None, other) => return other.is_some(),
            (_, None) => return false,
            (Some(x), Some(y)) if x != y => return x < y,
            _ => at += 1,
        }
    }
}

/// The end of a name.
struct Tail {
    text: &'static [u8],
    suffix: &'static str,
}

impl Tail {
    const fn of(placed: &Placed, from: usize) -> Self {
        Self {
            text: placed.text.split_at(name_end(placed.text)).0.split_at(from).1,
            suffix: if placed.input { Inputs::SUFFIX } else { "" },
        }
    }

    const fn byte(&self, at: usize) -> Option<u8> {
        if at < self.text.len() {
            return Some(self.text[at]);
        }
        let at = at - self.text.len();
        if at < self.suffix.len() {
            Some(self.suffix.as_bytes()[at])
        } else {
            None
        }
    }
}
