//! Built without the feature `tls`: `rediss://` is refused.

use std::future::Ready;

use tokio::net::TcpStream;
use url::Url;

use crate::error::Cause;

/// There is none.
pub(super) enum Tls {}

impl Tls {
    /// Refuses.
    pub(super) fn of(_: &Url) -> Result<Self, Cause> {
        Err("this program was built without the feature `tls` of warp-openapi; turn it on in Cargo.toml, or use redis://".into())
    }

    /// Can't be called.
    pub(super) fn connect(&self, _: &str, _: TcpStream) -> Ready<Result<TcpStream, Cause>> {
        match *self {}
    }
}
