//! The clocks of one request. A client's body may take as long as it keeps coming; an answer has its time beside that.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::Sleep;

use super::exchange::Exchange;
use crate::db::{self, Overdue};

/// How many bytes win a client a second: slower than this for long is too slow.
const BYTES_A_SECOND: u64 = 8 * 1024;

/// The time that so many bytes win.
pub(super) fn worth(bytes: usize) -> Duration {
    Duration::from_secs(1).mul_f64(bytes as f64 / BYTES_A_SECOND as f64)
}

/// How long a request has waited for its client.
#[derive(Debug, Default)]
pub(super) struct Waited(Mutex<(Duration, Option<Instant>)>);

impl Waited {
    fn begin(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(Instant::now());
    }

    /// Ends a wait, and tells how long it was.
    fn end(&self) -> Duration {
        let mut waited = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = waited.1.take().map_or(Duration::ZERO, |since| since.elapsed());
        waited.0 += last;
        last
    }

    /// All waits, with the present one.
    fn total(&self) -> Duration {
        let (before, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        before + since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Waits for an answer, `limit` at most beside the time spent waiting for the body, and as long again for the outcome of a change that
/// is under way then.
///
/// # Errors
///
/// Whether anything was changed, if it took longer.
pub(super) async fn within<T>(limit: Duration, waited: &Waited, answer: impl Future<Output = T>) -> Result<T, Overdue> {
    let started = Instant::now();
    let left = || (limit + waited.total()).saturating_sub(started.elapsed());
    db::within(left, limit, answer).await
}

/// A request's body against the clock, which runs while someone waits for bytes.
///
/// A client has `limit` to wait, gains a second with each [`BYTES_A_SECOND`], and never has more than `limit`: so it may be silent for
/// as long as that, but one that sends a byte now and then ends as soon as one that sends none.
pub(super) struct TimedBody {
    /// There until it is dropped.
    body: Option<Incoming>,
    exchange: Arc<Exchange>,
    limit: Duration,
    left: Duration,
    clock: Option<Pin<Box<Sleep>>>,
    waiting: bool,
    waited: Arc<Waited>,
}

impl TimedBody {
    pub(super) fn new(body: Incoming, exchange: Arc<Exchange>, limit: Duration, waited: Arc<Waited>) -> Self {
        Self {
            body: Some(body),
            exchange,
            limit,
            left: limit,
            clock: None,
            waiting: false,
            waited,
        }
    }

    fn stop(&mut self) {
        if std::mem::take(&mut self.waiting) {
            self.left = self.left.saturating_sub(self.waited.end());
        }
    }

    /// Gives the client time for what it has sent.
    fn reward(&mut self, bytes: usize) {
        self.left = self.limit.min(self.left.saturating_add(worth(bytes)));
    }
}

impl Drop for TimedBody {
    fn drop(&mut self) {
        self.stop();
        self.exchange.give_up(self.body.take());
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let this = &mut *self;
        let Some(body) = &mut this.body else {
            return Poll::Ready(None);
        };
        this.exchange.touch();
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(cx) {
            self.stop();
            self.exchange.read(frame.as_ref());
            if let Some(Ok(frame)) = &frame {
                self.reward(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let ends = tokio::time::Instant::now() + self.left;
        let begins = !self.waiting;
        if begins {
            self.waiting = true;
            self.waited.begin();
        }
        let clock = self
            .clock
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(ends)));
        if begins {
            clock.as_mut().reset(ends);
        }
        let late = clock.as_mut().poll(cx);
        late.map(|()| {
            self.exchange.late();
            Some(Err(Self::Error::from(BodyTimeout)))
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map(Body::size_hint).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_for_the_client_is_no_time_of_the_answer() {
        let has_waited = |hours| Waited(Mutex::new((Duration::from_hours(hours), None)));
        let never = std::future::pending::<()>();
        let overdue = within(Duration::ZERO, &has_waited(0), never).await;
        assert_eq!(overdue, Err(Overdue::Unchanged));
        assert_eq!(within(Duration::ZERO, &has_waited(1), async {}).await, Ok(()));
    }
}
