//! The time limits of one request: of its body, which may take long as long as it keeps coming, and of its answer, which doesn't include that.

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

/// The lowest transfer rate, in bytes per second.
const MIN_RATE: u64 = 8 * 1024;

/// The time that a transfer of so many bytes may take.
pub(super) fn time_for(bytes: usize) -> Duration {
    Duration::from_secs(1).mul_f64(bytes as f64 / MIN_RATE as f64)
}

/// How long the answer to a request has waited for its body.
#[derive(Debug, Default)]
pub(super) struct BodyWait(Mutex<(Duration, Option<Instant>)>);

impl BodyWait {
    fn start(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(Instant::now());
    }

    /// Ends a wait, and returns how long it was.
    fn stop(&self) -> Duration {
        let mut waited = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = waited.1.take().map_or(Duration::ZERO, |since| since.elapsed());
        waited.0 += last;
        last
    }

    /// The sum of all waits, including the current one.
    fn total(&self) -> Duration {
        let (before, since) = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        before + since.map_or(Duration::ZERO, |since| since.elapsed())
    }
}

/// Waits for an answer, at most for `limit` without the time spent waiting for the body, and as long again for the outcome of a change that
/// is in progress then.
///
/// # Errors
///
/// Whether anything was changed, if it takes longer.
pub(super) async fn within<T>(
    limit: Duration,
    waited: &BodyWait,
    answer: impl Future<Output = T>,
) -> Result<T, Overdue> {
    let started = Instant::now();
    let left = || (limit + waited.total()).saturating_sub(started.elapsed());
    db::within(left, limit, answer).await
}

/// The body of a request with a time limit, which counts while a reader waits for bytes.
///
/// A client has `limit` at the beginning, gains a second with each [`MIN_RATE`] bytes, and never has more than `limit`. So it may be silent
/// for that long, but a byte now and then gains nothing.
pub(super) struct TimedBody {
    /// `Some` until it is dropped.
    body: Option<Incoming>,
    exchange: Arc<Exchange>,
    limit: Duration,
    left: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    waiting: bool,
    waited: Arc<BodyWait>,
}

impl TimedBody {
    pub(super) fn new(body: Incoming, exchange: Arc<Exchange>, limit: Duration, waited: Arc<BodyWait>) -> Self {
        Self {
            body: Some(body),
            exchange,
            limit,
            left: limit,
            timer: None,
            waiting: false,
            waited,
        }
    }

    fn stop(&mut self) {
        if std::mem::take(&mut self.waiting) {
            self.left = self.left.saturating_sub(self.waited.stop());
        }
    }

    /// Adds the time for received bytes.
    fn add_time(&mut self, bytes: usize) {
        self.left = self.limit.min(self.left.saturating_add(time_for(bytes)));
    }
}

impl Drop for TimedBody {
    fn drop(&mut self) {
        self.stop();
        self.exchange.take_rest(self.body.take());
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
        this.exchange.set_touched();
        if let Poll::Ready(frame) = Pin::new(body).poll_frame(cx) {
            self.stop();
            self.exchange.record_read(frame.as_ref());
            if let Some(Ok(frame)) = &frame {
                self.add_time(frame.data_ref().map_or(0, Bytes::len));
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let deadline = tokio::time::Instant::now() + self.left;
        let starts = !self.waiting;
        if starts {
            self.waiting = true;
            self.waited.start();
        }
        let timer = self
            .timer
            .get_or_insert_with(|| Box::pin(tokio::time::sleep_until(deadline)));
        if starts {
            timer.as_mut().reset(deadline);
        }
        let late = timer.as_mut().poll(cx);
        late.map(|()| {
            self.exchange.set_late();
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
    async fn waiting_for_the_body_does_not_count() {
        let has_waited = |hours| BodyWait(Mutex::new((Duration::from_hours(hours), None)));
        let never = std::future::pending::<()>();
        let overdue = within(Duration::ZERO, &has_waited(0), never).await;
        assert_eq!(overdue, Err(Overdue::Unchanged));
        assert_eq!(within(Duration::ZERO, &has_waited(1), async {}).await, Ok(()));
    }
}
