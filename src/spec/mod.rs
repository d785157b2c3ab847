//! Metadata → OpenAPI 3.1, in const: a fragment for each item, and the document that joins them. `asyncapi`: the same for sockets, in
//! `AsyncAPI` 3.0. `versions`, at run time: the document in older versions of OpenAPI.

mod asyncapi;
mod base64;
mod component;
mod copies;
mod decimal;
mod document;
mod etag;
pub(crate) mod versions;
mod fragment;
pub(crate) mod json_tree;
mod hash;
mod placeholder;
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
mod union;
mod writer;

pub use asyncapi::{asyncapi, asyncapi_size, socket_size};
pub use copies::copies_size;
pub use document::{Fragments, SHARED_SIZE, join, render_head, text};
pub use etag::{etag, text_etag};
pub use fragment::{ConstBuffer, Fragment, PIECES};
pub(crate) use servers::public_servers;
pub use size::{component as component_size, head as head_size, op as op_size, resource as resource_size};

use crate::meta::{Component, Op, Resource, Socket};

/// Renders all pieces of a resource.
#[must_use]
pub const fn render_resource<const N: usize>(resource: &Resource) -> ConstBuffer<N> {
    let mut buffer = ConstBuffer::new();
    component::views(&mut buffer, resource);
    path::paths(&mut buffer, resource);
    buffer
}

/// Renders the one piece of a component.
#[must_use]
pub const fn render_component<const N: usize>(component: &Component) -> ConstBuffer<N> {
    let mut buffer = ConstBuffer::new();
    component::component(&mut buffer, component);
    buffer
}

/// Renders the one piece of an op.
#[must_use]
pub const fn render_op<const N: usize>(op: &Op) -> ConstBuffer<N> {
    let mut buffer = ConstBuffer::new();
    op::op(&mut buffer, op);
    buffer
}

/// Renders the pieces of a socket: OpenAPI has no place for them, the document of `asyncapi` has.
#[must_use]
pub const fn render_socket<const N: usize>(socket: &Socket) -> ConstBuffer<N> {
    let mut buffer = ConstBuffer::new();
    asyncapi::socket(&mut buffer, socket);
    buffer
}
