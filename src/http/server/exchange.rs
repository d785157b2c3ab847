//! One request and its reply, and what becomes of a body that nobody reads to its end.
//!
//! In HTTP/1 the next request stands behind that body. So either the rest is read and thrown away, or the reply says that the connection
//! ends with it (RFC 9112, section 9.3).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Frame, Incoming};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::activity::Activity;
use super::clock::worth;
use crate::http::request::{LONGEST_DISCARDING, MOST_DISCARDED};

/// The most bytes that are read off after the reply so that the connection can be used again: a client gets the time of a body for them.
const MOST_READ_OFF: usize = 16 * 1024;

/// How long a reply waits for the end of a body that is longer or of unknown length: mostly it is there already.
const GRACE: Duration = Duration::from_millis(50);

/// One request and its reply, for as long as either is on its way.
#[derive(Debug)]
pub(super) struct Exchange {
    activity: Arc<Activity>,
    http2: bool,
    body: Mutex<RequestBody>,
    end: Notify,
}

#[derive(Debug)]
struct RequestBody {
    /// Whether all of it was read, or can't be.
    ended: bool,
    /// Whether it took too long.
    late: bool,
    /// Whether somebody began to read it.
    touched: bool,
    /// How many bytes are to come, if that is known.
    remaining: Option<u64>,
    /// The rest, once nobody reads it any more.
    rest: Option<Incoming>,
    /// For how long the rest is read off, once it is promised that the connection goes on.
    promised: Option<Duration>,
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
            promised: None,
        };
        Arc::new(Self {
            activity,
            http2,
            body: Mutex::new(body),
            end: Notify::new(),
        })
    }

    /// The connection.
    pub(super) fn activity(&self) -> &Arc<Activity> {
        &self.activity
    }

    fn body(&self) -> MutexGuard<'_, RequestBody> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody begins to read the body.
    pub(super) fn touch(&self) {
        self.body().touched = true;
    }

    /// A part of the body was read, or there is none.
    pub(super) fn read<E>(&self, frame: Option<&Result<Frame<Bytes>, E>>) {
        let mut body = self.body();
        match frame {
            Some(Ok(frame)) => {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                body.remaining = body.remaining.map(|remaining| remaining.saturating_sub(bytes));
                body.ended |= body.remaining == Some(0);
            }
            // What broke off ends the connection by itself.
            Some(Err(_)) | None => body.ended = true,
        }
        if body.ended {
            self.end.notify_one();
        }
    }

    /// The body took too long.
    pub(super) fn late(&self) {
        self.body().late = true;
    }

    /// Nobody reads the body any more.
    pub(super) fn give_up(self: &Arc<Self>, rest: Option<Incoming>) {
        let mut body = self.body();
        // In HTTP/2 no other request stands behind it.
        if body.ended || self.http2 {
            return;
        }
        match (body.promised, rest, Handle::try_current()) {
            (Some(limit), Some(rest), Ok(runtime)) => {
                runtime.spawn(Arc::clone(self).read_off(rest, limit));
            }
            (_, rest, _) => body.rest = rest,
        }
    }

    /// Says whether the connection can be used again after this request, whose reply is ready. If the client `asks` before it sends the
    /// body (RFC 9110, section 10.1.1), what it sends after the reply may be the body or not. The body may keep us waiting for `limit`.
    pub(super) async fn is_reusable(self: &Arc<Self>, asks: bool, limit: Duration) -> bool {
        let (promised, rest) = {
            let mut body = self.body();
            if body.ended || self.http2 {
                return true;
            }
            let rest = body.rest.take();
            if body.late || asks && !body.touched {
                return false;
            }
            if body.remaining.is_some_and(|bytes| bytes <= MOST_READ_OFF as u64) {
                body.promised = Some(limit + worth(MOST_READ_OFF));
            }
            (body.promised, rest)
        };
        if let Some(rest) = rest {
            tokio::spawn(Arc::clone(self).read_off(rest, promised.unwrap_or(LONGEST_DISCARDING)));
        }
        promised.is_some() || tokio::time::timeout(GRACE, self.end.notified()).await.is_ok()
    }

    /// Reads on what nobody wants, within bounds: a client gets to read the reply only if it can send what it began.
    async fn read_off(self: Arc<Self>, mut rest: Incoming, limit: Duration) {
        let reading = async {
            let mut seen = 0;
            while seen <= MOST_DISCARDED {
                let frame = rest.frame().await;
                self.read(frame.as_ref());
                let Some(Ok(frame)) = frame else { break };
                seen += frame.data_ref().map_or(0, Bytes::len);
            }
        };
        if tokio::time::timeout(limit, reading).await.is_err() {
            tracing::debug!("a body that nobody reads took too long to arrive");
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.activity.request_ends();
    }
}
