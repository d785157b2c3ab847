//! Entity tags: `If-None-Match` saves a body, `If-Match` saves a change from being lost.

use futures::future::join_all;
use serde_json::json;
use std::future::IntoFuture as _;
use warp_openapi::testing::{App, Reply};

use crate::support::{create, on_every_database};

#[track_caller]
fn etag(reply: &Reply) -> String {
    let tag = reply.header("ETag").expect("an ETag");
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 2, "{tag}");
    tag.to_owned()
}

/// Creates a row that only those who have read it may change; gives back its tag.
async fn guarded(app: &App) -> String {
    etag(
        &app.post("/v1/guarded", json!({"code": "a", "text": "one"}))
            .await
            .expect(201),
    )
}

#[tokio::test]
async fn a_row_that_has_not_changed_is_not_sent_again() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        let tag = etag(&app.get(&path).await.expect(200));
        assert_eq!(etag(&app.get(&path).await.expect(200)), tag);
        for sent in [tag.clone(), format!("\"x\", {tag}"), format!("W/{tag}"), "*".to_owned()] {
            for method in ["GET", "HEAD"] {
                let reply = app
                    .request(method, &path)
                    .header("If-None-Match", &sent)
                    .await
                    .expect(304);
                assert_eq!(reply.bytes().len(), 0, "{sent}");
                assert_eq!(etag(&reply), tag, "{sent}");
            }
        }
        app.get(&path).header("If-None-Match", "\"x\"").await.expect(200);
        app.patch(&path, json!({"severity": 1})).await.expect(200);
        let changed = app.get(&path).header("If-None-Match", &tag).await.expect(200);
        assert_ne!(etag(&changed), tag);
    })
    .await;
}

#[tokio::test]
async fn every_reply_with_one_row_has_its_tag() {
    on_every_database(async |app| {
        let created = app.post("/v1/tasks", json!({"title": "Buy milk"})).await.expect(201);
        let path = format!("/v1/tasks/{}", created.json()["id"].as_str().expect("an id"));
        assert_eq!(etag(&created), etag(&app.get(&path).await));
        let patched = app.patch(&path, json!({"severity": 2})).await.expect(200);
        assert_eq!(etag(&patched), etag(&app.get(&path).await));
        let put = app.put(&path, json!({"title": "Buy eggs"})).await.expect(200);
        assert_eq!(etag(&put), etag(&app.get(&path).await));
    })
    .await;
}

