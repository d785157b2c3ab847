//! PUT: an upsert at the key, 201 when it creates and 200 when it replaces; and what happens at once.

use std::collections::BTreeSet;
use std::future::IntoFuture as _;

use futures::future::join_all;
use serde_json::json;

use crate::support::{count, create, on_every_database, refuses};

#[tokio::test]
async fn a_put_creates_then_replaces() {
    on_every_database(async |app| {
        let first = app
            .put("/v1/pairs/1/-2", json!({"label": "a", "height": 3}))
            .await
            .expect(201);
        assert_eq!(first.json(), json!({"x": 1, "y": -2, "label": "a", "height": 3}));
        assert!(
            first
                .header("Location")
                .expect("a location")
                .ends_with("/v1/pairs/1/-2")
        );
        let second = app.put("/v1/pairs/1/-2", "{}").await.expect(200);
        assert_eq!(second.json(), json!({"x": 1, "y": -2, "height": 7}));
        assert_eq!(second.header("Location"), None);
        assert_eq!(app.get("/v1/pairs/1/-2").await.json(), second.json());
        assert_eq!(count(app, "/v1/pairs").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_put_works_where_the_application_makes_the_key() {
    on_every_database(async |app| {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        let path = format!("/v1/tasks/{id}");
        let body = json!({"title": "Buy milk", "severity": 2, "unique_title": "One"});
        let created = app.put(&path, &body).await.expect(201).json();
        assert_eq!(created["id"], id);
        assert_eq!(app.put(&path, &body).await.expect(200).json(), created);
        let replaced = app.put(&path, json!({"title": "Buy eggs"})).await.expect(200).json();
        assert_eq!(replaced, json!({"id": id, "title": "Buy eggs", "created_by": ""}));
    })
    .await;
}

#[tokio::test]
async fn a_put_at_a_counted_key_replaces_a_row_that_is_there() {
    on_every_database(async |app| {
        for key in ["5", "9223372036854775807"] {
            let path = format!("/v1/everything/{key}");
            app.put(&path, json!({"text": "a"})).await.expect(404);
            app.put(&path, json!({"text": "a"}))
                .header("If-None-Match", "*")
                .await
                .expect(404);
        }
        let made = create(app, "/v1/everything", json!({"text": "a", "count": 3})).await;
        let path = format!("/v1/everything/{}", made["id"]);
        let reply = app.put(&path, json!({"text": "b"})).await.expect(200);
        assert_eq!(reply.header("Location"), None);
        let replaced = reply.json();
        assert_eq!(
            (&replaced["id"], &replaced["text"], &replaced["count"]),
            (&made["id"], &json!("b"), &json!(0))
        );
        app.put(&path, json!({"text": "c"}))
            .header("If-None-Match", "*")
            .await
            .expect(412);
        create(app, "/v1/everything", json!({"text": "d"})).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_read_can_be_put_and_patched_back() {
    on_every_database(async |app| {
        app.put("/v1/pairs/1/2", json!({"label": "a"})).await.expect(201);
        let read = app.get("/v1/pairs/1/2").await.expect(200).json();
        assert_eq!(app.put("/v1/pairs/1/2", &read).await.expect(200).json(), read);
        assert_eq!(app.patch("/v1/pairs/1/2", &read).await.expect(200).json(), read);
        // A key that the database counts, and one that the application makes.
        for (path, body) in [
            ("/v1/everything", json!({"text": "a"})),
            ("/v1/tasks", json!({"title": "Buy milk"})),
        ] {
            let made = create(app, path, body.clone()).await;
            let mut same = body.clone();
            same["id"] = made["id"].clone();
            let path = format!("{path}/{}", made["id"].to_string().trim_matches('"'));
            assert_eq!(app.put(&path, &same).await.expect(200).json(), made);
            assert_eq!(app.patch(&path, &same).await.expect(200).json(), made);
        }
        for (path, body, field) in [
            ("/v1/pairs/1/2", json!({"x": 1, "y": 3}), "y"),
            ("/v1/everything/1", json!({"id": 2}), "id"),
        ] {
            refuses(app.put(path, &body).await, &[(field, "differs from the path")]);
            refuses(app.patch(path, &body).await, &[(field, "differs from the path")]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_of_dots_is_refused() {
    on_every_database(async |app| {
        for key in [".", ".."] {
            let body = json!({"name": key, "text": "x"});
            refuses(
                app.post("/v1/labels", body).await,
                &[("name", "can't be part of a path")],
            );
            let path = format!("/v1/labels/{}", key.replace('.', "%2E"));
            refuses(
                app.put(&path, json!({"text": "x"})).await,
                &[("name", "can't be part of a path")],
            );
        }
        app.post("/v1/labels", json!({"name": "...", "text": "x"}))
            .await
            .expect(201);
        app.get("/v1/labels/...").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_put_needs_a_whole_body() {
    on_every_database(async |app| {
        let path = "/v1/tasks/01890a5d-ac96-774b-bcce-b302099a8057";
        refuses(app.put(path, "{}").await, &[("title", "required")]);
        refuses(
            app.put("/v1/pairs/1/2", json!({"x": 1, "y": 3, "label": "too long a label"}))
                .await,
            &[("y", "differs from the path"), ("label", "too long (at most 10)")],
        );
        app.put("/v1/tasks/not-a-uuid", json!({"title": "Buy milk"}))
            .await
            .expect(404);
        app.put("/v1/pairs/1/y", "{}").await.expect(404);
        assert_eq!(count(app, "/v1/pairs").await, 0);
    })
    .await;
}

#[tokio::test]
async fn of_many_puts_at_once_one_creates() {
    on_every_database(async |app| {
        for round in 0..5 {
            let puts = (0..10).map(|height| {
                app.put(&format!("/v1/pairs/{round}/0"), json!({ "height": height }))
                    .into_future()
            });
            let mut statuses: Vec<u16> = join_all(puts).await.iter().map(|reply| reply.status()).collect();
            statuses.sort_unstable();
            assert_eq!(statuses[0..9], [200; 9], "round {round}");
            assert_eq!(statuses[9], 201, "round {round}");
        }
        assert_eq!(count(app, "/v1/pairs").await, 5);
    })
    .await;
}

#[tokio::test]
async fn fifty_creates_at_once_all_succeed() {
    on_every_database(async |app| {
        let creates = (0..50).map(|index| {
            app.post("/v1/tasks", json!({"title": format!("Task {index}")}))
                .into_future()
        });
        let replies = join_all(creates).await;
        let ids: BTreeSet<String> = replies
            .into_iter()
            .map(|reply| reply.expect(201).json()["id"].as_str().expect("an id").to_owned())
            .collect();
        assert_eq!(ids.len(), 50);
        assert_eq!(count(app, "/v1/tasks").await, 50);
    })
    .await;
}

#[tokio::test]
async fn of_many_creates_with_one_unique_value_one_succeeds() {
    on_every_database(async |app| {
        let body = |index: usize| json!({"title": format!("Task {index}"), "unique_title": "One"});
        let creates = (0..20).map(|index| app.post("/v1/tasks", body(index)).into_future());
        let mut statuses: Vec<u16> = join_all(creates).await.iter().map(|reply| reply.status()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert_eq!(statuses[1..], [409; 19]);
        assert_eq!(count(app, "/v1/tasks").await, 1);
    })
    .await;
}
