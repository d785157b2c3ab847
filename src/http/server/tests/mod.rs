//! The server on a real port, spoken to in bytes.

mod access;
mod bodies;
#[cfg(feature = "compression")]
mod compression;
mod cors;
mod http2;
mod idle;
mod layers;
#[cfg(unix)]
mod listeners;
mod places;
mod probes;
mod target;
#[cfg(feature = "tls")]
mod tls;
mod unread;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_channel::mpsc::{UnboundedSender, unbounded};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::listener::Place;
use super::{Limits, Listener, Served, listen};
use crate::engine::Settings;
use crate::http::tests::api;
use crate::meta::Errors;

struct Server {
    address: SocketAddr,
    stop: UnboundedSender<()>,
    running: JoinHandle<()>,
}

async fn server(filter: BoxedFilter<(Response,)>, limits: Limits) -> Server {
    server_with(filter, limits, std::future::ready(())).await
}

async fn server_with(
    filter: BoxedFilter<(Response,)>,
    limits: Limits,
    sockets: impl Future<Output = ()> + Send + 'static,
) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    serve(listener.into(), served(filter), limits, sockets)
}

/// A filter without layers and probes.
fn served(filter: BoxedFilter<(Response,)>) -> Served {
    Served {
        filter,
        layers: Vec::new(),
        probes: None,
        settings: Arc::new(Settings::default()),
        errors: &Errors::USUAL,
        cors: None,
    }
}

fn serve(
    listener: Listener,
    served: Served,
    limits: Limits,
    sockets: impl Future<Output = ()> + Send + 'static,
) -> Server {
    let address = match listener.place().unwrap() {
        Place::Tcp(address) => address,
        #[cfg(unix)]
        Place::Unix(_) => ([127, 0, 0, 1], 0).into(),
    };
    let (stop, stopped) = unbounded();
    let running = tokio::spawn(listen(listener, served, limits, sockets, stopped));
    Server { address, stop, running }
}

