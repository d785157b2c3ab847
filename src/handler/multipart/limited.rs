//! The input of the multipart parser: one chunk at a time, within limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use futures::stream::{Stream, StreamExt, poll_fn};
use std::task::Poll;

use crate::error::Error;
use crate::handler::Incoming;

/// The most bytes between two parts: the head of a part, or what comes before the first. The parser keeps them in memory.
const MAX_BETWEEN_PARTS: u64 = 64 * 1024;

/// How many bytes were read since a part last started or had a chunk. The reader and its input share it.
#[derive(Debug, Default, Clone)]
pub(super) struct BytesBetweenParts(Arc<AtomicU64>);

impl BytesBetweenParts {
    /// A part has started, or has a chunk.
    pub(super) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    fn add(&self, bytes: u64) -> u64 {
        self.0.fetch_add(bytes, Ordering::Relaxed)
    }
}

/// The chunks of a body of at most `limit` bytes.
///
/// After each chunk it is pending once. Otherwise the parser would read as long as there is something to read, and keep all of it in memory.
pub(super) fn limited(
    body: Incoming,
    limit: u64,
    between: BytesBetweenParts,
) -> impl Stream<Item = Result<Bytes, Error>> + Send {
    let (mut body, mut seen, mut yielded) = (body, 0, false);
    poll_fn(move |cx| {
        if yielded {
            yielded = false;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        body.poll_next_unpin(cx).map(|chunk| {
            yielded = true;
            Some(match chunk? {
                Ok(bytes) => {
                    let length = bytes.len() as u64;
                    seen += length;
                    if seen > limit {
                        Err(Error::TooLarge { limit })
                    } else if between.add(length) > MAX_BETWEEN_PARTS {
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
