//! The document: its head, the shared components, and all fragments, joined in a const.

use super::fragment::{Scratch, hash, mix};
use super::write::Writer;
use crate::meta::{Info, Part, Section};

/// The components that every API has; their names are reserved.
pub(crate) const BUILT_IN: &[&str] = &[
    "\"FieldError\":{\"type\":\"object\",\"description\":\"What is wrong with one field\",\"properties\":{\
     \"field\":{\"type\":\"string\",\"description\":\"Dotted path of the field or name of the parameter; empty for the whole body\"},\
     \"message\":{\"type\":\"string\",\"description\":\"What is wrong\"}},\
     \"required\":[\"field\",\"message\"],\"additionalProperties\":false}",
    "\"Problem\":{\"type\":\"object\",\"description\":\"What went wrong (RFC 9457)\",\"properties\":{\
     \"type\":{\"type\":\"string\",\"format\":\"uri-reference\",\"description\":\"Kind of problem\"},\
     \"title\":{\"type\":\"string\",\"description\":\"Name of the status\"},\
     \"status\":{\"type\":\"integer\",\"description\":\"HTTP status\"},\
     \"detail\":{\"type\":\"string\",\"description\":\"What happened this time\"},\
     \"errors\":{\"type\":\"array\",\"description\":\"All breaches, for status 422\",\"items\":{\"$ref\":\"#/components/schemas/FieldError\"}}},\
     \"required\":[\"type\",\"title\",\"status\"],\"additionalProperties\":false}",
];

/// What follows the schemas.
const TAIL: &str = concat!(
    "},\"responses\":{",
    "\"Conflict\":{\"description\":\"The database refuses the change\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"Internal\":{\"description\":\"A fault of the server\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"Invalid\":{\"description\":\"Something in the request breaks a rule; all breaches are told\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"Malformed\":{\"description\":\"The request can't be read\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"NotFound\":{\"description\":\"No such row\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"NotModified\":{\"description\":\"The row is still as the client knows it\",\"headers\":{\"ETag\":{\"$ref\":\"#/components/headers/ETag\"}}},",
    "\"PreconditionFailed\":{\"description\":\"The row has changed since it was read\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"PreconditionRequired\":{\"description\":\"The request needs If-Match\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"Timeout\":{\"description\":\"The body took too long to arrive\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"TooLarge\":{\"description\":\"The body is over the limit\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"Unavailable\":{\"description\":\"The database is out of reach\",\"headers\":{\"Retry-After\":{\"$ref\":\"#/components/headers/RetryAfter\"}},\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},",
    "\"UnsupportedMediaType\":{\"description\":\"The body's content type isn't accepted\",\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}",
    "},\"parameters\":{",
    "\"All\":{\"name\":\"all\",\"in\":\"query\",\"description\":\"Whether to delete every row when no filter is given\",\"schema\":{\"type\":\"boolean\"}},",
    "\"Cursor\":{\"name\":\"cursor\",\"in\":\"query\",\"description\":\"Opaque place of a page, out of a Link header\",\"schema\":{\"type\":\"string\"}},",
    "\"Direction\":{\"name\":\"direction\",\"in\":\"query\",\"description\":\"Along the declared order, or against it\",\"schema\":{\"type\":\"string\",\"enum\":[\"asc\",\"desc\"],\"default\":\"asc\"}},",
    "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"description\":\"Entity tag that the row must still have (RFC 9110, section 13.1.1)\",\"schema\":{\"type\":\"string\"}},",
    "\"IfMatchRequired\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,\"description\":\"Entity tag that the row must still have (RFC 9110, section 13.1.1)\",\"schema\":{\"type\":\"string\"}},",
    "\"IfNoneMatch\":{\"name\":\"If-None-Match\",\"in\":\"header\",\"description\":\"Entity tags that the client knows (RFC 9110, section 13.1.2)\",\"schema\":{\"type\":\"string\"}},",
    "\"Offset\":{\"name\":\"offset\",\"in\":\"query\",\"description\":\"Rows to pass over\",\"schema\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":9223372036854775807,\"default\":0}}",
    "},\"headers\":{",
    "\"DeletedCount\":{\"description\":\"How many rows were deleted\",\"schema\":{\"type\":\"integer\",\"minimum\":0}},",
    "\"ETag\":{\"description\":\"Entity tag of the row (RFC 9110, section 8.8.3)\",\"schema\":{\"type\":\"string\"}},",
    "\"Link\":{\"description\":\"The other pages, if there are any (RFC 8288)\",\"schema\":{\"type\":\"string\"}},",
    "\"Location\":{\"description\":\"Where the new row is\",\"schema\":{\"type\":\"string\",\"format\":\"uri\"}},",
    "\"RetryAfter\":{\"description\":\"Seconds to wait\",\"schema\":{\"type\":\"integer\",\"minimum\":0}},",
    "\"TotalCount\":{\"description\":\"How many rows the filters keep\",\"schema\":{\"type\":\"integer\",\"minimum\":0}}",
    "}}}",
);

/// More than the head can take: every byte may become six.
#[must_use]
pub const fn head_size(info: &Info) -> usize {
    let mut size = 1024 + 6 * (info.title.len() + info.version.len() + info.base_path.len() + docs_size(info.docs));
    if let Some(contact) = info.contact {
        size += 6 * (contact.name.len() + contact.url.len() + contact.email.len());
    }
    if let Some(license) = info.license {
        size += 6 * (license.name.len() + license.url.len());
    }
    let mut at = 0;
    while at < info.servers.len() {
        size += 32 + 6 * info.servers[at].len();
        at += 1;
    }
    at = 0;
    while at < info.tags.len() {
        size += 64 + 6 * (info.tags[at].0.len() + info.tags[at].1.len());
        at += 1;
    }
    size
}

