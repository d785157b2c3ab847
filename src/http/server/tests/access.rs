//! The access log: a line for each request, whoever has answered it.

use futures::stream;
use serde_json::{Value, json};

use super::*;
use crate::observe::TestLog;

/// The lines of the requests that `bytes` are, each on a connection of its own.
async fn lines(filter: BoxedFilter<(Response,)>, limits: Limits, requests: &[&str]) -> (Vec<Value>, TestLog) {
    let (log, _guard) = TestLog::start();
    let server = server(filter, limits).await;
    for request in requests {
        talk(&server, request).await;
    }
    (log.wait("request", requests.len()).await, log)
}

fn fields(line: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| line[*name].clone()).collect()
}

#[tokio::test]
async fn a_line_has_the_route_and_neither_its_parameters_nor_the_query() {
    let request = "GET /v1/pairs/secret-a/secret-b?fields=secret-c HTTP/1.1\r\nHost: h\r\nX-Request-Id: me\r\n\
        Authorization: Bearer secret-d\r\nConnection: close\r\n\r\n";
    let (lines, log) = lines(api(), Limits::default(), &[request]).await;
    let [line] = &lines[..] else { panic!("{lines:?}") };
    let names = [
        "level",
        "method",
        "route",
        "request_id",
        "client",
        "aborted",
        "trace_id",
        "principal",
    ];
    let expected = json!([
        "INFO",
        "GET",
        "/v1/pairs/{left}/{right}",
        "me",
        "127.0.0.1",
        null,
        null,
        null
    ]);
    assert_eq!(fields(line, &names), expected);
    assert!(line["duration_ms"].as_f64().unwrap() > 0.0, "{line}");
    assert!(
        line["status"].as_u64().unwrap() >= 400 && line["bytes"].as_u64().unwrap() > 0,
        "{line}"
    );
    assert!(!log.text().contains("secret"), "{}", log.text());
}

#[tokio::test]
async fn routes_are_named_by_their_template_and_all_other_paths_alike() {
    let request = |line: &str| format!("{line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    for (first, route, status) in [
        ("GET /spec", "/spec", 200),
        ("HEAD /spec", "/spec", 200),
        ("GET /v1/tasks/7", "/v1/tasks/{id}", 404),
        ("DELETE /v1/pairs/a/b", "/v1/pairs/{left}/{right}", 405),
        ("OPTIONS /v1/tasks", "/v1/tasks", 204),
        ("GET /v1/tasks/bulk", "/v1/tasks/bulk", 405),
        ("GET /v1/pairs/%FF/b", "/v1/pairs/{left}/{right}", 404),
        ("GET /nowhere", "other", 404),
        ("GET *", "other", 400),
        ("CONNECT a:1", "other", 405),
    ] {
        let (lines, _) = lines(api(), Limits::default(), &[&request(first)]).await;
        assert_eq!(
            fields(&lines[0], &["route", "status"]),
            json!([route, status]),
            "{first}"
        );
    }
}

#[tokio::test]
async fn what_the_server_itself_replies_has_a_line() {
    let broken = warp::path("broken").map(|| -> Response { panic!("a defect") });
    let never = warp::path("never").then(futures::future::pending::<Response>);
    let filter = broken.or(never).unify().or(api()).unify().boxed();
    let limits = Limits {
        handler: SOON,
        body_read: SOON,
        ..Limits::default()
    };
    for (request, status) in [
        (
            "GET /broken HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".to_owned(),
            500,
        ),
        (
            "GET /never HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".to_owned(),
            503,
        ),
        (
            "GET /spec HTTP/1.1\r\nHost: h\r\nHost: h\r\nConnection: close\r\n\r\n".to_owned(),
            400,
        ),
        (
            "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
                .to_owned(),
            408,
        ),
        (
            "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{"
                .to_owned(),
            413,
        ),
    ] {
        let (lines, _) = lines(filter.clone(), limits.clone(), &[&request]).await;
        assert_eq!(lines[0]["status"], status, "{request}");
    }
}

