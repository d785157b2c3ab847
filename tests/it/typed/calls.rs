//! What the functions answer, and what requests see of it.

use super::*;

#[tokio::test]
async fn records_are_validated_bodies() {
    on_every_database(async |app| {
        let reply = app.post("/v1/receive", json!({"marking": "abc"})).await.expect(201);
        let row = reply.json();
        assert_eq!(
            (&row["marking"], &row["weight"], &row["maker"]),
            (&json!("abc"), &json!(1.5), &json!("us"))
        );
        let id = row["id"].as_str().expect("a text").to_owned();
        let location = format!("http://{}/v1/parcels/{id}", app.address());
        assert_eq!(reply.header("Location"), Some(location.as_str()));
        let stored = parcel::Entity::find().one(app.database().connection()).await;
        let stored = stored.expect("a row").expect("a row");
        assert_eq!(stored.note.as_deref(), Some("unweighed"));
        refuses(
            app.post(
                "/v1/receive",
                json!({"marking": "a", "packed": null, "weight": "1.234"}),
            )
            .await,
            &[
                ("marking", "too short (at least 3)"),
                ("packed", "unknown field"),
                ("weight", "more than 2 digits after the point"),
            ],
        );
        let again = app.post("/v1/receive", json!({"marking": "abc"})).await.expect(409);
        assert_eq!(again.json()["detail"], "marking already exists");
        let path = format!("/v1/parcels/{id}/relabel");
        let changed = app.post(&path, json!({"parts": ["a"]})).await.expect(200).json();
        assert_eq!((&changed["marking"], &changed["parts"]), (&json!("abc"), &json!(["a"])));
        // A row's key may come back with its changes; the path identifies the row.
        let other = json!({"id": "00000000-0000-0000-0000-000000000000", "parts": ["b"]});
        let changed = app.post(&path, other).await.expect(200).json();
        assert_eq!((&changed["id"], &changed["parts"]), (&json!(id), &json!(["b"])));
        refuses(
            app.post(&path, json!({"maker": "x", "marking": null})).await,
            &[("maker", "unknown field"), ("marking", "may not be null")],
        );
        app.request("POST", "/v1/receive").json("{").await.expect(400);
        app.request("POST", "/v1/receive").json("[]").await.expect(422);
    })
    .await;
}

#[tokio::test]
async fn lists_of_records_name_the_item() {
    on_every_database(async |app| {
        let body = json!([{"marking": "one"}, {"marking": "two", "weight": 2}]);
        let reply = app.post("/v1/receive/all", body).await.expect(200);
        assert_eq!(column(&reply, "marking"), ["one", "two"]);
        refuses(
            app.post("/v1/receive/all", json!([{"marking": "three"}, {"marking": "x"}, 1]))
                .await,
            &[("1.marking", "too short (at least 3)"), ("2", "not an object")],
        );
        refuses(
            app.post("/v1/receive/all", json!([{}, {}, {}, {}])).await,
            &[("", "too long (at most 3)")],
        );
        refuses(app.post("/v1/receive/all", json!({})).await, &[("", "not a list")]);
        app.post("/v1/receive/all", json!([{"marking": "three"}, {"marking": "one"}]))
            .await
            .expect(409);
        assert_eq!(count(app, "/v1/parcels").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_row_knows_its_path() {
    on_every_database(async |app| {
        let reply = app
            .post("/v1/furnish", json!({"hall": "a b/ü\"", "shelf": -1}))
            .await
            .expect(201);
        let location = format!("http://{}/v1/places/in/a%20b%2F%C3%BC%22/-1", app.address());
        assert_eq!(reply.header("Location"), Some(location.as_str()));
        app.get("/v1/places/in/a%20b%2F%C3%BC%22/-1").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn missing_rows_are_reported() {
    on_every_database(async |app| {
        assert_eq!(acted(app, "missing").await, json!(["not found"; 5].to_vec()));
    })
    .await;
}

#[tokio::test]
async fn transactions_hold_several_operations() {
    on_every_database(async |app| {
        let outcome = acted(app, "inside").await;
        assert_eq!(outcome, json!(["Some(1970-01-01T00:00:00Z)", "1.text: bad"]));
        let list = app.get("/v1/parcels").await.expect(200);
        assert_eq!(column(&list, "marking"), ["first", "second", "third"]);
        assert_eq!(column(&app.get("/v1/tickets").await.expect(200), "text"), ["one"]);
        assert_eq!(acted(app, "all+back").await, json!(["marking already exists"]));
        assert_eq!(count(app, "/v1/parcels").await, 3);
        assert_eq!(count(app, "/v1/tickets").await, 1);
    })
    .await;
}

#[tokio::test]
async fn rows_keep_their_key() {
    const KEY_CHANGED: &str = "resource `Place`: a hook or handler sets `shelf`, which is in the row's key; a row keeps its key, so delete it and create another";
    on_every_database(async |app| {
        let outcome = acted(app, "keys").await;
        assert_eq!(
            outcome,
            json!(["true true", "false false true", KEY_CHANGED, KEY_CHANGED, "done"])
        );
        assert_eq!(count(app, "/v1/places/in").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_put_sets_fields_of_clients_and_of_code() {
    on_every_database(async |app| {
        let outcome = acted(app, "puts").await;
        assert_eq!(
            outcome,
            json!([
                r#"them 1.50 Some("a note")"#,
                r#"them 1.50 Some("another")"#,
                r#"them 1.50 Some("another")"#
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn functions_call_hooks_as_requests_do() {
    on_every_database(async |app| {
        let outcome = acted(app, "hooks").await;
        assert_eq!(outcome[0], "two 1");
        assert_eq!(outcome[1], "three 2");
        assert_eq!(outcome[2], "text: bad");
        assert_eq!(
            outcome[3],
            "resource `Ticket`: a hook or handler sets `id` of a new row, which the database counts up; leave it out"
        );
        assert_eq!(column(&app.get("/v1/tickets").await.expect(200), "text"), ["three"]);
    })
    .await;
}

#[tokio::test]
async fn a_row_is_a_record_too() {
    on_every_database(async |app| {
        assert_eq!(acted(app, "copies").await, json!([Uuid::nil()]));
    })
    .await;
}

#[test]
fn the_document_has_the_records_that_ops_name() {
    let document: Value = serde_json::from_str(Store::openapi()).expect("JSON");
    let body = |path: &str| &document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body("/receive")["$ref"], "#/components/schemas/ParcelCreate");
    assert_eq!(
        body("/receive/all")["items"]["$ref"],
        "#/components/schemas/ParcelCreate"
    );
    assert_eq!(
        body("/parcels/{id}/relabel")["$ref"],
        "#/components/schemas/ParcelUpdate"
    );
    let components = document["components"]["schemas"].as_object().expect("an object");
    let names: Vec<&String> = components.keys().filter(|name| name.ends_with("ate")).collect();
    assert_eq!(names, ["ParcelCreate", "ParcelUpdate", "PlaceCreate"]);
    assert_eq!(components["ParcelCreate"]["required"], json!(["marking"]));
}
