//! The document: its head, all fragments and the shared components, joined in a const.

use super::fragment::{Fragment, Scratch, Section};
use super::hash::{hash, mix};
use super::named::is_named;
use super::shared::{self, HEADERS, PARAMETERS, RESPONSES, SCHEMAS, Shared};
use super::write::Writer;
use crate::meta::{Info, Part};

/// Renders what stands before the paths.
#[must_use]
pub const fn render_head<const N: usize>(info: &Info) -> Scratch<N> {
    let mut scratch = Scratch::new();
    let mut w = scratch.writer();
    w.around("{\"openapi\":\"3.1.1\",\"info\":{\"title\":\"", info.title, "\"");
    w.description(info.docs);
    if let Some(contact) = info.contact {
        w.put(",\"contact\":{");
        member(&mut w, "\"name\":", contact.name);
        member(&mut w, "\"url\":", contact.url);
        member(&mut w, "\"email\":", contact.email);
        w.put("}");
    }
    if let Some(license) = info.license {
        w.put(",\"license\":{");
        member(&mut w, "\"name\":", license.name);
        member(&mut w, "\"url\":", license.url);
        w.put("}");
    }
    w.around(",\"version\":\"", info.version, "\"},\"servers\":[");
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
    w.put("],\"security\":[],\"tags\":[");
    at = 0;
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
    w.put("],\"paths\":{");
    let end = w.len();
    scratch.written(end);
    scratch
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
pub const fn join<const N: usize, const M: usize>(head: &[u8], parts: &[&Part], fragments: Fragments) -> Scratch<N> {
    let mut scratch = Scratch::new();
    let mut w = scratch.writer();
    w.bytes(head);
    let (paths, count) = collect::<M>(parts, fragments, Section::Path);
    joined(&mut w, &paths, count);
    w.put("},\"components\":{\"schemas\":{");
    let (schemas, count) = collect::<M>(parts, fragments, Section::Schema);
    all(&mut w, &schemas, count);
    let uses = shared::uses(parts);
    section(&mut w, "},\"responses\":{", RESPONSES, uses);
    section(&mut w, "},\"parameters\":{", PARAMETERS, uses);
    section(&mut w, "},\"headers\":{", HEADERS, uses);
    w.put("}}}");
    let end = w.len();
    scratch.written(end);
    scratch
}

const fn all(w: &mut Writer<'_>, pieces: &[&[u8]], count: usize) {
    let mut at = 0;
    while at < count {
        if at > 0 {
            w.put(",");
        }
        w.bytes(pieces[at]);
        at += 1;
    }
}

/// Path items of one path, which several items of the declaration may have, become one.
const fn joined(w: &mut Writer<'_>, pieces: &[&[u8]], count: usize) {
    let mut at = 0;
    while at < count {
        let piece = pieces[at];
        let same = at > 0 && !before(pieces[at - 1], piece);
        let from = if same { name_end(piece) } else { 0 };
        if at > 0 {
            w.put(if same { "," } else { "}," });
        }
        w.bytes(piece.split_at(piece.len() - 1).0.split_at(from).1);
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
const fn collect<const M: usize>(
    parts: &[&Part],
    fragments: Fragments,
    section: Section,
) -> ([&'static [u8]; M], usize) {
    let mut pieces: [&'static [u8]; M] = [&[]; M];
    let mut count = 0;
    if matches!(section, Section::Schema) {
        while count < SCHEMAS.len() {
            pieces[count] = SCHEMAS[count].as_bytes();
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
                    (Section::Path, Section::Path) | (Section::Schema, Section::Schema) => true,
                    (Section::Spare, Section::Schema) => is_named(parts, fragment.piece(piece)),
                    _ => false,
                };
                if wanted {
                    pieces[count] = fragment.piece(piece);
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
const fn sorted<const M: usize>(mut from: [&'static [u8]; M], count: usize) -> [&'static [u8]; M] {
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
                if left < middle && (right >= end || !before(from[right], from[left])) {
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
pub const fn etag(head: &[u8], parts: &[&Part], fragments: Fragments) -> [u8; 18] {
    let mut sum = mix(hash(head), shared::uses(parts) as u64);
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
