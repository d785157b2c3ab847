//! The connection of one socket: frames in, frames out, and when its client was last active.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error as WsError;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Utf8Bytes};
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use super::queue::Queue;
use super::socket::CloseReason;

/// How many bytes are read at once. It is little, since there are many sockets and most are idle.
const BUFFER: usize = 4 * 1024;

/// How many bytes of messages are written at once. A single message may be larger.
const BATCH: usize = 16 * 1024;

/// How long a closing handshake may take.
pub(super) const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// How many bytes of the client are read after the close frame was sent.
const CLOSE_READ_LIMIT: u64 = 16 * 1024 * 1024;

/// What the client sends.
pub(super) enum Event {
    Text(Utf8Bytes),
    /// A binary message, which no method takes.
    Binary,
    /// A ping or a pong.
    Control,
    End(End),
}

/// How a socket ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    /// The connection is lost.
    Lost,
    /// The client closes it.
    ByClient,
    /// The server closes it.
    ByServer(CloseReason),
}

/// The connection of one socket.
pub(super) struct WsConnection<S> {
    stream: WebSocketStream<ActivityStream<S>>,
    /// Whether a frame is written that isn't flushed.
    unflushed: bool,
    /// Whether nothing is read before the flush. It is set while a pong waits: pings of a client that never reads would fill the memory.
    paused: bool,
}

impl<S> WsConnection<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    /// Takes an upgraded connection. A message of more than `message` bytes is an error.
    pub(super) async fn new(stream: S, message: usize) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(BUFFER)
            // Data is sent when a batch is flushed.
            .write_buffer_size(usize::MAX - 1)
            .max_message_size(Some(message))
            .max_frame_size(Some(message));
        let stream = ActivityStream {
            stream,
            last_activity: Instant::now(),
            blocked_since: None,
        };
        Self {
            stream: WebSocketStream::from_raw_socket(stream, Role::Server, Some(config)).await,
            unflushed: false,
            paused: false,
        }
    }

    /// Sends the queued frames. If `reads` is set, reads the next event of the client.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, queue: &Queue, reads: bool) -> Poll<Event> {
        if self.poll_send(cx, queue).is_ready() {
            return Poll::Ready(Event::End(End::Lost));
        }
        if self.paused || !reads {
            return Poll::Pending;
        }
        let event = match ready!(self.stream.poll_next_unpin(cx)) {
            Some(Ok(Message::Text(text))) => Event::Text(text),
            Some(Ok(Message::Binary(_))) => Event::Binary,
            Some(Ok(Message::Ping(_))) => {
                self.unflushed = true;
                self.paused = true;
                Event::Control
            }
            Some(Ok(Message::Pong(_) | Message::Frame(_))) => Event::Control,
            Some(Ok(Message::Close(_))) => Event::End(End::ByClient),
            Some(Err(error)) => Event::End(end_of(&error)),
            None => Event::End(End::Lost),
        };
        Poll::Ready(event)
    }

    /// Sends the queued frames. Ready once the connection is lost.
    pub(super) fn poll_send(&mut self, cx: &mut Context<'_>, queue: &Queue) -> Poll<()> {
        loop {
            if self.unflushed {
                if ready!(self.stream.poll_flush_unpin(cx)).is_err() {
                    return Poll::Ready(());
                }
                self.unflushed = false;
                self.paused = false;
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

    /// Whether all that was written is flushed.
    pub(super) fn is_flushed(&self) -> bool {
        !self.unflushed
    }

    /// Writes a ping.
    pub(super) fn ping(&mut self) {
        // An error shows again in the flush.
        let _ = self.stream.start_send_unpin(Message::Ping(Bytes::new()));
        self.unflushed = true;
    }

    /// When the client was last active: it sent a byte, or took one after a write was blocked.
    pub(super) fn last_activity(&self) -> Instant {
        self.stream.get_ref().last_activity
    }

    /// Counts the client as active now. While the server doesn't read, silence isn't the client's.
    pub(super) fn reset_idle(&mut self) {
        self.stream.get_mut().last_activity = Instant::now();
    }

    /// Since when writes are blocked, because the client doesn't read.
    pub(super) fn blocked_since(&self) -> Option<Instant> {
        self.stream.get_ref().blocked_since
    }

    /// Sends the close frame, and reads for a while what the client still sends: a connection that is dropped with unread bytes is
    /// reset, and a reset can take the close frame from the client.
    pub(super) async fn close_handshake(mut self, end: End) {
        let handshake = async {
            match end {
                End::Lost => return None,
                // The answer to the client's close frame is written already.
                End::ByClient => self.stream.flush().await.ok()?,
                End::ByServer(reason) => {
                    let (code, reason) = reason.frame();
                    let frame = CloseFrame {
                        code: CloseCode::from(code),
                        reason: Utf8Bytes::from_static(reason),
                    };
                    self.stream.close(Some(frame)).await.ok()?;
                }
            }
            let mut stream = self.stream.into_inner().stream;
            stream.shutdown().await.ok()?;
            let mut rest = stream.take(CLOSE_READ_LIMIT);
            // On the heap: an array is part of the future of every open socket.
            let mut buffer = vec![0; BUFFER];
            while rest.read(&mut buffer).await.ok()? > 0 {}
            Some(())
        };
        let _ = tokio::time::timeout(CLOSE_TIMEOUT, handshake).await;
    }
}

/// How a socket ends after this error of its connection.
fn end_of(error: &WsError) -> End {
    tracing::debug!(%error, "the connection of a socket failed");
    match error {
        WsError::Capacity(_) => End::ByServer(CloseReason::TooBig),
        WsError::Utf8(_) => End::ByServer(CloseReason::NotText),
        WsError::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Lost,
        WsError::Protocol(_) => End::ByServer(CloseReason::Protocol),
        _ => End::Lost,
    }
}

/// A stream that records when its client was last active.
struct ActivityStream<S> {
    stream: S,
    last_activity: Instant,
    blocked_since: Option<Instant>,
}

impl<S: AsyncRead + Unpin> AsyncRead for ActivityStream<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            self.last_activity = Instant::now();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> ActivityStream<S> {
    fn record_write(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &written {
            Poll::Pending => {
                self.blocked_since.get_or_insert_with(Instant::now);
            }
            // The kernel buffers writes even if the client is dead. But a write that succeeds after a blocked one shows that it has read.
            Poll::Ready(Ok(1..)) if self.blocked_since.take().is_some() => self.last_activity = Instant::now(),
            Poll::Ready(_) => {}
        }
        written
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ActivityStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.record_write(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
