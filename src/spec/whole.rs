//! The documents of an API, whose items the macros gather.

use super::asyncapi::asyncapi;
use super::document::openapi;
use super::fragment::Fragment;
use super::piece::Joining;
use super::room::{self, Room, Source};
use crate::meta::{Document, Index, Info, Placeholder};

/// The fragments of each part.
pub type Fragments = &'static [&'static [Fragment]];

/// An API without its documents: the macro implements it for the API's type.
pub trait Whole: ApiFragments<()> {
    /// Its description.
    const INFO: &'static Info;
    /// Its items.
    const INDEX: &'static Index;
}

/// What the items of an API are in the documents. It has a parameter, since `cargo check` evaluates consts that have none: a lint for overflows
/// looks at the operands of each.
pub trait ApiFragments<T> {
    /// The fragments of its own part and of those that it joins.
    const FRAGMENTS: Fragments;
}

const fn joining<A: Whole>() -> Joining {
    Joining {
        info: A::INFO,
        index: A::INDEX,
    }
}

/// Renders the OpenAPI document into a room. `M` is room for its pieces.
#[must_use]
pub const fn openapi_room<A: Whole, const N: usize, const P: usize, const M: usize>() -> Room<N, P> {
    let mut room = Room::new();
    let mut w = room.writer();
    openapi::<M>(&mut w, joining::<A>(), <A as ApiFragments<()>>::FRAGMENTS);
    let extent = w.extent();
    room.close(extent);
    room
}

/// Renders the `AsyncAPI` document into a room. `M` is room for its pieces.
#[must_use]
pub const fn asyncapi_room<A: Whole, const N: usize, const P: usize, const M: usize>() -> Room<N, P> {
    let mut room = Room::new();
    let mut w = room.writer();
    asyncapi::<M>(&mut w, joining::<A>(), <A as ApiFragments<()>>::FRAGMENTS);
    let extent = w.extent();
    room.close(extent);
    room
}

/// How long the shortest error reply of an operation is, in bytes.
const ERROR_REPLY: usize = r##","422":{"$ref":"#/components/responses/Invalid"}"##.len();

/// How long all fragments of an API are, with the error replies that are left out of them.
#[must_use]
pub const fn fragments_size<A: Whole>() -> usize {
    let mut size = 0;
    let mut part = 0;
    while part < <A as ApiFragments<()>>::FRAGMENTS.len() {
        let fragments = <A as ApiFragments<()>>::FRAGMENTS[part];
        let mut item = 0;
        while item < fragments.len() {
            let Fragment { text, placeholders, .. } = fragments[item];
            size += text.len();
            let mut at = 0;
            while at < placeholders.len() {
                if let Placeholder::Failures(failures) = placeholders[at].placeholder {
                    size += failures.kinds.count() as usize * ERROR_REPLY;
                }
                at += 1;
            }
            item += 1;
        }
        part += 1;
    }
    size
}

/// A document that an API keeps.
pub trait Kept {
    /// It.
    const DOCUMENT: Document;
}

/// Makes a document, once for all who call it.
#[must_use]
pub const fn kept<D: Kept>() -> Document {
    D::DOCUMENT
}

/// The document of a text.
#[must_use]
pub const fn document<S: Source>() -> Document {
    room::document::<S>()
}
