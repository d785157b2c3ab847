//! The order of checks, and credentials that can't be checked.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use warp_openapi::Settings;
use warp_openapi::testing::Request;

use super::credentials::admitted;
use super::{REALM, app, app_with, challenges};

#[tokio::test]
async fn a_failing_check_denies_access() {
    let mut settings = Settings::default();
    settings.check_timeout = Duration::from_millis(20);
    let app = app_with(settings).await;
    for token in ["errs", "missing", "conflicts", "panics", "hangs"] {
        let reply = app.get("/v1/by/bearer").bearer(token).await.expect(503);
        assert!(reply.header("Retry-After").is_some());
        assert_eq!(reply.json()["detail"], "service unavailable");
        app.get("/v1/by/token").bearer(token).await.expect(503);
    }
    admitted(app.get("/v1/by/bearer").bearer("reader").await, "reader");
}

#[tokio::test]
async fn credentials_come_before_all_else() {
    let app = app().await;
    // After routing: 404 and 405 reveal nothing that the document doesn't.
    app.get("/v1/nothing").await.expect(404);
    app.request("PUT", "/v1/by/basic").await.expect(405);
    // Before query, media type, size and syntax of the body.
    app.get("/v1/by/query?other=1").await.expect(401);
    app.get("/v1/by/query?%").await.expect(401);
    app.post("/v1/doors", "{").await.expect(401);
    let pieces = || vec![vec![7u8; 100_000]; 30];
    app.request("POST", "/v1/upload").chunks(pieces()).await.expect(401);
    app.request("POST", "/v1/upload")
        .basic("ann", "p:w")
        .header("Content-Type", "application/json")
        .chunks(pieces())
        .await
        .expect(413);
    // A client that sends `Expect: 100-continue` is refused, and doesn't send its body.
    let reply = app
        .raw("POST /v1/upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 100000000\r\nExpect: 100-continue\r\n\r\n")
        .await;
    assert!(reply.starts_with("HTTP/1.1 401"), "{reply}");
}

#[tokio::test]
async fn head_needs_what_get_needs_and_options_is_open() {
    let app = app().await;
    let reply = app.request("HEAD", "/v1/by/basic").await.expect(401);
    assert_eq!((challenges(&reply).len(), reply.text()), (1, ""));
    app.request("HEAD", "/v1/by/basic")
        .basic("ann", "p:w")
        .await
        .expect(200);
    let reply = app.request("OPTIONS", "/v1/by/basic").await.expect(204);
    assert_eq!(reply.header("Allow"), Some("GET, HEAD, OPTIONS"));
    app.get("/spec").await.expect(200);
}

#[tokio::test]
async fn handlers_may_refuse_too() {
    let app = app().await;
    let ask = |how: &str| app.get(&format!("/v1/refuse?how={how}")).basic("ann", "p:w");
    let reply = ask("401").await.expect(401);
    assert_eq!(challenges(&reply), [format!("Basic {REALM}, charset=\"UTF-8\"")]);
    ask("403").await.expect(403);
    // There is nothing to ask for.
    let reply = app.get("/v1/refuse/all").await.expect(403);
    assert_eq!(challenges(&reply).len(), 0);
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn credentials_are_never_logged() {
    let log = Log::default();
    let writer = log.clone();
    // While there is but one subscriber, tracing decides on an event by the subscriber of the first thread, and that may be another test's.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // Server and client run on this thread.
    let _guard = tracing::subscriber::set_default(subscriber);
    let app = app().await;
    tracing::callsite::rebuild_interest_cache();
    let ask = |request: Request| async move { request.header("X-Request-Id", "it-is-me").await };
    ask(app.get("/v1/by/bearer").bearer("errs")).await.expect(503);
    ask(app.get("/v1/by/bearer").bearer("s3cret-token")).await.expect(401);
    ask(app.get("/v1/by/basic").basic("ann", "s3cret-word"))
        .await
        .expect(401);
    ask(app.get("/v1/by/header").header("X-Api-Key", "s3cret-key"))
        .await
        .expect(401);
    ask(app.get("/v1/by/query?key=s3cret-query")).await.expect(401);
    ask(app.get("/v1/by/cookie").header("Cookie", "sid=s3cret-cookie"))
        .await
        .expect(401);
    let log = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    assert!(
        log.contains("the check of `bearer` failed: internal error: no luck with [redacted]"),
        "{log}"
    );
    assert!(log.contains("it-is-me"), "{log}");
    let encoded = "YW5uOnMzY3JldC13b3Jk";
    assert!(!log.contains("s3cret") && !log.contains(encoded), "{log}");
}
