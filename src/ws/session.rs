//! The session of one socket: requests in, answers and messages out, within limits.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, Sleep};

use super::connection::{CLOSE_TIMEOUT, End, Event, WsConnection};
use super::dispatcher::RpcDispatcher;
use super::hub::Slot;
use super::queue::Queue;
use super::socket::{CloseReason, Socket};
use crate::engine::{Ctx, SocketLimits};
use crate::meta::{self, Api};
use crate::observe::SocketObservation;

/// The code in the log of a socket that its client has closed (RFC 6455, section 7.4.1).
const BY_CLIENT: u16 = 1000;

/// The shortest and the longest interval between pings.
const INTERVALS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_hours(24));

/// Serves one socket over an upgraded connection until it ends.
pub(crate) async fn run<S>(slot: Slot, declared: (&'static Api, &'static meta::Socket), ctx: Ctx, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let limits = ctx.settings().sockets.clone();
    let registration = slot.register();
    let mut connection = WsConnection::new(stream, limits.message).await;
    let mut observation = SocketObservation::begin();
    let end = {
        let dispatcher = RpcDispatcher::new(slot.hub(), declared, ctx, Socket(registration.socket()));
        serve(&mut connection, &dispatcher, &limits, &mut observation).await
    };
    match end {
        End::Lost => {}
        End::ByClient => observation.set_code(BY_CLIENT),
        End::ByServer(reason) => observation.set_code(reason.frame().0),
    }
    drop(observation);
    tracing::debug!(socket = registration.socket().id, ?end, "the socket ends");
    // Its subscriptions end now. Its slot is free once the connection is closed.
    drop(registration);
    connection.close_handshake(end).await;
}

/// What happens next.
enum Step {
    /// The server or the application closes the socket.
    Close(CloseReason),
    /// It is time to look whether the client is alive.
    Heartbeat,
    Event(Event),
}

/// Serves requests until the socket ends. At most `limits.requests` run at a time; more wait in the connection.
async fn serve<S>(
    connection: &mut WsConnection<S>,
    dispatcher: &RpcDispatcher,
    limits: &SocketLimits,
    observation: &mut SocketObservation,
) -> End
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let queue = &dispatcher.socket.0.queue;
    let mut running = FuturesUnordered::new();
    let mut heartbeat = pin!(Heartbeat::new(limits.ping));
    loop {
        let step = poll_fn(|cx| {
            queue.register_waker(cx);
            if let Some(close) = queue.closing() {
                return Poll::Ready(Step::Close(close));
            }
            // The timer is polled before the connection, whose reading may use up the task's budget. An event that has arrived wins over
            // the timer, however late it is read.
            let due = heartbeat.timer.as_mut().poll(cx).is_ready();
            while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {}
            match connection.poll(cx, queue, running.len() < limits.requests.max(1)) {
                Poll::Ready(event) => Poll::Ready(Step::Event(event)),
                Poll::Pending if due => Poll::Ready(Step::Heartbeat),
                Poll::Pending => Poll::Pending,
            }
        });
        match step.await {
            Step::Close(reason @ (CloseReason::Done | CloseReason::Unanswered | CloseReason::GoingAway)) => {
                if reason == CloseReason::Unanswered {
                    running.clear();
                }
                // Running requests are answered, and the queue is sent.
                let limit = limits.answer.saturating_add(CLOSE_TIMEOUT);
                let _ = tokio::time::timeout(limit, drain(connection, queue, &mut running)).await;
                return End::ByServer(reason);
            }
            Step::Close(reason) => return End::ByServer(reason),
            Step::Heartbeat => {
                let reads = running.len() < limits.requests.max(1);
                if let Err(end) = heartbeat.check(connection, reads) {
                    return end;
                }
            }
            Step::Event(Event::Text(text)) => {
                observation.add_received();
                running.push(dispatcher.answer(Some(text)));
            }
            Step::Event(Event::Binary) => {
                observation.add_received();
                running.push(dispatcher.answer(None));
            }
            Step::Event(Event::Control) => {}
            Step::Event(Event::End(end)) => return end,
        }
    }
}

/// Waits until all running requests are answered and the answers are sent.
async fn drain<S, A>(connection: &mut WsConnection<S>, queue: &Queue, running: &mut FuturesUnordered<A>)
where
    S: AsyncRead + AsyncWrite + Unpin,
    A: Future<Output = ()>,
{
    poll_fn(|cx| {
        queue.register_waker(cx);
        while let Poll::Ready(Some(())) = running.poll_next_unpin(cx) {}
        let lost = connection.poll_send(cx, queue).is_ready();
        if lost || (running.is_empty() && queue.is_empty() && connection.is_flushed()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
}

/// Finds out whether the client is alive.
struct Heartbeat {
    interval: Duration,
    timer: Pin<Box<Sleep>>,
    last_ping: Option<Instant>,
}

impl Heartbeat {
    fn new(interval: Duration) -> Self {
        let interval = interval.clamp(INTERVALS.0, INTERVALS.1);
        Self {
            interval,
            timer: Box::pin(tokio::time::sleep(interval)),
            last_ping: None,
        }
    }

    /// Pings a client that was silent for one interval. Fails if it is still silent after another one, or reads nothing for two.
    fn check<S>(&mut self, connection: &mut WsConnection<S>, reads: bool) -> Result<(), End>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let now = Instant::now();
        let deadline = connection.blocked_since().map(|since| since + self.interval * 2);
        if deadline.is_some_and(|deadline| deadline <= now) {
            return Err(End::ByServer(CloseReason::TooSlow));
        }
        if !reads {
            connection.reset_idle();
        }
        let mut next = connection.last_activity() + self.interval;
        if next <= now {
            if self.last_ping.is_some_and(|ping| connection.last_activity() <= ping) {
                return Err(End::Lost);
            }
            connection.ping();
            self.last_ping = Some(now);
            next = now + self.interval;
        }
        self.timer
            .as_mut()
            .reset(deadline.map_or(next, |deadline| next.min(deadline)));
        Ok(())
    }
}
