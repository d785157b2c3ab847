//! Names as the declaration spells them: in bodies, queries, errors, messages, documents and serde.

use sea_orm::{ColumnTrait as _, EntityTrait as _};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Multipart as Parts, databases};

use crate::migrations::run;
use crate::schemas::assert_documented;
use crate::support::refuses;

api! {
    /// Names in camel case unless an item says otherwise.
    api Renamed { title: "Renamed", version: "1", names: camel_case, parts: [Loud] }

    /// Where a person lives
    schema HomeAddress {
        street_name: String [len(1..=20)],
        line_2: Option<String>,
        zip_code: Option<String> [name("ZIP_code")],
        _is_checked: bool [default(false)],
    }

    /// A person in a team
    resource TeamMember {
        table: "team_members",
        path: "/team-members",
        key: { member_id: i64 [auto_increment] },
        fields: {
            full_name: String [unique, len(1..=20)],
            born_in: i32 [default(1970)],
            home_address: Option<Json<HomeAddress>>,
            short_bio: Option<String> [name("bio_text")],
        },
        filters: {
            full_name: [eq, starts],
            born_in: [eq, ge],
            short_bio: [eq],
            is_older_than(i32) = older_than,
        },
        search: [full_name],
        order: [born_in, full_name, short_bio],
        ops: [list(offset(born_in)), create, create_many, read, update, put, delete, delete_many],
        publish: [create, delete],
    }

    /// As in Rust
    resource RawRow {
        table: "raw_rows",
        path: "/raw-rows",
        names: snake_case,
        key: { row_id: i64 [auto_increment] },
        fields: { row_text: String },
        order: [row_text],
        ops: [list, create],
    }

    /// Words with hyphens
    resource KebabRow {
        table: "kebab_rows",
        path: "/kebab-rows",
        names: kebab_case,
        key: { row_id: i64 [auto_increment] },
        fields: { row_text: String, line_2: Option<String> },
        filters: { row_text: [starts] },
        order: [row_text],
        ops: [list(offset(-row_text)), create],
    }

    /// The template has the name in Rust
    op by_rust_name(member_id: i64, full_name: Option<String>, sort_by: Option<String> [name("sort_by")],
        trace_id: Option<String> [header("X-Trace-Id")]) -> HomeAddress { route: GET "/by-rust-name/{member_id}" }
    /// The template has the name in JSON
    op by_json_name(member_id: i64) -> HomeAddress { route: GET "/by-json-name/{memberId}" }
    /// A form
    op as_form(body: Form<HomeAddress>) -> HomeAddress { route: POST "/as-form" }
    /// Parts
    op as_parts(body: Multipart<HomeAddress>) -> HomeAddress { route: POST "/as-parts" }
    /// JSON
    op as_json(body: HomeAddress) -> HomeAddress { route: POST "/as-json" }
    /// A list of the application's
    op listed(query: team_member::Query, is_short: bool [default(false)]) -> Page<TeamMember> { route: GET "/listed" }
    /// Rows that filters choose
    op counted(filters: team_member::Filters) -> i64 { route: GET "/counted" }

    socket News {
        path: "/news",
        rpc: { move_home(payload: HomeAddress) -> HomeAddress },
        channels: { "team-members": TeamMember, homes: { home_moved: HomeAddress } },
        allow: [subscribe, publish],
    }
}

mod loud {
    use super::*;

    api_part! {
        part Loud { names: pascal_case }

        /// A shout
        schema Shout { loud_text: String, volume: i32 [default(11)] }

        /// Shout
        op shout(how_loud: i32, body: Shout) -> Shout { route: POST "/shout" }
    }

    pub(super) async fn shout(_: Ctx, how_loud: i32, body: Shout) -> Result<Shout, Error> {
        Ok(Shout {
            volume: how_loud,
            ..body
        })
    }
}

use loud::Loud;

fn older_than(year: i32) -> Condition {
    Condition::all().add(team_member::Column::BornIn.lt(year))
}

fn home(street: impl Into<String>) -> HomeAddress {
    HomeAddress {
        street_name: street.into(),
        line_2: None,
        zip_code: None,
        _is_checked: true,
    }
}

async fn by_rust_name(
    _: Ctx,
    member_id: i64,
    full_name: Option<String>,
    sort_by: Option<String>,
    trace_id: Option<String>,
) -> Result<HomeAddress, Error> {
    let part = |text: Option<String>| text.unwrap_or_default();
    let (name, order, trace) = (part(full_name), part(sort_by), part(trace_id));
    Ok(home(format!("{member_id} {name} {order} {trace}")))
}

