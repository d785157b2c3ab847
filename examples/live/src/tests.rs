//! What the page relies on, on SQLite, and on PostgreSQL where there is a server.

use serde_json::json;
use warp_openapi::testing::{App, databases};

use super::{Live, page};

#[tokio::test]
async fn a_change_reaches_all_who_follow() {
    for database in databases().await {
        let app = App::start(Live::API, database).await;
        let mut sockets = [app.socket("/stream").await, app.socket("/stream").await];
        for socket in &mut sockets {
            let answer = socket.call("subscribe", json!({ "channel": "tasks" })).await;
            assert_eq!(answer, json!({ "subscribed": { "tasks": ["*"] } }));
        }

        let task = app.post("/tasks", json!({ "title": "Milk" })).await.expect(201).json();
        let path = format!("/tasks/{}", task["id"].as_str().unwrap());
        let done = app.patch(&path, json!({ "done": true })).await.expect(200).json();
        app.delete(&path).await.expect(204);

        for socket in &mut sockets {
            let key = json!({ "id": task["id"] });
            for (event, data) in [("created", &task), ("updated", &done), ("deleted", &key)] {
                let message = json!({ "channel": "tasks", "event": event, "data": data });
                assert_eq!(socket.receive().await, message);
            }
        }
    }
}

#[tokio::test]
async fn refused_changes_are_not_published() {
    for database in databases().await {
        let app = App::start(Live::API, database).await;
        let mut socket = app.socket("/stream").await;
        socket.call("subscribe", json!({ "channel": "tasks" })).await;
        app.post("/tasks", json!({ "title": "" })).await.expect(422);
        let kept = app.post("/tasks", json!({ "title": "Milk" })).await.expect(201).json();
        // The first message is of the row that was kept.
        assert_eq!(socket.receive().await["data"], kept);
    }
}

#[tokio::test]
async fn clients_follow_and_say_nothing() {
    for database in databases().await {
        let app = App::start(Live::API, database).await;
        let mut socket = app.socket("/stream").await;
        let refused = socket
            .call("publish", json!({ "channel": "tasks", "event": "created", "data": {} }))
            .await;
        assert_eq!(refused["errors"][0]["message"], "publish method not available");
        let refused = socket.call("subscribe", json!({ "channel": "other" })).await;
        assert_eq!(refused["errors"][0]["message"], "not one of tasks");
    }
}

#[tokio::test]
async fn the_page_may_do_what_it_does_and_nothing_else() {
    for database in databases().await {
        let app = App::serve(database, page::filter()).await;
        let page = app.get("/").await.expect(200);
        assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
        let policy = page.header("Content-Security-Policy").unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        // Nothing that a policy by digest would refuse, and nothing from elsewhere.
        for refused in ["<script ", "<style ", " style=", " onclick=", "src=\"", "innerHTML"] {
            assert!(!page.text().contains(refused), "{refused}");
        }
        app.request("HEAD", "/").await.expect(200);
        app.get("/other").await.expect(404);
    }
}
