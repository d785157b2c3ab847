//! What the parser of multipart bodies gets to read: a piece at a time, within the limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures::stream::{Stream, StreamExt, poll_fn};
use std::task::Poll;

use crate::error::Error;
use crate::handler::Incoming;

/// The most bytes between two parts: the head of a part, or what stands before the first. The parser keeps them in memory.
const MOST_BETWEEN: u64 = 64 * 1024;

/// How many bytes were read since the last part began or went on. The parser and its feed share it.
#[derive(Debug, Default, Clone)]
pub(super) struct Between(Arc<AtomicU64>);

impl Between {
    /// A part has begun, or has given bytes.
    pub(super) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn add(&self, bytes: u64) -> u64 {
        self.0.fetch_add(bytes, Ordering::Relaxed)
    }
}

/// The pieces of a body of at most `limit` bytes.
///
/// After each piece it lets the parser work: the parser would read on for as long as there is something, and keep all of it.
pub(super) fn feed(body: Incoming, limit: u64, between: Between) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let (mut body, mut seen, mut given) = (body, 0, false);
    poll_fn(move |cx| {
        if given {
            given = false;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        body.poll_next_unpin(cx).map(|piece| {
            given = true;
            Some(match piece? {
                Ok(bytes) => {
                    let length = bytes.len() as u64;
                    seen += length;
                    if seen > limit {
                        Err(Error::TooLarge { limit })
                    } else if between.add(length) > MOST_BETWEEN {
                        Err(Error::Malformed(
                            "the multipart body has no boundary where one is due, or the head of a part is too long"
                                .into(),
                        ))
                    } else {
                        Ok(bytes)
                    }
                }
                Err(error) => Err(error),
            })
        })
    })
}
