//! Replies on their way out: what waits for a client is counted, and may wait only for so long.

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
use super::unsent::Held;

/// How much of a reply a stream of HTTP/2 gets at once: what it has, it keeps until the client makes room.
const PIECE: usize = 16 * 1024;

/// The body of a reply.
pub(super) struct OutgoingBody<B> {
    body: B,
    /// What is left of a frame that goes out in pieces.
    rest: Bytes,
    /// Whether the last frame has come.
    ended: bool,
    way: Way,
    _exchange: Arc<Exchange>,
}

/// How a reply goes out.
enum Way {
    /// Over HTTP/1, with the permits for its only frame.
    Whole(Option<Held>),
    /// In a stream of HTTP/2.
    Pieces(Arc<StreamReply>),
}

/// A reply in a stream of HTTP/2, there until the last piece of it is sent or thrown away.
struct StreamReply {
    clock: Arc<StreamClock>,
    activity: Arc<Activity>,
    sent: AtomicWaker,
    _held: Option<Held>,
}

/// A part of a reply. hyper has taken one of HTTP/2 long before it is sent, and tells nobody, so it notes that itself.
pub(super) struct Piece {
    data: Bytes,
    reply: Option<Arc<StreamReply>>,
}

impl Piece {
    fn new(data: Bytes, reply: &Arc<StreamReply>) -> Self {
        reply.clock.piece_waits();
        reply.activity.piece_waits();
        Self {
            data,
            reply: Some(Arc::clone(reply)),
        }
    }
}

impl Buf for Piece {
    fn remaining(&self) -> usize {
        self.data.len()
    }

    fn chunk(&self) -> &[u8] {
        &self.data
    }

    fn advance(&mut self, bytes: usize) {
        self.data.advance(bytes);
        if let Some(reply) = &self.reply {
            reply.activity.piece_sent(bytes);
        }
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        if let Some(reply) = &self.reply {
            reply.activity.piece_ends();
            reply.clock.piece_ends();
            reply.sent.wake();
        }
    }
}

impl<B> OutgoingBody<B> {
    /// A body over HTTP/1, or to this stream of HTTP/2.
    pub(super) fn new(body: B, held: Option<Held>, clock: Option<Arc<StreamClock>>, exchange: Arc<Exchange>) -> Self {
        let way = match clock {
            None => Way::Whole(held),
            Some(clock) => Way::Pieces(Arc::new(StreamReply {
                clock,
                activity: Arc::clone(exchange.activity()),
                sent: AtomicWaker::new(),
                _held: held,
            })),
        };
        Self {
            body,
            rest: Bytes::new(),
            ended: false,
            way,
            _exchange: exchange,
        }
    }

    /// The next of the bytes.
    fn next(&mut self, data: Bytes) -> Piece {
        match &mut self.way {
            Way::Whole(held) => Piece {
                // hyper drops the body when it has the last frame, long before the client has.
                data: match held.take() {
                    Some(held) => held.with(data),
                    None => data,
                },
                reply: None,
            },
            Way::Pieces(reply) => {
                self.rest = data;
                let piece = self.rest.split_to(PIECE.min(self.rest.len()));
                Piece::new(piece, reply)
            }
        }
    }

    /// The end of the body. While h2 has pieces of it, the stream must not end: what is left of one that has ended, nobody could reset.
    fn poll_end(&self, cx: &Context<'_>) -> Poll<()> {
        if let Way::Pieces(reply) = &self.way {
            reply.sent.register(cx.waker());
            if reply.clock.waits() {
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }
}

impl<B> Body for OutgoingBody<B>
where
    B: Body<Data = Bytes> + Unpin,
{
    type Data = Piece;
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
        let is_sent = match &self.way {
            Way::Whole(_) => true,
            Way::Pieces(reply) => !reply.clock.waits(),
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

/// How long a stream of HTTP/2 has waited for room.
#[derive(Debug, Default)]
pub(super) struct StreamClock(Mutex<Waiting>);

/// The pieces that wait, and since when the first of them does.
#[derive(Debug, Default)]
struct Waiting {
    pieces: usize,
    since: Option<Instant>,
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

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether pieces wait.
    fn waits(&self) -> bool {
        self.waiting().pieces > 0
    }

    fn piece_waits(&self) {
        let mut waiting = self.waiting();
        waiting.pieces += 1;
        waiting.since.get_or_insert_with(Instant::now);
    }

    fn piece_ends(&self) {
        let mut waiting = self.waiting();
        waiting.pieces = waiting.pieces.saturating_sub(1);
        waiting.since = (waiting.pieces > 0).then(Instant::now);
    }

    /// Waits until a piece has waited for so long.
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
