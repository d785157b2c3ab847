//! Properties of schemas that go one way only: `read_only` and `write_only`, wherever schemas are sent, shown and stored.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Multipart as Parts, databases};

use crate::support::refuses;

mod document;
mod hooked;
mod retried;

api! {
    /// Members
    api Club { title: "Club", version: "1.0.0" }

    /// Where somebody lives
    schema Home {
        /// Street
        street: String [len(1..=20)],
        /// Whether somebody looked
        checked: bool [read_only, default(false)],
        /// How to get in
        code: Option<String> [write_only],
    }

    /// Who somebody is
    schema Account {
        /// Number
        number: Option<i64> [read_only],
        /// Name
        name: String [len(2..=20)],
        /// Password
        password: String [len(4..=20), write_only],
        /// How often they came
        visits: i32 [default(0), read_only],
        /// Where they live
        home: Option<Home>,
        /// Others, by name
        others: HashMap<String, Home> [default_empty],
    }

    /// What a form can hold
    schema Login {
        /// Name
        name: String,
        /// Password
        password: String [write_only],
        /// Since when
        since: Option<String> [read_only],
    }

    /// An account, or its name
    union Who { Account(Account), Name(String) }

    /// A list without anything that goes one way
    schema Plain { name: String }

    /// A member
    resource Member {
        path: "/members",
        key: { id: String [len(1..=10)] },
        fields: { account: Json<Account>, friends: Option<Json<Vec<Who>>> },
        ops: [list, create, create_many, read, update, put, delete],
    }

    /// A member with hooks
    resource Guest {
        path: "/guests",
        key: { id: String },
        fields: { account: Json<Account> },
        ops: [create, read, update, put],
        hooks: { before_update: look },
    }

    /// Answer with the same
    op same_account(body: Account) -> Account { route: POST "/account" }
    /// Answer with the same
    op same_list(body: Vec<Who>) -> HashMap<String, Who> { route: POST "/list" }
    /// Answer with the same
    op same_form(body: Form<Login>) -> Login { route: POST "/form" }
    /// Answer with the same
    op same_parts(body: Multipart<Login>) -> Login { route: POST "/parts" }
    /// Answer with the same
    op same_plain(body: Plain) -> Plain { route: POST "/plain" }

    /// Follow members
    socket Door {
        path: "/door",
        rpc: {
            /// Answers with the same
            same(payload: Account) -> Account = same_payload,
        },
        channels: {
            /// News
            news: {
                /// Somebody came
                came: Account,
            },
        },
        allow: [subscribe, publish],
    }
}

async fn look(_: &Ctx, draft: &mut guest::ActiveModel) -> Result<(), Error> {
    // A hook gets the stored row.
    match draft.account.try_as_ref() {
        Some(account) if account.0.visits == 0 => Err(Error::status(409, "lost")),
        _ => Ok(()),
    }
}

async fn same_account(_: Ctx, body: Account) -> Result<Account, Error> {
    assert_eq!((body.number, body.visits), (None, 0));
    assert!(!body.password.is_empty());
    Ok(Account {
        number: Some(7),
        visits: 3,
        ..body
    })
}

async fn same_list(_: Ctx, body: Vec<Who>) -> Result<HashMap<String, Who>, Error> {
    Ok(body
        .into_iter()
        .enumerate()
        .map(|(at, who)| (at.to_string(), who))
        .collect())
}

async fn same_form(_: Ctx, body: Form<Login>) -> Result<Login, Error> {
    Ok(body.0)
}

async fn same_parts(_: Ctx, body: Multipart<Login>) -> Result<Login, Error> {
    Ok(body.0)
}

async fn same_plain(_: Ctx, body: Plain) -> Result<Plain, Error> {
    Ok(body)
}

async fn same_payload(_: Ctx, _: Socket, payload: Account) -> Result<Account, Error> {
    Ok(Account {
        number: Some(7),
        ..payload
    })
}

async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Club::API, database).await).await;
    }
}

