//! 413 and 415: how much a body may be, and of what type.

use serde_json::json;
use warp_openapi::Settings;

use crate::support::{count, on_every_database, with_settings};

fn small() -> Settings {
    let mut settings = Settings::default();
    settings.body_limit = 100;
    settings
}

/// A body of just `length` bytes.
fn body(length: usize) -> String {
    let start = r#"{"title":"Buy milk"}"#;
    format!("{start}{}", " ".repeat(length - start.len()))
}

#[tokio::test]
async fn bodies_over_the_limit_are_refused() {
    with_settings(small(), async |app| {
        app.post("/v1/tasks", body(100)).await.expect(201);
        app.post("/v1/tasks", body(101)).await.expect(413);
        app.post("/v1/tasks", body(100_000)).await.expect(413);
        assert_eq!(count(app, "/v1/tasks").await, 1);
    })
    .await;
}

#[tokio::test]
async fn chunked_bodies_over_the_limit_are_refused() {
    with_settings(small(), async |app| {
        let pieces =
            |length: usize| -> Vec<Vec<u8>> { body(length).into_bytes().chunks(30).map(<[u8]>::to_vec).collect() };
        let request = || {
            app.request("POST", "/v1/tasks")
                .header("Content-Type", "application/json")
        };
        request().chunks(pieces(100)).await.expect(201);
        request().chunks(pieces(101)).await.expect(413);
        assert_eq!(count(app, "/v1/tasks").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_announced_length_is_refused_before_the_body_comes() {
    with_settings(small(), async |app| {
        let reply = app
            .raw("POST /v1/tasks HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{")
            .await;
        assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    })
    .await;
}

#[tokio::test]
async fn content_types_of_json_are_accepted() {
    on_every_database(async |app| {
        for (index, content_type) in [
            "application/json",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
            "Application/JSON",
        ]
        .iter()
        .enumerate()
        {
            let request = app.request("POST", "/v1/tasks").header("Content-Type", content_type);
            let title = format!("Title {index}");
            request.body(json!({ "title": title }).to_string()).await.expect(201);
        }
    })
    .await;
}

#[tokio::test]
async fn other_content_types_are_refused() {
    on_every_database(async |app| {
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonx",
            "application/xml",
            "json",
            "multipart/form-data; boundary=x",
        ] {
            let request = app.request("POST", "/v1/tasks").header("Content-Type", content_type);
            let reply = request.body(r#"{"title": "Buy milk"}"#).await;
            assert_eq!(reply.status(), 415, "{content_type}: {}", reply.text());
        }
        assert_eq!(count(app, "/v1/tasks").await, 0);
    })
    .await;
}

#[tokio::test]
async fn requests_without_body_need_no_content_type() {
    on_every_database(async |app| {
        let request = app.get("/v1/tasks").header("Content-Type", "text/plain");
        request.await.expect(200);
        app.delete("/v1/tasks?all=true").await.expect(204);
    })
    .await;
}
