//! One socket from its opening to its end: requests in, answers and messages out, within limits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, Sleep};

use super::hub::Slot;
use super::line::{End, Event, FAREWELL, Line};
use super::queue::Queue;
use super::request::Desk;
use super::socket::{Close, Socket};
use crate::engine::{Ctx, SocketLimits};
use crate::meta::{self, Api};

/// The pauses between pings that make sense.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_hours(24));

/// Serves one socket over a connection that was upgraded, to its end.
pub(crate) async fn run<S>(slot: Slot, declared: (&'static Api, &'static meta::Socket), ctx: Ctx, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let limits = ctx.settings().sockets.clone();
    let member = slot.join();
    let mut line = Line::new(stream, limits.message).await;
    let end = {
        let desk = Desk::new(slot.hub(), declared, ctx, Socket(member.shared()));
        serve(&mut line, &desk, &limits).await
    };
    tracing::debug!(socket = member.shared().id, ?end, "the socket ends");
    // It follows nothing any more, but holds its slot until the connection is closed.
    drop(member);
    line.part(end).await;
}

/// What happens next.
enum Step {
    /// Somebody within the server wants the socket to end.
    Asked(Close),
    /// It is time to look at the client's signs of life.
    Tick,
    Event(Event),
}

/// Takes requests until the socket ends. At most as many are answered at a time as the limit says; more wait in the connection.
async fn serve<S>(line: &mut Line<S>, desk: &Desk, limits: &SocketLimits) -> End
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let queue = &desk.socket.0.queue;
    let mut running = FuturesUnordered::new();
    let mut pulse = pin!(Pulse::new(limits.ping));
    loop {
        let step = poll_fn(|cx| {
            queue.listen(cx);
            if let Some(close) = queue.closing() {
                return Poll::Ready(Step::Asked(close));
            }
            // Looked at before what arrives, whose reading may take all that this task may do in its turn; but what has arrived counts,
            // however late we come to read it.
            let due = pulse.clock.as_mut().poll(cx).is_ready();
            while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {}
            match line.poll(cx, queue, running.len() < limits.requests.max(1)) {
                Poll::Ready(event) => Poll::Ready(Step::Event(event)),
                Poll::Pending if due => Poll::Ready(Step::Tick),
                Poll::Pending => Poll::Pending,
            }
        });
        match step.await {
            Step::Asked(close @ (Close::Done | Close::Unanswered | Close::GoingAway)) => {
                if close == Close::Unanswered {
                    running.clear();
                }
                // Whoever was asked already answers, and what was answered goes out first.
                let most = limits.answer.saturating_add(FAREWELL.0);
                let _ = tokio::time::timeout(most, finish(line, queue, &mut running)).await;
                return End::Ours(close);
            }
            Step::Asked(close) => return End::Ours(close),
            Step::Tick => {
                let listens = running.len() < limits.requests.max(1);
                if let Err(end) = pulse.tick(line, listens) {
                    return end;
                }
            }
            Step::Event(Event::Text(text)) => running.push(desk.answer(Some(text))),
            Step::Event(Event::Binary) => running.push(desk.answer(None)),
            Step::Event(Event::Sign) => {}
            Step::Event(Event::End(end)) => return end,
        }
    }
}

/// Waits for the answers that are on their way, until all are sent.
async fn finish<S, A>(line: &mut Line<S>, queue: &Queue, running: &mut FuturesUnordered<A>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    A: Future<Output = ()>,
{
    poll_fn(|cx| {
        queue.listen(cx);
        while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {}
        let broken = line.poll_send(cx, queue).is_ready();
        if broken || (running.is_empty() && queue.is_empty() && line.is_flushed()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// Whether the client is still there.
struct Pulse {
    pause: Duration,
    clock: Pin<Box<Sleep>>,
    /// When we last asked for a sign of life.
    pinged: Option<Instant>,
}

impl Pulse {
    fn new(pause: Duration) -> Self {
        let pause = pause.clamp(PAUSES.0, PAUSES.1);
        Self {
            pause,
            clock: Box::pin(tokio::time::sleep(pause)),
            pinged: None,
        }
    }

    /// Pings a client that was silent for a pause; gives up one that is still silent after another, or that takes nothing for two.
    fn tick<S>(&mut self, line: &mut Line<S>, listens: bool) -> Result<(), End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let now = Instant::now();
        let patience = line.blocked().map(|since| since + self.pause * 2);
        if patience.is_some_and(|end| end <= now) {
            return Err(End::Ours(Close::TooSlow));
        }
        if !listens {
            line.excuse();
        }
        let mut next = line.alive() + self.pause;
        if next <= now {
            if self.pinged.is_some_and(|pinged| line.alive() <= pinged) {
                return Err(End::Gone);
            }
            line.ping();
            self.pinged = Some(now);
            next = now + self.pause;
        }
        self.clock
            .as_mut()
            .reset(patience.map_or(next, |patience| next.min(patience)));
        Ok(())
    }
}
