//! Options of operations: their ids, tags and methods.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    api Conduit {
        title: "Conduit",
        version: "1",
        tags: { Articles: "What is read", Admin: "What few may do" },
    }

    /// An article
    resource Article {
        path: "/articles",
        tag: Articles,
        key: { id: i64 [auto_increment] },
        fields: { title: String, body: Option<String> },
        ops: [
            list(offset.limit(20)) [operation_id("GetArticles")],
            create [operation_id("Create.Article-1")],
            read [operation_id("GetArticle")],
            update [method(PUT), operation_id("UpdateArticle"), tag(Admin)],
            delete [tag(Admin)],
            delete_many,
        ],
    }

    /// A label: the same, under PATCH as the option may also say
    resource Label {
        path: "/labels",
        key: { name: String },
        fields: { text: Option<String> },
        if_match: required,
        ops: [create [success(200)], create_many [success(202)], read [operation_id("read_article")], update [method(PATCH)], put],
    }

    /// Logs in
    op login() -> String { route: POST "/login", operation_id: "Login", tag: Admin }
    /// Its name would be a generated id if the operation didn't have one of its own
    op create_article() -> String { route: POST "/other", handler: login }
}

async fn login(_: Ctx) -> Result<String, Error> {
    Ok("in".to_owned())
}

fn document() -> Value {
    serde_json::from_str(Conduit::openapi()).expect("JSON")
}

/// The operation ids of a document, each with its method and path.
fn ids(document: &Value) -> Vec<String> {
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            if let Some(id) = operation["operationId"].as_str() {
                ids.push(format!("{} {path} {id}", method.to_uppercase()));
            }
        }
    }
    ids.sort();
    ids
}

#[test]
fn declared_ids_are_those_of_the_document_and_of_the_routes() {
    let expected = [
        "DELETE /articles delete_many_article",
        "DELETE /articles/{id} delete_article",
        "GET /articles GetArticles",
        "GET /articles/{id} GetArticle",
        "GET /labels/{name} read_article",
        "PATCH /labels/{name} update_label",
        "POST /articles Create.Article-1",
        "POST /labels create_label",
        "POST /labels/bulk create_many_label",
        "POST /login Login",
        "POST /other create_article",
        "PUT /articles/{id} UpdateArticle",
        "PUT /labels/{name} put_label",
    ];
    assert_eq!(ids(&document()), expected);
    let mut routes: Vec<String> = Conduit::API
        .routes()
        .map(|route| format!("{} {} {}", route.method.name(), route.path, route.operation))
        .collect();
    routes.sort();
    assert_eq!(routes, expected);
}

#[test]
fn links_name_declared_ids() {
    let document = document();
    let links = &document["paths"]["/articles"]["post"]["responses"]["201"]["links"];
    let ids: Vec<_> = ["read", "update", "delete"]
        .iter()
        .map(|link| links[link]["operationId"].clone())
        .collect();
    assert_eq!(
        ids,
        [json!("GetArticle"), json!("UpdateArticle"), json!("delete_article")]
    );
    let labels = &document["paths"]["/labels"]["post"]["responses"]["200"]["links"];
    assert_eq!(labels["read"]["operationId"], "read_article");
}

#[test]
fn tags_of_operations_win_over_that_of_the_resource() {
    let document = document();
    let tags = |path: &str, method: &str| document["paths"][path][method]["tags"].clone();
    assert_eq!(tags("/articles", "get"), json!(["Articles"]));
    assert_eq!(tags("/articles/{id}", "put"), json!(["Admin"]));
    assert_eq!(tags("/articles/{id}", "delete"), json!(["Admin"]));
    assert_eq!(tags("/login", "post"), json!(["Admin"]));
    assert!(tags("/labels", "post").is_null());
}

