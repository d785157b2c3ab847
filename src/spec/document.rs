//! The document: its head, all fragments and the shared components, joined in a const.

use super::fragment::{Fragment, Hole, Scratch, Section};
use super::hash::{hash, mix};
use super::named::{is_item, is_named};
use super::security::{self, Refusals};
use super::shared::{self, HEADERS, PARAMETERS, RESPONSES, SCHEMAS, Shared};
use super::write::Writer;
use crate::meta::{Access, Info, Part};

/// Renders what stands before the paths.
#[must_use]
pub const fn render_head<const N: usize>(info: &Info) -> Scratch<N> {
    let mut scratch = Scratch::new();
    let mut w = scratch.writer();
    w.put("{\"openapi\":\"3.1.1\",");
    about(&mut w, info);
    w.put("},\"servers\":[");
    let mut at = 0;
    while at < info.servers.len() {
        w.comma();
        w.around("{\"url\":\"", info.servers[at], "\"}");
        at += 1;
    }
    if info.servers.is_empty() {
        w.around(
            "{\"url\":\"",
            if info.base_path.is_empty() { "/" } else { info.base_path },
            "\"}",
        );
    }
    w.put("],");
    security::member(&mut w, &info.access);
    w.put(",");
    tags(&mut w, info);
    w.put(",\"paths\":{");
    let end = w.len();
    scratch.mark(Section::Path, 0, end);
    security::schemes(&mut scratch, info);
    if matches!(info.access, Access::AnyOf(_)) {
        scratch.leave(end, Refusals::BOTH);
    }
    scratch
}

/// `"info":{..`, without its end.
pub(super) const fn about(w: &mut Writer<'_>, info: &Info) {
    w.around("\"info\":{\"title\":\"", info.title, "\"");
    w.description(info.docs);
    if !info.terms_of_service.is_empty() {
        w.around(",\"termsOfService\":\"", info.terms_of_service, "\"");
    }
    if let Some(contact) = info.contact {
        w.put(",\"contact\":{");
        member(w, "\"name\":", contact.name);
        member(w, "\"url\":", contact.url);
        member(w, "\"email\":", contact.email);
        w.put("}");
    }
    if let Some(license) = info.license {
        w.put(",\"license\":{");
        member(w, "\"name\":", license.name);
        member(w, "\"url\":", license.url);
        w.put("}");
    }
    w.around(",\"version\":\"", info.version, "\"");
}

/// `"tags":[..]`: all that there are.
pub(super) const fn tags(w: &mut Writer<'_>, info: &Info) {
    w.put("\"tags\":[");
    let mut at = 0;
    while at < info.tags.len() {
        let (name, description) = info.tags[at];
        w.comma();
        w.around("{\"name\":\"", name, "\"");
        if !description.is_empty() {
            w.around(",\"description\":\"", description, "\"");
        }
        w.put("}");
        at += 1;
    }
    w.put("]");
}

/// What an API says of itself, rendered.
#[derive(Debug, Clone, Copy)]
pub struct Head<'t> {
    /// What stands before the paths.
    before: &'t [u8],
    /// What stands behind the other components.
    schemes: &'t [u8],
    /// Whether its own rule of access asks for credentials.
    guarded: bool,
}

impl<const N: usize> Scratch<N> {
    /// What it holds as the head of a document.
    #[must_use]
    pub const fn head(&self) -> Head<'_> {
        let (before, schemes) = self.text().split_at(self.first_end());
        Head {
            before,
            schemes,
            guarded: self.has_holes(),
        }
    }
}

const fn member(w: &mut Writer<'_>, name: &str, text: &str) {
    if !text.is_empty() {
        w.comma();
        w.put(name);
        w.string(text);
    }
}

/// Room for all that items share.
pub const SHARED_SIZE: usize =
    96 + sum(RESPONSES) + sum(PARAMETERS) + sum(HEADERS) + SCHEMAS[0].len() + SCHEMAS[1].len();

const fn sum(shared: Shared) -> usize {
    let mut size = 32;
    let mut at = 0;
    while at < shared.len() {
        size += shared[at].1.len() + 1;
        at += 1;
    }
    size
}

/// The fragments of each part.
pub type Fragments = &'static [&'static [&'static Fragment]];

/// Joins the document. `N` is room for its bytes, `M` for its pieces.
#[must_use]
pub const fn join<const N: usize, const M: usize>(head: Head<'_>, parts: &[&Part], fragments: Fragments) -> Scratch<N> {
    let mut scratch = Scratch::new();
    let mut w = scratch.writer();
    w.bytes(head.before);
    let (paths, count) = collect::<M>(parts, fragments, Section::Path);
    joined(&mut w, &paths, count, head.guarded);
    w.put("},\"components\":{\"schemas\":{");
    let (schemas, count) = collect::<M>(parts, fragments, Section::Schema);
    all(&mut w, &schemas, count);
    let uses = shared::uses(parts);
    let uses = if head.guarded { shared::guarded(uses) } else { uses };
    section(&mut w, "},\"responses\":{", RESPONSES, uses);
    section(&mut w, "},\"parameters\":{", PARAMETERS, uses);
    section(&mut w, "},\"headers\":{", HEADERS, uses);
    w.bytes(head.schemes);
    w.put("}}}");
    let end = w.len();
    scratch.written(end);
    scratch
}

/// A piece, with the holes of its fragment.
#[derive(Clone, Copy)]
pub(super) struct Placed {
    text: &'static [u8],
    /// Where it begins in its fragment.
    start: usize,
    fragment: Option<&'static Fragment>,
}

impl Placed {
    pub(super) const NONE: Self = Self::shared("");

    /// A piece of a fragment.
    pub(super) const fn piece(fragment: &'static Fragment, index: usize) -> Self {
        Self {
            text: fragment.piece(index),
            start: fragment.pieces[index].start,
            fragment: Some(fragment),
        }
    }

    pub(super) const fn text(&self) -> &'static [u8] {
        self.text
    }

    const fn shared(text: &'static str) -> Self {
        Self {
            text: text.as_bytes(),
            start: 0,
            fragment: None,
        }
    }

    /// Writes it from `from` to `to`; where holes are to be filled, what they leave out stands there.
    const fn write(&self, w: &mut Writer<'_>, mut from: usize, to: usize, fill: bool) {
        if fill && let Some(fragment) = self.fragment {
            let mut hole = 0;
            while hole < fragment.hole_count {
                let Hole { at, refusals } = fragment.holes[hole];
                if at >= self.start + from && at < self.start + to {
                    w.bytes(self.text.split_at(at - self.start).0.split_at(from).1);
                    refusals.render(w);
                    from = at - self.start;
                }
                hole += 1;
            }
        }
        w.bytes(self.text.split_at(to).0.split_at(from).1);
    }
}

