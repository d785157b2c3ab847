//! HTTP: the warp filter of an API, its replies, and the server that `serve` runs.
//!
//! The layers below know no status codes and no headers.

mod address;
mod auth;
#[cfg(feature = "compression")]
mod compression;
#[cfg(not(feature = "compression"))]
#[path = "no_compression.rs"]
mod compression;
mod conditional;
mod cors;
mod docs;
mod documents;
mod spec_version;
mod host;
mod layered;
mod origin;
mod probes;
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
pub use self::layered::{ApiService, RequestBody};
#[cfg(feature = "cli")]
pub(crate) use self::probes::{Check, Health, ProbeRoutes, Probes};
#[cfg(feature = "cli")]
pub(crate) use self::server::ApplyLayer;
#[cfg(feature = "cli")]
pub(crate) use self::server::Place;
#[cfg(all(feature = "cli", feature = "tls"))]
pub(crate) use self::server::{Certificate, TlsFiles};
pub(crate) use self::server::{Limits, Listener, PerAddress, Served, listen};
#[cfg(feature = "cli")]
pub(crate) use self::server::{hangups, signals};
pub use self::state::State;
pub(crate) use self::warp::{docs_route, filter_with};
pub use self::warp::{filter, resource_filter};
#[cfg(feature = "cli")]
pub(crate) use self::warp::{has_path, spec_route_fault};