#[tokio::test]
async fn a_stale_tag_changes_nothing() {
    on_every_database(async |app| {
        let path = "/v1/guarded/a";
        let first = guarded(app).await;
        let second = etag(
            &app.patch(path, json!({"text": "two"}))
                .header("If-Match", &first)
                .await
                .expect(200),
        );
        assert_ne!(first, second);
        for stale in [first.clone(), "\"x\"".to_owned(), format!("W/{second}")] {
            app.patch(path, json!({"text": "three"}))
                .header("If-Match", &stale)
                .await
                .expect(412);
            app.put(path, json!({"text": "three"}))
                .header("If-Match", &stale)
                .await
                .expect(412);
            app.delete(path).header("If-Match", &stale).await.expect(412);
        }
        assert_eq!(app.get(path).await.expect(200).json()["text"], "two");
        let third = app
            .put(path, json!({"text": "three"}))
            .header("If-Match", &second)
            .await
            .expect(200);
        let both = format!("\"x\", {}", etag(&third));
        app.delete(path).header("If-Match", &both).await.expect(204);
        app.get(path).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_change_without_a_tag_is_refused_where_one_is_required() {
    on_every_database(async |app| {
        guarded(app).await;
        let path = "/v1/guarded/a";
        for reply in [
            app.patch(path, json!({"text": "two"})).await,
            app.put(path, json!({"text": "two"})).await,
            app.delete(path).await,
        ] {
            let problem = reply.expect(428).json();
            assert_eq!(problem["title"], "Precondition Required", "{problem}");
        }
        assert_eq!(app.get(path).await.json()["text"], "one");
        app.patch(path, json!({"text": "two"}))
            .header("If-Match", "*")
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_tag_counts_where_none_is_required_too() {
    on_every_database(async |app| {
        let created = app.post("/v1/tasks", json!({"title": "Buy milk"})).await.expect(201);
        let path = format!("/v1/tasks/{}", created.json()["id"].as_str().expect("an id"));
        app.patch(&path, json!({"severity": 1}))
            .header("If-Match", "\"x\"")
            .await
            .expect(412);
        app.patch(&path, json!({"severity": 1}))
            .header("If-Match", &etag(&created))
            .await
            .expect(200);
        app.delete(&path).header("If-Match", &etag(&created)).await.expect(412);
        app.delete(&path).await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn each_failing_condition_is_named() {
    on_every_database(async |app| {
        let tag = guarded(app).await;
        let path = "/v1/guarded/a";
        let put = |header: &str, value: &str| {
            app.put(path, json!({"text": "two"}))
                .header(header, value)
                .into_future()
        };
        let expect_problem = |reply: Reply, status: u16, text: &str| {
            let detail = reply.expect(status).json()["detail"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
            assert!(detail.contains(text), "{detail}");
        };
        expect_problem(put("If-Match", "\"0\"").await, 412, "has changed");
        expect_problem(put("If-Match", &format!("W/{tag}")).await, 412, "weak entity tag");
        expect_problem(put("If-None-Match", "*").await, 412, "the row exists");
        expect_problem(put("If-Match", &format!("*, {tag}")).await, 400, "either * or a list");
        let unquoted = tag.trim_matches('"');
        for malformed in [unquoted, &format!("{tag}, {unquoted}"), &tag[1..]] {
            expect_problem(put("If-Match", malformed).await, 400, "no entity tag");
        }
        expect_problem(
            put("If-None-Match", &format!("*, {tag}")).await,
            400,
            "either * or a list",
        );
        let absent = app.put("/v1/guarded/b", json!({"text": "two"})).header("If-Match", "*");
        expect_problem(absent.await, 412, "no row");
        assert_eq!(app.get(path).await.json()["text"], "one");
    })
    .await;
}

#[tokio::test]
async fn a_missing_row_has_no_tag_to_match() {
    on_every_database(async |app| {
        app.patch("/v1/guarded/b", json!({"text": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
        app.delete("/v1/guarded/b")
            .header("If-Match", "\"x\"")
            .await
            .expect(404);
    })
    .await;
}

#[tokio::test]
async fn of_many_changes_with_one_tag_one_succeeds() {
    on_every_database(async |app| {
        let tag = guarded(app).await;
        let changes = (0..10).map(|index| {
            let change = app.patch("/v1/guarded/a", json!({"text": format!("by {index}")}));
            change.header("If-Match", &tag).into_future()
        });
        let mut statuses: Vec<u16> = join_all(changes).await.iter().map(|reply| reply.status()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200);
        assert_eq!(statuses[1..], [412; 9]);
    })
    .await;
}

#[tokio::test]
async fn a_put_that_must_create_replaces_nothing() {
    on_every_database(async |app| {
        for path in ["/v1/labels/one", "/v1/guarded/one"] {
            let put = |text: &str| {
                app.put(path, json!({ "text": text }))
                    .header("If-None-Match", "*")
                    .into_future()
            };
            let statuses: Vec<u16> = join_all((0..8).map(|_| put("first")))
                .await
                .iter()
                .map(Reply::status)
                .collect();
            let created = statuses.iter().filter(|status| **status == 201).count();
            let refused = statuses.iter().filter(|status| **status == 412).count();
            assert_eq!((created, refused), (1, 7), "{path}: {statuses:?}");
            put("second").await.expect(412);
        }
        assert_eq!(app.get("/v1/labels/one").await.expect(200).json()["text"], "first");
    })
    .await;
}
