//! Metadata → OpenAPI 3.1, in const: a fragment for each item, and the document that joins them. `asyncapi`: the same for sockets, in
//! `AsyncAPI` 3.0. `faces`, at run time: the document in older editions.

mod asyncapi;
mod base64;
mod component;
mod copies;
mod decimal;
mod document;
mod etag;
pub(crate) mod faces;
mod fragment;
mod hash;
mod hole;
mod names;
mod noun;
mod op;
mod parameter;
mod path;
mod piece;
mod reach;
mod referenced;
mod sample;
mod schema;
mod security;
mod servers;
mod shared;
mod size;
mod uses;
mod variants;
mod write;

pub use asyncapi::{asyncapi, asyncapi_size, socket_size};
pub use copies::copies_size;
pub use document::{Fragments, SHARED_SIZE, join, render_head, text};
pub use etag::{etag, text_etag};
pub use fragment::{Fragment, PIECES, Scratch};
pub(crate) use servers::public_servers;
pub use size::{component as component_size, head as head_size, op as op_size, resource as resource_size};

use crate::meta::{Component, Op, Resource, Socket};

/// Renders all pieces of a resource.
#[must_use]
pub const fn render_resource<const N: usize>(resource: &Resource) -> Scratch<N> {
    let mut scratch = Scratch::new();
    component::views(&mut scratch, resource);
    path::paths(&mut scratch, resource);
    scratch
}

/// Renders the one piece of a component.
#[must_use]
pub const fn render_component<const N: usize>(component: &Component) -> Scratch<N> {
    let mut scratch = Scratch::new();
    component::component(&mut scratch, component);
    scratch
}

/// Renders the one piece of an op.
#[must_use]
pub const fn render_op<const N: usize>(op: &Op) -> Scratch<N> {
    let mut scratch = Scratch::new();
    op::op(&mut scratch, op);
    scratch
}

/// Renders the pieces of a socket: OpenAPI has no place for them, the document of `asyncapi` has.
#[must_use]
pub const fn render_socket<const N: usize>(socket: &Socket) -> Scratch<N> {
    let mut scratch = Scratch::new();
    asyncapi::socket(&mut scratch, socket);
    scratch
}
