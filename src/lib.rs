//! One `api!` block is the API: it declares resources, filters and operations, and expands to sea-orm entities, one warp filter
//! and an OpenAPI 3.1 document built at compile time.
#![forbid(unsafe_code)]

mod error;
mod types;
pub mod meta;
mod db;
mod spec;
mod engine;
mod http;
#[cfg(feature = "testing")]
pub mod testing;

mod dsl;
pub mod prelude;
#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

pub use db::{Config, ConfigError, ConnectError, Database, connect, migration};
pub use engine::Settings;
pub use error::{Cause, Error, FieldError, FieldErrors};
pub use http::{State, filter, resource_filter};
pub use types::{
    Bytes, Codec, ColumnType, FieldType, Format, Json, JsonValue, Kind, Limits, Literal, Number, Row, Schema, Storage,
};
