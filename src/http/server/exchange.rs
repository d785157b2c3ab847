//! One request and its reply, and what happens to a body that isn't read to its end.
//!
//! In HTTP/1 the next request comes after that body. So either the rest is read and dropped, or the reply announces that the connection is closed
//! (RFC 9112, section 9.3).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, Incoming};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::activity::Activity;
use super::timed_body::time_for;
use crate::http::request::{DISCARD_LIMIT, DISCARD_TIMEOUT};

/// The most bytes of a rest that is always read, so that the connection can be used again. The client has the time of a body for them.
const DRAIN_LIMIT: usize = 16 * 1024;

/// How long a reply waits for the end of a body that is longer or of unknown length. Usually it has arrived already.
const END_OF_BODY_TIMEOUT: Duration = Duration::from_millis(50);

/// One request and its reply, until both are complete.
#[derive(Debug)]
pub(super) struct Exchange {
    activity: Arc<Activity>,
    http2: bool,
    body: Mutex<RequestBody>,
    end: Notify,
}

#[derive(Debug)]
struct RequestBody {
    /// Whether all of it was read, or the transfer failed.
    ended: bool,
    /// Whether it took too long.
    late: bool,
    /// Whether reading has started.
    touched: bool,
    /// How many bytes are to come, if that is known.
    remaining: Option<u64>,
    /// The rest, once its reader is dropped.
    rest: Option<Incoming>,
    /// For how long the rest is drained, once the reply has announced that the connection stays open.
    drain_time: Option<Duration>,
}

impl Exchange {
    pub(super) fn new(activity: Arc<Activity>, http2: bool, body: &Incoming) -> Arc<Self> {
        activity.request_begins(http2);
        let body = RequestBody {
            ended: body.is_end_stream(),
            late: false,
            touched: false,
            remaining: body.size_hint().exact(),
            rest: None,
            drain_time: None,
        };
        Arc::new(Self {
            activity,
            http2,
            body: Mutex::new(body),
            end: Notify::new(),
        })
    }

    /// The activity of the connection.
    pub(super) fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    fn body(&self) -> MutexGuard<'_, RequestBody> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records that reading starts.
    pub(super) fn set_touched(&self) {
        self.body().touched = true;
    }

    /// Records a frame of the body, or its end.
    pub(super) fn record_read<E>(&self, frame: Option<&Result<Frame<Bytes>, E>>) {
        let mut body = self.body();
        match frame {
            Some(Ok(frame)) => {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                body.remaining = body.remaining.map(|remaining| remaining.saturating_sub(bytes));
                body.ended |= body.remaining == Some(0);
            }
            // A failed transfer ends the connection by itself.
            Some(Err(_)) | None => body.ended = true,
        }
        if body.ended {
            self.end.notify_one();
        }
    }

    /// Records that the body took too long.
    pub(super) fn set_late(&self) {
        self.body().late = true;
    }

    /// Takes the rest of a body whose reader was dropped.
    pub(super) fn take_rest(self: &Arc<Self>, rest: Option<Incoming>) {
        let mut body = self.body();
        // In HTTP/2 no other request comes after it.
        if body.ended || self.http2 {
            return;
        }
        match (body.drain_time, rest, Handle::try_current()) {
            (Some(limit), Some(rest), Ok(runtime)) => {
                runtime.spawn(Arc::clone(self).drain(rest, limit));
            }
            (_, rest, _) => body.rest = rest,
        }
    }

    /// Whether the connection can be used again after this request, whose reply is ready. If the client `expects_continue` (RFC 9110, section
    /// 10.1.1), it isn't known whether it sends the body after the reply. The rest of the body may take as long as `limit`.
    pub(super) async fn is_reusable(self: &Arc<Self>, expects_continue: bool, limit: Duration) -> bool {
        let (drain_time, rest) = {
            let mut body = self.body();
            if body.ended || self.http2 {
                return true;
            }
            let rest = body.rest.take();
            if body.late || expects_continue && !body.touched {
                return false;
            }
            if body.remaining.is_some_and(|bytes| bytes <= DRAIN_LIMIT as u64) {
                body.drain_time = Some(limit + time_for(DRAIN_LIMIT));
            }
            (body.drain_time, rest)
        };
        if let Some(rest) = rest {
            tokio::spawn(Arc::clone(self).drain(rest, drain_time.unwrap_or(DISCARD_TIMEOUT)));
        }
        drain_time.is_some()
            || tokio::time::timeout(END_OF_BODY_TIMEOUT, self.end.notified())
                .await
                .is_ok()
    }

    /// Reads and drops the rest of a body, within limits: many clients read the reply only after they have sent the body.
    async fn drain(self: Arc<Self>, mut rest: Incoming, limit: Duration) {
        let reading = async {
            let mut seen = 0;
            while seen <= DISCARD_LIMIT {
                let frame = rest.frame().await;
                self.record_read(frame.as_ref());
                let Some(Ok(frame)) = frame else { break };
                seen += frame.data_ref().map_or(0, Bytes::len);
            }
        };
        if tokio::time::timeout(limit, reading).await.is_err() {
            tracing::debug!("an unread body took too long to arrive");
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.activity.request_ends();
    }
}
