//! Replies: omitted members, stored values, and headers.

use serde_json::json;

use crate::support::{create, on_every_database};

#[tokio::test]
async fn null_fields_are_left_out_and_empty_values_kept() {
    on_every_database(async |app| {
        let body = json!({
            "text": "", "words": [], "prices": {}, "any": {}, "small": 0, "flag": false, "double": null, "bytes": "",
        });
        let created = app.post("/v1/everything", body).await.expect(201);
        let expected = json!({
            "id": created.json()["id"], "text": "", "words": [], "prices": {}, "any": {}, "small": 0, "flag": false, "bytes": "",
            "count": 0, "active": false, "stamp": "made here",
        });
        assert_eq!(created.json(), expected);
        let path = format!("/v1/everything/{}", created.json()["id"]);
        assert_eq!(app.get(&path).await.expect(200).json(), expected);
        assert_eq!(app.get("/v1/everything").await.expect(200).json(), json!([expected]));
    })
    .await;
}

#[tokio::test]
async fn null_members_of_a_json_column_are_left_out_too() {
    on_every_database(async |app| {
        let place = json!({"street": "Main Street 1", "near": null, "prices": {}});
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk", "place": place})).await;
        assert_eq!(task["place"], json!({"street": "Main Street 1", "prices": {}}));
    })
    .await;
}

#[tokio::test]
async fn replies_are_json_in_utf8() {
    on_every_database(async |app| {
        let title = "Käse ✓ 𝄞 \"quoted\" \\ \u{1} \u{7f} \u{2028} </script>\n\t";
        let reply = app.post("/v1/tasks", json!({ "title": title })).await.expect(201);
        assert_eq!(reply.header("Content-Type"), Some("application/json"));
        assert!(reply.text().contains("Käse ✓ 𝄞"), "{}", reply.text());
        assert_eq!(reply.json()["title"], title);
    })
    .await;
}

#[tokio::test]
async fn created_rows_have_a_location_that_works() {
    on_every_database(async |app| {
        let key = "a/b c?d#é%+";
        let text = json!({"text": "x"});
        for (path, body) in [
            ("/v1/tasks", json!({"title": "Buy milk"})),
            ("/v1/events", json!({"title": "Fair"})),
            ("/v1/pairs", json!({"x": -1, "y": 2})),
            ("/v1/labels", json!({"name": key, "text": "x"})),
        ] {
            let created = app.post(path, body).await.expect(201);
            let location = created.header("Location").expect("a location");
            let base = format!("http://{}", app.address());
            let below = location.strip_prefix(&base).unwrap_or(location);
            assert!(below.starts_with(&format!("{path}/")), "{location}");
            let read = app.get(below).await.expect(200);
            assert_eq!(read.json(), created.json(), "{location}");
        }
        let put = app.put("/v1/labels/new%2Fone", text).await.expect(201);
        let location = put.header("Location").expect("a location");
        assert!(location.ends_with("/v1/labels/new%2Fone"), "{location}");
    })
    .await;
}

#[tokio::test]
async fn rows_are_equal_in_all_replies() {
    on_every_database(async |app| {
        let body = json!({
            "title": "Buy milk", "severity": 3, "type": "todo", "unique_title": "One", "story_points": "1.5", "created_by": "Ann",
            "place": {"street": "Main Street 1", "near": [{"street": "Side Street 2"}], "prices": {"EUR": 1, "CHF": "0.90"}},
        });
        let created = app.post("/v1/tasks", body).await.expect(201);
        let row = created.text();
        assert!(row.contains(r#""prices":{"CHF":0.90,"EUR":1}"#), "{row}");
        assert!(row.contains(r#""story_points":1.50"#), "{row}");
        let path = format!("/v1/tasks/{}", created.json()["id"].as_str().expect("an id"));
        assert_eq!(app.get(&path).await.text(), row);
        assert_eq!(app.patch(&path, "{}").await.expect(200).text(), row);
        assert_eq!(app.get("/v1/tasks").await.text(), format!("[{row}]"));
    })
    .await;
}

#[tokio::test]
async fn deleted_rows_leave_an_empty_204() {
    on_every_database(async |app| {
        app.put("/v1/pairs/1/2", "{}").await.expect(201);
        let reply = app.delete("/v1/pairs/1/2").await.expect(204);
        assert_eq!(reply.bytes().len(), 0);
        assert_eq!(reply.header("Content-Type"), None);
        app.get("/v1/pairs/1/2").await.expect(404);
        app.delete("/v1/pairs/1/2").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn no_rows_are_an_empty_list() {
    on_every_database(async |app| {
        for path in ["/v1/tasks", "/v1/events", "/v1/pairs", "/v1/everything"] {
            assert_eq!(app.get(path).await.expect(200).text(), "[]", "{path}");
        }
    })
    .await;
}
