//! The document: its head, all fragments and the shared components, joined in a const.

use super::fragment::{Filling, Fragment, Scratch, Section};
use super::hash::{hash, mix};
use super::placed::{all, collect, joined};
use super::reach::{self, Roots};
use super::referenced::Referenced;
use super::security::{self, Refusals};
use super::shared::{self, HEADERS, PARAMETERS, RESPONSES, SCHEMAS, Shared};
use super::write::Writer;
use crate::meta::{Access, Info, Inputs, Item, Part};

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
        scratch.leave(end, Filling::Refusals(Refusals::BOTH));
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

/// Room for what `join` adds where requests and replies see schemas differently; `size` is that of all items.
#[must_use]
pub const fn inputs_size(parts: &[&Part], size: usize) -> usize {
    if Inputs::of(parts).is_empty() {
        return 0;
    }
    // Each component once more, and a suffix behind each reference, which is longer than four of them.
    size + size / 4 + 64
}

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
    let inputs = &Inputs::of(parts);
    let referenced = &Referenced::<M>::of(parts);
    let (paths, count) = collect::<M>(parts, fragments, Section::Path, Some(referenced));
    joined(&mut w, &paths, count, head.guarded, inputs);
    w.put("},\"components\":{\"schemas\":{");
    let uses = shared::uses(parts, referenced);
    let uses = if head.guarded { shared::guarded(uses) } else { uses };
    let problems: &[&'static str] = if uses == 0 { &[] } else { SCHEMAS };
    let (schemas, count) = reach::reached::<M>(parts, fragments, inputs, Roots::Operations, problems);
    all(&mut w, &schemas, count, inputs);
    section(&mut w, "},\"responses\":{", RESPONSES, uses);
    section(&mut w, "},\"parameters\":{", PARAMETERS, uses);
    section(&mut w, "},\"headers\":{", HEADERS, uses);
    w.bytes(head.schemes);
    w.put("}}}");
    let end = w.len();
    scratch.written(end);
    scratch
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

/// The document's entity tag: sixteen hexadecimal digits in quotes.
#[must_use]
pub const fn etag<const M: usize>(head: Head<'_>, parts: &[&Part], fragments: Fragments) -> [u8; 18] {
    let referenced = &Referenced::<M>::of(parts);
    let mut sum = mix(hash(head.before), shared::uses(parts, referenced) as u64);
    sum = mix(sum, hash(head.schemes));
    let mut part = 0;
    while part < fragments.len() {
        let mut item = 0;
        while item < fragments[part].len() {
            sum = mix(sum, fragments[part][item].hash);
            // What foreign keys point at shows in another item's paths.
            if let Item::Resource(resource) = &parts[part].items[item]
                && referenced.has(resource.table)
            {
                sum = mix(sum, 1);
            }
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
