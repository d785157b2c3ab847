//! Layers of tower around what is served.

use std::sync::atomic::{AtomicUsize, Ordering};

use http::{HeaderName, HeaderValue, StatusCode};
use http_body_util::Full;
use tower::util::{MapRequestLayer, MapResponseLayer};
use tower::{layer::layer_fn, service_fn};

use super::*;
use crate::http::{ApiService, RequestBody};

async fn layered(layers: Vec<super::super::ApplyLayer>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let served = Served {
        layers,
        ..served(api())
    };
    serve(listener.into(), served, Limits::default(), std::future::ready(()))
}

const GET: &str = "GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn the_last_layer_is_the_outermost() {
    let (inner, outer) = (
        MapResponseLayer::new(|reply: Response| passed(reply, "inner")),
        MapResponseLayer::new(|reply: Response| passed(reply, "outer")),
    );
    let server = layered(vec![
        Box::new(move |service| service.layered(&inner)),
        Box::new(move |service| service.layered(&outer)),
    ])
    .await;
    let reply = talk(&server, GET).await;
    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    let (first, second) = (
        reply.find("x-passed: inner").unwrap(),
        reply.find("x-passed: outer").unwrap(),
    );
    assert!(first < second, "{reply}");
    assert!(reply.contains("content-length: 19\r\n"), "{reply}");
    assert!(reply.ends_with("{\"openapi\":\"3.1.0\"}"), "{reply}");
}

fn passed(mut reply: Response, value: &'static str) -> Response {
    let name = HeaderName::from_static("x-passed");
    reply.headers_mut().append(name, HeaderValue::from_static(value));
    reply
}

#[tokio::test]
async fn errors_of_the_server_pass_layers_in_their_final_form() {
    let layer = MapResponseLayer::new(|reply: Response| passed(reply, "yes"));
    let server = layered(vec![Box::new(move |service| service.layered(&layer))]).await;
    let reply = talk(&server, "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 404"), "{reply}");
    assert!(reply.contains("x-passed: yes"), "{reply}");
    assert!(reply.contains("application/problem+json"), "{reply}");
}

#[tokio::test]
async fn a_layer_may_answer_by_itself_with_a_body_of_its_own() {
    let layer = tower::util::MapResponseLayer::new(|reply: Response| {
        let (mut parts, _) = reply.into_parts();
        parts.headers.remove("content-length");
        parts.status = StatusCode::IM_A_TEAPOT;
        http::Response::from_parts(parts, Full::new(bytes::Bytes::from_static(b"short and stout")))
    });
    let server = layered(vec![Box::new(move |service| service.layered(&layer))]).await;
    let reply = talk(&server, GET).await;
    assert!(reply.starts_with("HTTP/1.1 418"), "{reply}");
    assert!(reply.contains("content-length: 15\r\n"), "{reply}");
    assert!(reply.ends_with("\r\n\r\nshort and stout"), "{reply}");
}

#[tokio::test]
async fn a_layer_that_fails_or_panics_is_500_and_says_nothing() {
    let failing = layer_fn(|service: ApiService| {
        service_fn(move |_: http::Request<RequestBody>| {
            let _unused = service.clone();
            std::future::ready(Err::<Response, _>(std::io::Error::other("secret")))
        })
    });
    let panicking =
        MapRequestLayer::new(|_: http::Request<RequestBody>| -> http::Request<RequestBody> { panic!("secret") });
    for server in [
        layered(vec![Box::new(move |service| service.layered(&failing))]).await,
        layered(vec![Box::new(move |service| service.layered(&panicking))]).await,
    ] {
        let reply = talk(&server, GET).await;
        assert!(reply.starts_with("HTTP/1.1 500"), "{reply}");
        assert!(!reply.contains("secret"), "{reply}");
    }
}

#[tokio::test]
async fn a_layer_sees_each_request_once_and_may_read_its_body() {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let layer = MapRequestLayer::new(move |request: http::Request<RequestBody>| {
        seen.fetch_add(1, Ordering::Relaxed);
        request.map(|body| http_body_util::Limited::new(body, 4))
    });
    let server = layered(vec![Box::new(move |service| service.layered(&layer))]).await;
    let reply = talk(
        &server,
        "POST /v1/tasks HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"title\": \"abc\"}",
    )
    .await;
    assert!(
        reply.starts_with("HTTP/1.1 4") || reply.starts_with("HTTP/1.1 5"),
        "{reply}"
    );
    assert_eq!(count.load(Ordering::Relaxed), 1);
}