/// Sends bytes and reads until the server closes.
async fn talk(server: &Server, bytes: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

const SOON: Duration = Duration::from_millis(50);

#[tokio::test]
async fn replies_go_over_the_wire() {
    let server = server(api(), Limits::default()).await;
    let reply = talk(&server, "GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(reply.ends_with("\r\n\r\n{\"openapi\":\"3.1.0\"}"), "{reply}");
    let head = talk(&server, "HEAD /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(head.contains("content-length: 19\r\n"), "{head}");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    let foreign = talk(
        &server,
        "GET /x HTTP/1.1\r\nHost: h\r\nX-Request-Id: me\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(foreign.starts_with("HTTP/1.1 404 Not Found\r\n"), "{foreign}");
    assert!(foreign.contains("x-request-id: me\r\n"), "{foreign}");
}

#[tokio::test]
async fn a_client_that_sends_nothing_or_half_a_head_is_dropped() {
    let limits = Limits {
        header_read: SOON,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    assert_eq!(talk(&server, "").await, "");
    assert_eq!(talk(&server, "P").await, "");
    let half = talk(&server, "GET /spec HTTP/1.1\r\nHo").await;
    assert!(half.is_empty() || half.starts_with("HTTP/1.1 408"), "{half}");
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_408() {
    let limits = Limits {
        body_read: SOON,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let head = "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    let reply = talk(&server, head).await;
    assert!(reply.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{reply}");
}

#[tokio::test]
async fn a_client_that_sends_a_byte_now_and_then_gains_nothing() {
    let limits = Limits {
        body_read: SOON,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let drip = async {
        // No pause is as long as the limit, but all together are many times that.
        for _ in 0..16 {
            let _ = writer.write_all(b" ").await;
            tokio::time::sleep(SOON * 3 / 4).await;
        }
        std::future::pending::<()>().await;
    };
    let mut status = [0; 12];
    tokio::select! {
        // A byte that arrives after the reply may make the kernel throw the reply away: then the connection is reset.
        read = reader.read_exact(&mut status) => if read.is_err() { return },
        () = drip => {}
    }
    assert_eq!(&status, b"HTTP/1.1 408");
}

#[tokio::test]
async fn a_large_body_is_read_off_so_that_the_reply_arrives() {
    let server = server(api(), Limits::default()).await;
    let size = 4 * 1024 * 1024;
    let head = format!(
        "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
    );
    let reply = talk(&server, &(head + &" ".repeat(size))).await;
    assert!(reply.starts_with("HTTP/1.1 413 Content Too Large\r\n"), "{reply}");
    assert!(reply.contains("\"status\":413"), "{reply}");
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_503() {
    let never = warp::any().then(futures::future::pending::<Response>).boxed();
    let limits = Limits {
        handler: SOON,
        ..Limits::default()
    };
    let server = server(never, limits).await;
    let reply = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{reply}");
}

#[tokio::test]
async fn a_panic_in_a_filter_is_500_and_the_connection_lives() {
    let broken = warp::path("broken").map(|| -> Response { panic!("a defect") });
    let server = server(broken.or(api()).unify().boxed(), Limits::default()).await;
    let reply = talk(
        &server,
        "GET /broken HTTP/1.1\r\nHost: h\r\n\r\nGET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    )
    .await;
    assert!(reply.starts_with("HTTP/1.1 500 Internal Server Error\r\n"), "{reply}");
    assert!(reply.ends_with("{\"openapi\":\"3.1.0\"}"), "{reply}");
}

#[tokio::test]
async fn the_cap_holds_connections_back_until_one_ends() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    first.write_all(b"GET /spec HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    first.read_u8().await.unwrap();
    let second = talk(&server, "GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    let mut second = std::pin::pin!(second);
    assert!(tokio::time::timeout(SOON, &mut second).await.is_err());
    drop(first);
    assert!(second.await.starts_with("HTTP/1.1 200"));
}

/// A filter that notifies when it is called, and replies when it is allowed to.
fn held() -> (
    BoxedFilter<(Response,)>,
    Arc<tokio::sync::Notify>,
    Arc<tokio::sync::Notify>,
) {
    let (called, may) = (
        Arc::new(tokio::sync::Notify::new()),
        Arc::new(tokio::sync::Notify::new()),
    );
    let pair = (Arc::clone(&called), Arc::clone(&may));
    let filter = warp::any().then(move || {
        let (called, may) = pair.clone();
        async move {
            called.notify_one();
            may.notified().await;
            Response::default()
        }
    });
    (filter.boxed(), called, may)
}

#[tokio::test]
async fn open_requests_finish_before_the_server_ends() {
    let (filter, called, may) = held();
    let server = server(filter, Limits::default()).await;
    let request = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    let end = async {
        called.notified().await;
        server.stop.unbounded_send(()).unwrap();
        may.notify_one();
    };
    let (reply, ()) = tokio::join!(request, end);
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    server.running.await.unwrap();
}

#[tokio::test]
async fn open_requests_are_cut_off_in_time_or_at_the_second_signal() {
    for (drain, signals) in [(SOON, 1), (Limits::default().drain, 2)] {
        let (filter, called, _) = held();
        let limits = Limits {
            drain,
            ..Limits::default()
        };
        let server = server(filter, limits).await;
        let request = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        let end = async {
            called.notified().await;
            for _ in 0..signals {
                server.stop.unbounded_send(()).unwrap();
            }
        };
        let (reply, ()) = tokio::join!(request, end);
        assert_eq!(reply, "");
        server.running.await.unwrap();
    }
}

#[tokio::test]
async fn sockets_that_do_not_end_hold_the_server_for_no_longer_than_the_drain() {
    for (drain, signals) in [(SOON, 1), (Limits::default().drain, 2)] {
        let limits = Limits {
            drain,
            ..Limits::default()
        };
        let server = server_with(api(), limits, futures::future::pending()).await;
        for _ in 0..signals {
            server.stop.unbounded_send(()).unwrap();
        }
        server.running.await.unwrap();
    }
}

#[tokio::test]
async fn the_server_waits_for_sockets_to_end() {
    let (ended, end) = futures_channel::oneshot::channel();
    let (called, ask) = futures_channel::oneshot::channel();
    let sockets = async {
        called.send(()).unwrap();
        end.await.unwrap();
    };
    let mut server = server_with(api(), Limits::default(), sockets).await;
    server.stop.unbounded_send(()).unwrap();
    ask.await.unwrap();
    assert!(tokio::time::timeout(SOON, &mut server.running).await.is_err());
    ended.send(()).unwrap();
    server.running.await.unwrap();
}

#[tokio::test]
async fn an_upgraded_connection_leaves_its_place_to_another() {
    let (kept, keep) = futures_channel::mpsc::unbounded();
    let filter = warp::any().and(warp::ext::optional::<hyper::upgrade::OnUpgrade>()).map(
        move |upgrade: Option<hyper::upgrade::OnUpgrade>| {
            let mut response = Response::default();
            if let Some(upgrade) = upgrade {
                let kept = kept.clone();
                tokio::spawn(async move { kept.unbounded_send(upgrade.await.unwrap()).unwrap() });
                *response.status_mut() = http::StatusCode::SWITCHING_PROTOCOLS;
                let headers = response.headers_mut();
                headers.insert("upgrade", http::HeaderValue::from_static("websocket"));
                headers.insert("connection", http::HeaderValue::from_static("upgrade"));
            }
            response
        },
    );
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = server(filter.boxed(), limits).await;
    let mut first = TcpStream::connect(server.address).await.unwrap();
    let head = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    first.write_all(head).await.unwrap();
    let mut keep = keep;
    let _upgraded = futures::StreamExt::next(&mut keep).await.unwrap();
    let reply = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
}
