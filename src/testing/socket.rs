//! A WebSocket client for tests. Every error of the transfer is a panic.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use http::{HeaderName, HeaderValue};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long a test waits for a message before it fails.
const TIMEOUT: Duration = Duration::from_secs(30);

/// An open socket, whose messages are JSON.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    calls: u64,
}

impl Socket {
    /// Opens a socket at `path`, with these headers.
    ///
    /// # Errors
    ///
    /// The status if the server refuses.
    ///
    /// # Panics
    ///
    /// If the server can't be reached, or isn't one of WebSockets.
    pub async fn open(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("a path");
        for (name, value) in headers {
            let name: HeaderName = name.parse().expect("a header's name");
            let value: HeaderValue = value.parse().expect("a header's value");
            request.headers_mut().insert(name, value);
        }
        let connection = TcpStream::connect(address).await.expect("a server");
        match client_async(request, connection).await {
            Ok((stream, _)) => Ok(Self { stream, calls: 0 }),
            Err(tokio_tungstenite::tungstenite::Error::Http(reply)) => Err(reply.status().as_u16()),
            Err(error) => panic!("no socket at {path}: {error}"),
        }
    }

    /// Sends a text.
    ///
    /// # Panics
    ///
    /// If the socket is closed.
    pub async fn send(&mut self, text: impl fmt::Display) {
        self.send_frame(Message::text(text.to_string())).await;
    }

    /// Sends any frame.
    ///
    /// # Panics
    ///
    /// If the socket is closed.
    pub async fn send_frame(&mut self, frame: Message) {
        self.stream.send(frame).await.expect("an open socket");
    }

    /// Waits for the next message.
    ///
    /// # Panics
    ///
    /// If none comes within 30 s, or it isn't JSON.
    pub async fn receive(&mut self) -> Value {
        match self.frame().await {
            Some(Message::Text(text)) => serde_json::from_str(&text).expect("JSON"),
            other => panic!("{other:?} instead of a message"),
        }
    }

    /// Calls a method and waits for its answer, which must be the next message. Returns `result` or `error`.
    ///
    /// # Panics
    ///
    /// If another message comes.
    pub async fn call(&mut self, method: &str, payload: Value) -> Value {
        self.calls += 1;
        let id = self.calls.to_string();
        self.send(json!({ "id": id, "method": method, "payload": payload }))
            .await;
        let mut answer = self.receive().await;
        assert_eq!(answer["id"], json!(id), "{answer}");
        let part = if answer["error"].is_null() { "result" } else { "error" };
        answer[part].take()
    }

    /// Waits until the server closes the socket. Returns the code and the reason; 1006 if there is none (RFC 6455, section 7.1.5).
    ///
    /// # Panics
    ///
    /// If a message comes first, or nothing within 30 s.
    pub async fn closed(&mut self) -> (u16, String) {
        match self.frame().await {
            Some(Message::Close(Some(frame))) => (frame.code.into(), frame.reason.to_string()),
            None => (1006, String::new()),
            other => panic!("{other:?} instead of the end"),
        }
    }

    /// Waits for the next frame that isn't a ping or a pong. `None` is the end of the connection.
    ///
    /// # Panics
    ///
    /// If none comes within 30 s.
    pub async fn frame(&mut self) -> Option<Message> {
        loop {
            let next = tokio::time::timeout(TIMEOUT, self.stream.next()).await;
            match next.expect("something within 30 s") {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(message)) => return Some(message),
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// Returns the connection.
    #[must_use]
    pub fn into_inner(self) -> TcpStream {
        self.stream.into_inner()
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}