fn ada() -> Value {
    json!({"name": "Ada", "password": "s3cret", "home": {"street": "Main", "code": "s3cret"}})
}

/// Ada as replies show her.
fn shown() -> Value {
    json!({"name": "Ada", "visits": 0, "home": {"street": "Main", "checked": false}, "others": {}})
}

#[tokio::test]
async fn requests_cant_set_what_is_read_only() {
    on_every_database(async |app| {
        let mut body = ada();
        body["number"] = json!(1);
        body["home"]["checked"] = json!(true);
        body["others"] = json!({"x": {"street": "Side", "checked": true}});
        let at = |place: &str| -> Vec<(String, &str)> {
            ["number", "home.checked", "others.x.checked"]
                .map(|field| (format!("{place}{field}"), "unknown field"))
                .to_vec()
        };
        let check = |reply, place: &str| {
            let expected = at(place);
            let expected: Vec<(&str, &str)> = expected
                .iter()
                .map(|(field, message)| (field.as_str(), *message))
                .collect();
            refuses(reply, &expected);
        };
        check(app.post("/account", &body).await, "");
        app.post("/members", json!({"id": "a", "account": ada()}))
            .await
            .expect(201);
        check(
            app.post("/members", json!({"id": "b", "account": body})).await,
            "account.",
        );
        check(
            app.post("/members/bulk", json!([{"id": "b", "account": body}])).await,
            "0.account.",
        );
        check(app.patch("/members/a", json!({"account": body})).await, "account.");
        check(app.put("/members/a", json!({"account": body})).await, "account.");
        refuses(
            app.post("/list", json!([body])).await,
            &[("0", "fits none of Account, Name")],
        );
        let form = [("name", "Ada"), ("password", "x"), ("since", "now")];
        refuses(
            app.request("POST", "/form").form(form).await,
            &[("since", "unknown field")],
        );
        let parts = Parts::new()
            .text("name", "Ada")
            .text("password", "x")
            .text("since", "now");
        refuses(
            app.request("POST", "/parts").multipart(&parts).await,
            &[("since", "unknown field")],
        );
        let mut socket = app.socket("/door").await;
        let reply = socket.call("same", body.clone()).await;
        assert_eq!(reply["errors"].as_array().map(Vec::len), Some(3), "{reply}");
        let event = json!({"channel": "news", "event": "came", "data": body});
        let reply = socket.call("publish", event).await;
        assert_eq!(reply["errors"].as_array().map(Vec::len), Some(3), "{reply}");
    })
    .await;
}

#[tokio::test]
async fn replies_dont_show_what_is_write_only() {
    on_every_database(async |app| {
        let reply = app.post("/account", ada()).await.expect(200);
        let mut expected = shown();
        expected["number"] = json!(7);
        expected["visits"] = json!(3);
        assert_eq!(reply.json(), expected);
        let reply = app.post("/list", json!([ada(), "Bob"])).await.expect(200);
        assert_eq!(reply.json(), json!({"0": shown(), "1": "Bob"}));
        let form = [("name", "Ada"), ("password", "s3cret")];
        let login = json!({"name": "Ada"});
        assert_eq!(app.request("POST", "/form").form(form).await.expect(200).json(), login);
        let parts = Parts::new().text("name", "Ada").text("password", "s3cret");
        assert_eq!(
            app.request("POST", "/parts").multipart(&parts).await.expect(200).json(),
            login
        );

        let row = json!({"id": "a", "account": ada(), "friends": [ada()]});
        let expected = json!({"id": "a", "account": shown(), "friends": [shown()]});
        assert_eq!(app.post("/members", row).await.expect(201).json(), expected);
        assert_eq!(app.get("/members/a").await.expect(200).json(), expected);
        assert_eq!(app.get("/members").await.expect(200).json(), json!([expected]));
        let row = stored(app, "a").await;
        assert_eq!(row.account.0.password, "s3cret");
        assert_eq!(
            row.account.0.home.as_ref().and_then(|home| home.code.as_deref()),
            Some("s3cret")
        );
        // serde shows a schema as replies do, and reads what they show.
        assert!(!serde_json::to_string(&row.account.0).expect("JSON").contains("s3cret"));

        let mut socket = app.socket("/door").await;
        let reply = socket.call("same", ada()).await;
        assert_eq!(reply["number"], 7, "{reply}");
        assert!(!reply.to_string().contains("s3cret"), "{reply}");
        socket.call("subscribe", json!({"channel": "news"})).await;
        let event =
            json!({"id": "p", "method": "publish", "payload": {"channel": "news", "event": "came", "data": ada()}});
        socket.send(event).await;
        for _ in 0..2 {
            let frame = socket.receive().await.to_string();
            assert!(frame.contains("Ada") && !frame.contains("s3cret"), "{frame}");
        }
    })
    .await;
}

