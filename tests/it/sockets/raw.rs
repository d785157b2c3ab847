//! A client that sends any bytes: clients that follow the protocol can't violate it.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The first byte of a whole text, of a whole binary message, and of control frames.
pub(crate) const TEXT: u8 = 0x81;
pub(crate) const BINARY: u8 = 0x82;
pub(crate) const CLOSE: u8 = 0x88;
pub(crate) const PING: u8 = 0x89;
pub(crate) const PONG: u8 = 0x8a;

/// How long a test waits for a frame before it fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// The head of an opening, without the empty line at its end.
pub(crate) fn opening(path: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    )
}

/// A masked frame.
pub(crate) fn frame(first: u8, payload: impl AsRef<[u8]>) -> Vec<u8> {
    const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
    let payload = payload.as_ref();
    let mut out = head(first, 0x80, payload.len() as u64);
    out.extend(MASK);
    out.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    out
}

/// The head of a frame of so many bytes, up to its mask.
pub(crate) fn head(first: u8, masked: u8, size: u64) -> Vec<u8> {
    let mut out = vec![first];
    match size {
        0..=125 => out.push(masked | size as u8),
        126..=0xffff => {
            out.push(masked | 126);
            out.extend((size as u16).to_be_bytes());
        }
        _ => {
            out.push(masked | 127);
            out.extend(size.to_be_bytes());
        }
    }
    out
}

/// An open socket, in bytes.
pub(crate) struct Raw(pub(crate) TcpStream);

impl Raw {
    pub(crate) async fn open(address: SocketAddr, path: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("a server");
        let opening = opening(path) + "\r\n";
        stream.write_all(opening.as_bytes()).await.expect("a connection");
        let mut received = Vec::new();
        while !received.ends_with(b"\r\n\r\n") {
            received.push(stream.read_u8().await.expect("a reply"));
        }
        let received = String::from_utf8(received).expect("a head").to_ascii_lowercase();
        assert!(received.starts_with("http/1.1 101 "), "{received}");
        // RFC 6455, section 1.3.
        assert!(received.contains("s3pplmbitxaq9kygzzhzrbk+xoo="), "{received}");
        Self(stream)
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.expect("a connection");
    }

    /// Waits for the next frame; `None` is the end of the connection.
    pub(crate) async fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let read = async {
            let first = self.0.read_u8().await.ok()?;
            let size = match self.0.read_u8().await.ok()? {
                126 => u64::from(self.0.read_u16().await.ok()?),
                127 => self.0.read_u64().await.ok()?,
                size => u64::from(size),
            };
            let mut payload = vec![0; usize::try_from(size).ok()?];
            self.0.read_exact(&mut payload).await.ok()?;
            Some((first, payload))
        };
        tokio::time::timeout(PATIENCE, read).await.expect("a frame in time")
    }

    /// Waits for a text, which is JSON.
    pub(crate) async fn json(&mut self) -> Value {
        let (first, payload) = self.frame().await.expect("a frame");
        let text = String::from_utf8_lossy(&payload).into_owned();
        assert_eq!(first, TEXT, "{text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Passes messages and pings over until the socket is closed: returns the code, 1006 if there is none.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.frame().await {
                Some((CLOSE, payload)) => {
                    let code = payload.first_chunk().map_or(1005, |code| u16::from_be_bytes(*code));
                    // And nothing after it.
                    assert_eq!(self.frame().await, None);
                    return code;
                }
                Some(_) => {}
                None => return 1006,
            }
        }
    }
}
