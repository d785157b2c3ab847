//! One [`api!`] block is the API: it declares resources, filters and operations, and expands to sea-orm entities, one warp filter
//! and an OpenAPI 3.1 document built at compile time.
//!
//! ```no_run
//! use std::process::ExitCode;
//!
//! use warp_openapi::prelude::*;
//!
//! api! {
//!     /// Things to do.
//!     api Tasks { title: "Tasks", version: "1.0.0", base_path: "/v1" }
//!
//!     /// A thing to do
//!     resource Task {
//!         table: "tasks",
//!         path: "/tasks",
//!         key: { id: Uuid [default_with(Uuid::now_v7)] },
//!         fields: { title: String [len(3..=64)], severity: Option<i32> [range(0..=10)] },
//!         filters: { severity: [eq, ge, le] },
//!         order: [title, severity],
//!         ops: [list, create, read, update, delete],
//!     }
//! }
//!
//! fn main() -> ExitCode {
//!     Tasks::cli().run()
//! }
//! ```
//!
//! The block gives:
//!
//! - `Tasks::cli()`: the program around the API, a [`Cli`]: `serve`, `migrate`, `db`, `spec`, `routes`, `import`;
//! - `Tasks::filter(state)`: the API as one warp filter over a [`State`], which you combine with your own; `task::filter(state)`: one resource;
//! - `Tasks::openapi()`: the document, `Tasks::asyncapi()`: that of its sockets, and `Tasks::API`: the declaration as data ([`meta`]);
//! - `task::{Entity, Model, Column, PrimaryKey, ActiveModel, Relation}`: a sea-orm entity; `Task` is its `Model`.
//!
//! Sockets are declared beside it: `socket` items have methods and channels, and `publish: [create, update, delete]` sends all subscribers what
//! becomes of a resource's rows.
//!
//! The grammar is at [`api!`], types of fields at [`FieldType`], options at [`meta::Build`], a type of your own at [`field_type!`]; longer
//! explanations are in [`guide`].
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `sqlite`, `postgres` | yes | the databases; a program needs at least one |
//! | `migrate` | with `cli` | [`migration`]: what migrations are written with, all that their crate needs |
//! | `cli` | yes | [`Cli`], the program around an API: `serve`, `migrate`, `db`, `spec`, `routes` |
//! | `tls` | yes | TLS to the database and to Redis, and on the server's own port |
//! | `compression` | yes | compressed replies |
//! | `multipart` | yes | bodies of ops with files: `Multipart<T>`, `Parts<T>` |
//! | `metrics` | yes | numbers for Prometheus: `State::metrics` |
//! | `codegen` | no | its commands that write Rust: `migrate new`, `migrate init`, `db inspect` |
//! | `import` | no | one more of them, `import`, which reads Swagger 2.0 |
//! | `docs` | no | the pages at `/docs` |
//! | `jwt` | no | `Jwt`, a ready-made check of JSON Web Tokens |
//! | `redis` | no | `Redis`, a broker that joins the sockets of several servers, and rate limits that they count together |
//! | `testing` | no | what to test an API with: databases, a server on a port, a client |
#![forbid(unsafe_code)]
#![cfg_attr(
    not(feature = "import"),
    allow(
        dead_code,
        unused_imports,
        reason = "commands alone use some items; builds with all of them find those that nothing uses"
    )
)]
// docs.rs shows which feature each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

// In the order of the layers: each names only those above it.
mod error;
mod observe;
#[cfg(feature = "tls")]
mod tls;
#[cfg(feature = "redis")]
mod redis_server;
mod types;
pub mod meta;
mod schema;
mod sql;
mod db;
#[cfg(feature = "migrate")]
pub mod migration;
mod spec;
mod engine;
mod handler;
#[cfg(feature = "jwt")]
mod jwt;
mod ws;
mod http;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "testing")]
pub mod testing;

mod dsl;
pub mod guide;
pub mod prelude;
/// The README's blocks compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

pub use self::http::{ApiService, RequestBody, State};
#[cfg(feature = "cli")]
pub use cli::{Cli, CommandContext};
pub use db::{Config, ConfigError, ConnectError, Database, Synchronous, connect};
pub use engine::{
    AllowedHost, AllowedOrigin, Credentials, Ctx, Declared, DocsTheme, Ops, OwnRow, Principal, Secret, Settings,
    SocketLimits, Viewer,
};
pub use error::{
    BrokenReference, Cause, Conflict, ConflictField, Error, FieldError, FieldErrors, Precondition, Problem,
};
pub use handler::{
    Argument, Body, ByteStream, Create, Created, FilterQuery, Form, ListQuery, NoContent, Page, Reply, Update,
};
#[cfg(feature = "multipart")]
pub use handler::{FilePart, Multipart, Part, Parts};
#[cfg(feature = "jwt")]
pub use jwt::{Jwt, JwtAlgorithm, JwtKeys};
pub use observe::Trace;
#[cfg(feature = "multipart")]
pub use types::File;
pub use types::{
    Bytes, Choices, Codec, ColumnType, ConditionFn, EnumValue, EnumValues, FieldType, Format, Json, JsonForm,
    JsonValue, Kind, Limits, Literal, Number, Row, Schema, Storage, ValueFn,
};
#[cfg(feature = "postgres")]
pub use ws::Postgres;
#[cfg(feature = "redis")]
pub use ws::Redis;
pub use ws::{Broker, Delivery, Memory, Publication, Socket, Subscription};

/// The JSON text of one value, as [`FieldType::read`] gets it.
pub use serde_json::value::RawValue;
// Their types are in our functions: users need no dependency of their own, whose version might be another.
#[cfg(feature = "cli")]
pub use clap;
pub use {sea_orm, warp};
