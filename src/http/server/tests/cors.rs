//! What pages of other origins read of replies that the server itself sends.

use super::*;
use crate::http::cors::Cors;

const ORIGIN: &str = "https://app.example.com";

async fn replies(filter: BoxedFilter<(Response,)>, limits: Limits, request: &str) -> String {
    let settings = Arc::new(Settings {
        cors_origins: Some(vec![ORIGIN.parse().unwrap()]),
        ..Settings::default()
    });
    let served = Served {
        cors: Cors::of_resource(None, &settings),
        settings,
        ..served(filter)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve(listener.into(), served, limits, std::future::ready(()));
    let request = format!("{request} HTTP/1.1\r\nHost: h\r\nOrigin: {ORIGIN}\r\nConnection: close\r\n");
    talk(&server, &(request + "Access-Control-Request-Method: PATCH\r\n\r\n")).await
}

#[track_caller]
fn readable(reply: &str, status: u16) {
    assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
    assert!(
        reply.contains("access-control-allow-origin: https://app.example.com\r\n"),
        "{reply}"
    );
    assert!(reply.contains("vary: Origin"), "{reply}");
    assert!(reply.contains("x-request-id: "), "{reply}");
}

#[tokio::test]
async fn errors_of_the_server_are_readable() {
    let never = warp::any().then(futures::future::pending::<Response>).boxed();
    let limits = Limits {
        handler: SOON,
        ..Limits::default()
    };
    readable(&replies(never, limits, "GET /").await, 503);
    let broken = warp::any().map(|| -> Response { panic!("a defect") }).boxed();
    readable(&replies(broken, Limits::default(), "GET /").await, 500);
    readable(&replies(api(), Limits::default(), "GET /nothing").await, 404);
    readable(&replies(api(), Limits::default(), "GET ftp://h/").await, 400);
}

#[tokio::test]
async fn a_preflight_for_a_filter_of_the_users_own_is_answered() {
    let own = || warp::path!("own").and(warp::patch()).map(Response::default).boxed();
    for filter in [own(), warp::any().map(Response::default).boxed()] {
        let reply = replies(filter, Limits::default(), "OPTIONS /own").await;
        readable(&reply, 204);
        assert!(reply.contains("access-control-allow-methods: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n"));
    }
    // One that fails is no permission.
    let broken = warp::any().map(|| -> Response { panic!("a defect") }).boxed();
    let reply = replies(broken, Limits::default(), "OPTIONS /own").await;
    readable(&reply, 500);
    assert!(!reply.contains("access-control-allow-methods"), "{reply}");
}

#[tokio::test]
async fn a_filter_with_rules_of_its_own_keeps_them() {
    let own = || {
        let mut response = Response::default();
        let headers = response.headers_mut();
        headers.insert(
            "access-control-allow-origin",
            http::HeaderValue::from_static("https://other.example"),
        );
        response
    };
    let reply = replies(warp::any().map(own).boxed(), Limits::default(), "OPTIONS /").await;
    assert!(reply.starts_with("HTTP/1.1 200 "), "{reply}");
    assert!(
        reply.contains("access-control-allow-origin: https://other.example\r\n"),
        "{reply}"
    );
    assert!(!reply.contains("access-control-allow-methods"), "{reply}");
}
