//! Bodies of replies: their unsent bytes are counted, and have a time limit.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, Bytes};
use futures::task::AtomicWaker;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::activity::Activity;
use super::exchange::Exchange;
use super::unsent::Reservation;
use crate::observe::Observation;

/// How many bytes of a reply a stream of HTTP/2 gets at once. It keeps them in memory until the client makes room.
const CHUNK: usize = 16 * 1024;

/// The body of a reply.
pub(super) struct OutgoingBody<B> {
    body: B,
    /// The rest of a frame that is sent in chunks.
    rest: Bytes,
    /// Whether the last frame was read.
    ended: bool,
    transfer: Transfer,
    observation: Observation,
    _exchange: Arc<Exchange>,
}

/// How a reply is sent.
enum Transfer {
    /// Over HTTP/1, with the permits of its only frame.
    Http1(Option<Reservation>),
    /// In a stream of HTTP/2.
    Http2(Arc<StreamReply>),
}

/// A reply in a stream of HTTP/2. It exists until its last chunk is sent or dropped.
struct StreamReply {
    progress: Arc<StreamProgress>,
    activity: Arc<Activity>,
    sent: AtomicWaker,
    _reservation: Option<Reservation>,
}

/// A part of a reply. hyper takes one of HTTP/2 long before it is sent, and gives no sign when it is, so the chunk itself reports that.
pub(super) struct Chunk {
    data: Bytes,
    reply: Option<Arc<StreamReply>>,
}

impl Chunk {
    fn new(data: Bytes, reply: &Arc<StreamReply>) -> Self {
        reply.progress.chunk_queued();
        reply.activity.chunk_queued();
        Self {
            data,
            reply: Some(Arc::clone(reply)),
        }
    }
}

impl Buf for Chunk {
    fn remaining(&self) -> usize {
        self.data.len()
    }

    fn chunk(&self) -> &[u8] {
        &self.data
    }

    fn advance(&mut self, bytes: usize) {
        self.data.advance(bytes);
        if let Some(reply) = &self.reply {
            reply.activity.chunk_sent(bytes);
        }
    }
}

impl Drop for Chunk {
    fn drop(&mut self) {
        if let Some(reply) = &self.reply {
            reply.activity.chunk_done();
            reply.progress.chunk_done();
            reply.sent.wake();
        }
    }
}

impl<B: Body> OutgoingBody<B> {
    /// A body that is sent over HTTP/1, or in the stream of HTTP/2 that has this progress.
    pub(super) fn new(
        body: B,
        reservation: Option<Reservation>,
        progress: Option<Arc<StreamProgress>>,
        exchange: Arc<Exchange>,
        mut observation: Observation,
    ) -> Self {
        // hyper doesn't poll it then.
        observation.set_complete(body.is_end_stream());
        let transfer = match progress {
            None => Transfer::Http1(reservation),
            Some(progress) => Transfer::Http2(Arc::new(StreamReply {
                progress,
                activity: Arc::clone(exchange.activity()),
                sent: AtomicWaker::new(),
                _reservation: reservation,
            })),
        };
        Self {
            body,
            rest: Bytes::new(),
            ended: false,
            transfer,
            observation,
            _exchange: exchange,
        }
    }

    /// The next chunk.
    fn next(&mut self, data: Bytes) -> Chunk {
        let chunk = self.chunk(data);
        self.observation.add_bytes(chunk.data.len());
        let is_last = self.rest.is_empty() && self.body.is_end_stream();
        self.observation
            .set_complete(is_last && matches!(self.transfer, Transfer::Http1(_)));
        chunk
    }

    fn chunk(&mut self, data: Bytes) -> Chunk {
        match &mut self.transfer {
            Transfer::Http1(reservation) => Chunk {
                // The bytes hold the permits: hyper drops the body with the last frame, long before the client has read it.
                data: match reservation.take() {
                    Some(reservation) => reservation.attach(data),
                    None => data,
                },
                reply: None,
            },
            Transfer::Http2(reply) => {
                self.rest = data;
                let data = self.rest.split_to(CHUNK.min(self.rest.len()));
                Chunk::new(data, reply)
            }
        }
    }

