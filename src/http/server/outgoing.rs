//! Replies on their way out: what waits for a client is counted, and may wait only for so long.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::exchange::Exchange;
use super::unsent::Held;

/// How much of a reply a stream of HTTP/2 gets at once: what it has, it keeps until the client makes room.
const PIECE: usize = 16 * 1024;

/// The body of a reply.
pub(super) struct OutgoingBody<B> {
    body: B,
    /// What is left of a frame that goes out in pieces.
    rest: Bytes,
    held: Option<Held>,
    stream: Option<Stream>,
    exchange: Arc<Exchange>,
}

/// The stream of HTTP/2 that a reply goes to.
struct Stream {
    clock: Arc<StreamClock>,
    /// The bytes of the piece that waits for room.
    waiting: Option<usize>,
}

impl<B> OutgoingBody<B> {
    /// A body over HTTP/1, or to this stream of HTTP/2.
    pub(super) fn new(body: B, held: Option<Held>, clock: Option<Arc<StreamClock>>, exchange: Arc<Exchange>) -> Self {
        Self {
            body,
            rest: Bytes::new(),
            held,
            stream: clock.map(|clock| Stream { clock, waiting: None }),
            exchange,
        }
    }

    /// Takes note that the last piece found room, or is thrown away with its stream, which wins no time for others.
    fn taken(&mut self) {
        if let Some(stream) = &mut self.stream
            && let Some(bytes) = stream.waiting.take()
        {
            let won = if stream.clock.has_stalled() { 0 } else { bytes };
            stream.clock.set(None);
            self.exchange.activity().piece_taken(won);
        }
    }

    /// Takes note that a piece waits for room.
    fn waits(&mut self, bytes: usize) {
        if let Some(stream) = &mut self.stream {
            stream.waiting = Some(bytes);
            stream.clock.set(Some(Instant::now()));
            self.exchange.activity().piece_waits();
        }
    }

    /// The next piece of a frame.
    fn piece(&mut self) -> Bytes {
        // A copy, so that a piece which waits doesn't keep the whole.
        let piece = Bytes::copy_from_slice(&self.rest[..PIECE.min(self.rest.len())]);
        self.rest.advance(piece.len());
        piece
    }
}

impl<B> Drop for OutgoingBody<B> {
    fn drop(&mut self) {
        self.taken();
    }
}

impl<B> Body for OutgoingBody<B>
where
    B: Body<Data = Bytes> + Unpin,
{
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = &mut *self;
        // Whoever asks for more has passed on what there was.
        this.taken();
        let data = if this.rest.is_empty() {
            let frame = match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => frame,
                other => return Poll::Ready(other),
            };
            let data = match frame.into_data() {
                Ok(data) => data,
                Err(frame) => return Poll::Ready(Some(Ok(frame))),
            };
            if this.stream.is_some() && data.len() > PIECE {
                this.rest = data;
                this.piece()
            } else if this.stream.is_none()
                && let Some(held) = this.held.take()
            {
                // hyper drops the body when it has the last frame, long before the client has.
                held.with(data)
            } else {
                data
            }
        } else {
            this.piece()
        };
        this.waits(data.len());
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
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

/// How long a stream of HTTP/2 has waited for room.
#[derive(Debug, Default)]
pub(super) struct StreamClock {
    since: Mutex<Option<Instant>>,
    stalled: AtomicBool,
}

tokio::task_local! {
    /// The stream that this task answers.
    static STREAM: Arc<StreamClock>;
}

impl StreamClock {
    /// The stream that this task answers; none over HTTP/1.
    pub(super) fn current() -> Option<Arc<Self>> {
        STREAM.try_with(Arc::clone).ok()
    }

    fn set(&self, since: Option<Instant>) {
        *self.since.lock().unwrap_or_else(PoisonError::into_inner) = since;
    }

    /// Whether it waited for too long.
    fn has_stalled(&self) -> bool {
        self.stalled.load(Ordering::Relaxed)
    }

    /// Waits until a piece has waited for so long.
    async fn stalled(&self, limit: Duration) {
        loop {
            let since = *self.since.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            let at = since.unwrap_or(now) + limit;
            if at <= now {
                // Before the stream is dropped.
                self.stalled.store(true, Ordering::Relaxed);
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
        let (clock, limit) = (Arc::new(StreamClock::default()), self.limit);
        tokio::spawn(STREAM.scope(Arc::clone(&clock), async move {
            tokio::select! {
                biased;
                _ = stream => {}
                () = clock.stalled(limit) => tracing::debug!("a stream is reset: its client makes no room"),
            }
        }));
    }
}
