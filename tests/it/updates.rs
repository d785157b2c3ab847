//! PATCH: given members change, null sets null, absent ones stay.

use serde_json::json;

use crate::support::{count, create, on_every_database, refuses};

#[tokio::test]
async fn a_patch_changes_what_it_gives_alone() {
    on_every_database(async |app| {
        let body = json!({
            "title": "Buy milk", "severity": 3, "type": "todo", "unique_title": "One", "story_points": "1.50", "created_by": "Ann",
            "place": {"street": "Main Street 1"},
        });
        let task = create(app, "/v1/tasks", body).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        let mut expected = task.clone();

        let patched = app.patch(&path, json!({"title": "Buy eggs", "severity": 0})).await.expect(200);
        expected["title"] = json!("Buy eggs");
        expected["severity"] = json!(0);
        assert_eq!(patched.json(), expected);

        let patched = app.patch(&path, json!({"done": "2024-06-30T12:00:00+02:00"})).await.expect(200);
        expected["done"] = json!("2024-06-30T10:00:00Z");
        assert_eq!(patched.json(), expected);

        let nulls = json!({"severity": null, "type": null, "unique_title": null, "story_points": null, "place": null, "done": null});
        let patched = app.patch(&path, nulls).await.expect(200);
        assert_eq!(patched.json(), json!({"id": task["id"], "title": "Buy eggs", "created_by": "Ann"}));
        assert_eq!(app.get(&path).await.json(), patched.json());
    })
    .await;
}

#[tokio::test]
async fn an_empty_patch_answers_with_the_row() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        assert_eq!(app.patch(&path, "{}").await.expect(200).json(), task);
        app.put("/v1/pairs/1/2", json!({"label": "a"})).await.expect(201);
        let pair = app.patch("/v1/pairs/1/2", "{}").await.expect(200).json();
        assert_eq!(pair, json!({"x": 1, "y": 2, "label": "a", "height": 7}));
    })
    .await;
}

#[tokio::test]
async fn a_patch_is_validated_as_a_create() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        refuses(
            app.patch(
                &path,
                json!({"title": null, "severity": 11, "id": "00000000-0000-0000-0000-000000000000", "created_by": "Bob", "done": "now"}),
            )
            .await,
            &[
                ("title", "may not be null"),
                ("severity", "greater than 10"),
                ("id", "differs from the path"),
                ("created_by", "unknown field"),
                ("done", "not a valid date-time (offset needed)"),
            ],
        );
        assert_eq!(app.get(&path).await.json(), task);
    })
    .await;
}

#[tokio::test]
async fn a_patch_of_one_row_leaves_the_others() {
    on_every_database(async |app| {
        for (x, y) in [(1, 1), (1, 2), (2, 1)] {
            create(app, "/v1/pairs", json!({"x": x, "y": y, "label": "old"})).await;
        }
        app.patch("/v1/pairs/1/2", json!({"label": "new"})).await.expect(200);
        for (path, label) in [("1/1", "old"), ("1/2", "new"), ("2/1", "old")] {
            assert_eq!(
                app.get(&format!("/v1/pairs/{path}")).await.json()["label"],
                label,
                "{path}"
            );
        }
        app.delete("/v1/pairs/1/2").await.expect(204);
        assert_eq!(count(app, "/v1/pairs").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_json_column_is_replaced_as_a_whole() {
    on_every_database(async |app| {
        let row = create(app, "/v1/everything", json!({"any": {"a": 1, "b": 2}, "words": ["a"]})).await;
        let path = format!("/v1/everything/{}", row["id"]);
        let patched = app
            .patch(&path, json!({"any": {"c": 3}, "words": []}))
            .await
            .expect(200)
            .json();
        assert_eq!(patched["any"], json!({"c": 3}));
        assert_eq!(patched["words"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn patches_that_are_not_plain_json_are_refused_with_what_is_accepted() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        for (media, body) in [
            ("application/merge-patch+json", r#"{"title":"Buy eggs"}"#),
            ("application/Merge-Patch+JSON; charset=utf-8", r#"{"title":"Buy eggs"}"#),
            ("application/json-patch+json", r#"[{"op":"remove","path":"/severity"}]"#),
            ("text/plain", "{}"),
        ] {
            let patch = app.request("PATCH", &path).header("Content-Type", media);
            let reply = patch.body(body).await.expect(415);
            assert_eq!(reply.header("Accept-Patch"), Some("application/json"), "{media}");
            assert_eq!(reply.header("Accept-Encoding"), None, "{media}");
            let create = app.request("POST", "/v1/tasks").header("Content-Type", media);
            let reply = create.body(body).await.expect(415);
            assert_eq!(reply.header("Accept"), Some("application/json"), "{media}");
            assert_eq!(reply.header("Accept-Patch"), None, "{media}");
        }
        assert_eq!(app.get(&path).await.json(), task);
    })
    .await;
}

#[tokio::test]
async fn a_compressed_body_is_refused_as_such() {
    on_every_database(async |app| {
        for (method, path) in [
            ("POST", "/v1/tasks"),
            ("POST", "/v1/tasks/bulk"),
            ("PATCH", "/v1/tasks/x"),
            ("PUT", "/v1/tasks/x"),
        ] {
            for coding in ["gzip", "br", "identity, gzip"] {
                let request = app.request(method, path).header("Content-Encoding", coding);
                let reply = request.json("{}").await.expect(415);
                assert_eq!(reply.header("Accept-Encoding"), Some("identity"), "{method} {coding}");
                assert_eq!(reply.header("Accept-Patch"), None, "{method} {coding}");
                let detail = reply.json()["detail"].to_string();
                assert!(detail.contains("Content-Encoding"), "{detail}");
            }
        }
        let plain = app.request("POST", "/v1/tasks").header("Content-Encoding", "identity");
        plain.json(json!({"title": "Buy milk"})).await.expect(201);
    })
    .await;
}
