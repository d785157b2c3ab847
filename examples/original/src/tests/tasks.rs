//! One task: at `/tasks/{id}`, `/tasks2/{id}` and `/transaction/tasks/{id}`; and many at once.

use serde_json::{Value, json};
use warp_openapi::testing::App;

use super::{column, given, on_every_database, refused};

const ROWS: [&str; 3] = ["/tasks", "/tasks2", "/transaction/tasks"];
const COLLECTIONS: [&str; 2] = ["/tasks", "/transaction/tasks"];
const BULKS: [&str; 2] = ["/bulk/tasks", "/transaction/bulk/tasks"];

/// An ID that no task has.
const NOBODY: &str = "0190163d-8694-739b-aea5-966c26f8ad91";

async fn create(app: &App, path: &str, task: Value) -> String {
    let reply = app.post(path, task).await.expect(201).json();
    reply["id"].as_str().unwrap().to_owned()
}

async fn delete(app: &App, path: &str) -> u16 {
    // Elsewhere bodies of DELETE aren't read.
    app.request("DELETE", path).json("{}").await.status()
}

#[tokio::test]
async fn the_reply_to_a_create_has_the_task_and_its_location() {
    on_every_database(async |app| {
        for path in COLLECTIONS {
            let reply = app
                .post(
                    path,
                    r#"{"title": "Milk", "severity": 0, "type": "todo", "story_points": 1.50, "created_by": "ada"}"#,
                )
                .await
                .expect(201);
            assert_eq!(reply.raw("story_points"), Some("1.50"));
            assert_eq!(reply.raw("severity"), Some("0"));
            assert_eq!(reply.raw("created_by"), Some("\"ada\""));
            // Empty texts are kept, nulls aren't.
            assert_eq!(reply.raw("subtitle"), Some("\"\""));
            assert_eq!(reply.raw("done"), None);
            let id = reply.json()["id"].as_str().unwrap().to_owned();
            let at = format!("http://{}{path}/{id}", app.address());
            assert_eq!(reply.header("Location"), Some(at.as_str()));
            assert_eq!(app.get(&format!("{path}/{id}")).await.expect(200).text(), reply.text());
        }
    })
    .await;
}

#[tokio::test]
async fn all_violations_of_a_task_are_reported() {
    on_every_database(async |app| {
        let long = "x".repeat(65);
        for path in COLLECTIONS {
            for body in ["", "{", "title=x"] {
                let reply = app.request("POST", path).json(body).await.expect(400);
                assert_eq!(reply.json()["detail"], "Invalid data format");
            }
            refused(app.post(path, "[]").await, &[("", "not an object")]);
            refused(app.post(path, "{}").await, &[("title", "required")]);
            refused(
                app.post(
                    path,
                    json!({"title": "ab", "severity": "3", "type": "bug", "story_points": "x", "random": long, "subtitle": long,
                           "created_by": null, "id": NOBODY, "done": null}),
                )
                .await,
                &[
                    ("title", "too short (at least 3)"),
                    ("severity", "not an integer"),
                    ("type", "not one of todo, issue"),
                    ("story_points", "not a number"),
                    ("random", "too long (at most 64)"),
                    ("subtitle", "too long (at most 64)"),
                    ("created_by", "may not be null"),
                    ("id", "unknown field"),
                    ("done", "unknown field"),
                ],
            );
            assert_eq!(app.get("/tasks").await.text(), "[]");
        }
    })
    .await;
}

