//! Members around the JSON of ops, as `envelope` names them.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

use crate::schemas::assert_documented;
use crate::support::refuses;

api! {
    /// People
    api Club { title: "Club", version: "1" }

    /// A person
    resource Person {
        table: "people",
        path: "/people",
        key: { id: i64 [auto_increment] },
        fields: { name: String [len(1..=8), unique], age: Option<i32> [range(0..=150)] },
        filters: { name: [eq] },
        order: [name],
        ops: [create],
        hooks: { before_create: refuse_banned },
    }

    /// Rename people
    op rename(
        filters: person::Filters,
        /// Why
        reason: Option<String> [header("X-Reason")],
        body: Guest,
    ) -> i64 { route: POST "/rename", envelope: { body: "guest" } }

    /// A guest
    schema Guest { email: String [len(3..=20)], seats: Vec<i32> [len(0..=3)] }

    /// Invite a guest
    op invite(
        /// Whether to write
        silent: bool [default(false)],
        body: Guest,
    ) -> Guest { route: POST "/guests", envelope: { body: "guest", reply: "guest" } }
    /// Invite guests
    op invite_all(body: Vec<Guest>) -> Vec<Guest> {
        route: POST "/guests/all",
        envelope: { body: "guests", reply: "guests" },
    }
    /// Perhaps a guest
    op perhaps(body: Option<Guest>) -> Option<Guest> { route: POST "/perhaps", envelope: { body: "guest", reply: "guest" } }
    /// The body alone
    op number(body: Guest) -> i64 { route: POST "/number", envelope: { body: "guest" } }
    /// The reply alone
    op greet(name: String) -> String { route: GET "/greet", envelope: { reply: "greeting" } }

    /// A new person
    op join(body: person::Create) -> Created<Person> { route: POST "/join", envelope: { body: "person", reply: "person" } }
    /// New people
    op join_all(body: Vec<person::Create>) -> Created<Vec<Person>> {
        route: POST "/join/all",
        envelope: { body: "people", reply: "people" },
    }
    /// Another person
    op change(id: i64, body: person::Update) -> Person {
        route: PATCH "/people/{id}",
        envelope: { body: "person", reply: "person" },
    }
    /// One person
    op find_person(id: i64) -> Person { route: GET "/people/{id}", envelope: { reply: "person" } }

    /// A page of rows
    op members(query: person::Query) -> Page<Person> {
        route: GET "/members",
        envelope: { reply: "people", total: "peopleCount" },
    }
    /// A page by cursor
    op roll(query: person::Query [list(cursor(name))]) -> Page<Person> { route: GET "/roll", envelope: { reply: "people" } }
    /// A page of what the op has made
    op names(query: person::Query, counted: bool [default(true)]) -> Page<String> {
        route: GET "/names",
        envelope: { reply: "names", total: "namesCount" },
    }
    /// The same, whose number is nowhere
    op uncounted() -> Page<String> { route: GET "/uncounted", envelope: { reply: "names" } }

    /// One of several
    op serve_person(number: i32) -> Ok<Page<Person>> | Created<Person> | Accepted<Guest> | NoContent {
        route: POST "/serve/{number}",
        envelope: { reply: "served", total: "servedCount" },
    }
    /// What is wrong has its own form
    op refuse(body: Guest, limit: i32) -> NoContent {
        route: POST "/refuse",
        envelope: { body: "guest" },
        errors: RefuseError { Full = 409 "full" },
    }
}

async fn refuse_banned(_: &Ctx, person: &mut person::ActiveModel) -> Result<(), Error> {
    match person.name.try_as_ref().map(String::as_str) {
        Some("banned") => Err(Error::invalid("name", "banned")),
        _ => Ok(()),
    }
}

async fn invite(_: Ctx, silent: bool, body: Guest) -> Result<Guest, Error> {
    match body.email.as_str() {
        "refused" => Err(Error::invalid("email", "refused")),
        "whole" => Err(Error::invalid("", "refused")),
        "silent" if silent => Err(Error::invalid("silent", "write")),
        "seats" => Err(Error::invalid("seats.0", "taken")),
        _ => Ok(body),
    }
}

async fn invite_all(_: Ctx, body: Vec<Guest>) -> Result<Vec<Guest>, Error> {
    Ok(body)
}

async fn perhaps(_: Ctx, body: Option<Guest>) -> Result<Option<Guest>, Error> {
    Ok(body)
}

