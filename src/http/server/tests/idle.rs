//! Connections between two requests, and at the end of the server.

use super::*;

const REQUEST: &[u8] = b"GET /spec HTTP/1.1\r\nHost: h\r\n\r\n";
const BODY: &[u8] = b"{\"openapi\":\"3.1.0\"}";

/// A connection on which a request was answered.
async fn used(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(REQUEST).await.unwrap();
    until_answered(&mut stream).await.unwrap();
    stream
}

/// Reads to the end of a reply, or what there was before the connection ended.
async fn until_answered(stream: &mut TcpStream) -> Result<String, String> {
    let mut reply = Vec::new();
    while !reply.ends_with(BODY) {
        match stream.read_u8().await {
            Ok(byte) => reply.push(byte),
            Err(_) => return Err(String::from_utf8(reply).unwrap()),
        }
    }
    Ok(String::from_utf8(reply).unwrap())
}

#[tokio::test]
async fn an_idle_connection_outlives_the_time_of_a_head() {
    let limits = Limits {
        header_read: SOON * 4,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let mut stream = used(&server).await;
    tokio::time::sleep(SOON * 12).await;
    stream.write_all(REQUEST).await.unwrap();
    until_answered(&mut stream).await.unwrap();
}

#[tokio::test]
async fn an_idle_connection_ends_at_last() {
    let limits = Limits {
        keep_alive: SOON,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let mut stream = used(&server).await;
    assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn half_a_head_has_the_time_of_a_head_on_a_used_connection_too() {
    let limits = Limits {
        header_read: SOON * 4,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let mut stream = used(&server).await;
    stream.write_all(b"GET /spec HT").await.unwrap();
    let ended = stream.read(&mut [0]).await;
    assert!(matches!(ended, Ok(0) | Err(_)), "{ended:?}");
}

#[tokio::test]
async fn a_connection_accepted_before_the_end_gets_its_first_request_answered() {
    let server = server(api(), Limits::default()).await;
    let mut silent = TcpStream::connect(server.address).await.unwrap();
    let mut half = TcpStream::connect(server.address).await.unwrap();
    half.write_all(&REQUEST[..9]).await.unwrap();
    // So that both are accepted.
    let mut used = used(&server).await;
    server.stop.unbounded_send(()).unwrap();
    // No other is accepted once the server has begun to end.
    while TcpStream::connect(server.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    silent.write_all(REQUEST).await.unwrap();
    half.write_all(&REQUEST[9..]).await.unwrap();
    for stream in [&mut silent, &mut half] {
        let reply = until_answered(stream).await.unwrap();
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
        assert!(reply.contains("connection: close\r\n"), "{reply}");
        assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
    }
    assert_eq!(used.read(&mut [0]).await.unwrap(), 0);
    server.running.await.unwrap();
}

#[tokio::test]
async fn those_who_wait_to_be_accepted_are_answered_too() {
    let server = server(api(), Limits::default()).await;
    let mut waiting = Vec::new();
    // Nothing is accepted meanwhile: the test has the only thread.
    for _ in 0..20 {
        let stream = std::net::TcpStream::connect(server.address).unwrap();
        stream.set_nonblocking(true).unwrap();
        waiting.push(TcpStream::from_std(stream).unwrap());
    }
    server.stop.unbounded_send(()).unwrap();
    for stream in &mut waiting {
        stream.write_all(REQUEST).await.unwrap();
    }
    for stream in &mut waiting {
        let reply = until_answered(stream).await.unwrap();
        assert!(reply.contains("connection: close\r\n"), "{reply}");
    }
    server.running.await.unwrap();
}

#[tokio::test]
async fn a_silent_client_does_not_delay_the_shutdown() {
    let server = server(api(), Limits::default()).await;
    let _silent = TcpStream::connect(server.address).await.unwrap();
    let _used = used(&server).await;
    server.stop.unbounded_send(()).unwrap();
    let soon = Limits::default().drain / 2;
    tokio::time::timeout(soon, server.running).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_server_that_drains_accepts_connections_and_ends_each_with_its_next_reply() {
    let health = Health::new(Vec::new(), None);
    let served = Served {
        health: Arc::clone(&health),
        ..served(api())
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve(listener.into(), served, Limits::default(), std::future::ready(()));
    let open = used(&server).await;
    health.drain();
    for mut stream in [open, TcpStream::connect(server.address).await.unwrap()] {
        stream.write_all(REQUEST).await.unwrap();
        let reply = until_answered(&mut stream).await.unwrap();
        assert!(reply.contains("connection: close\r\n"), "{reply}");
        assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
    }
}
