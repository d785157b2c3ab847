//! Limits of the items of lists and of the values of maps, and of keys in paths.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::refuses;

api! {
    /// Tagged things
    api Tagged { title: "Tagged", version: "1.0.0" }

    /// What has tags
    schema Thing {
        /// Tags
        tags: Vec<String> [len(0..=3), each(len(1..=4), pattern("^[a-z]*$")), default_empty],
        /// Tables
        rows: Option<Vec<Vec<i32>>> [each(len(1..=2), each(range(0..=9)))],
        /// Prices
        prices: Option<Vec<Decimal>> [each(precision(4, 2))],
        /// Addresses
        mails: Option<Vec<String>> [each(format(email))],
        /// Points
        points: Option<BTreeMap<String, i32>> [len(0..=2), each(range(0..=9))],
        /// Words
        words: Option<HashMap<String, Vec<String>>> [each(len(1..=2), each(len(1..=3)))],
    }

    /// What a form has
    schema Sent { tags: Vec<String> [each(len(1..=4))] }

    /// A stored thing
    resource Stored {
        table: "stored_things",
        path: "/stored",
        key: { code: String [len(2..=4), pattern("^[a-z]+$")] },
        fields: { tags: Json<Vec<String>> [each(len(1..=4))], more: Option<Json<Vec<i32>>> [len(1..=2), each(max(9))] },
        ops: [create, read, update, put, delete],
    }

    /// Answer with the same
    op same_thing(body: Thing) -> Thing { route: POST "/thing" }
    /// Answer with the same
    op same_tags(body: Form<Sent>) -> Sent { route: POST "/form" }
    /// Answer with the same
    op tagged(
        /// Tags
        tags: Vec<String> [each(len(1..=4))],
        /// Numbers
        numbers: Vec<i32> [each(range(0..=9))],
    ) -> Vec<String> { route: GET "/tagged" }
}

async fn same_thing(_: Ctx, body: Thing) -> Result<Thing, Error> {
    Ok(body)
}

async fn same_tags(_: Ctx, body: Form<Sent>) -> Result<Sent, Error> {
    Ok(body.0)
}

async fn tagged(_: Ctx, tags: Vec<String>, _: Vec<i32>) -> Result<Vec<String>, Error> {
    Ok(tags)
}

async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Tagged::API, database).await).await;
    }
}

#[tokio::test]
async fn each_item_of_a_list_and_each_value_of_a_map_has_limits() {
    on_every_database(async |app| {
        let right = json!({"tags": ["a", "bcde"], "rows": [[0, 9]], "prices": [1.25], "mails": ["a@example.com"]});
        app.post("/thing", &right).await.expect(200);
        let wrong = json!({
            "tags": ["a", "", "ABCDE"], "rows": [[1], [], [3, 10]], "prices": [1.255], "mails": ["a@example.com", "b"],
        });
        refuses(
            app.post("/thing", wrong).await,
            &[
                ("tags.1", "too short (at least 1)"),
                ("tags.2", "too long (at most 4)"),
                ("tags.2", "does not match ^[a-z]*$"),
                ("rows.1", "too short (at least 1)"),
                ("rows.2.1", "greater than 9"),
                ("prices.0", "more than 2 digits after the point"),
                ("mails.1", "not a valid email"),
            ],
        );
        let right = json!({"points": {"a": 9}, "words": {"a": ["bcd"]}});
        app.post("/thing", &right).await.expect(200);
        let wrong = json!({"points": {"a": 9, "b": 10}, "words": {"c": [], "d": ["e", "fghi"]}});
        refuses(
            app.post("/thing", wrong).await,
            &[
                ("points.b", "greater than 9"),
                ("words.c", "too short (at least 1)"),
                ("words.d.1", "too long (at most 3)"),
            ],
        );
        let long = json!({"points": {"a": 1, "b": 2, "c": 3}});
        refuses(app.post("/thing", long).await, &[("points", "too long (at most 2)")]);
        let form = [("tags", "a"), ("tags", "bcdef")];
        refuses(
            app.request("POST", "/form").form(form).await,
            &[("tags.1", "too long (at most 4)")],
        );
        app.get("/tagged?tags=a&tags=b&numbers=9").await.expect(200);
        refuses(
            app.get("/tagged?tags=a&tags=bcdef&numbers=1&numbers=x&numbers=10")
                .await,
            &[
                ("tags.1", "too long (at most 4)"),
                ("numbers.1", "not an integer"),
                ("numbers.2", "greater than 9"),
            ],
        );
        let row = json!({"code": "ab", "tags": ["a"], "more": [9]});
        app.post("/stored", &row).await.expect(201);
        refuses(
            app.post("/stored", json!({"code": "cd", "tags": ["abcde"], "more": [10]}))
                .await,
            &[("tags.0", "too long (at most 4)"), ("more.0", "greater than 9")],
        );
        refuses(
            app.patch("/stored/ab", json!({"tags": [""]})).await,
            &[("tags.0", "too short (at least 1)")],
        );
    })
    .await;
}

#[test]
fn limits_of_items_and_keys_are_documented() {
    let document: Value = serde_json::from_str(Tagged::openapi()).expect("JSON");
    let properties = &document["components"]["schemas"]["Thing"]["properties"];
    let expected = json!({"type": "string", "minLength": 1, "maxLength": 4, "pattern": "^[a-z]*$"});
    assert_eq!(properties["tags"]["items"], expected);
    assert_eq!(properties["rows"]["items"]["items"]["maximum"], 9);
    assert_eq!(
        (
            &properties["rows"]["items"]["minItems"],
            &properties["rows"]["items"]["maxItems"]
        ),
        (&json!(1), &json!(2))
    );
    assert_eq!(properties["mails"]["items"]["format"], "email");
    let points = &properties["points"];
    assert_eq!(points["maxProperties"], 2);
    let value = &points["additionalProperties"];
    assert_eq!((&value["minimum"], &value["maximum"]), (&json!(0), &json!(9)));
    let words = &properties["words"]["additionalProperties"];
    assert_eq!(
        (&words["maxItems"], &words["items"]["maxLength"]),
        (&json!(2), &json!(3))
    );
    let stored = &document["components"]["schemas"]["StoredCreate"]["properties"];
    assert_eq!(stored["tags"]["items"]["maxLength"], 4);
    let tagged = &document["paths"]["/tagged"]["get"]["parameters"];
    assert_eq!(tagged[0]["schema"]["items"]["maxLength"], 4);
    assert_eq!(tagged[1]["schema"]["items"]["maximum"], 9);
    let key = &document["paths"]["/stored/{code}"]["parameters"][0]["schema"];
    assert_eq!(
        *key,
        json!({"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"})
    );
}

#[tokio::test]
async fn a_path_whose_key_breaks_its_rules_isnt_there() {
    on_every_database(async |app| {
        use sea_orm::ActiveModelTrait as _;
        // A row that only the application can have made.
        let row = stored::ActiveModel {
            code: Set("AB".to_owned()),
            tags: Set(Json(vec!["a".to_owned()])),
            more: Set(None),
        };
        row.insert(app.database().connection()).await.expect("a row");
        for code in ["a", "abcde", "AB"] {
            let path = format!("/stored/{code}");
            app.get(&path).await.expect(404);
            app.patch(&path, json!({"tags": ["b"]})).await.expect(404);
            app.put(&path, json!({"tags": ["b"]})).await.expect(404);
            app.delete(&path).await.expect(404);
        }
        app.put("/stored/ab", json!({"tags": ["b"]})).await.expect(201);
        app.get("/stored/ab").await.expect(200);
    })
    .await;
}
