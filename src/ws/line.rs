//! The connection of one socket: frames in, frames out, and the signs of life of its client.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error as Fault;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Utf8Bytes};
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use super::queue::Queue;
use super::socket::Close;

/// The bytes that are read at once: sockets are many and mostly idle.
const BUFFER: usize = 4 * 1024;

/// The bytes of messages that go into one write; a single message may be larger.
const BATCH: usize = 16 * 1024;

/// How long a client may take to part, and how many bytes of it we read meanwhile.
pub(super) const FAREWELL: (Duration, u64) = (Duration::from_secs(5), 16 * 1024 * 1024);

/// What arrives.
pub(super) enum Event {
    Text(Utf8Bytes),
    /// A binary message, whatever is in it.
    Binary,
    /// A ping or a pong.
    Sign,
    End(End),
}

/// How a socket ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// The client has gone, or nothing more can be told to it.
    Gone,
    /// The client closes it.
    Theirs,
    /// We close it.
    Ours(Close),
}

/// The connection of one socket.
pub(super) struct Line<S> {
    stream: WebSocketStream<Traced<S>>,
    /// Whether something is on its way to the client.
    unflushed: bool,
    /// Whether nothing is read until that is out: the answer to a ping. Otherwise whoever pings and never reads would fill the memory.
    held: bool,
}

impl<S> Line<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    /// Takes a connection that was upgraded; messages are of so many bytes at most.
    pub(super) async fn new(stream: S, message: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            // We write by flushing, after each batch.
            .write_buffer_size(usize::MAX - 1)
            .max_message_size(Some(message))
            .max_frame_size(Some(message));
        let traced = Traced {
            stream,
            alive: Instant::now(),
            blocked: None,
        };
        Self {
            stream: WebSocketStream::from_raw_socket(traced, Role::Server, Some(config)).await,
            unflushed: false,
            held: false,
        }
    }

    /// Sends what waits, and tells what arrives if somebody `listens`.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, queue: &Queue, listens: bool) -> Poll<Event> {
        if self.poll_send(cx, queue).is_ready() {
            return Poll::Ready(Event::End(End::Gone));
        }
        if self.held || !listens {
            return Poll::Pending;
        }
        let event = match ready!(self.stream.poll_next_unpin(cx)) {
            Some(Ok(Message::Text(text))) => Event::Text(text),
            Some(Ok(Message::Binary(_))) => Event::Binary,
            Some(Ok(Message::Ping(_))) => {
                self.unflushed = true;
                self.held = true;
                Event::Sign
            }
            Some(Ok(Message::Pong(_) | Message::Frame(_))) => Event::Sign,
            Some(Ok(Message::Close(_))) => Event::End(End::Theirs),
            Some(Err(fault)) => Event::End(ended(&fault)),
            None => Event::End(End::Gone),
        };
        Poll::Ready(event)
    }

    /// Sends what waits; ready if the connection is broken.
    pub(super) fn poll_send(&mut self, cx: &mut Context<'_>, queue: &Queue) -> Poll<()> {
        loop {
            if self.unflushed {
                if ready!(self.stream.poll_flush_unpin(cx)).is_err() {
                    return Poll::Ready(());
                }
                self.unflushed = false;
                self.held = false;
            }
            let mut bytes = 0;
            while bytes < BATCH
                && let Some(message) = queue.pop()
            {
                bytes += message.len();
                self.unflushed = true;
                if self.stream.start_send_unpin(Message::Text(message)).is_err() {
                    return Poll::Ready(());
                }
            }
            if !self.unflushed {
                return Poll::Pending;
            }
        }
    }

    /// Whether nothing is on its way to the client.
    pub(super) fn is_flushed(&self) -> bool {
        !self.unflushed
    }

    /// Asks the client for a sign of life.
    pub(super) fn ping(&mut self) {
        // One that can't be sent shows when it is flushed.
        let _ = self.stream.start_send_unpin(Message::Ping(Bytes::new()));
        self.unflushed = true;
    }

    /// When the client last gave a sign of life: sent a byte, or took one after it had taken none for a while.
    pub(super) fn alive(&self) -> Instant {
        self.stream.get_ref().alive
    }

    /// Takes silence for a sign of life, while it is us who don't listen.
    pub(super) fn excuse(&mut self) {
        self.stream.get_mut().alive = Instant::now();
    }

    /// Since when the client takes nothing of what we send.
    pub(super) fn blocked(&self) -> Option<Instant> {
        self.stream.get_ref().blocked
    }

    /// Says why the socket ends, and reads on for a while: a connection that is dropped with something unread is reset, and the client
    /// would lose what we said.
    pub(super) async fn part(mut self, end: End) {
        let said = async {
            match end {
                End::Gone => return None,
                // The answer to the client's closing is on its way.
                End::Theirs => self.stream.flush().await.ok()?,
                End::Ours(close) => {
                    let (code, reason) = close.frame();
                    let frame = CloseFrame {
                        code: CloseCode::from(code),
                        reason: Utf8Bytes::from_static(reason),
                    };
                    self.stream.close(Some(frame)).await.ok()?;
                }
            }
            let mut stream = self.stream.into_inner().stream;
            stream.shutdown().await.ok()?;
            let mut rest = stream.take(FAREWELL.1);
            // Not in the future, which every socket would carry all its life.
            let mut buffer = vec![0; BUFFER];
            while rest.read(&mut buffer).await.ok()? > 0 {}
            Some(())
        };
        let _ = tokio::time::timeout(FAREWELL.0, said).await;
    }
}

/// What a fault of the connection means.
fn ended(fault: &Fault) -> End {
    tracing::debug!(%fault, "the socket broke off");
    match fault {
        Fault::Capacity(_) => End::Ours(Close::TooBig),
        Fault::Utf8(_) => End::Ours(Close::NotText),
        Fault::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Gone,
        Fault::Protocol(_) => End::Ours(Close::Protocol),
        _ => End::Gone,
    }
}

/// A connection that knows when its client last gave a sign of life.
struct Traced<S> {
    stream: S,
    alive: Instant,
    blocked: Option<Instant>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Traced<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.alive = Instant::now();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> Traced<S> {
    fn wrote(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Pending => {
                self.blocked.get_or_insert_with(Instant::now);
            }
            // The kernel takes a lot for a client that is dead; but once it has taken nothing, the client must have read something.
            Poll::Ready(Ok(1..)) if self.blocked.take().is_some() => self.alive = Instant::now(),
            Poll::Ready(_) => {}
        }
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Traced<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