pub(super) const fn all(w: &mut Writer<'_>, pieces: &[Placed], count: usize) {
    let mut at = 0;
    while at < count {
        if at > 0 {
            w.put(",");
        }
        w.bytes(pieces[at].text);
        at += 1;
    }
}

/// Path items of one path, which several items of the declaration may have, become one.
const fn joined(w: &mut Writer<'_>, pieces: &[Placed], count: usize, fill: bool) {
    let mut at = 0;
    while at < count {
        let piece = pieces[at].text;
        let same = at > 0 && !before(pieces[at - 1].text, piece);
        let from = if same { name_end(piece) } else { 0 };
        if at > 0 {
            w.put(if same { "," } else { "}," });
        }
        pieces[at].write(w, from, piece.len() - 1, fill);
        at += 1;
    }
    if count > 0 {
        w.put("}");
    }
}

/// Where the members of a path item begin: behind `"/tasks":{`.
const fn name_end(piece: &[u8]) -> usize {
    let mut at = 1;
    while piece[at] != b'"' {
        at += 1;
    }
    at + 3
}

const fn section(w: &mut Writer<'_>, begin: &str, shared: Shared, uses: u32) {
    w.put(begin);
    let mut at = 0;
    while at < shared.len() {
        if shared[at].0 & uses != 0 {
            w.comma();
            w.put(shared[at].1);
        }
        at += 1;
    }
}

/// The pieces of a section in the order of their names, and how many there are.
pub(super) const fn collect<const M: usize>(
    parts: &[&Part],
    fragments: Fragments,
    section: Section,
) -> ([Placed; M], usize) {
    let mut pieces = [Placed::NONE; M];
    let mut count = 0;
    if matches!(section, Section::Schema) {
        while count < SCHEMAS.len() {
            pieces[count] = Placed::shared(SCHEMAS[count]);
            count += 1;
        }
    }
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            let fragment = fragments[part][item];
            let mut piece = 0;
            while piece < fragment.count {
                let wanted = match (fragment.pieces[piece].section, section) {
                    (Section::Path, Section::Path)
                    | (Section::Schema, Section::Schema)
                    | (Section::Channel, Section::Channel)
                    | (Section::Operation, Section::Operation) => true,
                    (Section::Spare, Section::Schema) => {
                        let spare = fragment.piece(piece);
                        is_named(parts, spare) && !is_item(parts, spare)
                    }
                    _ => false,
                };
                if wanted {
                    pieces[count] = Placed::piece(fragment, piece);
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
                if left < middle && (right >= end || !before(from[right].text, from[left].text)) {
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

/// Whether the name of `a` comes before the name of `b`. Pieces begin with `"name"`.
const fn before(a: &[u8], b: &[u8]) -> bool {
    let mut at = 1;
    loop {
        let (x, y) = (a[at], b[at]);
        if x != y {
            return x == b'"' || (y != b'"' && x < y);
        }
        if x == b'"' {
            return false;
        }
        at += 1;
    }
}

/// The document's entity tag: sixteen hexadecimal digits in quotes.
#[must_use]
pub const fn etag(head: Head<'_>, parts: &[&Part], fragments: Fragments) -> [u8; 18] {
    let mut sum = mix(hash(head.before), shared::uses(parts) as u64);
    sum = mix(sum, hash(head.schemes));
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            sum = mix(sum, fragments[part][item].hash);
            item += 1;
        }
        part += 1;
    }
    sum = mix(sum, VERSION);
    quoted(sum)
}

/// The entity tag of a text, as [`etag`] makes them.
#[must_use]
pub const fn text_etag(text: &[u8]) -> [u8; 18] {
    quoted(hash(text))
}

const fn quoted(mut sum: u64) -> [u8; 18] {
    let mut text = [b'"'; 18];
    let mut at = 1;
    while at < 17 {
        text[at] = b"0123456789abcdef"[(sum >> 60) as usize];
        sum <<= 4;
        at += 1;
    }
    text
}

/// The hash of this crate's version: what items share may change with it.
const VERSION: u64 = hash(env!("CARGO_PKG_VERSION").as_bytes());

/// The bytes as text; all writers write UTF-8.
#[must_use]
pub const fn text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("the document is no UTF-8: a fault of warp-openapi, please report it"),
    }
}
