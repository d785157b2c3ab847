//! The server that `serve` runs: a warp filter on hyper itself, within limits that warp's own server doesn't know.

mod accept;
mod clock;
mod connection;
mod limits;
mod shutdown;
mod target;
#[cfg(test)]
mod tests;

pub(crate) use accept::listen;
pub(crate) use limits::Limits;
pub(crate) use shutdown::signals;

pub(super) use clock::BodyTimeout;
