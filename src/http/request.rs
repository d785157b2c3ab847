//! Bodies as HTTP brings them: pieces within the server's clock, and what becomes of those that nobody reads.

use std::error::Error as StdError;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, EXPECT, IF_MATCH, TRANSFER_ENCODING};
use warp::Buf;

use super::server::BodyTimeout;
use crate::error::Error;
use crate::handler::{Incoming, collect};
use crate::meta::Media;

/// How much of a refused body is read all the same, so that the client gets to read the reply: a server that closes
/// while bytes are on the way makes the client's kernel throw the reply away.
pub(super) const MOST_DISCARDED: usize = 16 * 1024 * 1024;
pub(super) const LONGEST_DISCARDING: Duration = Duration::from_secs(5);

/// A body as warp hands it out.
pub(super) trait Body: Stream<Item = Result<Self::Chunk, warp::Error>> + Send + Unpin + 'static {
    type Chunk: Buf + Send;
}

impl<S, B> Body for S
where
    S: Stream<Item = Result<B, warp::Error>> + Send + Unpin + 'static,
    B: Buf + Send,
{
    type Chunk = B;
}

/// A body that is read in pieces. What is left of it when it is dropped is read in the background.
pub(super) fn incoming(headers: &HeaderMap, body: impl Body) -> Incoming {
    let mut kept = Kept {
        body: Some(body),
        // A client that expects to be asked (RFC 9110, section 10.1.1) sends nothing before, and reading would ask it.
        asks: headers.contains_key(EXPECT),
    };
    Box::pin(futures::stream::poll_fn(move |cx| kept.poll(cx)))
}

struct Kept<B: Body> {
    body: Option<B>,
    asks: bool,
}

impl<B: Body> Kept<B> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = ready!(body.poll_next_unpin(cx));
        self.asks = false;
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(mut chunk) => Ok(chunk.copy_to_bytes(chunk.remaining())),
            Err(error) => Err(broken_off(&error)),
        }))
    }
}

impl<B: Body> Drop for Kept<B> {
    fn drop(&mut self) {
        if let Some(body) = self.body.take()
            && !self.asks
        {
            read_on(body);
        }
    }
}

/// Reads a JSON body; it is empty if the request has none.
///
/// # Errors
///
/// Those of [`collect`].
pub(super) async fn read(headers: &HeaderMap, body: impl Body, limit: u64) -> Result<Vec<u8>, Error> {
    collect(headers, &mut incoming(headers, body), Media::Json, limit).await
}

/// Reads on in the background what nobody wants, within bounds.
pub(super) fn discard(headers: &HeaderMap, body: impl Body) {
    drop(incoming(headers, body));
}

/// Reads on in the background what nobody wants, if there is anything: most requests without use for a body have none.
pub(super) fn discard_any(headers: &HeaderMap, body: impl Body) {
    let length = headers
        .get(CONTENT_LENGTH)
        .is_some_and(|length| length.as_bytes() != b"0");
    if length || headers.contains_key(TRANSFER_ENCODING) {
        discard(headers, body);
    }
}

fn read_on(mut body: impl Body) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(tokio::time::timeout(LONGEST_DISCARDING, async move {
            let mut seen = 0;
            while let Some(Ok(chunk)) = body.next().await {
                seen += chunk.remaining();
                if seen > MOST_DISCARDED {
                    break;
                }
            }
        }));
    }
}

/// The `If-Match` header, all lines of it.
pub(super) fn if_match(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(IF_MATCH).iter().peekable();
    lines.peek()?;
    // A line that isn't ASCII names no version of ours, and it must not pass for an absent one.
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap_or_default()).collect();
    Some(lines.join(", "))
}

/// What ended a transfer before its end: the server's clock, or the client.
fn broken_off(error: &warp::Error) -> Error {
    let mut source: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(cause) = source {
        if cause.is::<BodyTimeout>() {
            return Error::Timeout;
        }
        source = cause.source();
    }
    tracing::debug!(%error, "the body broke off");
    Error::Malformed("the body broke off".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_if_match_counts() {
        let mut headers = HeaderMap::new();
        assert_eq!(if_match(&headers), None);
        headers.append(IF_MATCH, "\"a\"".parse().unwrap());
        headers.append(IF_MATCH, "\"b\"".parse().unwrap());
        assert_eq!(if_match(&headers).as_deref(), Some("\"a\", \"b\""));
    }
}
