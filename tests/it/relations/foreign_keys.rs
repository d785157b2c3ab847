//! Foreign keys of several fields: what the database holds, relations by them, and what the document says.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Articles of many publishers in one database.
    api Press { title: "Press", version: "1.0.0" }

    /// Who writes for a publisher
    resource Writer {
        table: "writers",
        path: "/writers",
        key: { press_id: i64, id: i64 },
        fields: { name: String [len(1..=80)], chief_id: Option<i64> },
        unique: [[name, press_id]],
        foreign_keys: [(press_id, chief_id) = Writer],
        relations: {
            /// Whom the writer reports to
            chief: Writer = (press_id, chief_id),
            /// What the writer has written
            articles: [Article] = (press_id, author_id) [limit(5)],
            /// What the writer has edited
            edited: [Article] = (editor_name, editor_press) [limit(5)],
        },
        include: [chief, articles, edited],
        ops: [list, create, read, update, delete],
    }

    /// What was written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 },
        fields: {
            press_id: i64,
            author_id: i64,
            editor_press: Option<i64>,
            editor_name: Option<String> [len(1..=80)],
        },
        foreign_keys: [
            (press_id, author_id) = Writer [cascade],
            (editor_name, editor_press) = Writer(name, press_id) [set_null],
        ],
        filters: { author.name: [eq] },
        relations: {
            /// Who wrote it
            author: Writer = (press_id, author_id),
            /// Who edited it
            editor: Writer = (editor_name, editor_press),
        },
        include: [author, editor],
        ops: [list, create, read, update],
    }

    /// Where an article was printed, which another program says
    resource Printing {
        table: "printings",
        path: "/printings",
        key: { id: i64 },
        fields: { town: String, street: String, number: i64 },
        foreign_keys: [(town, street) = "places"("in_town", "Street") [restrict]],
        ops: [create, update],
    }
}

async fn press(database: Database) -> App {
    let places = "CREATE TABLE places (\"Street\" varchar NOT NULL, in_town varchar NOT NULL, PRIMARY KEY (in_town, \"Street\"));
        INSERT INTO places VALUES ('High', 'Ayr');";
    database.connection().execute_unprepared(places).await.expect("a table");
    let app = App::start(Press::API, database).await;
    let rows = [
        ("/writers", json!({ "press_id": 1, "id": 1, "name": "Ann" })),
        (
            "/writers",
            json!({ "press_id": 1, "id": 2, "name": "Bob", "chief_id": 1 }),
        ),
        ("/writers", json!({ "press_id": 2, "id": 1, "name": "Ann" })),
        ("/articles", json!({ "id": 1, "press_id": 1, "author_id": 2 })),
        ("/articles", json!({ "id": 2, "press_id": 2, "author_id": 1 })),
        (
            "/articles",
            json!({ "id": 3, "press_id": 2, "author_id": 1, "editor_name": "Bob", "editor_press": 1 }),
        ),
    ];
    for (path, body) in rows {
        app.post(path, &body).await.expect(201);
    }
    app
}

async fn row(app: &App, path: &str) -> Value {
    app.get(path).await.expect(200).json()
}

async fn ids(app: &App, path: &str) -> Vec<i64> {
    let rows = row(app, path).await;
    let rows = rows.as_array().expect("a list");
    rows.iter().filter_map(|row| row["id"].as_i64()).collect()
}

#[tokio::test]
async fn rows_refer_to_rows_with_all_of_the_values() {
    for database in databases().await {
        let app = press(database).await;
        let missing = "a row that it refers to does not exist";
        for (path, body) in [
            ("/articles", json!({ "id": 9, "press_id": 2, "author_id": 2 })),
            (
                "/articles",
                json!({ "id": 9, "press_id": 1, "author_id": 1, "editor_name": "Bob", "editor_press": 2 }),
            ),
            (
                "/writers",
                json!({ "press_id": 2, "id": 9, "name": "Cy", "chief_id": 2 }),
            ),
            (
                "/printings",
                json!({ "id": 1, "town": "Ayr", "street": "Low", "number": 1 }),
            ),
        ] {
            let reply = app.post(path, &body).await.expect(409).json();
            assert_eq!(reply["detail"], missing, "{body}");
        }
        let reply = app.patch("/articles/1", json!({ "press_id": 2 })).await;
        assert_eq!(reply.expect(409).json()["detail"], missing);
        // One that isn't complete refers to nothing.
        let half = json!({ "id": 4, "press_id": 1, "author_id": 1, "editor_name": "Nobody" });
        app.post("/articles", half).await.expect(201);
        let printing = json!({ "id": 1, "town": "Ayr", "street": "High", "number": 1 });
        app.post("/printings", printing).await.expect(201);
    }
}

#[tokio::test]
async fn rows_follow_the_deletion_of_what_they_refer_to() {
    for database in databases().await {
        let app = press(database).await;
        let reply = app.delete("/writers/1/1").await.expect(409).json();
        assert_eq!(reply["detail"], "rows refer to it");
        app.delete("/writers/1/2").await.expect(204);
        assert_eq!(ids(&app, "/articles").await, [2, 3]);
        let article = row(&app, "/articles/3").await;
        assert_eq!(article["editor_name"], Value::Null);
        assert_eq!(article["editor_press"], Value::Null);
    }
}

#[tokio::test]
async fn relations_follow_the_fields_that_it_names() {
    for database in databases().await {
        let app = press(database).await;
        let article = row(&app, "/articles/3?include=author,editor").await;
        assert_eq!(
            (&article["author"]["press_id"], &article["author"]["id"]),
            (&json!(2), &json!(1))
        );
        assert_eq!(
            (&article["editor"]["press_id"], &article["editor"]["id"]),
            (&json!(1), &json!(2))
        );
        let writer = row(&app, "/writers/1/2?include=chief,articles,edited").await;
        assert_eq!(writer["chief"]["name"], "Ann");
        assert_eq!(writer["articles"][0]["id"], 1);
        assert_eq!(writer["edited"][0]["id"], 3);
        assert_eq!(ids(&app, "/articles?author.name=Ann").await, [2, 3]);
    }
}

#[tokio::test]
async fn the_tables_have_it_with_an_index() {
    for database in databases().await {
        let app = press(database).await;
        let connection = app.database().connection();
        let steps = warp_openapi::migration::differences(connection, Press::API).await;
        assert_eq!(steps.expect("tables"), [""; 0]);
        let query = match connection.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name"
            }
            _ => {
                "SELECT indexname::text AS name FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE '%_idx' \
                 ORDER BY indexname::text COLLATE \"C\""
            }
        };
        let statement = Statement::from_string(connection.get_database_backend(), query);
        let rows = connection.query_all_raw(statement).await.expect("rows");
        let names: Vec<String> = rows
            .iter()
            .map(|row| row.try_get("", "name").expect("a name"))
            .collect();
        assert_eq!(
            names,
            [
                "articles_editor_name_editor_press_id_idx",
                "articles_press_id_author_id_id_idx",
                "writers_press_id_chief_id_idx"
            ]
        );
    }
}

#[test]
fn the_document_has_the_conflicts() {
    let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
    let has = |path: &str, method: &str| document["paths"][path][method]["responses"]["409"].is_object();
    for (path, method) in [
        ("/printings", "post"),
        ("/printings/{id}", "patch"),
        ("/articles/{id}", "patch"),
        ("/writers/{press_id}/{id}", "delete"),
    ] {
        assert!(has(path, method), "{method} {path}");
    }
}
