//! Columns that are gone from a table under a running server: no request takes their names for values.

use serde_json::json;
use warp_openapi::sea_orm::{ConnectionTrait as _, Statement};
use warp_openapi::testing::App;

use crate::migrations::execute;
use crate::support::{create_tasks, on_every_database};

/// All rows, as the database has them.
async fn rows(app: &App) -> Vec<String> {
    let connection = app.database().connection();
    let query = "SELECT heading || ':' || coalesce(severity, -1) FROM tasks ORDER BY heading";
    let statement = Statement::from_string(connection.get_database_backend(), query);
    let rows = connection.query_all_raw(statement).await.expect("rows");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a text"))
        .collect()
}

#[tokio::test]
async fn a_renamed_column_fails_requests_and_changes_no_row() {
    on_every_database(async |app| {
        create_tasks(app, &["title", "other"]).await;
        let list = app.get("/v1/tasks").await.expect(200).json();
        let path = format!("/v1/tasks/{}", list[0]["id"].as_str().expect("an id"));
        execute(app.database(), "ALTER TABLE tasks RENAME COLUMN title TO heading").await;
        let expected = rows(app).await;
        assert_eq!(expected, ["other:-1", "title:-1"]);

        for query in [
            "title=title",
            "title:ne=xyz",
            "title:contains=itl",
            "title:starts=ti",
            "search=title",
        ] {
            app.delete(&format!("/v1/tasks?{query}")).await.expect(500);
            app.get(&format!("/v1/tasks?{query}")).await.expect(500);
        }
        for query in ["", "?order_by=title", "?limit=1"] {
            app.get(&format!("/v1/tasks{query}")).await.expect(500);
        }
        app.get(&path).await.expect(500);
        app.patch(&path, json!({"severity": 3})).await.expect(500);
        app.patch(&path, json!({"title": "new title"})).await.expect(500);
        app.put(&path, json!({"title": "new title"})).await.expect(500);
        app.post("/v1/tasks", json!({"title": "new title"})).await.expect(500);
        app.post("/v1/tasks/bulk", json!([{"title": "new title"}]))
            .await
            .expect(500);
        assert_eq!(rows(app).await, expected);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_name_in_a_condition_of_the_applications_is_no_text() {
    on_every_database(async |app| {
        create_tasks(app, &["title"]).await;
        let found = app.database().connection();
        let backend = found.get_database_backend();
        execute(app.database(), "ALTER TABLE tasks RENAME COLUMN done TO finished").await;
        // `done` is a filter of the application's own, on the column that has another name now.
        app.delete("/v1/tasks?done=false").await.expect(500);
        app.delete("/v1/tasks?done=true").await.expect(500);
        let statement = Statement::from_string(backend, "SELECT 1 FROM tasks");
        assert_eq!(found.query_all_raw(statement).await.expect("rows").len(), 1);
    })
    .await;
}
