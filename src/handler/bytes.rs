//! Bytes as they come, in requests and replies.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt, TryStreamExt};

use super::incoming::{Content, declared_length, is_accepted};
use super::{Body, Call};
use crate::error::{Cause, Error};
use crate::meta::{self, Argument, Media};
use crate::types::{Kind, Schema};

/// Bytes as they come: `-> ByteStream` sends them, `body: ByteStream` reads them.
///
/// As a body, the handler runs at once and reads; what it hasn't read waits with the client, and nothing is kept. Beyond the limit
/// of the body there is an error in place of bytes. `accepts: ["image/png", "image/*"]` says which media types are taken; without
/// it all are.
///
/// As a reply, an error in the middle breaks the connection off, since the status has been sent by then; it is logged.
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

    /// Waits for the next bytes; `None`: that was all.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] once a body is over its limit, and what breaks off the transfer.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// What is sent.
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
