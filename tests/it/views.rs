//! Named types in requests and in replies: requests are closed, replies open, and what goes both ways is two components.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    api Shop { title: "Shop", version: "1" }

    enum Size { Small = "small", Large = "large" }

    /// Where it is
    schema Place { street: String, size: Option<Size> }

    /// Both ways, with another one in it
    schema Stop { place: Place, others: Option<Vec<Place>> }

    /// Requests only
    schema Wish { what: String, inner: Option<Inner> }

    /// Below requests only
    schema Inner { why: String }

    /// Replies only
    schema Receipt { total: i64 }

    /// One of two
    union Aim { Place(Place), Name(String) }

    /// Nobody uses it
    schema Unused { nothing: String }

    resource Shelf {
        path: "/shelves",
        key: { id: i64 [auto_increment] },
        fields: { place: Json<Place>, aim: Option<Json<Aim>> },
        ops: [list, create, update, delete],
    }

    op echo(body: Stop) -> Stop { route: POST "/echo" }

    op order(body: Wish) -> Receipt { route: POST "/orders" }

    op stow(body: Shelf) -> Shelf { route: POST "/stow" }
}

async fn echo(_: Ctx, body: Stop) -> Result<Stop, Error> {
    Ok(body)
}

async fn order(_: Ctx, body: Wish) -> Result<Receipt, Error> {
    Ok(Receipt {
        total: body.what.len() as i64,
    })
}

async fn stow(_: Ctx, body: Shelf) -> Result<Shelf, Error> {
    Ok(body)
}

fn schemas() -> serde_json::Map<String, Value> {
    let document: Value = serde_json::from_str(Shop::openapi()).expect("JSON");
    document["components"]["schemas"].as_object().expect("schemas").clone()
}

#[test]
fn a_type_that_goes_one_way_is_one_component_with_its_plain_name() {
    let schemas = schemas();
    let names: Vec<&str> = schemas.keys().map(String::as_str).collect();
    let expected = [
        "Aim",
        "AimRequest",
        "FieldError",
        "Inner",
        "Place",
        "PlaceRequest",
        "Problem",
        "Receipt",
        "Shelf",
        "ShelfCreate",
        "ShelfRequest",
        "ShelfUpdate",
        "Size",
        "Stop",
        "StopRequest",
        "Wish",
    ];
    assert_eq!(names, expected);
}

#[test]
fn requests_are_closed_and_replies_are_open() {
    let schemas = schemas();
    let closed = |name: &str| schemas[name].get("additionalProperties") == Some(&json!(false));
    for name in [
        "PlaceRequest",
        "StopRequest",
        "ShelfRequest",
        "ShelfCreate",
        "ShelfUpdate",
        "Wish",
        "Inner",
    ] {
        assert!(closed(name), "{name}");
    }
    for name in ["Place", "Stop", "Shelf", "Receipt", "Problem", "FieldError"] {
        assert_eq!(schemas[name].get("additionalProperties"), None, "{name}");
    }
}

#[test]
fn members_refer_to_the_component_of_their_direction() {
    let schemas = schemas();
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let member = |of: &str, name: &str| schemas[of]["properties"][name].clone();
    assert_eq!(member("Stop", "place"), reference("Place"));
    assert_eq!(member("StopRequest", "place"), reference("PlaceRequest"));
    assert_eq!(member("StopRequest", "others")["items"], reference("PlaceRequest"));
    assert_eq!(member("Shelf", "place"), reference("Place"));
    assert_eq!(member("ShelfCreate", "place"), reference("PlaceRequest"));
    assert_eq!(member("ShelfUpdate", "place"), reference("PlaceRequest"));
    assert_eq!(member("ShelfRequest", "place"), reference("PlaceRequest"));
    assert_eq!(schemas["Aim"]["anyOf"][0], reference("Place"));
    assert_eq!(schemas["AimRequest"]["anyOf"][0], reference("PlaceRequest"));
    // An enum reads the same both ways.
    assert_eq!(member("PlaceRequest", "size")["anyOf"][0], reference("Size"));
    let document: Value = serde_json::from_str(Shop::openapi()).expect("JSON");
    let echo = &document["paths"]["/echo"]["post"];
    let schema = |of: &Value| of["content"]["application/json"]["schema"].clone();
    assert_eq!(schema(&echo["requestBody"]), reference("StopRequest"));
    assert_eq!(schema(&echo["responses"]["200"]), reference("Stop"));
}

#[tokio::test]
async fn closed_requests_are_refused_at_every_depth() {
    for database in databases().await {
        let app = App::start(Shop::API, database).await;
        let place = json!({ "street": "x", "more": 1 });
        for (path, body) in [
            ("/echo", json!({ "place": { "street": "x" }, "more": 1 })),
            ("/echo", json!({ "place": place })),
            ("/echo", json!({ "place": { "street": "x" }, "others": [place] })),
            ("/orders", json!({ "what": "x", "inner": { "why": "y", "more": 1 } })),
            ("/stow", json!({ "id": 1, "place": { "street": "x" }, "more": 1 })),
            ("/stow", json!({ "id": 1, "place": place })),
            ("/shelves", json!({ "place": place })),
            ("/shelves", json!({ "place": { "street": "x" }, "aim": place })),
        ] {
            let reply = app.post(path, &body).await.expect(422);
            assert!(!reply.errors().is_empty(), "{path} {body}");
        }
        app.post("/stow", json!({ "id": 1, "place": { "street": "x" } }))
            .await
            .expect(200);
        app.post("/shelves", json!({ "place": { "street": "x" } }))
            .await
            .expect(201);
    }
}
