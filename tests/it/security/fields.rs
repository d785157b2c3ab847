//! Fields that only some clients may see.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, Socket as TestSocket, databases};

api! {
    /// Members of a club.
    api Club {
        title: "Club",
        version: "1.0.0",
        security: {
            /// Token of a member
            bearer: Bearer::new() = check_member,
            /// Key of a program
            key: ApiKey::header("X-Key") = check_key,
        },
        access: public | bearer | key,
    }

    /// A member
    resource Member {
        table: "members",
        path: "/members",
        key: { id: i64 [auto_increment] },
        fields: {
            name: String,
            user: String,
            /// Where letters go
            email: String [access(owner | bearer[members:admin] | key), unique],
            /// What the board wrote
            notes: Option<String> [access(bearer["members:admin", board])],
            level: i32 [default(1), access(key)],
        },
        filters: { name: [eq], email: [eq, contains], notes: [null], level: [ge] },
        search: [name, email],
        order: [name, email, level],
        owner: user,
        others: [list, read],
        access: { create: bearer, create_many: bearer, update: bearer, put: bearer, delete: bearer },
        ops: [list, create, create_many, read, update, put, delete],
        publish: [create, update],
    }

    /// A letter, which nobody else can read
    resource Letter {
        table: "letters",
        path: "/letters",
        key: { id: i64 [auto_increment] },
        fields: { text: String, user: String, draft: bool [default(true), access(owner)] },
        filters: { draft: [eq] },
        order: [draft],
        owner: user,
        access: bearer,
        ops: [list, create, read],
    }

    /// A team, which has no owner
    resource Team {
        table: "teams",
        path: "/teams",
        key: { id: i64 [auto_increment] },
        fields: { name: String, budget: i64 [default(0), access(key)] },
        filters: { budget: [ge] },
        ops: [list(cursor(name)), create, read, update, put, delete_many],
    }

    /// A member and its team
    schema Pair { member: Member, team: Option<Team> }

    /// What was kept of a member
    resource Keepsake {
        table: "keepsakes",
        key: { id: i64 [auto_increment] },
        fields: { member: Json<Member> },
    }

    /// Keep the first member, and return what was kept
    op keep() -> Member { route: POST "/keep" }
    /// The first member
    op first_member() -> Member { route: GET "/first", errors: { 404: "nobody" } }
    /// The first member in a list of one
    op few_members() -> Vec<Member> { route: GET "/few" }
    /// The first member in a page
    op page_of_members() -> Page<Member> { route: GET "/page" }
    /// The first member with a team
    op pair() -> Pair { route: GET "/pair", errors: { 404: "nobody" } }
    /// Members, as the query asks for them
    op query_members(query: member::Query) -> Page<Member> { route: GET "/query" }
    /// How many members the filters select
    op count_members(filters: member::Filters) -> i64 { route: GET "/count", access: bearer }
    /// What a new member would be
    op draft_member(body: member::Create) -> Vec<String> { route: POST "/draft" }
    /// Tell subscribers of the first member
    op announce() { route: POST "/announce" }

    /// News of members
    socket News {
        path: "/news",
        rpc: { first() -> Member = first_by_socket },
        channels: { members: Member, announced: { member: Member } },
        allow: [subscribe],
    }
}

async fn check_member(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(match token.expose() {
            "admin" => Principal::new("admin").scope("members:admin").scope("board"),
            "clerk" => Principal::new("clerk").scope("members:admin"),
            name => Principal::new(name),
        }),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("program").scope("members:admin"))
}

async fn first(ctx: &Ctx) -> Result<Member, Error> {
    let first = member::Entity::find().order_by_asc(member::Column::Id);
    first.one(&ctx.db()).await?.ok_or(Error::NotFound)
}

async fn first_member(ctx: Ctx) -> Result<Member, Error> {
    first(&ctx).await
}

async fn keep(ctx: Ctx) -> Result<Member, Error> {
    let member = Set(Json(first(&ctx).await?));
    let kept = keepsake::ops::create(
        &ctx,
        keepsake::ActiveModel {
            member,
            ..Default::default()
        },
    )
    .await?;
    let read = keepsake::ops::read(&ctx, kept.id).await?;
    Ok(read.member.0)
}

async fn few_members(ctx: Ctx) -> Result<Vec<Member>, Error> {
    Ok(vec![first(&ctx).await?])
}

async fn page_of_members(ctx: Ctx) -> Result<Page<Member>, Error> {
    Ok(Page::new(&vec![first(&ctx).await?], None))
}

