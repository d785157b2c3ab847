//! The server that `serve` runs: a warp filter on hyper itself, with limits that warp's own server doesn't have.

mod accept;
mod activity;
mod addresses;
mod connection;
mod connection_state;
mod exchange;
mod limits;
mod listener;
mod outgoing;
mod security_headers;
#[cfg(feature = "cli")]
mod shutdown;
mod target;
#[cfg(test)]
mod tests;
mod timed_body;
mod transport;
mod unsent;

pub(crate) use accept::{ApplyLayer, Served, listen};
pub(crate) use limits::{Limits, PerAddress};
pub(crate) use listener::Listener;
#[cfg(feature = "cli")]
pub(crate) use listener::Place;
#[cfg(all(feature = "cli", feature = "tls"))]
pub(crate) use listener::{Certificate, TlsFiles};
#[cfg(feature = "cli")]
pub(crate) use shutdown::{hangups, signals};

pub(super) use timed_body::BodyTimeout;