#[tokio::test]
async fn unique_titles_are_unique() {
    on_every_database(async |app| {
        let task = json!({"title": "First", "unique_title": "one"});
        given(app, &[task.clone(), json!({"title": "Second"})]).await;
        for path in COLLECTIONS {
            let reply = app.post(path, &task).await.expect(409);
            assert_eq!(reply.json()["detail"], "unique_title already exists");
        }
        for path in BULKS {
            let many = json!([{"title": "Third"}, task]);
            let reply = app.post(path, many).await.expect(409);
            assert_eq!(reply.json()["detail"], "unique_title already exists");
        }
        assert_eq!(
            column(&app.get("/tasks?order_by=title").await, "title"),
            ["First", "Second"]
        );
        let id = app.get("/tasks?title=Second").await.json()[0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        for path in ROWS {
            let reply = app
                .patch(&format!("{path}/{id}"), json!({"unique_title": "one"}))
                .await
                .expect(409);
            assert_eq!(reply.json()["detail"], "unique_title already exists");
        }
    })
    .await;
}

#[tokio::test]
async fn a_task_is_found_by_any_form_of_its_id() {
    on_every_database(async |app| {
        let id = create(app, "/tasks", json!({"title": "Milk"})).await;
        let hex = id.replace('-', "");
        for path in ROWS {
            for form in [
                id.clone(),
                hex.clone(),
                id.to_uppercase(),
                format!("%7B{id}%7D"),
                format!("urn:uuid:{id}"),
            ] {
                let found = app.get(&format!("{path}/{form}")).await.expect(200).json();
                assert_eq!(found["id"], json!(id), "{form}");
            }
            for nothing in ["1", "xyz", NOBODY] {
                let reply = app.get(&format!("{path}/{nothing}")).await.expect(404);
                assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_sets_what_is_given() {
    on_every_database(async |app| {
        for path in ROWS {
            let id = create(app, "/tasks", json!({"title": "Milk", "severity": 3, "random": "r"})).await;
            let row = format!("{path}/{id}");
            let before = app.get(&row).await.expect(200).text().to_owned();
            assert_eq!(app.patch(&row, "{}").await.expect(200).text(), before);
            let change = json!({"done": "2020-01-01T02:00:00.000001+01:00", "severity": null, "title": "Bread", "type": "issue"});
            let changed = app.patch(&row, change).await.expect(200);
            let expected = json!({"id": id, "title": "Bread", "done": "2020-01-01T01:00:00.000001Z", "created_by": "",
                                  "type": "issue", "random": "r", "subtitle": ""});
            assert_eq!(changed.json(), expected, "{path}");
            assert_eq!(app.get(&row).await.text(), changed.text());
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_is_checked_before_its_path() {
    on_every_database(async |app| {
        for path in ROWS {
            for id in ["xyz", NOBODY] {
                let row = format!("{path}/{id}");
                app.request("PATCH", &row).json("{").await.expect(400);
                refused(
                    app.patch(
                        &row,
                        json!({"title": "ab", "done": "2020-01-01T02:00:00", "subtitle": null}),
                    )
                    .await,
                    &[
                        ("title", "too short (at least 3)"),
                        ("done", "not a valid date-time (offset needed)"),
                        ("subtitle", "may not be null"),
                    ],
                );
                app.patch(&row, "{}").await.expect(404);
                app.patch(&row, json!({"title": "Bread"})).await.expect(404);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_task_is_deleted_once() {
    on_every_database(async |app| {
        for path in ROWS {
            let id = create(app, "/tasks", json!({"title": "Milk"})).await;
            let row = format!("{path}/{id}");
            assert_eq!(delete(app, &row).await, 204);
            assert_eq!(delete(app, &row).await, 404);
            assert_eq!(delete(app, &format!("{path}/xyz")).await, 404);
            app.get(&row).await.expect(404);
        }
    })
    .await;
}

#[tokio::test]
async fn many_tasks_are_created_or_none() {
    on_every_database(async |app| {
        for path in BULKS {
            let reply = app
                .post(path, json!([{"title": "One"}, {"title": "Two", "severity": 2}]))
                .await
                .expect(201);
            assert_eq!(column(&reply, "title"), ["One", "Two"]);
            assert_eq!(app.post(path, "[]").await.expect(201).text(), "[]");
            app.request("POST", path).json("[").await.expect(400);
            refused(app.post(path, "{}").await, &[("", "not a list")]);
            refused(
                app.post(path, json!([{"title": "Three"}, {"title": "x"}, {"severity": 1.5}]))
                    .await,
                &[
                    ("1.title", "too short (at least 3)"),
                    ("2.title", "required"),
                    ("2.severity", "not an integer"),
                ],
            );
        }
        assert_eq!(app.get("/tasks").await.header("X-Total-Count"), Some("4"));
    })
    .await;
}

#[tokio::test]
async fn many_tasks_are_deleted_by_filters() {
    on_every_database(async |app| {
        for path in ["/tasks", "/transaction/bulk/tasks"] {
            let tasks = [1, 2, 3, 4].map(|severity| json!({"title": format!("Task {severity}"), "severity": severity}));
            given(app, &tasks).await;
            let deleted = app.delete(&format!("{path}?severity:le=2")).await.expect(204);
            assert_eq!(deleted.text(), "");
            assert_eq!(column(&app.get("/tasks?order_by=title").await, "severity"), ["3", "4"]);
            // Without a filter, the request must confirm that it means all rows.
            app.delete(path).await.expect(422);
            refused(
                app.delete(&format!("{path}?severity=1&limit=1")).await,
                &[("limit", "unknown parameter")],
            );
            app.delete(&format!("{path}?title=nothing")).await.expect(204);
            app.delete(&format!("{path}?all=true")).await.expect(204);
            assert_eq!(app.get("/tasks").await.text(), "[]");
        }
    })
    .await;
}
