//! Resources whose path is that of the one row that the caller owns.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

use crate::support::refuses;

api! {
    api Account {
        title: "Account",
        version: "1",
        base_path: "/v1",
        security: { user: Basic::new() = check_user },
        access: user,
    }

    /// The profile of a user
    resource Profile {
        path: "/user",
        one: owner,
        owner: name,
        key: { id: i64 [auto_increment] },
        fields: {
            name: String [unique],
            bio: Option<String>,
            mail: String [len(3..=40), unique],
            joined: Option<String> [create_only],
        },
        ops: [read, update, put, delete],
    }

    /// The settings of a user, whose key is the user's ID
    resource Preference {
        path: "/user/preferences",
        one: owner,
        key: { user: i64 },
        owner: user,
        fields: { theme: String [default("light")], places: Option<i32> },
        if_match: required,
        ops: [read, put, update],
    }

    /// A basket, with hooks
    resource Basket {
        path: "/basket",
        one: owner,
        key: { id: Uuid [default_with(Uuid::now_v7), hidden] },
        owner: buyer,
        fields: { buyer: String [hidden], things: i32 },
        unique: [[buyer]],
        hooks: { before_create: check_things, before_update: check_things },
        ops: [read, put, update, delete],
    }

    /// Signs up: another method at the path of a profile
    op sign_up(body: SignUp) -> Created<Profile> { route: POST "/user" }
    /// Goes through the functions of a basket
    op go_shopping() -> Vec<String> { route: POST "/shopping" }

    /// What a new user gives
    schema SignUp { mail: String }
}

async fn check_user(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, .. } => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_things(_: &Ctx, basket: &mut basket::ActiveModel) -> Result<(), Error> {
    match &basket.things {
        Set(13) => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

async fn sign_up(ctx: Ctx, body: SignUp) -> Result<Created<Profile>, Error> {
    let profile = profile::ActiveModel {
        mail: Set(body.mail),
        ..Default::default()
    };
    Ok(Created::row(profile::ops::create(&ctx, profile).await?))
}

async fn go_shopping(ctx: Ctx) -> Result<Vec<String>, Error> {
    let things = |things| basket::ActiveModel {
        things: Set(things),
        ..Default::default()
    };
    let (put, created) = basket::ops::put(&ctx, (), things(1)).await?;
    let (again, created_again) = basket::ops::put(&ctx, (), things(2)).await?;
    let updated = basket::ops::update(&ctx, (), things(3)).await?;
    let read = basket::ops::read(&ctx, ()).await?;
    basket::ops::delete(&ctx, ()).await?;
    let gone = matches!(basket::ops::read(&ctx, ()).await, Err(Error::NotFound));
    Ok(vec![
        format!("{} {} {created}", put.buyer, put.things),
        format!("{} {created_again} {}", again.things, again.id == put.id),
        format!("{} {}", updated.things, read.things),
        gone.to_string(),
    ])
}

/// Runs a case on each database.
async fn everywhere(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Account::API, database).await).await;
    }
}

async fn ask(app: &App, who: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
    let request = app.request(method, &format!("/v1{path}")).basic(who, "x");
    match body {
        Some(body) => request.json(body).await,
        None => request.await,
    }
}

