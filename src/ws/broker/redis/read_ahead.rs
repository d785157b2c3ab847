//! Backpressure: a connection reads no faster than its messages are passed on, since the queue of the Redis client is unbounded. What isn't
//! read waits at Redis, which disconnects a reader that falls behind (`client-output-buffer-limit`).

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use futures::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

use std::sync::Arc;

/// How many bytes are read before all messages in them must be passed on.
const LIMIT: usize = 1024 * 1024;

/// How many bytes a connection has read ahead.
#[derive(Default)]
pub(super) struct ReadAhead {
    bytes: AtomicUsize,
    reader: AtomicWaker,
    full: Notify,
}

impl ReadAhead {
    /// Waits until the limit is reached. The caller passes on all messages that were read, and then calls [`resume`](Self::resume).
    pub(super) async fn full(&self) {
        self.full.notified().await;
    }

    /// Lets the connection read again.
    pub(super) fn resume(&self) {
        self.bytes.store(0, Ordering::Release);
        self.reader.wake();
    }

    fn is_full(&self) -> bool {
        self.bytes.load(Ordering::Acquire) >= LIMIT
    }
}

/// A stream whose reads are counted and limited.
pub(super) struct Metered<S> {
    stream: S,
    read_ahead: Arc<ReadAhead>,
}

impl<S> Metered<S> {
    /// Limits the reads of a stream.
    pub(super) const fn new(stream: S, read_ahead: Arc<ReadAhead>) -> Self {
        Self { stream, read_ahead }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.read_ahead.is_full() {
            self.read_ahead.reader.register(cx.waker());
            // It may have been resumed in between.
            if self.read_ahead.is_full() {
                self.read_ahead.full.notify_one();
                return Poll::Pending;
            }
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let read = buf.filled().len() - before;
        self.read_ahead.bytes.fetch_add(read, Ordering::AcqRel);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Always has more.
    struct Endless;

    impl AsyncRead for Endless {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            buf.put_slice(&vec![1; buf.remaining()]);
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test]
    async fn no_more_is_read_until_what_was_read_is_passed_on() {
        let read_ahead = Arc::new(ReadAhead::default());
        let mut reader = Metered::new(Endless, Arc::clone(&read_ahead));
        let mut buffer = vec![0; LIMIT];
        let mut read = async || {
            let mut buf = ReadBuf::new(&mut buffer);
            let read = std::future::poll_fn(|cx| Pin::new(&mut reader).poll_read(cx, &mut buf));
            read.await.unwrap();
            buf.filled().len()
        };
        assert_eq!(read().await, LIMIT);
        let mut more = Box::pin(read());
        assert!(futures::poll!(more.as_mut()).is_pending());
        read_ahead.full().await;
        assert!(futures::poll!(more.as_mut()).is_pending());
        read_ahead.resume();
        assert_eq!(more.await, LIMIT);
    }
}
