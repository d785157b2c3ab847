//! The API over HTTP, on SQLite, and on PostgreSQL where there is a server.

use notes::Notes;
use notes_migration::Migrator;
use serde_json::json;
use warp_openapi::migration::{differences, up};
use warp_openapi::testing::{App, databases};

#[tokio::test]
async fn a_note_is_closed_once() {
    for database in databases().await {
        let app = App::start(Notes::API, database).await;
        let note = app
            .post("/v1/notes", json!({ "text": "Call Ada" }))
            .await
            .expect(201)
            .json();
        let close = format!("/v1/notes/{}/close", note["id"].as_str().unwrap());
        assert!(app.request("POST", &close).await.expect(200).json()["closed"].is_string());
        app.request("POST", &close).await.expect(409);
    }
}

#[tokio::test]
async fn an_empty_note_is_refused() {
    for database in databases().await {
        let app = App::start(Notes::API, database).await;
        let errors = app.post("/v1/notes", json!({ "text": "" })).await.expect(422).errors();
        assert_eq!(errors, [("text".to_owned(), "too short (at least 1)".to_owned())]);
    }
}

#[tokio::test]
async fn the_migrations_make_the_declared_tables() {
    for database in databases().await {
        up::<Migrator>(database.connection()).await.unwrap();
        let differences = differences(database.connection(), Notes::API).await.unwrap();
        assert!(differences.is_empty(), "{}: {differences:?}", database.name());
    }
}
