//! 409: what the database refuses, in the same words everywhere; and 412 and 428 beside it in `conditions`.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Reply};

use crate::support::{count, create, on_every_database, same_on_every_database};

#[track_caller]
fn conflict(reply: Reply) -> String {
    let problem = reply.expect(409).json();
    problem["detail"].as_str().expect("a detail").to_owned()
}

fn id(row: &Value) -> &str {
    row["id"].as_str().expect("an id")
}

#[tokio::test]
async fn a_unique_field_is_taken_once() {
    on_every_database(async |app| {
        let words = "unique_title already exists";
        create(app, "/v1/tasks", json!({"title": "First", "unique_title": "One"})).await;
        let other = create(app, "/v1/tasks", json!({"title": "Second", "unique_title": "Two"})).await;
        let path = format!("/v1/tasks/{}", id(&other));
        let body = json!({"title": "Third", "unique_title": "One"});
        assert_eq!(conflict(app.post("/v1/tasks", &body).await), words);
        assert_eq!(conflict(app.patch(&path, json!({"unique_title": "One"})).await), words);
        assert_eq!(conflict(app.put(&path, &body).await), words);
        assert_eq!(conflict(app.post("/v1/tasks/bulk", json!([body])).await), words);
        assert_eq!(app.get(&path).await.json(), other);
        assert_eq!(count(app, "/v1/tasks").await, 2);
    })
    .await;
}

#[tokio::test]
async fn nulls_are_no_conflict() {
    on_every_database(async |app| {
        create(app, "/v1/tasks", json!({"title": "First", "unique_title": null})).await;
        create(app, "/v1/tasks", json!({"title": "Second"})).await;
    })
    .await;
}

#[tokio::test]
async fn unique_fields_together_are_named_together() {
    on_every_database(async |app| {
        let words = "created_by, title already exists";
        create(app, "/v1/tasks", json!({"title": "First", "created_by": "Ann"})).await;
        create(app, "/v1/tasks", json!({"title": "First", "created_by": "Bob"})).await;
        let reply = app
            .post("/v1/tasks", json!({"title": "First", "created_by": "Ann"}))
            .await;
        assert_eq!(conflict(reply), words);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_taken_once() {
    on_every_database(async |app| {
        create(app, "/v1/pairs", json!({"x": 1, "y": 2})).await;
        create(app, "/v1/pairs", json!({"x": 1, "y": 3})).await;
        let reply = app.post("/v1/pairs", json!({"x": 1, "y": 2, "label": "again"})).await;
        assert_eq!(conflict(reply), "x, y already exists");
        create(app, "/v1/guarded", json!({"code": "a", "text": "b"})).await;
        let reply = app.post("/v1/guarded", json!({"code": "a", "text": "c"})).await;
        assert_eq!(conflict(reply), "code already exists");
    })
    .await;
}

#[tokio::test]
async fn a_reference_needs_its_row() {
    same_on_every_database(async |app| {
        let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
        let task = create(app, "/v1/tasks", json!({"title": "Parent"})).await;
        let created = conflict(app.post("/v1/children", json!({ "task": nobody })).await);
        let child = create(app, "/v1/children", json!({"task": task["id"]})).await;
        let path = format!("/v1/children/{}", id(&child));
        let patched = conflict(app.patch(&path, json!({ "helper": nobody })).await);
        let many = conflict(
            app.post("/v1/children/bulk", json!([{"task": task["id"]}, {"task": nobody}]))
                .await,
        );
        assert_eq!(count(app, "/v1/children").await, 1);
        for word in ["FOREIGN", "foreign key constraint", "fk_", "fkey", "violates"] {
            assert!(
                !created.contains(word) && !patched.contains(word),
                "{created}; {patched}"
            );
        }
        format!("{created}; {patched}; {many}")
    })
    .await;
}

#[tokio::test]
async fn a_row_that_is_referred_to_stays() {
    same_on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Parent"})).await;
        let child = create(app, "/v1/children", json!({"task": task["id"]})).await;
        let path = format!("/v1/tasks/{}", id(&task));
        let one = conflict(app.delete(&path).await);
        let many = conflict(app.delete("/v1/tasks?all=true").await);
        app.get(&path).await.expect(200);
        app.delete(&format!("/v1/children/{}", id(&child))).await.expect(204);
        app.delete(&path).await.expect(204);
        format!("{one}; {many}")
    })
    .await;
}

#[tokio::test]
async fn references_to_a_deleted_row_are_deleted_or_set_to_null() {
    on_every_database(async |app| {
        let mut ids = Vec::new();
        for title in ["Kept", "Owner", "Helper"] {
            ids.push(create(app, "/v1/tasks", json!({ "title": title })).await["id"].clone());
        }
        let owned = create(app, "/v1/children", json!({"task": ids[0], "owner": ids[1]})).await;
        let helped = create(app, "/v1/children", json!({"task": ids[0], "helper": ids[2]})).await;
        for row in &ids[1..] {
            app.delete(&format!("/v1/tasks/{}", row.as_str().expect("an id")))
                .await
                .expect(204);
        }
        app.get(&format!("/v1/children/{}", id(&owned))).await.expect(404);
        let left = app.get(&format!("/v1/children/{}", id(&helped))).await.expect(200);
        assert_eq!(left.json(), json!({"id": helped["id"], "task": ids[0]}));
    })
    .await;
}

/// The words of one conflict, after `rows` were created.
async fn words(app: &App, path: &str, body: Value) -> String {
    conflict(app.post(path, body).await)
}

#[tokio::test]
async fn conflicts_read_alike_on_every_database() {
    same_on_every_database(async |app| {
        create(app, "/v1/tasks", json!({"title": "First", "unique_title": "One"})).await;
        create(app, "/v1/pairs", json!({"x": 1, "y": 2})).await;
        let both = words(app, "/v1/tasks", json!({"title": "Second", "unique_title": "One"})).await;
        let key = words(app, "/v1/pairs", json!({"x": 1, "y": 2})).await;
        format!("{both}; {key}")
    })
    .await;
}