async fn by_json_name(_: Ctx, member_id: i64) -> Result<HomeAddress, Error> {
    Ok(home(member_id.to_string()))
}

async fn as_form(_: Ctx, body: Form<HomeAddress>) -> Result<HomeAddress, Error> {
    Ok(body.0)
}

async fn as_parts(_: Ctx, body: Multipart<HomeAddress>) -> Result<HomeAddress, Error> {
    Ok(body.0)
}

async fn as_json(_: Ctx, body: HomeAddress) -> Result<HomeAddress, Error> {
    Ok(body)
}

async fn listed(ctx: Ctx, query: team_member::Query, is_short: bool) -> Result<Page<TeamMember>, Error> {
    let _ = is_short;
    query.page(&ctx, team_member::Entity::find()).await
}

async fn counted(ctx: Ctx, filters: team_member::Filters) -> Result<i64, Error> {
    let rows = filters
        .choose(&ctx, team_member::Entity::find())?
        .all(&ctx.db())
        .await?;
    i64::try_from(rows.len()).map_err(Error::internal)
}

async fn move_home(_: Ctx, _: Socket, payload: HomeAddress) -> Result<HomeAddress, Error> {
    Ok(payload)
}

fn document() -> Value {
    serde_json::from_str(Renamed::openapi()).expect("JSON")
}

fn ann() -> Value {
    json!({"fullName": "Ann", "bornIn": 1990, "homeAddress": {"streetName": "Elm", "line2": "left", "ZIP_code": "1"}, "bio_text": "b"})
}

async fn on_each(case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start(Renamed::API, database).await;
        case(&app).await;
    }
}

