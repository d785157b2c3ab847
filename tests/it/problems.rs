//! Errors as problem documents (RFC 9457), and bodies and queries that can't be read at all.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::testing::Reply;

use crate::support::{on_every_database, refuses, with_settings};

mod own_document;
mod own_form;
mod own_statuses;

/// What the document says of a reply, behind its reference.
fn documented<'d>(document: &'d Value, method: &str, path: &str, status: u16) -> &'d Value {
    let reply = &document["paths"][path][method]["responses"][status.to_string()];
    match reply["$ref"].as_str() {
        Some(reference) => document
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or(&Value::Null),
        None => reply,
    }
}

const FAILURE: &str = "#/components/schemas/Failure";

#[track_caller]
fn problem(reply: Reply, status: u16, title: &str) -> Value {
    let reply = reply.expect(status);
    assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
    let problem = reply.json();
    assert_eq!(problem["status"], json!(status), "{problem}");
    assert_eq!(problem["title"], title, "{problem}");
    assert!(problem["type"].is_string(), "{problem}");
    problem
}

#[tokio::test]
async fn each_error_is_a_problem_document() {
    on_every_database(async |app| {
        let task = json!({"title": "Buy milk", "unique_title": "One"});
        app.post("/v1/tasks", &task).await.expect(201);
        let invalid = problem(app.post("/v1/tasks", "{}").await, 422, "Unprocessable Content");
        assert_eq!(invalid["errors"], json!([{"field": "title", "message": "required"}]));
        let conflict = problem(
            app.post("/v1/tasks", json!({"title": "Other", "unique_title": "One"}))
                .await,
            409,
            "Conflict",
        );
        assert_eq!(conflict["detail"], "unique_title already exists");
        let malformed = problem(app.post("/v1/tasks", "{").await, 400, "Bad Request");
        assert_eq!(malformed["detail"], "Invalid data format");
        problem(app.get("/v1/pairs/1/2").await, 404, "Not Found");
        let plain = app
            .request("POST", "/v1/tasks")
            .header("Content-Type", "text/plain")
            .body("{}");
        problem(plain.await, 415, "Unsupported Media Type");
        let long = app.post("/v1/tasks", " ".repeat(1024 * 1024 + 1));
        problem(long.await, 413, "Content Too Large");
    })
    .await;
}

#[tokio::test]
async fn bodies_that_are_no_json_are_bad_requests() {
    let truncated = r#"{"title": "Buy milk", "place": {"street": "Main Str"#;
    let bodies: [&[u8]; 16] = [
        b"",
        b" ",
        b"{",
        b"title",
        b"{'title': 'Buy milk'}",
        b"{\"title\": \"Buy milk\",}",
        b"{\"title\": \"Buy milk\"} {}",
        b"{\"title\": \"Buy milk\"}x",
        b"{\"title\" \"Buy milk\"}",
        b"{\"title\": \"Buy \xff\xfe milk\"}",
        b"{\"title\": \"Buy \xed\xa0\x80 milk\"}",
        b"{\"title\": \"Buy\nmilk\"}",
        b"{\"title\": \"\\x41\"}",
        b"\xef\xbb\xbf{\"title\": \"Buy milk\"}",
        b"\xff\xfe{\x00}\x00",
        truncated.as_bytes(),
    ];
    on_every_database(async |app| {
        for body in bodies {
            let shown = String::from_utf8_lossy(body).into_owned();
            let request = app
                .request("POST", "/v1/tasks")
                .header("Content-Type", "application/json");
            let reply = request.body(body).await;
            assert_eq!(reply.status(), 400, "{shown:?}: {}", reply.text());
            assert_eq!(reply.json()["detail"], "Invalid data format", "{shown:?}");
        }
        assert_eq!(app.get("/v1/tasks").await.json(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn the_words_of_a_bad_request_can_be_set() {
    let mut settings = Settings::default();
    settings.bad_data_message = "Please send JSON".to_owned();
    with_settings(settings, async |app| {
        let reply = app.post("/v1/tasks", "{").await.expect(400);
        assert_eq!(reply.json()["detail"], "Please send JSON");
    })
    .await;
}

#[tokio::test]
async fn bodies_of_another_shape_are_refused_as_a_whole() {
    on_every_database(async |app| {
        for body in ["[]", "null", "7", "\"title\"", "true"] {
            let reply = app.post("/v1/tasks", body).await;
            assert_eq!(reply.status(), 422, "{body}: {}", reply.text());
            refuses(reply, &[("", "not an object")]);
        }
        refuses(app.post("/v1/tasks/bulk", "{}").await, &[("", "not a list")]);
    })
    .await;
}

#[tokio::test]
async fn deep_nesting_is_refused_and_harmless() {
    on_every_database(async |app| {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
            for body in [text.clone(), format!(r#"{{"any":{text}}}"#), open.repeat(10_000)] {
                let status = app.post("/v1/everything", body).await.status();
                assert!(matches!(status, 400 | 422), "{status}");
            }
        }
        assert_eq!(app.get("/v1/everything").await.expect(200).json(), json!([]));
        let shallow = format!(r#"{{"any":{}1{}}}"#, "[".repeat(30), "]".repeat(30));
        app.post("/v1/everything", shallow).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn queries_that_are_no_percent_encoded_utf8_are_bad_requests() {
    on_every_database(async |app| {
        for query in [
            "title=%FF",
            "title=%C3",
            "title=%ED%A0%80",
            "%FF=x",
            "title=%zz",
            "title=%4",
            "title=100%",
        ] {
            let reply = app.get(&format!("/v1/tasks?{query}")).await;
            assert_eq!(reply.status(), 400, "{query}: {}", reply.text());
        }
    })
    .await;
}

#[tokio::test]
async fn path_keys_that_are_no_utf8_are_not_found() {
    on_every_database(async |app| {
        for key in ["%FF", "%C3", "a%ED%A0%80"] {
            let status = app.get(&format!("/v1/guarded/{key}")).await.status();
            assert!(matches!(status, 400 | 404), "{key}: {status}");
        }
    })
    .await;
}

#[tokio::test]
async fn replies_never_reveal_internals() {
    on_every_database(async |app| {
        use sea_orm::ConnectionTrait as _;
        let connection = app.database().connection();
        connection
            .execute_unprepared("DROP TABLE pairs")
            .await
            .expect("a table to drop");
        let reply = app.get("/v1/pairs/1/2").await;
        let shown = problem(reply, 500, "Internal Server Error").to_string();
        for word in [
            "pairs\"",
            "SELECT",
            "select",
            "relation",
            "no such table",
            "sqlite",
            "src/",
        ] {
            assert!(!shown.contains(word), "{word} in {shown}");
        }
    })
    .await;
}

#[tokio::test]
async fn malformed_http_is_refused_and_the_server_lives_on() {
    on_every_database(async |app| {
        for bytes in [
            "GET /v1/tasks HTTP/1.1\r\nHost: a\r\nBad Header: x\r\nConnection: close\r\n\r\n",
            "GET /v1/tasks\u{1} HTTP/1.1\r\nHost: a\r\n\r\n",
            "\u{16}\u{3}\u{1}",
            "POST /v1/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\nConnection: close\r\n\r\n{}",
            "POST /v1/tasks HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
        ] {
            let mut bytes = bytes.as_bytes().to_vec();
            bytes.extend_from_slice(b"\r\n\r\n");
            let reply = app.raw(&bytes).await;
            assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 400"), "{reply}");
        }
        app.get("/v1/tasks").await.expect(200);
    })
    .await;
}
