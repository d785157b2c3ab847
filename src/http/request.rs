//! Bodies of requests: how they are read, and what happens to those that aren't read.

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

/// How many bytes of a refused body are read and dropped, and for how long. If the connection were closed while the client sends, its
/// kernel could drop the reply unread.
pub(super) const DISCARD_LIMIT: usize = 16 * 1024 * 1024;
pub(super) const DISCARD_TIMEOUT: Duration = Duration::from_secs(5);

/// A body as warp passes it.
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

/// A body that is read in chunks. When it is dropped, the rest is read in the background and dropped.
pub(super) fn incoming(headers: &HeaderMap, body: impl Body) -> Incoming {
    let mut reader = BodyReader {
        body: Some(body),
        // Such a client (RFC 9110, section 10.1.1) sends nothing before it gets 100, and reading would send that.
        expects_continue: headers.contains_key(EXPECT),
    };
    Box::pin(futures::stream::poll_fn(move |cx| reader.poll(cx)))
}

struct BodyReader<B: Body> {
    body: Option<B>,
    expects_continue: bool,
}

impl<B: Body> BodyReader<B> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let chunk = ready!(body.poll_next_unpin(cx));
        self.expects_continue = false;
        if !matches!(chunk, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(chunk.map(|chunk| match chunk {
            Ok(mut chunk) => Ok(chunk.copy_to_bytes(chunk.remaining())),
            Err(error) => Err(transfer_error(&error)),
        }))
    }
}

impl<B: Body> Drop for BodyReader<B> {
    fn drop(&mut self) {
        if let Some(body) = self.body.take()
            && !self.expects_continue
        {
            drain(body);
        }
    }
}

/// Reads a JSON body. It is empty if the request has none.
///
/// # Errors
///
/// Those of [`collect`].
pub(super) async fn read(headers: &HeaderMap, body: impl Body, limit: u64) -> Result<Vec<u8>, Error> {
    collect(headers, &mut incoming(headers, body), Media::Json, limit).await
}

/// Reads a body in the background and drops it.
pub(super) fn discard(headers: &HeaderMap, body: impl Body) {
    drop(incoming(headers, body));
}

/// The same if the request has a body: most requests whose body isn't used have none.
pub(super) fn discard_any(headers: &HeaderMap, body: impl Body) {
    let length = headers
        .get(CONTENT_LENGTH)
        .is_some_and(|length| length.as_bytes() != b"0");
    if length || headers.contains_key(TRANSFER_ENCODING) {
        discard(headers, body);
    }
}

fn drain(mut body: impl Body) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(tokio::time::timeout(DISCARD_TIMEOUT, async move {
            let mut seen = 0;
            while let Some(Ok(chunk)) = body.next().await {
                seen += chunk.remaining();
                if seen > DISCARD_LIMIT {
                    break;
                }
            }
        }));
    }
}

/// The value of `If-Match`, from all its lines.
pub(super) fn if_match(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(IF_MATCH).iter().peekable();
    lines.peek()?;
    // A tag that isn't ASCII matches no row. It must not count as absent.
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    Some(lines.join(", "))
}

/// Why the transfer of a body failed: a time limit of the server, or the client.
fn transfer_error(error: &warp::Error) -> Error {
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
