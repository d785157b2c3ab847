//! One socket from its opening to its end: requests in, answers and messages out, within limits.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::{self, Either};
use futures::stream::{FuturesUnordered, SplitSink, SplitStream};
use futures::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error as Fault;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Utf8Bytes};
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use super::hub::Slot;
use super::request::Desk;
use super::socket::{Close, Socket};
use crate::engine::{Ctx, SocketLimits};
use crate::meta;

/// How many messages go into one write.
const BATCH: usize = 64;

/// The bytes that are read at once, and that are gathered before they are written: sockets are many and mostly idle.
const BUFFER: usize = 4 * 1024;

/// How long a client may take to answer our closing, and how many bytes of it we read meanwhile.
const FAREWELL: (Duration, u64) = (Duration::from_secs(5), 16 * 1024 * 1024);

/// How a session ends.
enum End {
    /// The client has gone, or nothing more can be told to it.
    Gone,
    /// We close it.
    Ours(Close),
}

/// Serves one socket over a connection that was upgraded, to its end.
pub(crate) async fn run<S>(slot: Slot, declared: &'static meta::Socket, ctx: Ctx, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
{
    let limits = ctx.settings().sockets.clone();
    let stream = WebSocketStream::from_raw_socket(stream, Role::Server, Some(config(&limits))).await;
    let (queue, waiting) = mpsc::channel(limits.queue.max(1));
    let shared = slot.hub().open(queue);
    let desk = Desk::new(slot.hub(), declared, ctx, Socket(Arc::clone(&shared)));
    let (mut sink, mut source) = stream.split();
    let wishes = Wishes::default();
    let end = {
        let reads = pin!(read(&mut source, &desk, &limits, &wishes));
        let writes = pin!(write(&mut sink, waiting, &wishes));
        match future::select(reads, writes).await {
            Either::Left((End::Ours(close @ (Close::Done | Close::GoingAway)), writes)) => {
                // What was answered before goes out first.
                wishes.finish.notify_one();
                let _ = tokio::time::timeout(FAREWELL.0, writes).await;
                End::Ours(close)
            }
            Either::Left((end, _)) => end,
            Either::Right(((), _)) => End::Gone,
        }
    };
    drop(desk);
    slot.hub().leave(&shared).await;
    if let End::Ours(close) = end
        && let Ok(stream) = source.reunite(sink)
    {
        tracing::debug!(socket = shared.id, ?close, "closed by us");
        part(stream, close).await;
    }
}

/// What the half that reads asks of the one that writes.
#[derive(Default)]
struct Wishes {
    ping: Notify,
    finish: Notify,
}

fn config(limits: &SocketLimits) -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(Some(limits.message))
        .max_frame_size(Some(limits.message))
}

/// Takes requests until the socket ends. At most as many are answered at a time as the limit says; more wait in the connection.
async fn read<S>(
    source: &mut SplitStream<WebSocketStream<S>>,
    desk: &Desk,
    limits: &SocketLimits,
    wishes: &Wishes,
) -> End
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut running = FuturesUnordered::new();
    let mut asked = pin!(desk.ending());
    let mut clock = pin!(tokio::time::sleep(limits.ping));
    let (mut heard, mut pinged) = (Instant::now(), false);
    loop {
        tokio::select! {
            biased;
            close = &mut asked => {
                if matches!(close, Close::Done | Close::GoingAway) {
                    // Whoever was asked already answers; the server's own clock cuts off what takes too long.
                    while running.next().await.is_some() {}
                }
                return End::Ours(close);
            }
            Some(()) = running.next() => {}
            message = source.next(), if running.len() < limits.requests.max(1) => {
                (heard, pinged) = (Instant::now(), false);
                match message {
                    Some(Ok(Message::Text(text))) => running.push(desk.answer(Some(text))),
                    Some(Ok(Message::Binary(_))) => running.push(desk.answer(None)),
                    // A pong is sent, and a closing answered, by reading on.
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_))) => {}
                    Some(Err(fault)) => return ended(&fault),
                    None => return End::Gone,
                }
            }
            () = &mut clock => {
                if running.len() >= limits.requests.max(1) {
                    // It is us who don't listen.
                    heard = Instant::now();
                }
                if heard.elapsed() < limits.ping {
                    clock.as_mut().reset(heard + limits.ping);
                } else if pinged {
                    return End::Gone;
                } else {
                    wishes.ping.notify_one();
                    pinged = true;
                    clock.as_mut().reset(Instant::now() + limits.ping);
                }
            }
        }
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

/// Sends what waits, until the connection breaks, or there is nothing left and nothing more is wanted.
async fn write<S>(
    sink: &mut SplitSink<WebSocketStream<S>, Message>,
    mut waiting: mpsc::Receiver<Utf8Bytes>,
    wishes: &Wishes,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut batch = Vec::new();
    loop {
        tokio::select! {
            biased;
            () = wishes.finish.notified() => waiting.close(),
            () = wishes.ping.notified() => {
                if sink.send(Message::Ping(Bytes::new())).await.is_err() {
                    return;
                }
            }
            count = waiting.recv_many(&mut batch, BATCH) => {
                if count == 0 {
                    return;
                }
                for message in batch.drain(..) {
                    if sink.feed(Message::Text(message)).await.is_err() {
                        return;
                    }
                }
                if sink.flush().await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Says why we close, and reads on for a while: a connection that is dropped with something unread is reset, and the client would
/// lose what we said.
async fn part<S>(mut stream: WebSocketStream<S>, close: Close)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (code, reason) = close.frame();
    let frame = CloseFrame {
        code: CloseCode::from(code),
        reason: Utf8Bytes::from_static(reason),
    };
    let said = async {
        stream.close(Some(frame)).await.ok()?;
        let mut stream = stream.into_inner();
        stream.shutdown().await.ok()?;
        let mut rest = stream.take(FAREWELL.1);
        let mut buffer = [0; BUFFER];
        while rest.read(&mut buffer).await.ok()? > 0 {}
        Some(())
    };
    let _ = tokio::time::timeout(FAREWELL.0, said).await;
}
