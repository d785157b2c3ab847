//! What a client may take: time, connections and memory.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::Sleep;

/// What one client, and all of them together, may take of the server.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// How long the head of a request may take to arrive, idle time before it included: 10 s.
    pub(crate) header_read: Duration,
    /// How long a body may take to arrive, from its first read on: 30 s.
    pub(crate) body_read: Duration,
    /// How long an answer may take: 60 s.
    pub(crate) handler: Duration,
    /// How long open requests may take once the server is asked to end: 10 s.
    pub(crate) drain: Duration,
    /// The most connections at a time: 10,000. More wait in the kernel's queue.
    pub(crate) connections: usize,
    /// The most bytes in the head of a request: 64 KiB.
    pub(crate) header_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_read: Duration::from_secs(10),
            body_read: Duration::from_secs(30),
            handler: Duration::from_mins(1),
            drain: Duration::from_secs(10),
            connections: 10_000,
            header_bytes: 64 * 1024,
        }
    }
}

/// A request's body against the clock, which starts when someone begins to read.
pub(super) struct TimedBody {
    body: Incoming,
    limit: Duration,
    clock: Option<Pin<Box<Sleep>>>,
}

impl TimedBody {
    pub(super) fn new(body: Incoming, limit: Duration) -> Self {
        Self {
            body,
            limit,
            clock: None,
        }
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let limit = self.limit;
        let clock = self.clock.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        clock
            .as_mut()
            .poll(cx)
            .map(|()| Some(Err(Self::Error::from(BodyTimeout))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body took too long to arrive.
#[derive(Debug)]
pub(in crate::http) struct BodyTimeout;

impl fmt::Display for BodyTimeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body took too long to arrive")
    }
}

impl std::error::Error for BodyTimeout {}
