//! The server that `serve` runs: a warp filter on hyper itself, within limits that warp's own server doesn't know.

mod accept;
mod activity;
mod addresses;
mod clock;
mod connection;
mod doing;
mod exchange;
mod limits;
mod outgoing;
#[cfg(feature = "cli")]
mod shutdown;
mod target;
#[cfg(test)]
mod tests;
mod transport;
mod unsent;

pub(crate) use accept::listen;
pub(crate) use limits::{Limits, PerAddress};
#[cfg(feature = "cli")]
pub(crate) use shutdown::signals;

pub(super) use clock::BodyTimeout;