#[tokio::test]
async fn each_has_a_row_of_its_own_at_the_path() {
    everywhere(async |app| {
        for (method, body) in [("GET", None), ("PATCH", Some(json!({}))), ("DELETE", None)] {
            ask(app, "ann", method, "/user", body).await.expect(404);
        }
        let body = json!({"mail": "ann@x", "joined": "now"});
        let created = ask(app, "ann", "PUT", "/user", Some(body.clone())).await.expect(201);
        let location = format!("http://{}/v1/user", app.address());
        assert_eq!(created.header("Location"), Some(location.as_str()));
        let ann = json!({"id": 1, "name": "ann", "mail": "ann@x", "joined": "now"});
        assert_eq!(created.json(), ann);
        assert_eq!(ask(app, "ann", "GET", "/user", None).await.expect(200).json(), ann);
        ask(app, "bob", "GET", "/user", None).await.expect(404);
        let taken = ask(app, "bob", "PUT", "/user", Some(body)).await.expect(409);
        assert_eq!(taken.json()["detail"], "mail already exists");
        ask(app, "bob", "PUT", "/user", Some(json!({"mail": "bob@x"})))
            .await
            .expect(201);
        let changed = ask(app, "ann", "PATCH", "/user", Some(json!({"bio": "b"})))
            .await
            .expect(200);
        assert_eq!(changed.json()["bio"], "b");
        let replaced = ask(
            app,
            "ann",
            "PUT",
            "/user",
            Some(json!({"mail": "new@x", "joined": "later"})),
        )
        .await
        .expect(200);
        assert_eq!(
            replaced.json(),
            json!({"id": 1, "name": "ann", "mail": "new@x", "joined": "now"})
        );
        ask(app, "ann", "DELETE", "/user", None).await.expect(204);
        ask(app, "ann", "DELETE", "/user", None).await.expect(404);
        assert_eq!(
            ask(app, "bob", "GET", "/user", None).await.expect(200).json()["mail"],
            "bob@x"
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_has_a_row_without_credentials() {
    everywhere(async |app| {
        for method in ["GET", "DELETE"] {
            app.request(method, "/v1/user").await.expect(401);
        }
        app.patch("/v1/user", json!({})).await.expect(401);
        app.put("/v1/user", json!({"mail": "a@x"})).await.expect(401);
        // A principal who can't own rows here: its ID is no number.
        ask(app, "ann", "GET", "/user/preferences", None).await.expect(404);
        let put = app
            .put("/v1/user/preferences", json!({}))
            .basic("ann", "x")
            .header("If-None-Match", "*")
            .await;
        put.expect(403);
    })
    .await;
}

#[tokio::test]
async fn the_path_has_no_parameters_and_the_body_no_owner() {
    everywhere(async |app| {
        ask(app, "ann", "PUT", "/user", Some(json!({"mail": "ann@x"})))
            .await
            .expect(201);
        ask(app, "ann", "GET", "/user/1", None).await.expect(404);
        ask(app, "ann", "GET", "/user/ann", None).await.expect(404);
        let foreign = json!({"mail": "a@x", "name": "bob", "id": 2});
        for method in ["PUT", "PATCH"] {
            refuses(
                ask(app, "ann", method, "/user", Some(foreign.clone())).await,
                &[("name", "unknown field"), ("id", "unknown field")],
            );
        }
        let options = app.request("OPTIONS", "/v1/user").await.expect(204);
        assert_eq!(
            options.header("Allow"),
            Some("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
        );
    })
    .await;
}

#[tokio::test]
async fn the_owner_may_be_the_key() {
    everywhere(async |app| {
        let path = "/v1/user/preferences";
        let put = |who: &str, theme: &str| app.put(path, json!({ "theme": theme })).basic(who, "x");
        put("7", "dark").await.expect(428);
        put("7", "dark").header("If-Match", "*").await.expect(412);
        let created = put("7", "dark").header("If-None-Match", "*").await.expect(201);
        assert_eq!(created.json(), json!({"user": 7, "theme": "dark"}));
        put("7", "dark").header("If-None-Match", "*").await.expect(412);
        put("8", "blue").header("If-None-Match", "*").await.expect(201);
        let tag = created.header("ETag").expect("a tag").to_owned();
        let change = |tag: &str| {
            app.patch(path, json!({"places": 2}))
                .basic("7", "x")
                .header("If-Match", tag)
        };
        let changed = change(&tag).await.expect(200);
        assert_eq!(changed.json(), json!({"user": 7, "theme": "dark", "places": 2}));
        change(&tag).await.expect(412);
        put("7", "red")
            .header("If-Match", changed.header("ETag").expect("a tag"))
            .await
            .expect(200);
        let other = app.get(path).basic("8", "x").await.expect(200);
        assert_eq!(other.json(), json!({"user": 8, "theme": "blue"}));
    })
    .await;
}

#[tokio::test]
async fn a_counter_counts_new_rows_only() {
    everywhere(async |app| {
        for _ in 0..3 {
            ask(app, "ann", "PUT", "/user", Some(json!({"mail": "ann@x"}))).await;
        }
        let bob = ask(app, "bob", "PUT", "/user", Some(json!({"mail": "bob@x"})))
            .await
            .expect(201);
        assert_eq!(bob.json()["id"], 2);
    })
    .await;
}

#[tokio::test]
async fn hooks_run_around_the_changes_of_a_singleton() {
    everywhere(async |app| {
        ask(app, "ann", "PUT", "/basket", Some(json!({"things": 13})))
            .await
            .expect(403);
        ask(app, "ann", "GET", "/basket", None).await.expect(404);
        let created = ask(app, "ann", "PUT", "/basket", Some(json!({"things": 1})))
            .await
            .expect(201);
        assert_eq!(created.json(), json!({"things": 1}));
        ask(app, "ann", "PUT", "/basket", Some(json!({"things": 13})))
            .await
            .expect(403);
        ask(app, "ann", "PATCH", "/basket", Some(json!({"things": 13})))
            .await
            .expect(403);
        ask(app, "ann", "PUT", "/basket", Some(json!({"things": 2})))
            .await
            .expect(200);
        assert_eq!(
            ask(app, "ann", "GET", "/basket", None).await.expect(200).json(),
            json!({"things": 2})
        );
    })
    .await;
}

#[tokio::test]
async fn functions_are_about_the_caller_s_row() {
    everywhere(async |app| {
        ask(app, "bob", "PUT", "/basket", Some(json!({"things": 9})))
            .await
            .expect(201);
        let seen = ask(app, "ann", "POST", "/shopping", None).await.expect(200).json();
        assert_eq!(seen, json!(["ann 1 true", "2 false true", "3 3", "true"]));
        assert_eq!(
            ask(app, "bob", "GET", "/basket", None).await.expect(200).json(),
            json!({"things": 9})
        );
        let made = ask(app, "ann", "POST", "/user", Some(json!({"mail": "ann@x"})))
            .await
            .expect(201);
        let location = format!("http://{}/v1/user", app.address());
        assert_eq!(made.header("Location"), Some(location.as_str()));
        ask(app, "ann", "POST", "/user", Some(json!({"mail": "other@x"})))
            .await
            .expect(409);
    })
    .await;
}

#[tokio::test]
async fn puts_at_the_same_time_create_one_row() {
    everywhere(async |app| {
        for path in ["/user", "/basket"] {
            let body = json!({"mail": "ann@x", "things": 1});
            let body = if path == "/user" {
                json!({"mail": body["mail"]})
            } else {
                json!({"things": body["things"]})
            };
            let puts = (0..8).map(|_| ask(app, "ann", "PUT", path, Some(body.clone())));
            let replies = futures::future::join_all(puts).await;
            assert_eq!(
                replies.iter().filter(|reply| reply.status() == 201).count(),
                1,
                "{path}"
            );
            assert_eq!(
                replies.iter().filter(|reply| reply.status() == 200).count(),
                7,
                "{path}"
            );
        }
    })
    .await;
}

#[test]
fn the_document_has_the_path_without_parameters() {
    let document: Value = serde_json::from_str(Account::openapi()).expect("JSON");
    let user = document["paths"]["/user"].as_object().expect("a path");
    let mut operations: Vec<&str> = user.keys().map(String::as_str).collect();
    operations.sort_unstable();
    assert_eq!(operations, ["delete", "get", "patch", "post", "put"]);
    for method in ["get", "patch", "put", "delete"] {
        let parameters = user[method]["parameters"].to_string();
        assert!(!parameters.contains("\"path\""), "{parameters}");
        assert!(user[method]["responses"]["401"].is_object(), "{method}");
        assert!(user[method]["responses"]["404"].is_object(), "{method}");
    }
    assert_eq!(user["get"]["operationId"], "read_profile");
    let created = &user["put"]["responses"]["201"];
    assert!(created["headers"]["Location"].is_object());
    assert_eq!(created["links"]["read"], json!({"operationId": "read_profile"}));
    assert!(
        !document["paths"]
            .as_object()
            .expect("paths")
            .keys()
            .any(|path| path.contains('{'))
    );
    let schemas = &document["components"]["schemas"];
    assert!(schemas["ProfilePut"]["properties"].get("name").is_none());
    assert!(schemas["ProfilePut"]["properties"].get("id").is_none());
    // Nothing of a basket but its owner is unique, by whom a put finds it; of a profile the mail is.
    assert!(user["put"]["responses"]["409"].is_object());
    assert!(
        document["paths"]["/user/preferences"]["put"]["responses"]
            .get("409")
            .is_none()
    );
}

#[test]
fn routes_have_the_path_alone() {
    let routes: Vec<String> = Account::API
        .routes()
        .map(|route| format!("{} {} {}", route.method.name(), route.path, route.operation))
        .collect();
    for expected in [
        "GET /user read_profile",
        "PUT /user put_profile",
        "GET /user/preferences read_preference",
    ] {
        assert!(routes.contains(&expected.to_owned()), "{routes:?}");
    }
}
