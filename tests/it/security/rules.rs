//! Rules: for each operation, and what becomes of keys.

use serde_json::json;
use warp_openapi::testing::{App, databases};

use super::{Doors, app};

#[tokio::test]
async fn rules_of_a_resource_hold_for_each_operation() {
    for database in databases().await {
        let app = App::start(Doors::API, database).await;
        let created = app
            .post("/v1/doors", json!({"name": "front"}))
            .bearer("writer")
            .await
            .expect(201);
        let list = app.get("/v1/doors").await.expect(200);
        assert_eq!(list.json(), json!([created.json()]));
        assert_eq!(list.header("Cache-Control"), None);
        app.get("/v1/doors/1").await.expect(401);
        app.get("/v1/doors/1").header("X-Api-Key", "k3y").await.expect(401);
        let read = app.get("/v1/doors/1?key=k3y").await.expect(200);
        assert_eq!(read.header("Cache-Control"), Some("private, no-cache"));
        let etag = read.header("ETag").expect("a tag");
        let again = app.get("/v1/doors/1?key=k3y").header("If-None-Match", etag).await;
        assert_eq!(again.expect(304).header("Cache-Control"), Some("private, no-cache"));
        app.get("/v1/doors/1").header("If-None-Match", etag).await.expect(401);
        // Not named: the API's own rule.
        app.delete("/v1/doors/1").bearer("writer").await.expect(401);
        app.delete("/v1/doors/1").await.expect(401);
        app.get("/v1/doors/1?key=k3y").await.expect(200);
        app.delete("/v1/doors/1").header("X-Api-Key", "k3y").await.expect(204);
    }
}

#[tokio::test]
async fn links_contain_no_key() {
    let app = app().await;
    for name in ["a", "b", "c"] {
        app.post("/v1/doors", json!({ "name": name }))
            .bearer("writer")
            .await
            .expect(201);
    }
    let reply = app.get("/v1/doors?limit=1&key=k3y&offset=1").await.expect(200);
    let links = reply.header("Link").expect("other pages");
    assert!(links.contains("limit=1") && !links.contains("k"), "{links}");
}