#[tokio::test]
async fn an_update_may_be_a_put() {
    for database in databases().await {
        let app = App::start(Conduit::API, database).await;
        app.post("/articles", json!({"title": "a", "body": "b"}))
            .await
            .expect(201);
        // Partial: what isn't sent stays.
        let changed = app.put("/articles/1", json!({"title": "c"})).await.expect(200);
        assert_eq!(changed.json(), json!({"id": 1, "title": "c", "body": "b"}));
        app.put("/articles/2", json!({"title": "c"})).await.expect(404);
        // It never creates, so a condition that there is no row can't be met.
        for (path, status) in [("/articles/1", 412), ("/articles/2", 404)] {
            let put = app.put(path, json!({"title": "d"})).header("If-None-Match", "*");
            put.await.expect(status);
        }
        app.put("/articles/1", json!({}))
            .header("If-Match", "\"x\"")
            .await
            .expect(412);
        let refused = app.patch("/articles/1", json!({"title": "d"})).await.expect(405);
        assert_eq!(refused.header("Allow"), Some("DELETE, GET, HEAD, OPTIONS, PUT"));
        let options = app.request("OPTIONS", "/articles/1").await.expect(204);
        assert_eq!(options.header("Allow"), Some("DELETE, GET, HEAD, OPTIONS, PUT"));
        assert_eq!(options.header("Accept-Patch"), None);
        let merge = app
            .put("/articles/1", json!({}))
            .header("Content-Type", "application/merge-patch+json")
            .await;
        assert_eq!(merge.expect(415).header("Accept-Patch"), None);
        let options = app.request("OPTIONS", "/labels/a").await.expect(204);
        assert_eq!(options.header("Allow"), Some("GET, HEAD, OPTIONS, PATCH, PUT"));
        assert_eq!(options.header("Accept-Patch"), Some("application/json"));
        assert_eq!(app.post("/login", "").await.expect(200).json(), "in");
    }
}

#[test]
fn a_put_that_updates_is_documented_as_an_update() {
    let document = document();
    let put = &document["paths"]["/articles/{id}"]["put"];
    assert_eq!(
        put["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/ArticleUpdate"
    );
    assert!(document["paths"]["/articles/{id}"].get("patch").is_none());
    assert!(put["responses"].get("201").is_none());
    assert!(put["responses"]["404"].is_object());
    let parameters = put["parameters"].to_string();
    assert!(
        parameters.contains("IfMatch") && !parameters.contains("IfNoneMatch"),
        "{parameters}"
    );
}

#[tokio::test]
async fn older_versions_have_the_ids_too() {
    let database = warp_openapi::testing::Database::sqlite().await;
    let app = App::start(Conduit::API, database).await;
    for version in ["3.0", "2.0"] {
        let document = app.get(&format!("/spec?version={version}")).await.expect(200).json();
        assert_eq!(ids(&document).len(), 13, "{version}");
        assert!(document.to_string().contains("\"UpdateArticle\""), "{version}");
    }
}

#[tokio::test]
async fn a_create_may_have_another_status() {
    let document = document();
    let statuses = |path: &str, method: &str| {
        let replies = document["paths"][path][method]["responses"]
            .as_object()
            .expect("replies");
        let successes = replies.keys().filter(|status| status.starts_with('2'));
        successes.cloned().collect::<Vec<_>>()
    };
    assert_eq!(statuses("/labels", "post"), ["200"]);
    assert_eq!(statuses("/labels/bulk", "post"), ["202"]);
    assert_eq!(statuses("/labels/{name}", "put"), ["200", "201"]);
    assert_eq!(statuses("/articles", "post"), ["201"]);
    for database in databases().await {
        let app = App::start(Conduit::API, database).await;
        let created = app.post("/labels", json!({"name": "a"})).await.expect(200);
        assert_eq!(created.json(), json!({"name": "a"}));
        assert!(
            created
                .header("Location")
                .is_some_and(|path| path.ends_with("/labels/a"))
        );
        app.post("/labels/bulk", json!([{"name": "b"}])).await.expect(202);
        app.post("/labels", json!({"name": "a"})).await.expect(409);
        app.put("/labels/c", json!({}))
            .header("If-None-Match", "*")
            .await
            .expect(201);
        app.post("/articles", json!({"title": "A"})).await.expect(201);
    }
}