async fn stored(app: &App, id: &str) -> member::Model {
    let found = member::Entity::find_by_id(id).one(app.database().connection()).await;
    found.expect("a query").expect("a row")
}

fn seen(account: Account) -> Account {
    let home = |home: Home| Home { checked: true, ..home };
    Account {
        number: Some(7),
        visits: 3,
        home: account.home.map(home),
        others: account
            .others
            .into_iter()
            .map(|(name, one)| (name, home(one)))
            .collect(),
        ..account
    }
}

#[tokio::test]
async fn a_change_of_a_json_column_keeps_what_is_read_only() {
    on_every_database(async |app| {
        let connection = app.database().connection();
        let mut body = ada();
        body["others"] = json!({"x": {"street": "Side"}, "y": {"street": "Back"}});
        app.post("/members", json!({"id": "a", "account": body}))
            .await
            .expect(201);
        let row = stored(app, "a").await;
        let account = seen(row.account.0.clone());
        let mut row = row.into_active_model();
        row.account = Set(Json(account));
        row.update(connection).await.expect("an update");

        let change = json!({
            "name": "Eve", "password": "0ther", "home": {"street": "New"},
            "others": {"x": {"street": "Far"}, "z": {"street": "Next"}},
        });
        let expected = json!({
            "number": 7, "name": "Eve", "visits": 3, "home": {"street": "New", "checked": true},
            "others": {"x": {"street": "Far", "checked": true}, "z": {"street": "Next", "checked": false}},
        });
        for (verb, tag) in [("PATCH", false), ("PUT", false), ("PATCH", true), ("PUT", true)] {
            let request = app.request(verb, "/members/a").json(json!({"account": change}));
            let request = if tag {
                let tag = app
                    .get("/members/a")
                    .await
                    .expect(200)
                    .header("ETag")
                    .expect("a tag")
                    .to_owned();
                request.header("If-Match", &tag)
            } else {
                request
            };
            assert_eq!(request.await.expect(200).json()["account"], expected, "{verb} {tag}");
            assert_eq!(stored(app, "a").await.account.0.password, "0ther");
        }
        // What isn't given isn't touched, and a new row has nothing to keep.
        app.patch("/members/a", json!({"friends": ["Bob"]})).await.expect(200);
        assert_eq!(app.get("/members/a").await.expect(200).json()["account"], expected);
        let made = app.put("/members/b", json!({"account": ada()})).await.expect(201);
        assert_eq!(made.json()["account"], shown());
        app.patch("/members/c", json!({"account": change})).await.expect(404);

        app.post("/guests", json!({"id": "a", "account": ada()}))
            .await
            .expect(201);
        let row = guest::Entity::find_by_id("a")
            .one(connection)
            .await
            .expect("a query")
            .expect("a row");
        let account = seen(row.account.0.clone());
        let mut row = row.into_active_model();
        row.account = Set(Json(account));
        row.update(connection).await.expect("an update");
        for verb in ["PATCH", "PUT"] {
            let reply = app
                .request(verb, "/guests/a")
                .json(json!({"account": change}))
                .await
                .expect(200);
            assert_eq!(reply.json()["account"]["number"], 7, "{verb}");
        }
    })
    .await;
}