#[tokio::test]
async fn a_head_that_hyper_refuses_has_a_line() {
    let long = "x".repeat(80 * 1024);
    for (request, status) in [
        ("nonsense\r\n\r\n".to_owned(), 400),
        ("GET / HTTP/9.9\r\n\r\n".to_owned(), 400),
        (format!("GET / HTTP/1.1\r\nHost: h\r\nX-Long: {long}\r\n\r\n"), 431),
        (format!("GET /{long} HTTP/1.1\r\nHost: h\r\n\r\n"), 431),
    ] {
        let (log, _guard) = TestLog::start();
        let server = server(api(), Limits::default()).await;
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        // It may be reset, since the rest of the head isn't read.
        let _ = stream.read_to_end(&mut reply).await;
        let lines = log.wait("request without a valid head", 1).await;
        assert_eq!(lines[0]["status"], status, "{:.40}", request);
        let reply = String::from_utf8(reply).unwrap();
        assert!(
            reply.is_empty() || reply.starts_with(&format!("HTTP/1.1 {status}")),
            "{reply}"
        );
    }
}

#[tokio::test]
async fn a_client_that_leaves_before_the_reply_is_499() {
    let (log, _guard) = TestLog::start();
    let (filter, called, _) = held();
    let server = server(filter, Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    called.notified().await;
    drop(stream);
    let line = log.wait("request", 1).await.remove(0);
    assert_eq!(fields(&line, &["status", "aborted", "bytes"]), json!([499, true, 0]));
}

#[tokio::test]
async fn a_reply_that_ends_too_early_is_aborted() {
    let (log, _guard) = TestLog::start();
    let filter = warp::any().map(|| {
        let chunks = [Ok("a chunk"), Err(std::io::Error::other("lost"))];
        warp::Reply::into_response(warp::reply::stream(stream::iter(chunks)))
    });
    let server = server(filter.boxed(), Limits::default()).await;
    talk(&server, "GET / HTTP/1.1\r\nHost: h\r\n\r\n").await;
    let line = log.wait("request", 1).await.remove(0);
    assert_eq!(fields(&line, &["status", "aborted", "bytes"]), json!([200, true, 7]));
}

#[tokio::test]
async fn a_reply_as_a_stream_is_logged_at_its_end_with_all_its_bytes() {
    let (log, _guard) = TestLog::start();
    let (chunks, sent) = unbounded::<Result<&str, std::convert::Infallible>>();
    let sent = Arc::new(std::sync::Mutex::new(Some(sent)));
    let filter = warp::any().map(move || {
        let chunks = sent.lock().unwrap().take().unwrap();
        warp::Reply::into_response(warp::reply::stream(chunks))
    });
    let server = server(filter.boxed(), Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
    chunks.unbounded_send(Ok("first")).unwrap();
    stream.read_u8().await.unwrap();
    assert!(log.lines("request").is_empty());
    chunks.unbounded_send(Ok("second")).unwrap();
    drop(chunks);
    let line = log.wait("request", 1).await.remove(0);
    assert_eq!(fields(&line, &["aborted", "bytes"]), json!([null, 11]));
}

#[tokio::test]
async fn a_debug_build_says_where_the_time_went() {
    let server = server(api(), Limits::default()).await;
    let reply = talk(
        &server,
        "GET /v1/tasks HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    )
    .await;
    let timing = reply.lines().find(|line| line.starts_with("server-timing: db;dur="));
    assert_eq!(
        timing.is_some_and(|line| line.contains(", total;dur=")),
        cfg!(debug_assertions),
        "{reply}"
    );
}

#[tokio::test]
async fn a_caller_s_trace_is_in_the_line_and_in_the_reply() {
    let (log, _guard) = TestLog::start();
    let server = server(api(), Limits::default()).await;
    let request = "GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\
        traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n";
    let reply = talk(&server, request).await;
    assert!(
        reply.contains("traceresponse: 00-4bf92f3577b34da6a3ce929d0e0e4736-"),
        "{reply}"
    );
    let line = log.wait("request", 1).await.remove(0);
    assert_eq!(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    let reply = talk(&server, "GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(!reply.contains("traceresponse"), "{reply}");
}
