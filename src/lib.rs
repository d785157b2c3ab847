//! One `api!` block is the API: it declares resources, filters and operations, and expands to sea-orm entities, one warp filter
//! and an OpenAPI 3.1 document built at compile time.
#![forbid(unsafe_code)]

// In the order of the layers: each names only those above it.
mod error;
mod types;
pub mod meta;
mod db;
mod spec;
mod engine;
mod http;
mod cli;
#[cfg(feature = "testing")]
pub mod testing;

mod dsl;
pub mod prelude;
#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

pub use self::http::State;
pub use cli::{Cli, CommandContext};
pub use db::{Config, ConfigError, ConnectError, Database, connect, migration};
pub use engine::Settings;
pub use error::{Cause, Error, FieldError, FieldErrors};
pub use types::{
    Bytes, Codec, ColumnType, FieldType, Format, Json, JsonValue, Kind, Limits, Literal, Number, Row, Schema, Storage,
};

/// The JSON text of one value, as [`FieldType::read`] gets it.
pub use serde_json::value::RawValue;
// Their types are in our functions: users need no dependency of their own, whose version might be another.
pub use {clap, sea_orm, warp};