async fn number(_: Ctx, body: Guest) -> Result<i64, Error> {
    i64::try_from(body.seats.len()).map_err(Error::internal)
}

async fn greet(_: Ctx, name: String) -> Result<String, Error> {
    Ok(format!("Hello, \"{name}\""))
}

async fn join(ctx: Ctx, body: person::Create) -> Result<Created<Person>, Error> {
    Ok(Created::row(person::ops::create(&ctx, body).await?))
}

async fn join_all(ctx: Ctx, body: Vec<person::Create>) -> Result<Created<Vec<Person>>, Error> {
    let mut people = Vec::new();
    for person in body {
        people.push(person::ops::create(&ctx, person).await?);
    }
    Ok(Created::new(people).at("/members"))
}

async fn change(ctx: Ctx, id: i64, body: person::Update) -> Result<Person, Error> {
    let mut person = body.0;
    person.id = Set(id);
    Ok(person.update(&ctx.db()).await?)
}

async fn find_person(ctx: Ctx, id: i64) -> Result<Person, Error> {
    person::Entity::find_by_id(id)
        .one(&ctx.db())
        .await?
        .ok_or(Error::NotFound)
}

async fn members(ctx: Ctx, query: person::Query) -> Result<Page<Person>, Error> {
    query.page(&ctx, person::Entity::find()).await
}

async fn roll(ctx: Ctx, query: person::Query) -> Result<Page<Person>, Error> {
    query.page(&ctx, person::Entity::find()).await
}

async fn names(ctx: Ctx, query: person::Query, counted: bool) -> Result<Page<String>, Error> {
    let select = query.select(&ctx, person::Entity::find())?;
    let total = select.clone().count(&ctx.db()).await?;
    let people = select
        .limit(query.limit())
        .offset(query.offset())
        .all(&ctx.db())
        .await?;
    let names = people.into_iter().map(|person| person.name).collect();
    Ok(if counted {
        query.answer(&names, total)
    } else {
        Page::new(&names, None)
    })
}

async fn uncounted(_: Ctx) -> Result<Page<String>, Error> {
    Ok(Page::new(&vec!["Ann".to_owned()], None))
}

async fn serve_person(ctx: Ctx, number: i32) -> Result<ServePersonReply, Error> {
    let ann = Person {
        id: 7,
        name: "Ann".to_owned(),
        age: None,
    };
    Ok(match number {
        0 => ServePersonReply::NoContent,
        1 => ServePersonReply::Ok(Page::new(&vec![ann], Some(9))),
        2 => ServePersonReply::Created(Created::row(ann)),
        _ => ServePersonReply::Accepted(invite(ctx, false, guest()).await?),
    })
}

async fn refuse(_: Ctx, _: Guest, _: i32) -> Result<NoContent, RefuseError> {
    Err(RefuseError::Full)
}

fn guest() -> Guest {
    Guest {
        email: "a@b".to_owned(),
        seats: vec![1],
    }
}

fn document() -> Value {
    serde_json::from_str(Club::openapi()).expect("JSON")
}

async fn on_each(case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start(Club::API, database).await;
        case(&app).await;
    }
}

async fn join_as(app: &App, names: &[&str]) {
    for name in names {
        app.post("/people", json!({"name": name})).await.expect(201);
    }
}

