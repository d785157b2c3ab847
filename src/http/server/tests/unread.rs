//! Clients that don't read their replies.

use bytes::Bytes;
use tokio::io::AsyncRead;

use super::*;
use crate::http::server::PerAddress;

/// More than the buffers of both kernels hold.
pub(super) const LARGE: usize = 32 * 1024 * 1024;

/// A filter with a large reply, and a small one below `/small`.
pub(super) fn large() -> BoxedFilter<(Response,)> {
    let reply = Bytes::from(vec![b'x'; LARGE]);
    let small = warp::path("small").map(|| Response::new("small".into()));
    let large = warp::any().map(move || Response::new(reply.clone().into()));
    small.or(large).unify().boxed()
}

pub(super) fn impatient() -> Limits {
    Limits {
        write: SOON * 2,
        ..Limits::default()
    }
}

async fn ask(server: &Server, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

/// How many bytes come until the connection ends, however it does.
async fn count(stream: &mut (impl AsyncRead + Unpin)) -> usize {
    let (mut seen, mut part) = (0, vec![0; 64 * 1024]);
    while let Ok(read @ 1..) = stream.read(&mut part).await {
        seen += read;
    }
    seen
}

#[tokio::test]
async fn a_client_that_reads_nothing_loses_its_connection_and_its_place() {
    let limits = Limits {
        connections: 1,
        ..impatient()
    };
    let server = server(large(), limits).await;
    let mut unread = ask(&server, "/").await;
    let reply = talk(&server, "GET /small HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.ends_with("\r\n\r\nsmall"), "{reply}");
    assert!(count(&mut unread).await < LARGE);
}

#[tokio::test]
async fn a_client_that_reads_slowly_but_steadily_gets_all() {
    let limits = Limits {
        write: SOON * 20,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut stream = ask(&server, "/").await;
    let mut part = vec![0; 1024 * 1024];
    for _ in 0..LARGE / part.len() {
        stream.read_exact(&mut part).await.unwrap();
        // All pauses together are longer than the limit.
        tokio::time::sleep(SOON).await;
    }
}

#[tokio::test]
async fn an_upgraded_connection_has_no_time_limit() {
    // Sockets have rules of their own: `ws/queue.rs` bounds what waits for one, and `ws/session.rs` ends one whose client reads nothing.
    let filter =
        warp::any()
            .and(warp::ext::get::<hyper::upgrade::OnUpgrade>())
            .map(|upgrade: hyper::upgrade::OnUpgrade| {
                tokio::spawn(async move {
                    let mut io = hyper_util::rt::TokioIo::new(upgrade.await.unwrap());
                    io.write_all(&vec![b'x'; LARGE]).await.unwrap();
                });
                let mut response = Response::default();
                *response.status_mut() = http::StatusCode::SWITCHING_PROTOCOLS;
                let headers = response.headers_mut();
                headers.insert("upgrade", http::HeaderValue::from_static("websocket"));
                headers.insert("connection", http::HeaderValue::from_static("upgrade"));
                response
            });
    let server = server(filter.boxed(), impatient()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    stream.write_all(head).await.unwrap();
    tokio::time::sleep(impatient().write * 5).await;
    assert!(count(&mut stream).await > LARGE);
}

#[tokio::test]
async fn large_replies_that_wait_for_clients_are_bounded() {
    let limits = Limits {
        unsent: LARGE as u64,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut unread = ask(&server, "/").await;
    unread.read_u8().await.unwrap();
    let refused = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{refused}");
    assert!(refused.contains("retry-after: 1\r\n"), "{refused}");
    let small = talk(&server, "GET /small HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(small.starts_with("HTTP/1.1 200"), "{small}");
    let changed = talk(&server, "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(changed.starts_with("HTTP/1.1 200"), "what was done isn't refused");
    let mut rest = vec![0; LARGE];
    unread.read_exact(&mut rest).await.unwrap();
    drop(unread);
    // It takes the server a moment to see that the last byte has gone.
    loop {
        let reply = talk(&server, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
        if reply.starts_with("HTTP/1.1 200 OK\r\n") {
            break;
        }
    }
}

// Elsewhere the machine has only one address.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn replies_that_one_address_leaves_unread_are_no_bar_to_others() {
    let limits = Limits {
        unsent: 3 * LARGE as u64,
        per_address: Some(PerAddress {
            loopback: true,
            unsent: Some(LARGE as u64),
            ..PerAddress::default()
        }),
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut unread = ask(&server, "/").await;
    unread.read_u8().await.unwrap();
    let head = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    let refused = talk(&server, head).await;
    assert!(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{refused}");
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.2:0".parse().unwrap()).unwrap();
    let mut other = socket.connect(server.address).await.unwrap();
    other.write_all(head.as_bytes()).await.unwrap();
    assert!(count(&mut other).await > LARGE);
}

#[tokio::test]
async fn an_idle_connection_leaves_its_place_to_others_when_all_are_taken() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut idle = ask(&server, "/small").await;
    idle.read_u8().await.unwrap();
    let reply = talk(&server, "GET /small HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    count(&mut idle).await;
}

#[tokio::test]
async fn one_address_can_not_take_all_connections() {
    let per_address = PerAddress {
        connections: 2,
        loopback: true,
        unsent: None,
    };
    let limits = Limits {
        per_address: Some(per_address),
        ..Limits::default()
    };
    let server = server(large(), limits).await;
    let mut both = (ask(&server, "/small").await, ask(&server, "/small").await);
    both.0.read_u8().await.unwrap();
    both.1.read_u8().await.unwrap();
    assert_eq!(count(&mut ask(&server, "/small").await).await, 0);
    drop(both);
    // It takes the server a moment to see that they have gone.
    while count(&mut ask_once(&server).await).await == 0 {
        tokio::task::yield_now().await;
    }
}

/// Requests the small reply and nothing after it.
async fn ask_once(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let _ = stream
        .write_all(b"GET /small HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        .await;
    stream
}
