//! The HTTP face of the engine: one warp filter, the replies it gives and the server that `serve` runs.
//!
//! Nothing below this layer knows a status code or a header.

mod address;
mod auth;
mod conditional;
mod docs;
mod documents;
mod face;
mod host;
mod origin;
mod problem;
mod recover;
mod reply;
mod request;
mod request_id;
mod routes;
#[cfg_attr(
    not(any(feature = "cli", feature = "testing")),
    allow(dead_code, unused_imports, reason = "other programs run a server of their own")
)]
mod server;
mod socket;
mod state;
mod stream;
mod undeclared;
#[cfg(test)]
pub(crate) mod tests;
mod warp;

#[cfg(feature = "cli")]
pub(crate) use self::documents::Document;
#[cfg(any(feature = "cli", feature = "testing"))]
pub(crate) use self::server::{Limits, listen};
#[cfg(feature = "cli")]
pub(crate) use self::server::{PerAddress, signals};
pub use self::state::State;
#[cfg(feature = "cli")]
pub(crate) use self::warp::{docs_route, filter_with};
pub use self::warp::{filter, resource_filter};
