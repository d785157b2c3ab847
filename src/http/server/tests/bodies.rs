//! Unread bodies, and the requests behind them.

use super::*;

/// The head of the next reply and its body, which a `content-length` ends.
async fn reply(stream: &mut TcpStream, to_head: bool) -> Option<(String, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length = length.filter(|_| !to_head).map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, String::from_utf8(body).unwrap()))
}

/// Sends a head, then a body; returns the reply and whether it announced that the connection stays open, which it must keep to.
async fn case(server: &Server, head: &str, body: &str) -> (String, bool) {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let (first, _) = reply(&mut stream, head.starts_with("HEAD ")).await.unwrap();
    let goes_on = !first.contains("connection: close\r\n");
    // After a farewell the server needn't take it.
    let sent = stream.write_all(body.as_bytes()).await;
    let next = b"GET /spec HTTP/1.1\r\nHost: h\r\n\r\n";
    if goes_on {
        sent.unwrap();
        stream.write_all(next).await.unwrap();
        let (second, document) = reply(&mut stream, false).await.expect(head);
        assert!(second.starts_with("HTTP/1.1 200 OK\r\n"), "{head}: {second}");
        assert_eq!(document, "{\"openapi\":\"3.1.0\"}", "{head}");
    } else {
        let _ = stream.write_all(next).await;
        assert!(reply(&mut stream, false).await.is_none(), "{head}");
    }
    (first, goes_on)
}

#[tokio::test]
async fn a_small_body_after_its_reply_leaves_the_connection_to_the_next_request() {
    let server = server(api(), Limits::default()).await;
    for (request, status) in [
        ("POST /nowhere", "404"),
        ("POST /v1/nowhere", "404"),
        ("PUT /v1/tasks", "405"),
        ("OPTIONS /v1/tasks", "204"),
        ("OPTIONS *", "204"),
        ("GET /spec", "200"),
        ("HEAD /spec", "200"),
        ("HEAD /nowhere", "404"),
        ("POST /v1/tasks", "415"),
        ("CONNECT a:1", "405"),
        ("GET a:1", "400"),
    ] {
        let head = format!("{request} HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\n");
        let (reply, goes_on) = case(&server, &head, "{\"a\":1}").await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {reply}");
        assert!(goes_on, "{request}: {reply}");
    }
}

#[tokio::test]
async fn an_undrainable_body_closes_the_connection_and_announces_it() {
    let server = server(api(), Limits::default()).await;
    for (head, status) in [
        // Larger than is worth a connection.
        (
            "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n",
            "404",
        ),
        (
            "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 300000\r\n\r\n",
            "413",
        ),
        // It may come too slowly.
        (
            "POST /nowhere HTTP/1.1\r\nHost: h\r\nContent-Length: 20000\r\n\r\ndrip",
            "404",
        ),
        // Its length is unknown.
        (
            "POST /nowhere HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
            "404",
        ),
        // It may come or not.
        (
            "POST /nowhere HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n",
            "404",
        ),
        (
            "OPTIONS /v1/tasks HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 7\r\n\r\n",
            "204",
        ),
    ] {
        let body = if head.contains("300000") {
            " ".repeat(300_000)
        } else {
            String::new()
        };
        let (reply, goes_on) = case(&server, head, &body).await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status}")), "{head}: {reply}");
        assert!(!goes_on, "{head}: {reply}");
    }
}

#[tokio::test]
async fn a_body_of_unknown_length_keeps_the_connection_or_announces_its_end() {
    let server = server(api(), Limits::default()).await;
    for request in ["POST /nowhere", "OPTIONS /v1/tasks", "GET /spec", "POST /v1/tasks"] {
        let head =
            format!("{request} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{{\"a\":1}}\r\n0\r\n\r\n");
        case(&server, &head, "").await;
    }
}

#[tokio::test]
async fn a_late_body_closes_the_connection_and_announces_it() {
    let limits = Limits {
        body_read: SOON,
        ..Limits::default()
    };
    let server = server(api(), limits).await;
    let head = "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    let (reply, goes_on) = case(&server, head, "").await;
    assert!(reply.starts_with("HTTP/1.1 408"), "{reply}");
    assert!(!goes_on, "{reply}");
}