/// The bytes of a doc comment, line ends included.
pub(crate) const fn docs_size(docs: &[&str]) -> usize {
    let mut size = 0;
    let mut at = 0;
    while at < docs.len() {
        size += docs[at].len() + 2;
        at += 1;
    }
    size
}

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
    scratch.len = w.len();
    scratch
}

const fn member(w: &mut Writer<'_>, name: &str, text: &str) {
    if !text.is_empty() {
        w.comma();
        w.put(name);
        w.string(text);
    }
}

/// How many pieces go to a section.
#[must_use]
pub const fn count(parts: &[&Part], section: Section) -> usize {
    let mut count = match section {
        Section::Schema => BUILT_IN.len(),
        Section::Path => 0,
    };
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Some(fragment) = items[item].fragment() {
                let mut piece = 0;
                while piece < fragment.count {
                    if fragment.pieces[piece].section as u8 == section as u8 {
                        count += 1;
                    }
                    piece += 1;
                }
            }
            item += 1;
        }
        part += 1;
    }
    count
}

/// The pieces of a section, in the order of their names.
#[must_use]
pub const fn collect<const N: usize>(parts: &[&Part], section: Section) -> [&'static [u8]; N] {
    let mut pieces: [&'static [u8]; N] = [&[]; N];
    let mut count = 0;
    if matches!(section, Section::Schema) {
        while count < BUILT_IN.len() {
            pieces[count] = BUILT_IN[count].as_bytes();
            count += 1;
        }
    }
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Some(fragment) = items[item].fragment() {
                let mut piece = 0;
                while piece < fragment.count {
                    if fragment.pieces[piece].section as u8 == section as u8 {
                        pieces[count] = fragment.piece(piece);
                        count += 1;
                    }
                    piece += 1;
                }
            }
            item += 1;
        }
        part += 1;
    }
    sorted(pieces)
}

/// Merge sort: near linear, for the interpreter's sake.
const fn sorted<const N: usize>(mut from: [&'static [u8]; N]) -> [&'static [u8]; N] {
    let mut to = from;
    let mut width = 1;
    while width < N {
        let mut start = 0;
        while start < N {
            let middle = if start + width < N { start + width } else { N };
            let end = if start + 2 * width < N { start + 2 * width } else { N };
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

/// How long the document is.
#[must_use]
pub const fn length(head: &[u8], paths: &[&[u8]], schemas: &[&[u8]]) -> usize {
    head.len() + joined(paths) + SCHEMAS.len() + joined(schemas) + TAIL.len()
}

const SCHEMAS: &str = "},\"components\":{\"schemas\":{";

const fn joined(pieces: &[&[u8]]) -> usize {
    let mut size = pieces.len().saturating_sub(1);
    let mut at = 0;
    while at < pieces.len() {
        size += pieces[at].len();
        at += 1;
    }
    size
}

/// Joins the document.
#[must_use]
pub const fn join<const N: usize>(head: &[u8], paths: &[&[u8]], schemas: &[&[u8]]) -> [u8; N] {
    let mut text = [0; N];
    let mut at = append(&mut text, 0, head);
    at = append_all(&mut text, at, paths);
    at = append(&mut text, at, SCHEMAS.as_bytes());
    at = append_all(&mut text, at, schemas);
    append(&mut text, at, TAIL.as_bytes());
    text
}

const fn append_all(text: &mut [u8], mut at: usize, pieces: &[&[u8]]) -> usize {
    let mut piece = 0;
    while piece < pieces.len() {
        if piece > 0 {
            text[at] = b',';
            at += 1;
        }
        at = append(text, at, pieces[piece]);
        piece += 1;
    }
    at
}

const fn append(text: &mut [u8], at: usize, piece: &[u8]) -> usize {
    text.split_at_mut(at)
        .1
        .split_at_mut(piece.len())
        .0
        .copy_from_slice(piece);
    at + piece.len()
}

/// The document's entity tag: sixteen hexadecimal digits in quotes.
#[must_use]
pub const fn etag(head: &[u8], parts: &[&Part]) -> [u8; 18] {
    let mut sum = hash(head);
    let mut part = 0;
    while part < parts.len() {
        let items = parts[part].items;
        let mut item = 0;
        while item < items.len() {
            if let Some(fragment) = items[item].fragment() {
                sum = mix(sum, fragment.hash);
            }
            item += 1;
        }
        part += 1;
    }
    sum = mix(sum, SHARED);
    let mut text = [b'"'; 18];
    let mut at = 1;
    while at < 17 {
        text[at] = b"0123456789abcdef"[(sum >> 60) as usize];
        sum <<= 4;
        at += 1;
    }
    text
}

/// The hash of what every document holds.
const SHARED: u64 = mix(
    hash(TAIL.as_bytes()),
    hash(BUILT_IN[0].as_bytes()) ^ hash(BUILT_IN[1].as_bytes()),
);

/// The bytes as text; all writers write UTF-8.
#[must_use]
pub const fn text(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("the document is no UTF-8: a fault of warp-openapi, please report it"),
    }
}