#[tokio::test]
async fn bodies_and_replies_of_schemas_are_in_their_envelopes() {
    let app = App::start(Club::API, Database::sqlite().await).await;
    let document = document();
    let sent = r#"{"guest":{"email":"a@b","seats":[1]}}"#;
    let reply = app.post("/guests", sent).await.expect(200);
    assert_eq!(reply.text(), sent);
    assert_documented(&document, ("post", "/guests"), &reply);
    let sent = r#"{"guests":[{"email":"a@b","seats":[]}]}"#;
    let reply = app.post("/guests/all", sent).await.expect(200);
    assert_eq!(reply.text(), sent);
    assert_documented(&document, ("post", "/guests/all"), &reply);
    let reply = app
        .post("/number", r#"{"guest":{"email":"a@b","seats":[1,2]}}"#)
        .await
        .expect(200);
    assert_eq!(reply.text(), "2");
    let reply = app.get("/greet?name=%22Ann%22").await.expect(200);
    assert_eq!(reply.json(), json!({"greeting": "Hello, \"\"Ann\"\""}));
    assert_documented(&document, ("get", "/greet"), &reply);
    let head = app.request("HEAD", "/greet?name=Ann").await.expect(200);
    assert_eq!(head.bytes().len(), 0);
}

#[tokio::test]
async fn a_body_that_may_be_left_out_is_null_in_its_envelope() {
    let app = App::start(Club::API, Database::sqlite().await).await;
    let document = document();
    for sent in ["", r#"{"guest":null}"#] {
        let reply = app.post("/perhaps", sent).await.expect(200);
        assert_eq!(reply.text(), r#"{"guest":null}"#);
        assert_documented(&document, ("post", "/perhaps"), &reply);
    }
    refuses(app.post("/perhaps", "{}").await, &[("guest", "required")]);
    refuses(app.post("/perhaps", "null").await, &[("", "not an object")]);
}

#[tokio::test]
async fn errors_of_a_body_have_the_path_below_its_envelope() {
    let app = App::start(Club::API, Database::sqlite().await).await;
    let refused = async |path: &str, body: Value, errors: &[(&str, &str)]| {
        refuses(app.post(path, body).await, errors);
    };
    refused("/guests", json!({}), &[("guest", "required")]).await;
    refused("/guests", json!([]), &[("", "not an object")]).await;
    refused("/guests", json!({"guest": 1}), &[("guest", "not an object")]).await;
    // A body without its envelope.
    let bare = json!({"email": "a@b", "seats": []});
    let unknown = "unknown field";
    refused(
        "/guests",
        bare,
        &[("email", unknown), ("seats", unknown), ("guest", "required")],
    )
    .await;
    let beside = json!({"guest": {"email": "a@b", "seats": []}, "more": 1});
    refused("/guests", beside, &[("more", unknown)]).await;
    let several = json!({"guest": {"seats": [1, "x"], "no": 1}});
    refused(
        "/guests?silent=perhaps",
        several,
        &[
            ("silent", "not a boolean"),
            ("guest.no", unknown),
            ("guest.email", "required"),
            ("guest.seats.1", "not an integer"),
        ],
    )
    .await;
    let many = json!({"guests": [{"email": "a@b", "seats": []}, {"email": "a", "seats": []}]});
    refused("/guests/all", many, &[("guests.1.email", "too short (at least 3)")]).await;
    refused("/guests/all", json!({"guests": {}}), &[("guests", "not a list")]).await;
    app.post("/guests", "").await.expect(400);
    app.post("/guests", "{").await.expect(400);
}

#[tokio::test]
async fn errors_that_a_handler_returns_are_below_the_envelope_unless_they_are_of_other_parameters() {
    let app = App::start(Club::API, Database::sqlite().await).await;
    let refused = async |path: &str, email: &str, errors: &[(&str, &str)]| {
        let body = json!({"guest": {"email": email, "seats": [1]}});
        refuses(app.post(path, body).await, errors);
    };
    refused("/guests", "refused", &[("guest.email", "refused")]).await;
    refused("/guests", "whole", &[("guest", "refused")]).await;
    refused("/guests", "seats", &[("guest.seats.0", "taken")]).await;
    refused("/guests?silent=true", "silent", &[("silent", "write")]).await;
    let full = app
        .post("/refuse?limit=1", json!({"guest": {"email": "a@b", "seats": []}}))
        .await;
    assert_documented(&document(), ("post", "/refuse"), &full.expect(409));
}

#[tokio::test]
async fn records_and_rows_are_in_their_envelopes() {
    on_each(async |app| {
        let document = document();
        let created = app.post("/join", json!({"person": {"name": "Ann"}})).await.expect(201);
        assert_eq!(created.text(), r#"{"person":{"id":1,"name":"Ann"}}"#);
        assert_documented(&document, ("post", "/join"), &created);
        let many = app
            .post(
                "/join/all",
                json!({"people": [{"name": "Bob"}, {"name": "Cid", "age": 3}]}),
            )
            .await;
        let many = many.expect(201);
        assert_eq!(
            many.text(),
            r#"{"people":[{"id":2,"name":"Bob"},{"id":3,"name":"Cid","age":3}]}"#
        );
        assert!(many.header("Location").is_some_and(|at| at.ends_with("/members")));
        assert_documented(&document, ("post", "/join/all"), &many);
        let changed = app.patch("/people/1", json!({"person": {"age": 4}})).await.expect(200);
        assert_eq!(changed.text(), r#"{"person":{"id":1,"name":"Ann","age":4}}"#);
        assert_documented(&document, ("patch", "/people/{id}"), &changed);
        let read = app.get("/people/1").await.expect(200);
        assert_eq!(read.text(), changed.text());
        assert_documented(&document, ("get", "/people/{id}"), &read);

        refuses(
            app.post("/join", json!({"name": "Dan"})).await,
            &[("name", "unknown field"), ("person", "required")],
        );
        refuses(
            app.post("/join", json!({"person": {"name": "banned"}})).await,
            &[("person.name", "banned")],
        );
        refuses(
            app.post("/join", json!({"person": {"age": 200}})).await,
            &[("person.name", "required"), ("person.age", "greater than 150")],
        );
        refuses(
            app.post("/join/all", json!({"people": [{"name": "Dan"}, {}]})).await,
            &[("people.1.name", "required")],
        );
        refuses(
            app.patch("/people/1", json!({"person": {"age": "x"}})).await,
            &[("person.age", "not an integer")],
        );
        let taken = app.post("/join", json!({"person": {"name": "Ann"}})).await.expect(409);
        assert_eq!(taken.json()["detail"], "person.name already exists");
        // Which of many rows it is isn't known.
        let taken = app
            .post("/join/all", json!({"people": [{"name": "Dan"}, {"name": "Ann"}]}))
            .await;
        assert_eq!(taken.expect(409).json()["detail"], "name already exists");
        // The resource's own operations have none.
        app.post("/people", json!({"name": "Eve"})).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn a_page_is_in_its_envelope_beside_the_count() {
    on_each(async |app| {
        let document = document();
        let empty = app.get("/members").await.expect(200);
        assert_eq!(empty.text(), r#"{"people":[],"peopleCount":0}"#);
        join_as(app, &["Cid", "Ann", "Bob"]).await;
        let page = app.get("/members?limit=2&order_by=name").await.expect(200);
        assert_eq!(
            page.text(),
            r#"{"people":[{"id":2,"name":"Ann"},{"id":3,"name":"Bob"}],"peopleCount":3}"#
        );
        assert_eq!(page.header("X-Total-Count"), Some("3"));
        assert!(page.header("Link").is_some_and(|link| link.contains("offset=2")));
        assert_documented(&document, ("get", "/members"), &page);
        let past = app.get("/members?offset=9").await.expect(200);
        assert_eq!(past.text(), r#"{"people":[],"peopleCount":3}"#);

        let roll = app.get("/roll?limit=2").await.expect(200);
        assert_eq!(
            roll.text(),
            r#"{"people":[{"id":2,"name":"Ann"},{"id":3,"name":"Bob"}]}"#
        );
        assert_documented(&document, ("get", "/roll"), &roll);

        let names = app.get("/names?limit=2&order_by=-name").await.expect(200);
        assert_eq!(names.text(), r#"{"names":["Cid","Bob"],"namesCount":3}"#);
        assert!(names.header("Link").is_some_and(|link| link.contains("offset=2")));
        assert_documented(&document, ("get", "/names"), &names);
        let none = app.get("/names?name=Dan").await.expect(200);
        assert_eq!(none.text(), r#"{"names":[],"namesCount":0}"#);
        // The document promises the count, so a page without it is none.
        app.get("/names?counted=false").await.expect(500);
        let uncounted = app.get("/uncounted").await.expect(200);
        assert_eq!(uncounted.text(), r#"{"names":["Ann"]}"#);
    })
    .await;
}

#[tokio::test]
async fn the_envelope_of_a_page_counts_among_its_bytes() {
    // `{"people":[{"id":1,"name":"Ann"},{"id":2,"name":"Bob"}],"peopleCount":3}`
    for (bytes, rows) in [(72, 2), (71, 1)] {
        let mut settings = Settings::default();
        settings.page_bytes = bytes;
        let app = App::start_with(Club::API, Database::sqlite().await, settings).await;
        join_as(&app, &["Ann", "Bob", "Cid"]).await;
        let page = app.get("/members").await.expect(200);
        assert_eq!(
            page.json()["people"].as_array().map(Vec::len),
            Some(rows),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn each_of_several_replies_is_in_the_envelope() {
    on_each(async |app| {
        let document = document();
        let served = ("post", "/serve/{number}");
        let page = app.post("/serve/1", "").await.expect(200);
        assert_eq!(page.text(), r#"{"served":[{"id":7,"name":"Ann"}],"servedCount":9}"#);
        let created = app.post("/serve/2", "").await.expect(201);
        assert_eq!(created.text(), r#"{"served":{"id":7,"name":"Ann"}}"#);
        assert!(created.header("Location").is_some_and(|at| at.ends_with("/people/7")));
        let accepted = app.post("/serve/3", "").await.expect(202);
        assert_eq!(accepted.json(), json!({"served": {"email": "a@b", "seats": [1]}}));
        for reply in [&page, &created, &accepted] {
            assert_documented(&document, served, reply);
        }
        assert_eq!(app.post("/serve/0", "").await.expect(204).bytes().len(), 0);
    })
    .await;
}

#[test]
fn the_document_has_an_object_for_each_envelope() {
    let document = document();
    let body = |path: &str| document["paths"][path]["post"]["requestBody"].clone();
    let sent = |path: &str| body(path)["content"]["application/json"]["schema"].clone();
    let reply = |method: &str, path: &str, status: &str| {
        document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"].clone()
    };
    let of = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let object = |name: &str, of: Value| json!({"type": "object", "properties": {name: of}, "required": [name]});
    let closed = |mut object: Value| {
        object["additionalProperties"] = json!(false);
        object
    };
    let total = json!({
        "type": "integer", "format": "int64", "minimum": 0, "description": "How many rows there are on all pages",
    });
    assert_eq!(sent("/guests"), closed(object("guest", of("GuestRequest"))));
    assert_eq!(reply("post", "/guests", "200"), object("guest", of("Guest")));
    assert_eq!(
        sent("/guests/all"),
        closed(object("guests", json!({"type": "array", "items": of("GuestRequest")})))
    );
    assert_eq!(sent("/join"), closed(object("person", of("PersonCreate"))));
    let records = sent("/join/all");
    assert_eq!(records["properties"]["people"]["items"], of("PersonCreate"));
    assert!(records["properties"]["people"]["maxItems"].is_number(), "{records}");
    assert_eq!(records["additionalProperties"], false);
    assert_eq!(reply("post", "/join", "201"), object("person", of("Person")));
    let people = json!({"type": "array", "items": of("Person")});
    assert_eq!(
        reply("get", "/members", "200"),
        json!({
            "type": "object",
            "properties": {"people": people, "peopleCount": total},
            "required": ["people", "peopleCount"],
        })
    );
    assert_eq!(reply("get", "/roll", "200"), object("people", people.clone()));
    assert_eq!(
        reply("post", "/serve/{number}", "200")["required"],
        json!(["served", "servedCount"])
    );
    assert_eq!(reply("post", "/serve/{number}", "202"), object("served", of("Guest")));
    assert_eq!(
        reply("post", "/number", "200"),
        json!({"type": "integer", "format": "int64"})
    );
    assert_eq!(
        reply("get", "/greet", "200"),
        object("greeting", json!({"type": "string"}))
    );
    assert_eq!(body("/perhaps")["required"], Value::Null);
    assert_eq!(sent("/perhaps")["required"], json!(["guest"]));
}

async fn rename(ctx: Ctx, filters: person::Filters, reason: Option<String>, body: Guest) -> Result<i64, Error> {
    match (reason.as_deref(), body.email.as_str()) {
        (Some("bad"), _) => return Err(Error::invalid("X-Reason", "is no reason")),
        (_, "bad@x") => return Err(Error::invalid("email", "is no address")),
        _ => {}
    }
    let found = filters.choose(&ctx, person::Entity::find())?.all(&ctx.db()).await?;
    i64::try_from(found.len()).map_err(Error::internal)
}

#[tokio::test]
async fn errors_of_other_parameters_have_no_envelope() {
    let app = App::start(Club::API, Database::sqlite().await).await;
    let post = |email: &str| app.post("/rename", json!({ "guest": { "email": email, "seats": [] } }));
    let fields = |errors: Vec<(String, String)>| errors.into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    assert_eq!(fields(post("a@x").await.expect(422).errors()), ["all"]);
    assert_eq!(fields(post("bad@x").await.expect(422).errors()), ["guest.email"]);
    assert_eq!(
        fields(post("a@x").header("X-Reason", "bad").await.expect(422).errors()),
        ["X-Reason"]
    );
    let all = json!({ "guest": { "email": "a@x", "seats": [] } });
    assert_eq!(app.post("/rename?all=true", all).await.expect(200).json(), json!(0));
}