async fn pair(ctx: Ctx) -> Result<Pair, Error> {
    let team = team::Entity::find().one(&ctx.db()).await?;
    Ok(Pair {
        member: first(&ctx).await?,
        team,
    })
}

async fn query_members(ctx: Ctx, query: member::Query) -> Result<Page<Member>, Error> {
    query.page(&ctx, member::Entity::find()).await
}

async fn count_members(ctx: Ctx, filters: member::Filters) -> Result<i64, Error> {
    let found = filters.choose(&ctx, member::Entity::find())?.all(&ctx.db()).await?;
    i64::try_from(found.len()).map_err(Error::internal)
}

async fn draft_member(_: Ctx, body: member::Create) -> Result<Vec<String>, Error> {
    let given = [("email", body.0.email.is_set()), ("level", body.0.level.is_set())];
    Ok(given
        .into_iter()
        .filter(|(_, given)| *given)
        .map(|(name, _)| name.to_owned())
        .collect())
}

async fn announce(ctx: Ctx) -> Result<NoContent, Error> {
    ctx.publish("announced", "member", &first(&ctx).await?).await?;
    Ok(NoContent)
}

async fn first_by_socket(ctx: Ctx, _: Socket) -> Result<Member, Error> {
    first(&ctx).await
}

/// Two members, of whom `ann` is the first.
async fn club(database: warp_openapi::testing::Database) -> App {
    let app = App::start(Club::API, database).await;
    for (user, name) in [("ann", "Ann"), ("bob", "Bob")] {
        let body = json!({ "name": name, "email": format!("{user}@club") });
        app.post("/members", &body).bearer(user).await.expect(201);
    }
    app
}

