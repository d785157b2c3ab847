//! Bytes as they come, in replies.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, TryStreamExt};

use crate::error::Cause;

/// Bytes that are sent as they come: `-> ByteStream`.
///
/// An error in the middle breaks the connection off, since the status has been sent by then; it is logged.
pub struct ByteStream(BoxStream<'static, Result<Bytes, Cause>>);

impl ByteStream {
    /// Sends the items of a stream.
    pub fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Self(stream.map_ok(Into::into).map_err(Into::into).boxed())
    }

    /// What is sent.
    pub(super) fn into_inner(self) -> BoxStream<'static, Result<Bytes, Cause>> {
        self.0
    }
}

impl<B: Into<Bytes>> From<B> for ByteStream {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        Self(futures::stream::once(async move { Ok(bytes) }).boxed())
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}
