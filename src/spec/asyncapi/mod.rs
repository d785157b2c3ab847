//! Metadata → `AsyncAPI` 3.0, in const: what sockets say, and the document that joins it with the components that they name.
//!
//! A socket is one channel of the document, since its path is the one address there is; what the declaration calls channels are
//! messages of it. A fragment doesn't know its API, so it leaves [`HOLE`]s: in channels for where the API's paths begin, in operations
//! for the API's own rule of access.

mod channel;
mod envelope;
mod name;
mod operation;
mod security;
mod server;
mod size;
#[cfg(test)]
mod tests;

pub use size::{document as asyncapi_size, socket as socket_size};

use self::envelope::Uses;
use super::document::{Fragments, about, tags};
use super::fragment::{Scratch, Section};
use super::placed::{Placed, all, collect};
use super::reach::{self, Roots};
use super::refs::Refs;
use super::write::Writer;
use crate::meta::{Info, Inputs, Part, Socket};

/// What stands in a fragment for what only the API knows. JSON has no such byte.
const HOLE: &str = "\0";

/// Renders the pieces of a socket: a channel, and its operations.
pub(super) const fn socket<const N: usize>(scratch: &mut Scratch<N>, socket: &Socket) {
    let start = scratch.len();
    let mut w = scratch.writer();
    channel::channel(&mut w, socket);
    let end = w.len();
    scratch.mark(Section::Channel, start, end);
    let mut w = scratch.writer();
    operation::operations(&mut w, socket);
    let last = w.len();
    scratch.mark(Section::Operation, end, last);
}

/// Joins the document. `N` is room for its bytes, `M` for its pieces. Without a socket it says what the API says of itself, and no more.
#[must_use]
pub const fn asyncapi<const N: usize, const M: usize>(
    info: &Info,
    parts: &[&Part],
    fragments: Fragments,
) -> Scratch<N> {
    let mut scratch = Scratch::new();
    let mut w = scratch.writer();
    w.put("{\"asyncapi\":\"3.0.0\",");
    about(&mut w, info);
    if !info.tags.is_empty() {
        w.put(",");
        tags(&mut w, info);
    }
    w.put("}");
    server::servers(&mut w, info);
    w.put(",\"defaultContentType\":\"application/json\",\"channels\":{");
    let uses = Uses::of(parts);
    if uses.sockets {
        let inputs = &Inputs::of(parts);
        let (channels, count) = collect::<M>(parts, fragments, Section::Channel, None);
        filled(&mut w, &channels, count, info, Section::Channel, inputs);
        w.put("},\"operations\":{");
        let (operations, count) = collect::<M>(parts, fragments, Section::Operation, None);
        filled(&mut w, &operations, count, info, Section::Operation, inputs);
        w.put("},\"components\":{\"schemas\":{");
        let (schemas, count) = reach::reached::<M>(parts, fragments, inputs, Roots::Sockets, &[]);
        all(&mut w, &schemas, count, inputs);
        uses.schemas(&mut w);
        w.put("},\"correlationIds\":{");
        w.put(envelope::CORRELATION);
        w.put("}");
        security::schemes(&mut w, info, parts);
    }
    w.put("}}");
    let end = w.len();
    scratch.written(end);
    scratch
}

/// Pieces one behind the other, with their holes filled.
const fn filled(w: &mut Writer<'_>, pieces: &[Placed], count: usize, info: &Info, section: Section, inputs: &Inputs) {
    let mut refs = Refs::between(inputs, envelope::OF_PAYLOAD, envelope::OF_RESULT);
    let mut at = 0;
    while at < count {
        w.comma();
        let piece = pieces[at].text();
        let (mut from, mut to) = (0, 0);
        while to < piece.len() {
            if piece[to] == HOLE.as_bytes()[0] {
                w.bytes(piece.split_at(to).0.split_at(from).1);
                from = to + 1;
                if matches!(section, Section::Channel) {
                    server::before_address(w, info);
                    // A channel has one hole, at its beginning.
                    break;
                }
                security::requirement(w, security::INHERITED, &info.access);
            }
            to += 1;
        }
        refs.write(w, piece.split_at(from).1);
        at += 1;
    }
}