/// The names of an object's members, in alphabetical order.
#[track_caller]
fn names(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

const PUBLIC: [&str; 3] = ["id", "name", "user"];
const OWN: [&str; 4] = ["email", "id", "name", "user"];
const ADMIN: [&str; 4] = OWN;
const KEY: [&str; 5] = ["email", "id", "level", "name", "user"];

#[track_caller]
fn holds(reply: Reply, expected: &[&str]) {
    let reply = reply.expect(200);
    let json = reply.json();
    let row = match &json {
        Value::Array(rows) => &rows[0],
        row => row.get("member").unwrap_or(row),
    };
    assert_eq!(names(row), expected);
}

#[tokio::test]
async fn rows_hold_the_fields_that_the_client_may_see() {
    for database in databases().await {
        let app = club(database).await;
        for path in ["/members/1", "/members", "/query", "/first", "/few", "/page", "/pair"] {
            holds(app.get(path).await, &PUBLIC);
            holds(app.get(path).bearer("bob").await, &PUBLIC);
            holds(app.get(path).bearer("ann").await, &OWN);
            holds(app.get(path).bearer("clerk").await, &ADMIN);
            holds(app.get(path).header("X-Key", "k").await, &KEY);
        }
        // In one list, each row by its owner.
        let reply = app.get("/members").bearer("bob").await.expect(200).json();
        assert_eq!((names(&reply[0]), names(&reply[1])), (PUBLIC.to_vec(), OWN.to_vec()));
        // A program with the scope of another scheme isn't admitted by it.
        app.patch("/members/1", json!({ "notes": "kind" }))
            .bearer("admin")
            .await
            .expect(403);
        let patched = app
            .patch("/members/1", json!({ "name": "Anna" }))
            .bearer("ann")
            .await
            .expect(200);
        assert_eq!(names(&patched.json()), OWN);
    }
}

#[tokio::test]
async fn all_scopes_of_a_rule_are_needed() {
    for database in databases().await {
        let app = club(database).await;
        let body = json!({ "name": "Admin", "email": "admin@club", "notes": "strict" });
        let reply = app.post("/members", &body).bearer("admin").await.expect(201).json();
        assert_eq!(names(&reply), ["email", "id", "name", "notes", "user"]);
        app.post("/members", &body).bearer("clerk").await.expect(422);
        let path = "/members/3";
        assert_eq!(app.get(path).bearer("admin").await.json()["notes"], "strict");
        for client in ["clerk", "ann"] {
            assert_eq!(app.get(path).bearer(client).await.json().get("notes"), None);
        }
        assert_eq!(app.get(path).header("X-Key", "k").await.json().get("notes"), None);
    }
}

#[tokio::test]
async fn hidden_fields_are_unknown_in_filters_search_and_orders() {
    for database in databases().await {
        let app = club(database).await;
        for list in ["/members", "/query"] {
            for query in ["email=ann@club", "email:contains=ann", "notes:null=true", "level:ge=1"] {
                let known = app.get(&format!("{list}?unknown=1")).await.expect(422).json();
                let name = query.split('=').next().expect("it is there");
                for client in ["", "bob"] {
                    let request = app.get(&format!("{list}?{query}"));
                    let request = if client.is_empty() {
                        request
                    } else {
                        request.bearer(client)
                    };
                    let refused = request.await.expect(422).json();
                    assert_eq!(refused["errors"][0]["field"], name);
                    assert_eq!(refused["errors"][0]["message"], known["errors"][0]["message"]);
                }
            }
            for order in ["email", "-email", "level"] {
                let refused = app
                    .get(&format!("{list}?order_by={order}"))
                    .bearer("bob")
                    .await
                    .expect(422)
                    .json();
                assert_eq!(refused["errors"][0]["message"], "not one of name, -name");
            }
            // The text is in addresses only.
            let found = app
                .get(&format!("{list}?search=club"))
                .bearer("bob")
                .await
                .expect(200)
                .json();
            assert_eq!(found, json!([]));
            let found = app
                .get(&format!("{list}?search=club&order_by=-email&email:contains=@"))
                .bearer("clerk")
                .await;
            assert_eq!(found.expect(200).json()[0]["name"], "Bob");
        }
        let refused = app.get("/teams?budget:ge=1").bearer("ann").await.expect(422).json();
        assert_eq!(refused["errors"][0]["field"], "budget:ge");
        app.get("/teams?budget:ge=1").header("X-Key", "k").await.expect(200);
        app.delete("/teams?budget:ge=0").bearer("ann").await.expect(422);
        // Rows to delete are the client's own.
        assert_eq!(
            app.get("/count?email:contains=club")
                .bearer("bob")
                .await
                .expect(200)
                .json(),
            json!(1)
        );
    }
}

#[tokio::test]
async fn an_owner_filters_its_own_rows_by_what_it_sees() {
    for database in databases().await {
        let app = club(database).await;
        app.post("/letters", json!({ "text": "Dear", "draft": false }))
            .bearer("ann")
            .await
            .expect(201);
        let found = app
            .get("/letters?draft=false&order_by=draft")
            .bearer("ann")
            .await
            .expect(200)
            .json();
        assert_eq!(found[0]["draft"], false);
        assert_eq!(
            app.get("/letters?draft=false").bearer("bob").await.expect(200).json(),
            json!([])
        );
        app.get("/letters/1").bearer("bob").await.expect(404);
    }
}

#[tokio::test]
async fn hidden_fields_are_unknown_in_bodies() {
    for database in databases().await {
        let app = club(database).await;
        let unknown = app
            .post("/teams", json!({ "name": "Blue", "nothing": 1 }))
            .await
            .expect(422)
            .json();
        for request in [
            app.post("/teams", json!({ "name": "Blue", "budget": 1 })),
            app.post("/teams", json!({ "name": "Blue", "budget": 1 })).bearer("ann"),
            app.post("/draft", json!({ "name": "Cid", "email": "c", "level": 2 }))
                .bearer("ann"),
        ] {
            let refused = request.await.expect(422).json();
            assert_eq!(
                refused["errors"][0]["message"], unknown["errors"][0]["message"],
                "{refused}"
            );
        }
        let reply = app
            .post("/teams", json!({ "name": "Blue", "budget": 7 }))
            .header("X-Key", "k")
            .await
            .expect(201);
        assert_eq!(reply.json(), json!({ "id": 1, "name": "Blue", "budget": 7 }));
        // Replacing a row keeps what the client doesn't see.
        let replaced = app
            .put("/teams/1", json!({ "name": "Red" }))
            .bearer("ann")
            .await
            .expect(200);
        assert_eq!(replaced.json(), json!({ "id": 1, "name": "Red" }));
        let kept = app.get("/teams/1").header("X-Key", "k").await.expect(200).json();
        assert_eq!(kept, json!({ "id": 1, "name": "Red", "budget": 7 }));
        let emptied = app
            .put("/teams/1", json!({ "name": "Red" }))
            .header("X-Key", "k")
            .await
            .expect(200);
        assert_eq!(emptied.json()["budget"], 0);
        assert_eq!(
            app.post("/draft", json!({ "name": "Cid", "email": "c" }))
                .bearer("ann")
                .await
                .json(),
            json!(["email"])
        );
    }
}

#[tokio::test]
async fn entity_tags_are_those_of_what_the_client_sees() {
    for database in databases().await {
        let app = club(database).await;
        let tag = |reply: &Reply| reply.header("ETag").expect("it is there").to_owned();
        let (public, own) = (app.get("/members/1").await, app.get("/members/1").bearer("ann").await);
        assert_ne!(tag(&public), tag(&own));
        let change = json!({ "name": "Anna" });
        app.patch("/members/1", &change)
            .bearer("ann")
            .header("If-Match", &tag(&public))
            .await
            .expect(412);
        app.patch("/members/1", &change)
            .bearer("ann")
            .header("If-Match", &tag(&own))
            .await
            .expect(200);
    }
}

#[tokio::test]
async fn what_is_stored_has_all_fields() {
    for database in databases().await {
        let app = club(database).await;
        for (client, fields) in [("ann", &OWN[..]), ("bob", &PUBLIC[..])] {
            holds(app.post("/keep", "").bearer(client).await, fields);
        }
    }
}

#[tokio::test]
async fn messages_hold_what_every_subscriber_may_see() {
    for database in databases().await {
        let app = club(database).await;
        let mut socket = TestSocket::open(app.address(), "/news", &[("Authorization", "Bearer ann")])
            .await
            .expect("it is there");
        let own = socket.call("first", json!({})).await;
        assert_eq!(names(&own), OWN);
        socket.call("subscribe", json!({ "channel": "members" })).await;
        socket.call("subscribe", json!({ "channel": "announced" })).await;
        app.patch("/members/1", json!({ "name": "Anna" }))
            .bearer("ann")
            .await
            .expect(200);
        assert_eq!(names(&socket.receive().await["data"]), PUBLIC);
        app.post("/announce", json!({})).bearer("ann").await.expect(204);
        assert_eq!(names(&socket.receive().await["data"]), PUBLIC);
    }
}

/// From the document, not from the declaration: what says "Only for" comes out of no operation to clients without credentials.
#[tokio::test]
async fn no_operation_shows_what_the_document_says_is_hidden() {
    for database in databases().await {
        let app = club(database).await;
        app.post("/teams", json!({ "name": "Blue" })).await.expect(201);
        let document: Value = serde_json::from_str(Club::openapi()).expect("it is there");
        let mut hidden = Vec::new();
        for schema in document["components"]["schemas"]
            .as_object()
            .expect("an object")
            .values()
        {
            let properties = schema["properties"].as_object().into_iter().flatten();
            for (name, property) in properties {
                let description = property["description"].as_str().unwrap_or_default();
                if description.contains("Only for ") {
                    hidden.push(name.clone());
                    let required = schema["required"].as_array().into_iter().flatten();
                    let replies = schema.get("additionalProperties").is_none();
                    assert!(
                        !replies || required.into_iter().all(|required| required != name),
                        "{name}"
                    );
                }
            }
        }
        assert!(
            ["email", "notes", "level", "budget", "draft"]
                .iter()
                .all(|name| hidden.iter().any(|found| found == name))
        );
        let mut seen = 0;
        for (path, item) in document["paths"].as_object().expect("an object") {
            if item.get("get").is_none() {
                continue;
            }
            let reply = app.get(&path.replace("{id}", "1")).await;
            if reply.status() == 200 {
                seen += 1;
                let text = reply.text();
                assert!(
                    !hidden.iter().any(|name| text.contains(&format!("\"{name}\""))),
                    "{path}: {text}"
                );
            }
        }
        assert!(seen >= 8, "{seen}");
    }
}

#[test]
fn the_document_says_who_sees_a_field() {
    let document: Value = serde_json::from_str(Club::openapi()).expect("it is there");
    let schema = |name: &str| document["components"]["schemas"][name].clone();
    let email = &schema("Member")["properties"]["email"]["description"];
    assert_eq!(
        *email,
        "Where letters go\n\nOnly for the owner of the row or clients with `bearer` and the scope `members:admin` or clients with `key`; other clients neither see nor set it."
    );
    let notes = &schema("Member")["properties"]["notes"]["description"];
    assert_eq!(
        *notes,
        "What the board wrote\n\nOnly for clients with `bearer` and the scope `members:admin`, `board`; other clients neither see nor set it."
    );
    assert_eq!(schema("Member")["required"], json!(["id", "name", "user"]));
}
