//! The documents of an API, whose items the macros gather.

use super::asyncapi::asyncapi;
use super::document::openapi;
use super::fragment::Fragment;
use super::room::{self, Room, Source};
use crate::meta::{Document, Info, Part};

/// The fragments of each part.
pub type Fragments = &'static [&'static [Fragment]];

/// An API without its documents: the macro implements it for the API's type.
pub trait Whole {
    /// Its description.
    const INFO: &'static Info;
    /// Its own items and those of its parts.
    const PARTS: &'static [&'static Part];
    /// What they are in the documents.
    const FRAGMENTS: Fragments;
}

/// Renders the OpenAPI document into a room. `M` is room for its pieces.
#[must_use]
pub const fn openapi_room<A: Whole, const N: usize, const P: usize, const M: usize>() -> Room<N, P> {
    let mut room = Room::new();
    let mut w = room.writer();
    openapi::<M>(&mut w, A::INFO, A::PARTS, A::FRAGMENTS);
    let extent = w.extent();
    room.close(extent);
    room
}

/// Renders the `AsyncAPI` document into a room. `M` is room for its pieces.
#[must_use]
pub const fn asyncapi_room<A: Whole, const N: usize, const P: usize, const M: usize>() -> Room<N, P> {
    let mut room = Room::new();
    let mut w = room.writer();
    asyncapi::<M>(&mut w, A::INFO, A::PARTS, A::FRAGMENTS);
    let extent = w.extent();
    room.close(extent);
    room
}

/// How long all fragments of an API are.
#[must_use]
pub const fn fragments_size<A: Whole>() -> usize {
    let mut size = 0;
    let mut part = 0;
    while part < A::FRAGMENTS.len() {
        let fragments = A::FRAGMENTS[part];
        let mut item = 0;
        while item < fragments.len() {
            size += fragments[item].text.len();
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
