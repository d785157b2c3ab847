//! Keeps a connection from reading faster than its messages are handed on: the client's own queue has no end. What isn't read waits at
//! Redis, which gives up a reader that stays behind (its `client-output-buffer-limit`).

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use futures::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;

use std::sync::Arc;

/// How many bytes are read before all messages in them must have been handed on.
const MOST: usize = 1024 * 1024;

/// How far a connection has read ahead.
#[derive(Default)]
pub(super) struct Ahead {
    bytes: AtomicUsize,
    reader: AtomicWaker,
    full: Notify,
}

impl Ahead {
    /// Waits until no more is read. Then, once all messages that were read are handed on, is the time to [go on](Self::go_on).
    pub(super) async fn full(&self) {
        self.full.notified().await;
    }

    /// Lets the connection read on.
    pub(super) fn go_on(&self) {
        self.bytes.store(0, Ordering::Release);
        self.reader.wake();
    }

    fn is_full(&self) -> bool {
        self.bytes.load(Ordering::Acquire) >= MOST
    }
}

/// A connection whose reading is metered.
pub(super) struct Metered<S> {
    stream: S,
    ahead: Arc<Ahead>,
}

impl<S> Metered<S> {
    /// Meters the reading of a connection.
    pub(super) const fn new(stream: S, ahead: Arc<Ahead>) -> Self {
        Self { stream, ahead }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.ahead.is_full() {
            self.ahead.reader.register(cx.waker());
            // It may have been let go on in between.
            if self.ahead.is_full() {
                self.ahead.full.notify_one();
                return Poll::Pending;
            }
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let read = buf.filled().len() - before;
        self.ahead.bytes.fetch_add(read, Ordering::AcqRel);
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
    async fn no_more_is_read_until_what_was_read_is_handed_on() {
        let ahead = Arc::new(Ahead::default());
        let mut reader = Metered::new(Endless, Arc::clone(&ahead));
        let mut buffer = vec![0; MOST];
        let mut read = async || {
            let mut buf = ReadBuf::new(&mut buffer);
            let read = std::future::poll_fn(|cx| Pin::new(&mut reader).poll_read(cx, &mut buf));
            read.await.unwrap();
            buf.filled().len()
        };
        assert_eq!(read().await, MOST);
        let mut more = Box::pin(read());
        assert!(futures::poll!(more.as_mut()).is_pending());
        ahead.full().await;
        assert!(futures::poll!(more.as_mut()).is_pending());
        ahead.go_on();
        assert_eq!(more.await, MOST);
    }
}
