//! Methods: HEAD and OPTIONS wherever they belong, 405 with `Allow`, 404 for what isn't there.

use serde_json::json;
use warp_openapi::testing::Reply;

use crate::support::{create, on_every_database};

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// The methods of the `Allow` header, in order of the alphabet.
#[track_caller]
fn allowed(reply: &Reply) -> Vec<String> {
    let allow = reply.header("Allow").expect("an Allow header");
    let mut methods: Vec<String> = allow.split(", ").map(str::to_owned).collect();
    methods.sort();
    methods
}

#[tokio::test]
async fn head_answers_as_get_without_the_body() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        create(app, "/v1/tasks", json!({"title": "Buy eggs"})).await;
        let row = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        for path in ["/v1/tasks?limit=1", &row, "/spec", "/openapi.json"] {
            let get = app.get(path).await.expect(200);
            let head = app.request("HEAD", path).await.expect(200);
            assert_eq!(head.bytes().len(), 0, "{path}");
            for name in ["Content-Type", "Content-Length", "ETag", "Link", "X-Total-Count"] {
                assert_eq!(head.header(name), get.header(name), "{name} of {path}");
            }
        }
        let missing = app.request("HEAD", &format!("/v1/tasks/{ID}")).await.expect(404);
        assert_eq!(missing.bytes().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn options_lists_the_allowed_methods() {
    let row = format!("/v1/tasks/{ID}");
    let cases: [(&str, &[&str]); 6] = [
        ("/v1/tasks", &["DELETE", "GET", "HEAD", "OPTIONS", "POST"]),
        (&row, &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"]),
        ("/v1/tasks/bulk", &["OPTIONS", "POST"]),
        ("/v1/events", &["GET", "HEAD", "OPTIONS", "POST"]),
        ("/v1/events/1", &["GET", "HEAD", "OPTIONS"]),
        ("/v1/guarded", &["OPTIONS", "POST"]),
    ];
    on_every_database(async |app| {
        for (path, methods) in cases {
            let reply = app.request("OPTIONS", path).await.expect(204);
            assert_eq!(allowed(&reply), methods, "{path}");
            let patch = methods.contains(&"PATCH").then_some("application/json");
            assert_eq!(reply.header("Accept-Patch"), patch, "{path}");
            assert_eq!(reply.bytes().len(), 0, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("PUT", "/v1/tasks", &["DELETE", "GET", "HEAD", "OPTIONS", "POST"]),
        ("PATCH", "/v1/events/1", &["GET", "HEAD", "OPTIONS"]),
        ("DELETE", "/v1/events", &["GET", "HEAD", "OPTIONS", "POST"]),
        ("GET", "/v1/guarded", &["OPTIONS", "POST"]),
        ("TRACE", "/v1/events", &["GET", "HEAD", "OPTIONS", "POST"]),
        (
            "BREW",
            "/v1/pairs/1/2",
            &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"],
        ),
    ];
    on_every_database(async |app| {
        for (method, path, methods) in cases {
            let reply = app.request(method, path).await.expect(405);
            assert_eq!(allowed(&reply), methods, "{method} {path}");
            assert_eq!(
                reply.header("Content-Type"),
                Some("application/problem+json"),
                "{method} {path}"
            );
            assert_eq!(reply.json()["title"], "Method Not Allowed", "{method} {path}");
        }
        app.request("HEAD", "/v1/guarded").await.expect(405);
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let row = format!("/v1/tasks/{ID}");
    let paths = [
        "/v1",
        "/tasks",
        "/v1/task",
        "/v2/tasks",
        "/v1/tasks/",
        &row,
        "/v1/tasks/not-a-uuid",
        "/v1/tasks/7",
        "/v1/events/1.5",
        "/v1/events/x",
        "/v1/events/9223372036854775808",
        "/v1/events/1",
        "/v1/pairs/1",
        "/v1/pairs/1/2",
        "/v1/pairs/1/y",
        "/v1/pairs/1/2/3",
        "/v1/pairs/2147483648/0",
        "/v1/guarded/a%00b",
        "/v1/guarded/nothing",
    ];
    on_every_database(async |app| {
        for path in paths {
            let reply = app.get(path).await;
            assert_eq!(reply.status(), 404, "{path}: {}", reply.text());
        }
    })
    .await;
}

#[tokio::test]
async fn every_form_of_a_uuid_leads_to_its_row() {
    on_every_database(async |app| {
        app.put(&format!("/v1/tasks/{ID}"), json!({"title": "Buy milk"}))
            .await
            .expect(201);
        for form in [
            ID.to_owned(),
            ID.to_uppercase(),
            ID.replace('-', ""),
            format!("%7B{ID}%7D"),
            format!("urn:uuid:{ID}"),
        ] {
            let reply = app.get(&format!("/v1/tasks/{form}")).await.expect(200);
            assert_eq!(reply.json()["id"], ID, "{form}");
        }
    })
    .await;
}

#[tokio::test]
async fn keys_are_percent_decoded_once() {
    on_every_database(async |app| {
        for (path, key) in [
            ("a%2Fb", "a/b"),
            ("100%25", "100%"),
            ("a%2520b", "a%20b"),
            ("a+b", "a+b"),
            ("%C3%A9", "é"),
            ("%20", " "),
            ("bulk", "bulk"),
        ] {
            let path = format!("/v1/labels/{path}");
            let created = app.put(&path, json!({ "text": key })).await.expect(201);
            assert_eq!(created.json()["name"], key);
            assert_eq!(app.get(&path).await.expect(200).json()["text"], key);
        }
    })
    .await;
}
