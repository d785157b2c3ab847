//! A small HTTP client for tests. Each request has a connection of its own, and every error of the transfer is a panic.

use std::fmt::{self, Write as _};
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::stream;
use http::Method;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::multipart::Multipart;
use super::reply::Reply;
use super::socket::Socket;

/// How long a test waits for an answer before it fails.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A client of one server.
#[derive(Debug, Clone, Copy)]
pub struct Client {
    address: SocketAddr,
}

impl Client {
    /// Creates a client of the server at `address`.
    #[must_use]
    pub const fn new(address: SocketAddr) -> Self {
        Self { address }
    }

    /// Returns the address of the server.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Opens a socket at `path`.
    ///
    /// # Panics
    ///
    /// If the server refuses.
    pub async fn socket(&self, path: &str) -> Socket {
        let socket = Socket::open(self.address, path, &[]).await;
        socket.unwrap_or_else(|status| panic!("no socket at {path}: {status}"))
    }

    /// Creates a request. `path` is sent as it is, with its query.
    ///
    /// # Panics
    ///
    /// If `method` isn't an HTTP method.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request {
            address: self.address,
            method: method.parse().expect("an HTTP method"),
            path: path.to_owned(),
            headers: Vec::new(),
            body: Body::None,
        }
    }

    /// Creates a GET request.
    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    /// Creates a DELETE request.
    pub fn delete(&self, path: &str) -> Request {
        self.request("DELETE", path)
    }

    /// Creates a POST request with a JSON body.
    pub fn post(&self, path: &str, json: impl fmt::Display) -> Request {
        self.request("POST", path).json(json)
    }

    /// Creates a PATCH request with a JSON body.
    pub fn patch(&self, path: &str, json: impl fmt::Display) -> Request {
        self.request("PATCH", path).json(json)
    }

    /// Creates a PUT request with a JSON body.
    pub fn put(&self, path: &str, json: impl fmt::Display) -> Request {
        self.request("PUT", path).json(json)
    }

    /// Sends bytes that need not be HTTP, and returns all that the server sends until it closes the connection.
    ///
    /// # Panics
    ///
    /// If the server can't be reached, or doesn't close the connection in time.
    pub async fn raw(&self, bytes: impl AsRef<[u8]>) -> String {
        let exchange = async {
            let mut stream = TcpStream::connect(self.address).await.expect("a server that listens");
            // The server may close the connection before all is sent. Its reply counts.
            let _ = stream.write_all(bytes.as_ref()).await;
            let mut received = Vec::new();
            let _ = stream.read_to_end(&mut received).await;
            String::from_utf8_lossy(&received).into_owned()
        };
        tokio::time::timeout(TIMEOUT, exchange)
            .await
            .expect("the server closes the connection in time")
    }
}

/// A request. `.await` sends it.
#[derive(Debug)]
#[must_use = "a request does nothing until it is awaited"]
pub struct Request {
    address: SocketAddr,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    None,
    Whole(Bytes),
    Chunked(Vec<Bytes>),
}

impl Request {
    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a bearer token: `Authorization: Bearer ..` (RFC 6750).
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// Adds a user's name and password: `Authorization: Basic ..` (RFC 7617).
    pub fn basic(self, user: &str, password: &str) -> Self {
        let text = STANDARD.encode(format!("{user}:{password}"));
        self.header("Authorization", &format!("Basic {text}"))
    }

    /// Sets the body to JSON text (or a `serde_json::Value`) and `Content-Type` to `application/json`.
    pub fn json(self, json: impl fmt::Display) -> Self {
        let text = json.to_string();
        self.header("Content-Type", "application/json").body(text)
    }

    /// Sets the body, with its `Content-Length`.
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Body::Whole(Bytes::from(bytes.into()));
        self
    }

    /// Sets the body to the fields of a form, percent-encoded, and `Content-Type` to `application/x-www-form-urlencoded`.
    pub fn form<'f>(self, fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let text = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.header("Content-Type", "application/x-www-form-urlencoded")
            .body(text)
    }

    /// Sets the body to the parts of a form and `Content-Type` to `multipart/form-data`.
    pub fn multipart(self, form: &Multipart) -> Self {
        self.header("Content-Type", &form.content_type()).body(form.bytes())
    }

    /// Sets the body to chunks that are sent one by one, in chunked encoding (RFC 9112, section 7.1).
    pub fn chunks(mut self, chunks: impl IntoIterator<Item = Vec<u8>>) -> Self {
        self.body = Body::Chunked(chunks.into_iter().map(Bytes::from).collect());
        self
    }

    async fn send(self) -> Reply {
        let shown = format!("{} {}", self.method, self.path);
        let mut request = http::Request::builder()
            .method(self.method)
            .uri(self.path)
            .header("Connection", "close");
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header("Host", self.address.to_string());
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body: BoxBody<Bytes, std::convert::Infallible> = match self.body {
            Body::None => Full::default().boxed(),
            Body::Whole(bytes) => Full::new(bytes).boxed(),
            Body::Chunked(chunks) => {
                let frames = chunks.into_iter().map(|chunk| Ok(Frame::data(chunk)));
                StreamBody::new(stream::iter(frames)).boxed()
            }
        };
        let request = request.body(body).expect("a valid HTTP request");
        let stream = TcpStream::connect(self.address).await.expect("a server that listens");
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .expect("an HTTP connection");
        // Its errors are also those of the reply.
        tokio::spawn(connection);
        let reply = match sender.send_request(request).await {
            Ok(reply) => reply,
            Err(error) => panic!("{shown}: no reply: {error:?}"),
        };
        let (head, body) = reply.into_parts();
        let body = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => panic!("{shown}: the reply failed: {error:?}"),
        };
        Reply::new(shown, head.status.as_u16(), head.headers, body)
    }
}

impl IntoFuture for Request {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let shown = format!("{} {}", self.method, self.path);
            match tokio::time::timeout(TIMEOUT, self.send()).await {
                Ok(reply) => reply,
                Err(_) => panic!("{shown}: no reply within {} s", TIMEOUT.as_secs()),
            }
        })
    }
}

/// Joins names and values to a query, percent-encoded, with `?` before it: `query([("title", "a b")])` is `?title=a+b`.
#[must_use]
pub fn query<'q>(parameters: impl IntoIterator<Item = (&'q str, &'q str)>) -> String {
    let pairs = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let mut text = String::new();
    // Writing to a String can't fail.
    let _ = write!(text, "?{pairs}");
    text
}