    /// The end of the body. The stream must not end before all chunks are sent: a stream that has ended couldn't be reset any more.
    fn poll_end(&mut self, cx: &Context<'_>) -> Poll<()> {
        if let Transfer::Http2(reply) = &self.transfer {
            reply.sent.register(cx.waker());
            if reply.progress.is_waiting() {
                return Poll::Pending;
            }
        }
        self.observation.set_complete(true);
        Poll::Ready(())
    }
}

impl<B> Body for OutgoingBody<B>
where
    B: Body<Data = Bytes> + Unpin,
{
    type Data = Chunk;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = &mut *self;
        if this.ended {
            return this.poll_end(cx).map(|()| None);
        }
        let data = if this.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    this.ended = true;
                    return this.poll_end(cx).map(|()| None);
                }
            };
            match frame.into_data() {
                Ok(data) => data,
                Err(frame) => {
                    return Poll::Ready(frame.into_trailers().ok().map(|trailers| Ok(Frame::trailers(trailers))));
                }
            }
        } else {
            std::mem::take(&mut this.rest)
        };
        Poll::Ready(Some(Ok(Frame::data(this.next(data)))))
    }

    fn is_end_stream(&self) -> bool {
        let is_sent = match &self.transfer {
            Transfer::Http1(_) => true,
            Transfer::Http2(reply) => !reply.progress.is_waiting(),
        };
        is_sent && self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (rest, hint) = (self.rest.len() as u64, self.body.size_hint());
        let mut whole = SizeHint::new();
        whole.set_lower(hint.lower().saturating_add(rest));
        if let Some(upper) = hint.upper() {
            whole.set_upper(upper.saturating_add(rest));
        }
        whole
    }
}

/// The progress of a stream of HTTP/2: whether it waits for the client, and since when.
#[derive(Debug, Default)]
pub(super) struct StreamProgress(Mutex<Waiting>);

/// How many chunks wait, and since when the first of them waits.
#[derive(Debug, Default)]
struct Waiting {
    chunks: usize,
    since: Option<Instant>,
}

tokio::task_local! {
    /// The stream that this task answers.
    static STREAM: Arc<StreamProgress>;
}

impl StreamProgress {
    /// The progress of the stream that this task answers; `None` over HTTP/1.
    pub(super) fn current() -> Option<Arc<Self>> {
        STREAM.try_with(Arc::clone).ok()
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether chunks wait.
    fn is_waiting(&self) -> bool {
        self.waiting().chunks > 0
    }

    fn chunk_queued(&self) {
        let mut waiting = self.waiting();
        waiting.chunks += 1;
        waiting.since.get_or_insert_with(Instant::now);
    }

    fn chunk_done(&self) {
        let mut waiting = self.waiting();
        waiting.chunks = waiting.chunks.saturating_sub(1);
        waiting.since = (waiting.chunks > 0).then(Instant::now);
    }

    /// Waits until a chunk has waited for so long.
    async fn stalled(&self, limit: Duration) {
        loop {
            let since = self.waiting().since;
            let now = Instant::now();
            let at = since.unwrap_or(now) + limit;
            if at <= now {
                return;
            }
            tokio::time::sleep_until(at).await;
        }
    }
}

/// Runs the streams of HTTP/2, and resets one whose client makes no room.
#[derive(Debug, Clone)]
pub(super) struct StreamExecutor {
    pub(super) limit: Duration,
}

impl<F> hyper::rt::Executor<F> for StreamExecutor
where
    F: Future + Send + 'static,
{
    fn execute(&self, stream: F) {
        let (progress, limit) = (Arc::new(StreamProgress::default()), self.limit);
        tokio::spawn(STREAM.scope(Arc::clone(&progress), async move {
            tokio::select! {
                biased;
                _ = stream => {}
                () = progress.stalled(limit) => tracing::debug!("a stream is reset: its client makes no room"),
            }
        }));
    }
}
