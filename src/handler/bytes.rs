//! Streams of bytes in requests and replies.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, TryStreamExt};

use super::request_body::{Content, declared_length, is_accepted};
use super::{Body, Call};
use crate::error::{Cause, Error};
use crate::meta::{self, Argument, Media};
use crate::types::{Kind, Schema};

/// A stream of bytes: `-> ByteStream` sends it, `body: ByteStream` reads it.
///
/// As a body, it is read while the handler runs. Nothing is buffered: the client sends no faster than the handler reads. Beyond the limit of
/// the body the stream has an error. `accepts: ["image/png", "image/*"]` restricts the media types; without it all are accepted.
///
/// As a reply, an error of the stream is logged and aborts the connection, since the status is sent already.
pub struct ByteStream(BoxStream<'static, Result<Bytes, Cause>>);

impl ByteStream {
    /// Creates a stream of bytes from another stream.
    pub fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn StdError + Send + Sync>> + 'static,
    {
        Self(stream.map_ok(Into::into).map_err(Into::into).boxed())
    }

    /// Waits for the next bytes. `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] once a body is over its limit, and errors of the transfer.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// The stream that is sent.
    pub(super) fn into_inner(self) -> BoxStream<'static, Result<Bytes, Cause>> {
        self.0
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = self.0.poll_next_unpin(cx);
        item.map(|item| {
            item.map(|item| {
                item.map_err(|cause| match cause.downcast::<Error>() {
                    Ok(error) => *error,
                    Err(cause) => Error::Internal(cause),
                })
            })
        })
    }
}

impl<B: Into<Bytes>> From<B> for ByteStream {
    fn from(bytes: B) -> Self {
        let bytes = bytes.into();
        Self(futures::stream::once(async move { Ok(bytes) }).boxed())
    }
}

impl Body for ByteStream {
    const SHAPE: meta::Body = meta::Body {
        media: Media::Bytes,
        schema: Schema::of(Kind::Any),
        fields: &[],
        required: false,
        bulk: false,
        unchecked: false,
    };

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let limit = call.body_limit();
        let accepts = call.op.accepts;
        match is_accepted(call.headers, accepts) {
            Content::Accepted => {}
            Content::Missing if accepts.is_empty() => {}
            Content::Encoded => return Err(Error::UnsupportedEncoding),
            Content::Missing | Content::Refused => {
                let accepted = if accepts.is_empty() {
                    "bytes as they are".to_owned()
                } else {
                    accepts.join(", ")
                };
                return Err(Error::status(
                    415,
                    format!("content type not accepted; send {accepted}"),
                ));
            }
        }
        if declared_length(call.headers) > limit {
            return Err(Error::TooLarge { limit });
        }
        let mut seen = 0;
        let body = call.take_body().map(move |chunk| {
            let chunk = chunk?;
            seen += chunk.len() as u64;
            if seen > limit {
                return Err(Error::TooLarge { limit });
            }
            Ok(chunk)
        });
        Ok(Some(Self::new(body)))
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}
