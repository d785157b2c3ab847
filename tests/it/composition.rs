//! An API beside the user's own filters: what isn't ours passes on untouched.

use warp::Filter as _;
use warp_openapi::State;
use warp_openapi::testing::{App, databases};

use crate::api::Suite;

/// A filter of the user's own that returns how many bytes it got.
fn own() -> impl warp::Filter<Extract = (String,), Error = warp::Rejection> + Clone + Send + Sync + 'static {
    let upload = warp::path!("upload").and(warp::post()).and(warp::body::bytes());
    let upload = upload.map(|body: bytes::Bytes| format!("{} bytes", body.len()));
    let below = warp::path!("v1" / "mine" / String).and(warp::get());
    upload.or(below.map(|name| format!("mine: {name}"))).unify()
}

#[tokio::test]
async fn foreign_paths_reach_the_users_own_filters_with_their_body() {
    for database in databases().await {
        database.create_tables(Suite::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let app = App::serve(database, Suite::filter(state).or(own())).await;
        // More than the API's own limit, which doesn't concern other filters.
        let body = vec![7u8; 3 << 20];
        assert_eq!(
            app.request("POST", "/upload")
                .body(body.clone())
                .await
                .expect(200)
                .text(),
            "3145728 bytes"
        );
        let pieces = body.chunks(100_000).map(<[u8]>::to_vec);
        assert_eq!(
            app.request("POST", "/upload").chunks(pieces).await.expect(200).text(),
            "3145728 bytes"
        );
        assert_eq!(app.get("/v1/mine/x").await.expect(200).text(), "mine: x");
        assert_eq!(app.get("/v1/tasks").await.expect(200).text(), "[]");
        assert_eq!(
            app.post("/v1/tasks", r#"{"title": "Buy milk"}"#)
                .await
                .expect(201)
                .json()["title"],
            "Buy milk"
        );
        app.get("/nothing").await.expect(404);
        // The API's own paths are answered by the API, errors included.
        assert_eq!(app.get("/v1/tasks/x").await.expect(404).json()["title"], "Not Found");
        app.request("PUT", "/v1/tasks").await.expect(405);
    }
}

#[tokio::test]
async fn one_resource_can_be_served_alone() {
    for database in databases().await {
        database.create_tables(Suite::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let filter = warp::path("things").and(crate::api::task::filter(state)).or(own());
        let app = App::serve(database, filter).await;
        let created = app.post("/things/tasks", r#"{"title": "Buy milk"}"#).await.expect(201);
        let id = created.json()["id"].as_str().expect("an id").to_owned();
        let location = created.header("Location").expect("a location");
        assert!(location.ends_with(&format!("/things/tasks/{id}")), "{location}");
        assert_eq!(
            app.get(&format!("/things/tasks/{id}")).await.expect(200).json(),
            created.json()
        );
        app.get("/tasks").await.expect(404);
        app.get("/things/events").await.expect(404);
        app.get("/things/spec").await.expect(404);
    }
}
