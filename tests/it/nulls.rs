//! Properties that are null: shown or left out, as the declaration says, and documented so.

use sea_orm::ActiveValue;
use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Nulls are shown unless an item says otherwise.
    api Shown { title: "Shown", version: "1", nulls: shown, parts: [Quiet] }

    /// Where a person lives
    schema Home {
        street: Option<String>,
        /// Left out
        note: Option<String> [null_omitted],
        rooms: i32 [default(1)],
    }

    /// A person
    resource Person {
        table: "people",
        path: "/people",
        key: { id: i64 [auto_increment] },
        fields: {
            name: String,
            bio: Option<String>,
            image: Option<String> [null_omitted],
            home: Option<Json<Home>>,
            former: Option<Json<Vec<Option<String>>>>,
        },
        ops: [list, create, create_many, read, update, put],
        publish: [create],
    }

    /// Left out in all of it
    resource Plain {
        table: "plains",
        path: "/plains",
        nulls: omitted,
        key: { id: i64 [auto_increment] },
        fields: { name: Option<String>, shown: Option<i32> [null_shown] },
        ops: [create],
    }

    /// What lies on a desk, of which nulls are left out
    schema Memo [null_omitted] {
        text: Option<String>,
        pages: Option<i32> [null_shown],
        home: Option<Home>,
    }

    /// A desk
    resource Desk {
        table: "desks",
        path: "/desks",
        key: { id: i64 [auto_increment] },
        fields: { memo: Json<Memo>, note: Option<String> },
        ops: [create, read],
    }

    /// A partial update
    schema Patch { bio: ActiveValue<Option<String>>, name: ActiveValue<String> }

    /// A person, as a row
    op first_person() -> Person { route: GET "/first", errors: { 404: "nobody" } }
    /// A patch, as it came
    op echo(body: Patch) -> Patch { route: POST "/echo" }

    socket News { path: "/news", channels: { people: Person, homes: { moved: Vec<Home> } }, allow: [subscribe, publish] }
}

mod quiet {
    use super::*;

    api_part! {
        part Quiet { nulls: omitted }

        /// A whisper
        schema Whisper { text: Option<String>, loud: Option<bool> [null_shown] }

        /// A shout, of which nulls are shown
        schema Shout as "quiet.Shout" [null_shown] {
            text: Option<String>,
            echo: Option<String> [null_omitted],
            whisper: Whisper,
        }

        /// Shout
        op shout(body: Shout) -> Shout { route: POST "/shout" }
        /// Whisper
        op whisper() -> Whisper { route: GET "/whisper" }
    }

    pub(super) async fn shout(_: Ctx, body: Shout) -> Result<Shout, Error> {
        Ok(body)
    }

    pub(super) async fn whisper(_: Ctx) -> Result<Whisper, Error> {
        Ok(Whisper { text: None, loud: None })
    }
}

use quiet::Quiet;

async fn first_person(ctx: Ctx) -> Result<Person, Error> {
    let first = <person::Entity as sea_orm::EntityTrait>::find();
    first.one(&ctx.db()).await?.ok_or(Error::NotFound)
}

async fn echo(_: Ctx, body: Patch) -> Result<Patch, Error> {
    Ok(body)
}

/// A person with nulls in all places that can have them.
fn nobody() -> Value {
    json!({"id": 1, "name": "Ann", "bio": null, "home": {"street": null, "rooms": 1}, "former": ["x", null]})
}

#[tokio::test]
async fn rows_hold_nulls_where_the_declaration_shows_them() {
    for database in databases().await {
        let app = App::start(Shown::API, database).await;
        let sent = json!({"name": "Ann", "home": {}, "former": ["x", null]});
        let created = app.post("/people", &sent).await.expect(201);
        assert_eq!(created.json(), nobody());
        assert_eq!(
            created.text(),
            r#"{"id":1,"name":"Ann","bio":null,"home":{"street":null,"rooms":1},"former":["x",null]}"#
        );
        for reply in [
            app.get("/people/1").await,
            app.patch("/people/1", "{}").await,
            app.put("/people/1", &sent).await,
            app.get("/first").await,
        ] {
            assert_eq!(reply.expect(200).json(), nobody());
        }
        assert_eq!(app.get("/people").await.expect(200).json(), json!([nobody()]));
        // What was read can be sent back.
        app.put("/people/1", nobody()).await.expect(200);
        let many = app.post("/people/bulk", json!([{"name": "Bob"}])).await.expect(201);
        assert_eq!(
            many.json(),
            json!([{"id": 2, "name": "Bob", "bio": null, "home": null, "former": null}])
        );
    }
}

#[tokio::test]
async fn a_resource_leaves_nulls_out_where_it_says_so() {
    for database in databases().await {
        let app = App::start(Shown::API, database).await;
        let created = app.post("/plains", "{}").await.expect(201);
        assert_eq!(created.json(), json!({"id": 1, "shown": null}));
        assert_eq!(app.get("/whisper").await.expect(200).json(), json!({"loud": null}));
    }
}

