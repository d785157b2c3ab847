//! One resource alone.

use serde_json::json;
use warp_openapi::State;
use warp_openapi::testing::{App, Database, databases};

use super::{Doors, door};

#[tokio::test]
async fn a_resource_alone_keeps_its_rules() {
    for database in databases().await {
        database.create_tables(Doors::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let app = App::serve(database, door::filter(state)).await;
        app.get("/doors").await.expect(200);
        app.post("/doors", json!({"name": "front"})).await.expect(401);
        app.post("/doors", json!({"name": "front"}))
            .bearer("writer")
            .await
            .expect(201);
        app.delete("/doors/1").await.expect(401);
        app.delete("/doors/1").header("X-Api-Key", "k3y").await.expect(204);
    }
}

#[tokio::test]
async fn a_resource_of_a_part_alone_is_shut_until_it_knows_its_api() {
    use super::apart::{House, window};

    let database = Database::sqlite().await;
    database.create_tables(House::API).await;
    let state = State::new(database.connection().clone()).expect("a supported database");
    let app = App::serve(database, window::filter(state.clone())).await;
    app.get("/windows").await.expect(200);
    for request in [app.post("/windows", json!({"name": "a"})), app.get("/windows/1")] {
        request.header("X-Api-Key", "k3y").await.expect(503);
    }
    let database = Database::sqlite().await;
    let app = App::serve(database, window::filter(state.api(House::API))).await;
    let create = || app.post("/windows", json!({"name": "a"}));
    create().await.expect(401);
    create().header("X-Api-Key", "k3y").await.expect(201);
    app.get("/windows/1").await.expect(401);
    app.get("/windows/1").header("X-Api-Key", "k3y").await.expect(200);
}
