//! Metadata → `AsyncAPI` 3.0, in const: what sockets say, and the document that joins it with the components that they name.
//!
//! A socket is one channel of the document, since its path is the one address there is; what the declaration calls channels are
//! messages of it. A fragment doesn't know its API, so it leaves [`Placeholder`]s: in channels for where the API's paths begin,
//! in operations for the API's own rule of access.

mod channel;
mod envelope;
mod name;
mod operation;
mod security;
mod server;
#[cfg(test)]
mod tests;

pub(super) use server::servers;

use self::envelope::Uses;
use super::document::{about, all, collect, components, tags};
use super::fragment::Section;
use super::piece::Joining;
use super::whole::Fragments;
use super::writer::Writer;
use crate::meta::index::{RECEIVED, SENT};
use crate::meta::{Info, Placeholder, Setting, Socket};

/// Renders the pieces of a socket: a channel, and its operations.
pub(super) const fn socket(w: &mut Writer<'_>, socket: &Socket) {
    let start = w.len();
    channel::channel(w, socket);
    w.mark(Section::Channel, start);
    let start = w.len();
    operation::operations(w, socket);
    w.mark(Section::Operation, start);
}

/// Renders the document. `M` is room for its pieces. Without a socket it holds only the API's `info`.
pub(super) const fn asyncapi<const M: usize>(w: &mut Writer<'_>, cx: Joining, fragments: Fragments) {
    let Joining { info, index } = cx;
    w.put("{\"asyncapi\":\"3.0.0\",");
    about(w, info);
    if !info.tags.is_empty() {
        w.put(",");
        tags(w, info);
    }
    w.put("}");
    let start = w.len();
    servers(w, info, None);
    w.placeholder_over(start, Placeholder::Setting(Setting::Servers));
    w.put(",\"defaultContentType\":\"application/json\",\"channels\":{");
    let uses = Uses::of(index);
    if uses.sockets {
        let (channels, count) = collect::<M>(fragments, Section::Channel);
        all(w, &channels, count, cx);
        w.put("},\"operations\":{");
        let (operations, count) = collect::<M>(fragments, Section::Operation);
        all(w, &operations, count, cx);
        w.put("},\"components\":{\"schemas\":{");
        let (schemas, count) = components::<M>(index, fragments, SENT, RECEIVED, &[]);
        all(w, &schemas, count, cx);
        uses.schemas(w, &info.errors);
        w.put("},\"correlationIds\":{");
        w.put(envelope::CORRELATION);
        w.put("}");
        security::schemes(w, info, index);
    }
    w.put("}}");
}

/// Writes where the API's paths begin.
pub(super) const fn base_path(w: &mut Writer<'_>, info: &Info) {
    server::before_address(w, info);
}

/// Writes the API's own rule of access, for an operation that inherits it.
pub(super) const fn inherited(w: &mut Writer<'_>, info: &Info) {
    security::requirement(w, security::INHERITED, &info.access);
}
