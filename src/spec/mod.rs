//! Metadata → OpenAPI 3.1, in const: a fragment for each item, and the document that joins them. `asyncapi`: the same for sockets, in
//! `AsyncAPI` 3.0. `versions`, at run time: the document in older versions of OpenAPI.

mod asyncapi;
mod base64;
mod component;
mod decimal;
mod document;
mod envelope;
mod etag;
mod failures;
pub(crate) mod versions;
mod fragment;
pub(crate) mod json_tree;
mod hash;
mod names;
mod noun;
mod op;
mod parameter;
mod path;
mod piece;
mod relation;
mod room;
mod sample;
mod schema;
mod security;
mod selection;
mod servers;
mod shared;
mod uses;
mod union;
mod whole;
mod writer;

pub(crate) use etag::etag;
pub use fragment::{DeclaredItem, Fragment, PIECES, fragment};
pub use room::{Render, Room, Source};
pub(crate) use servers::public_servers;
pub use whole::{ApiFragments, Fragments, Kept, Whole, asyncapi_room, document, fragments_size, kept, openapi_room};