#[tokio::test]
async fn bodies_and_replies_have_the_names() {
    on_each(async |app| {
        let document = document();
        let row = ("/team-members/{memberId}", "/team-members/1");
        let created = app.post("/team-members", ann()).await.expect(201);
        assert_eq!(
            created.text(),
            r#"{"memberId":1,"fullName":"Ann","bornIn":1990,"homeAddress":{"streetName":"Elm","line2":"left","ZIP_code":"1","_isChecked":false},"bio_text":"b"}"#
        );
        assert_documented(&document, ("post", "/team-members"), &created);
        for (method, reply) in [
            ("get", app.get(row.1).await),
            ("patch", app.patch(row.1, json!({"bornIn": 1990})).await),
            ("put", app.put(row.1, ann()).await),
            // What was read can be sent back, the key too.
            ("put", app.put(row.1, json!({"memberId": 1, "fullName": "Ann"})).await),
        ] {
            assert_documented(&document, (method, row.0), &reply.clone().expect(200));
            assert_eq!(reply.json()["fullName"], "Ann");
        }
        let many = app.post("/team-members/bulk", json!([{"fullName": "Bob"}])).await.expect(201);
        assert_eq!(many.json(), json!([{"memberId": 2, "fullName": "Bob", "bornIn": 1970}]));
        assert_documented(&document, ("post", "/team-members/bulk"), &many);
        assert_documented(&document, ("get", "/team-members"), &app.get("/team-members").await);
        app.delete("/team-members/2").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn errors_name_fields_as_requests_do() {
    on_each(async |app| {
        let document = document();
        let sent = json!({"full_name": "Ann", "bornIn": "x", "homeAddress": {"street_name": "a", "line2": 1}, "short_bio": "b"});
        let refused = app.post("/team-members", sent).await;
        assert_documented(&document, ("post", "/team-members"), &refused);
        refuses(
            refused,
            &[
                ("full_name", "unknown field"),
                ("short_bio", "unknown field"),
                ("fullName", "required"),
                ("bornIn", "not an integer"),
                ("homeAddress.street_name", "unknown field"),
                ("homeAddress.streetName", "required"),
                ("homeAddress.line2", "not a string"),
            ],
        );
        let sent = json!([{"fullName": "Ann"}, {"fullName": "", "bio_text": 1}]);
        refuses(
            app.post("/team-members/bulk", sent).await,
            &[("1.fullName", "too short (at least 1)"), ("1.bio_text", "not a string")],
        );
        app.post("/team-members", ann()).await.expect(201);
        let conflict = app.post("/team-members", ann()).await.expect(409);
        assert_eq!(conflict.json()["detail"], "fullName already exists");
        refuses(
            app.put("/team-members/1", json!({"memberId": 2, "fullName": "x"})).await,
            &[("memberId", "differs from the path")],
        );
    })
    .await;
}

#[tokio::test]
async fn queries_have_the_names() {
    on_each(async |app| {
        for (name, year) in [("Ann", 1990), ("Bob", 1980), ("Cid", 1970)] {
            let sent = json!({"fullName": name, "bornIn": year, "bio_text": name});
            app.post("/team-members", sent).await.expect(201);
        }
        let case = async |query: &str, expected: &[&str]| {
            for path in ["/team-members", "/listed"] {
                let reply = app.get(&format!("{path}?{query}")).await.expect(200);
                let rows = reply.json();
                let names: Vec<&str> = rows
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter_map(|row| row["fullName"].as_str())
                    .collect();
                assert_eq!(names, expected, "{path}?{query}");
            }
        };
        case("", &["Cid", "Bob", "Ann"]).await;
        case("orderBy=-bornIn", &["Ann", "Bob", "Cid"]).await;
        case("orderBy=bio_text&bornIn:ge=1980", &["Ann", "Bob"]).await;
        case("fullName:starts=b", &["Bob"]).await;
        case("bornIn=1980&bornIn=1970", &["Cid", "Bob"]).await;
        case("isOlderThan=1990&orderBy=fullName", &["Bob", "Cid"]).await;
        case("search=ann", &["Ann"]).await;
        case("bio_text=Cid", &["Cid"]).await;
        assert_eq!(app.get("/counted?isOlderThan=1990").await.expect(200).json(), json!(2));
        assert_eq!(
            app.get("/listed?isShort=true&bornIn=1990").await.expect(200).json()[0]["fullName"],
            "Ann"
        );
        for (query, errors) in [
            ("order_by=bornIn", ("order_by", "unknown parameter")),
            ("born_in=1", ("born_in", "unknown parameter")),
            ("is_older_than=1", ("is_older_than", "unknown parameter")),
            ("isOlderThan=x", ("isOlderThan", "not an integer")),
            ("bornIn:ge=x", ("bornIn:ge", "not an integer")),
            (
                "orderBy=born_in",
                (
                    "orderBy",
                    "not one of bornIn, -bornIn, fullName, -fullName, bio_text, -bio_text",
                ),
            ),
        ] {
            refuses(app.get(&format!("/team-members?{query}")).await, &[errors]);
            refuses(app.get(&format!("/listed?{query}")).await, &[errors]);
        }
        let link = app.get("/team-members?limit=1&orderBy=fullName").await.expect(200);
        assert!(link.header("Link").unwrap().contains("orderBy=fullName"), "{link:?}");
        let dropped = app.delete("/team-members?isOlderThan=1990").await.expect(204);
        assert_eq!(dropped.header("X-Total-Count"), Some("2"));
    })
    .await;
}

#[tokio::test]
async fn arguments_of_ops_have_the_names() {
    on_each(async |app| {
        let document = document();
        let reply = app.get("/by-rust-name/7?fullName=Ann&sort_by=x").await.expect(200);
        assert_eq!(reply.json(), json!({"streetName": "7 Ann x ", "_isChecked": true}));
        assert_documented(&document, ("get", "/by-rust-name/{member_id}"), &reply);
        let reply = app.get("/by-json-name/7").await.expect(200);
        assert_eq!(reply.json()["streetName"], "7");
        refuses(
            app.get("/by-rust-name/7?full_name=Ann&sortBy=x").await,
            &[("full_name", "unknown parameter"), ("sortBy", "unknown parameter")],
        );
        let sent = json!({"streetName": "Elm", "ZIP_code": "1"});
        assert_eq!(
            app.post("/as-json", &sent).await.expect(200).json(),
            json!({"streetName": "Elm", "ZIP_code": "1", "_isChecked": false})
        );
        let form = async |fields: [(&'static str, &'static str); 2]| app.request("POST", "/as-form").form(fields).await;
        let reply = form([("streetName", "Elm"), ("_isChecked", "true")]).await.expect(200);
        assert_eq!(reply.json(), json!({"streetName": "Elm", "_isChecked": true}));
        refuses(
            form([("street_name", "Elm"), ("line2", "")]).await,
            &[("street_name", "unknown field"), ("streetName", "required")],
        );
        let parts = Parts::new().text("streetName", "Elm").text("line2", "left");
        let reply = app.request("POST", "/as-parts").multipart(&parts).await.expect(200);
        assert_eq!(
            reply.json(),
            json!({"streetName": "Elm", "line2": "left", "_isChecked": false})
        );
        let reply = app
            .request("POST", "/as-parts")
            .multipart(&Parts::new().text("line_2", "x"))
            .await;
        refuses(reply, &[("line_2", "unknown field"), ("streetName", "required")]);
    })
    .await;
}

#[tokio::test]
async fn items_and_parts_have_rules_of_their_own() {
    on_each(async |app| {
        let document = document();
        let raw = app.post("/raw-rows", json!({"row_text": "a"})).await.expect(201);
        assert_eq!(raw.json(), json!({"row_id": 1, "row_text": "a"}));
        app.get("/raw-rows?order_by=row_text").await.expect(200);
        let kebab = app
            .post("/kebab-rows", json!({"row-text": "a", "line-2": "b"}))
            .await
            .expect(201);
        assert_eq!(kebab.json(), json!({"row-id": 1, "row-text": "a", "line-2": "b"}));
        assert_documented(&document, ("post", "/kebab-rows"), &kebab);
        let rows = app
            .get("/kebab-rows?row-text:starts=a&order-by=-row-text")
            .await
            .expect(200);
        assert_eq!(rows.json(), json!([{"row-id": 1, "row-text": "a", "line-2": "b"}]));
        let shout = app.post("/shout?HowLoud=3", json!({"LoudText": "a"})).await.expect(200);
        assert_eq!(shout.json(), json!({"LoudText": "a", "Volume": 3}));
        assert_documented(&document, ("post", "/shout"), &shout);
        refuses(
            app.post("/shout?howLoud=3", json!({"loudText": "a"})).await,
            &[
                ("howLoud", "unknown parameter"),
                ("HowLoud", "required"),
                ("loudText", "unknown field"),
                ("LoudText", "required"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn messages_have_the_names() {
    on_each(async |app| {
        let mut socket = app.socket("/news").await;
        socket.call("subscribe", json!({"channel": "team-members"})).await;
        socket.call("subscribe", json!({"channel": "homes"})).await;
        app.post("/team-members", json!({"fullName": "Ann"})).await.expect(201);
        let row = json!({"memberId": 1, "fullName": "Ann", "bornIn": 1970});
        assert_eq!(socket.receive().await["data"], row);
        app.delete("/team-members/1").await.expect(204);
        let message = socket.receive().await;
        assert_eq!((&message["event"], &message["data"]), (&json!("deleted"), &json!({"memberId": 1})));
        let sent = json!({"streetName": "Elm", "_isChecked": false});
        let publication = json!({"channel": "homes", "event": "home_moved", "data": {"streetName": "Elm"}});
        assert_eq!(socket.call("publish", publication).await["data"], sent);
        assert_eq!(socket.receive().await["data"], sent);
        assert_eq!(socket.call("move_home", json!({"streetName": "Elm"})).await, sent);
        let error = socket.call("move_home", json!({"street_name": "Elm"})).await;
        assert_eq!(
            error["errors"],
            json!([{"field": "street_name", "message": "unknown field"}, {"field": "streetName", "message": "required"}])
        );
    })
    .await;
}

/// What the processes of these tests run.
pub(crate) fn program() -> warp_openapi::Cli {
    Renamed::cli()
}

#[tokio::test]
async fn seeds_have_the_names() {
    for database in databases().await {
        database.create_tables(Renamed::API).await;
        let folder = tempfile::tempdir().expect("a folder");
        let seed = |text: &str| {
            let path = folder.path().join("seed.json");
            std::fs::write(&path, text).expect("a file");
            let done = run(
                "spelled",
                database.url(),
                &["db", "seed", path.to_str().expect("UTF-8")],
            );
            (done.code, done.error)
        };
        let (code, error) = seed(r#"{"team-members": [{"full_name": "Ann"}]}"#);
        assert!(code == 1 && error.contains("full_name: unknown field"), "{error}");
        let (code, error) = seed(r#"{"team-members": [{"fullName": "Ann", "homeAddress": {"streetName": "Elm"}}]}"#);
        assert_eq!(code, 0, "{error}");
        let member = team_member::Entity::find().one(database.connection()).await;
        let member = member.expect("rows").expect("a row");
        assert_eq!(
            (member.full_name.as_str(), member.home_address.is_some()),
            ("Ann", true)
        );
    }
}

#[test]
fn serde_has_the_names() {
    let sent = json!({"streetName": "Elm", "line2": "left", "_isChecked": true});
    let read: HomeAddress = serde_json::from_value(sent.clone()).expect("a home");
    assert_eq!(
        (read.street_name.as_str(), read.line_2.as_deref()),
        ("Elm", Some("left"))
    );
    assert_eq!(serde_json::to_value(&read).expect("JSON"), sent);
    let member = TeamMember {
        member_id: 1,
        full_name: "Ann".into(),
        born_in: 1,
        home_address: None,
        short_bio: None,
    };
    let text = json!({"memberId": 1, "fullName": "Ann", "bornIn": 1});
    assert_eq!(serde_json::to_value(&member).expect("JSON"), text);
    assert_eq!(serde_json::from_value::<TeamMember>(text).expect("a row"), member);
}

fn names(parameters: &Value) -> Vec<(&str, &str)> {
    let named = parameters.as_array().into_iter().flatten();
    named
        .filter_map(|parameter| Some((parameter["in"].as_str()?, parameter["name"].as_str()?)))
        .collect()
}

#[test]
fn the_document_has_the_names() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["TeamMember"]["required"],
        json!(["memberId", "fullName", "bornIn"])
    );
    assert_eq!(schemas["HomeAddressRequest"]["required"], json!(["streetName"]));
    assert_eq!(
        schemas["HomeAddress"]["properties"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>()
            .len(),
        4
    );
    assert!(schemas["HomeAddress"]["properties"]["ZIP_code"].is_object());
    let paths = &document["paths"];
    assert_eq!(
        names(&paths["/team-members"]["get"]["parameters"]),
        [
            ("query", "fullName"),
            ("query", "fullName:starts"),
            ("query", "bornIn"),
            ("query", "bornIn:ge"),
            ("query", "bio_text"),
            ("query", "isOlderThan"),
            ("query", "search"),
            ("query", "limit"),
            ("query", "orderBy"),
        ]
    );
    let order = paths["/team-members"]["get"]["parameters"].as_array().unwrap();
    let order = order.iter().find(|parameter| parameter["name"] == "orderBy").unwrap();
    assert_eq!(order["schema"]["default"], json!(["bornIn"]));
    assert_eq!(order["schema"]["items"]["enum"][3], json!("-fullName"));
    let row = &paths["/team-members/{memberId}"];
    assert_eq!(names(&row["parameters"]), [("path", "memberId")]);
    let links = paths["/team-members"]["post"]["responses"]["201"]["links"]
        .as_object()
        .unwrap();
    assert!(!links.is_empty());
    for link in links.values() {
        assert_eq!(link["parameters"], json!({"memberId": "$response.body#/memberId"}));
    }
    assert_eq!(
        names(&paths["/by-rust-name/{member_id}"]["get"]["parameters"]),
        [
            ("path", "member_id"),
            ("query", "fullName"),
            ("query", "sort_by"),
            ("header", "X-Trace-Id"),
        ]
    );
    assert_eq!(
        names(&paths["/by-json-name/{memberId}"]["get"]["parameters"]),
        [("path", "memberId")]
    );
    assert_eq!(names(&paths["/shout"]["post"]["parameters"]), [("query", "HowLoud")]);
    assert_eq!(schemas["KebabRow"]["required"], json!(["row-id", "row-text"]));
    assert_eq!(schemas["RawRow"]["required"], json!(["row_id", "row_text"]));
    assert!(names(&paths["/raw-rows"]["get"]["parameters"]).contains(&("query", "order_by")));
    let messages: Value = serde_json::from_str(Renamed::asyncapi()).expect("JSON");
    let member = &messages["components"]["schemas"]["TeamMember"];
    assert_eq!(member["required"], json!(["memberId", "fullName", "bornIn"]));
    assert!(!Renamed::asyncapi().contains("street_name") && !Renamed::openapi().contains("full_name"));
}

#[test]
fn tables_keep_their_columns() {
    let columns: Vec<&str> = team_member::FIELDS.iter().map(|field| field.column).collect();
    assert_eq!(
        columns,
        ["member_id", "full_name", "born_in", "home_address", "bio_text"]
    );
}
