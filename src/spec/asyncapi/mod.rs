//! Metadata → `AsyncAPI` 3.0, in const: what sockets say, and the document that joins it with the components that they name.
//!
//! A socket is one channel of the document, since its path is the one address there is; what the declaration calls channels are
//! messages of it. A fragment doesn't know its API, so it leaves [`Placeholder`](super::placeholder::Placeholder)s: in channels for where the API's paths begin,
//! in operations for the API's own rule of access.

mod channel;
mod envelope;
mod name;
mod operation;
mod security;
mod server;
mod size;
#[cfg(test)]
mod tests;

pub(super) use server::servers;
pub use size::{document as asyncapi_size, socket as socket_size};

use self::envelope::Uses;
use super::document::{Fragments, about, all, collect, components, tags};
use super::fragment::{ConstBuffer, Section};
use super::piece::Joining;
use super::placeholder::Placeholder;
use super::reach::{RECEIVED, Reach, SENT};
use super::referenced::Referenced;
use super::writer::Writer;
use crate::meta::{Info, Part, Setting, Socket};

/// Renders the pieces of a socket: a channel, and its operations.
pub(super) const fn socket<const N: usize>(buffer: &mut ConstBuffer<N>, socket: &Socket) {
    let start = buffer.len();
    let mut w = buffer.writer();
    channel::channel(&mut w, socket);
    let end = w.len();
    buffer.mark(Section::Channel, start, end);
    let mut w = buffer.writer();
    operation::operations(&mut w, socket);
    let last = w.len();
    buffer.mark(Section::Operation, end, last);
}

/// Joins the document. `N` is room for its bytes, `M` for its pieces. Without a socket it holds only the API's `info`.
#[must_use]
pub const fn asyncapi<const N: usize, const M: usize>(
    info: &Info,
    parts: &[&Part],
    fragments: Fragments,
) -> ConstBuffer<N> {
    let mut buffer = ConstBuffer::new();
    let mut w = buffer.writer();
    w.put("{\"asyncapi\":\"3.0.0\",");
    about(&mut w, info);
    if !info.tags.is_empty() {
        w.put(",");
        tags(&mut w, info);
    }
    w.put("}");
    let start = w.len();
    servers(&mut w, info, None);
    w.placeholder_over(start, Placeholder::Setting(Setting::Servers));
    w.put(",\"defaultContentType\":\"application/json\",\"channels\":{");
    let uses = Uses::of(parts);
    if uses.sockets {
        let reach = &Reach::<M>::of(parts);
        let cx = &Joining {
            reach,
            info,
            referenced: &Referenced::of(parts),
        };
        let (channels, count) = collect::<M>(fragments, Section::Channel);
        all(&mut w, &channels, count, cx);
        w.put("},\"operations\":{");
        let (operations, count) = collect::<M>(fragments, Section::Operation);
        all(&mut w, &operations, count, cx);
        w.put("},\"components\":{\"schemas\":{");
        let (schemas, count) = components(reach, parts, fragments, SENT, RECEIVED, &[]);
        all(&mut w, &schemas, count, cx);
        uses.schemas(&mut w);
        w.put("},\"correlationIds\":{");
        w.put(envelope::CORRELATION);
        w.put("}");
        security::schemes(&mut w, info, parts);
    }
    w.put("}}");
    let end = w.len();
    buffer.written(end);
    buffer
}

/// Writes where the API's paths begin.
pub(super) const fn base_path(w: &mut Writer<'_>, info: &Info) {
    server::before_address(w, info);
}

/// Writes the API's own rule of access, for an operation that inherits it.
pub(super) const fn inherited(w: &mut Writer<'_>, info: &Info) {
    security::requirement(w, security::INHERITED, &info.access);
}