#[tokio::test]
async fn a_schema_has_a_rule_of_its_own() {
    for database in databases().await {
        let app = App::start(Shown::API, database).await;
        let nulls = json!({"memo": {"text": null, "pages": null, "home": {"street": null}}});
        for sent in [nulls, json!({"memo": {"home": {}}})] {
            let created = app.post("/desks", sent).await.expect(201).json();
            let home = json!({"street": null, "rooms": 1});
            assert_eq!(created["memo"], json!({"pages": null, "home": home}));
            let path = format!("/desks/{}", created["id"]);
            assert_eq!(app.get(&path).await.expect(200).json(), created);
        }
        let shout = app.post("/shout", json!({"whisper": {}})).await.expect(200);
        assert_eq!(shout.json(), json!({"text": null, "whisper": {"loud": null}}));
    }
}

#[tokio::test]
async fn messages_hold_the_nulls_of_replies() {
    for database in databases().await {
        let app = App::start(Shown::API, database).await;
        let mut socket = app.socket("/news").await;
        socket.call("subscribe", json!({"channel": "people"})).await;
        app.post("/people", json!({"name": "Ann"})).await.expect(201);
        let message = socket.receive().await;
        assert_eq!(
            message["data"],
            json!({"id": 1, "name": "Ann", "bio": null, "home": null, "former": null})
        );
    }
}

#[tokio::test]
async fn what_a_client_publishes_has_the_nulls_and_defaults_of_replies() {
    let app = App::start(Shown::API, Database::sqlite().await).await;
    let mut socket = app.socket("/news").await;
    socket.call("subscribe", json!({"channel": "homes"})).await;
    let sent = json!([{"street": null, "rooms": 1}]);
    let publication = json!({"channel": "homes", "event": "moved", "data": [{}]});
    assert_eq!(socket.call("publish", publication).await["data"], sent);
    assert_eq!(socket.receive().await["data"], sent);
}

#[tokio::test]
async fn data_that_defaults_make_too_long_is_not_published() {
    let mut settings = Settings::default();
    settings.sockets.message = 200;
    let app = App::start_with(Shown::API, Database::sqlite().await, settings).await;
    let mut socket = app.socket("/news").await;
    let publication = json!({"channel": "homes", "event": "moved", "data": vec![json!({}); 20]});
    let error = socket.call("publish", publication).await;
    assert_eq!(
        error["errors"],
        json!([{"field": "data", "message": "too long, at most 200 bytes with its defaults"}])
    );
}

#[tokio::test]
async fn a_value_that_is_not_set_is_no_null() {
    for database in databases().await {
        let app = App::start(Shown::API, database).await;
        for sent in [json!({}), json!({"bio": null}), json!({"name": "a"})] {
            assert_eq!(app.post("/echo", &sent).await.expect(200).json(), sent);
        }
    }
}

#[test]
fn the_document_says_what_is_sent() {
    let document: Value = serde_json::from_str(Shown::openapi()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let types = |schema: &str, property: &str| schemas[schema]["properties"][property]["type"].clone();
    let nullable = json!(["string", "null"]);
    assert_eq!(
        schemas["Person"]["required"],
        json!(["id", "name", "bio", "home", "former"])
    );
    assert_eq!(types("Person", "bio"), nullable);
    assert_eq!(types("Person", "image"), json!("string"));
    assert_eq!(types("PersonCreate", "bio"), nullable);
    assert_eq!(types("PersonCreate", "image"), nullable);
    assert_eq!(schemas["PersonCreate"]["required"], json!(["name"]));
    assert_eq!(schemas["Home"]["required"], json!(["street", "rooms"]));
    assert_eq!(
        (types("Home", "street"), types("Home", "note")),
        (nullable.clone(), json!("string"))
    );
    assert!(schemas["HomeRequest"].get("required").is_none());
    assert_eq!(types("HomeRequest", "note"), nullable);
    assert_eq!(schemas["Plain"]["required"], json!(["id", "shown"]));
    assert_eq!(schemas["Whisper"]["required"], json!(["loud"]));
    assert_eq!(schemas["Memo"]["required"], json!(["pages"]));
    assert_eq!(
        (types("Memo", "text"), types("Memo", "pages")),
        (json!("string"), json!(["integer", "null"]))
    );
    assert_eq!(schemas["quiet.Shout"]["required"], json!(["text", "whisper"]));
    assert_eq!(types("quiet.Shout", "text"), nullable);
    assert!(schemas["Patch"].get("required").is_none());
    assert_eq!(
        (types("Patch", "bio"), types("Patch", "name")),
        (nullable, json!("string"))
    );
}
