//! HTTP: the warp filter of an API, its replies, and the server that `serve` runs.
//!
//! The layers below know no status codes and no headers.

mod address;
mod auth;
mod conditional;
mod cors;
mod docs;
mod documents;
mod spec_version;
mod host;
mod origin;
mod problem;
mod rate_limit;
mod recover;
mod reply;
mod request;
mod request_id;
mod routes;
mod server;
mod socket;
mod state;
mod stream;
mod undeclared;
#[cfg(test)]
pub(crate) mod tests;
mod warp;

pub(crate) use self::cors::Cors;
#[cfg(feature = "cli")]
pub(crate) use self::cors::settings_fault as cors_fault;
pub(crate) use self::documents::Document;
#[cfg(feature = "cli")]
pub(crate) use self::server::signals;
pub(crate) use self::server::{Limits, PerAddress, listen};
pub use self::state::State;
#[cfg(feature = "cli")]
pub(crate) use self::warp::spec_route_fault;
pub(crate) use self::warp::{docs_route, filter_with};
pub use self::warp::{filter, resource_filter};
