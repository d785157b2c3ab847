//! Operations that let anybody in and know who it is: `access: public | token`.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, databases};

use super::{challenges, checks, who};

api! {
    /// Operations with optional credentials.
    api Fair {
        title: "Fair",
        version: "1.0.0",
        security: {
            /// Token of a visitor
            token: Bearer::new().prefix("Token") = checks::token,
            /// Key of an application
            key: ApiKey::query("key") = checks::key,
            bearer: Bearer::new() = checks::token,
        },
        access: public | token,
    }

    /// A stall
    resource Stall {
        table: "stalls",
        path: "/stalls",
        key: { id: i64 [auto_increment] },
        fields: { name: String, opened_by: Option<String> [read_only] },
        ops: [list, create, read],
        access: { create: token, read: public | token | key },
        hooks: { before_create: sign },
        publish: [create],
    }

    /// The visitor
    op visitor() -> Option<String> { route: GET "/visitor" }
    /// The visitor, in the other order of words
    op any_visitor() -> Option<String> { route: GET "/visitor/any", access: bearer | public, handler: visitor }
    /// Nobody, since no check runs
    op nobody() -> Option<String> { route: GET "/nobody", access: public, handler: visitor }
    /// Refuse the visitor
    op turn_away() { route: GET "/turn_away", access: public | token | bearer }
    /// The visitor's claims
    op claims() -> Vec<String> { route: GET "/claims" }

    /// The visitor, and new stalls
    socket Gate { path: "/gate", rpc: { who() -> Option<String> = opened_by }, channels: { stalls: Stall }, allow: [subscribe] }
}

async fn visitor(ctx: Ctx) -> Result<Option<String>, Error> {
    Ok(who(&ctx).name)
}

async fn opened_by(ctx: Ctx, _: Socket) -> Result<Option<String>, Error> {
    Ok(who(&ctx).name)
}

async fn turn_away(_: Ctx) -> Result<NoContent, Error> {
    Err(Error::Unauthorized)
}

async fn claims(ctx: Ctx) -> Result<Vec<String>, Error> {
    Ok(ctx
        .claims::<checks::Claims>()
        .map(|claims| claims.0.clone())
        .unwrap_or_default())
}

async fn sign(ctx: &Ctx, stall: &mut stall::ActiveModel) -> Result<(), Error> {
    stall.opened_by = sea_orm::Set(who(ctx).name);
    Ok(())
}

async fn fair() -> App {
    App::start(Fair::API, Database::sqlite().await).await
}

#[track_caller]
fn seen_as(reply: Reply, name: Option<&str>) {
    let reply = reply.expect(200);
    assert_eq!(reply.json(), json!(name));
    // Of anonymous ones, too: another reply belongs to the same URL.
    assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"));
}

#[tokio::test]
async fn a_request_without_credentials_is_anonymous() {
    let app = fair().await;
    seen_as(app.get("/visitor").await, None);
    seen_as(app.get("/visitor/any").await, None);
}

#[tokio::test]
async fn credentials_tell_who_sends_a_request() {
    let app = fair().await;
    for prefix in ["Token", "token", "TOKEN"] {
        let reply = app
            .get("/visitor")
            .header("Authorization", &format!("{prefix} reader"))
            .await;
        seen_as(reply, Some("reader"));
    }
    seen_as(app.get("/visitor/any").bearer("reader").await, Some("reader"));
}

#[tokio::test]
async fn bad_credentials_are_refused_where_none_are_needed() {
    let app = fair().await;
    for given in [
        "Token wrong",
        "Token",
        "Token a b",
        "Bearer reader",
        "Basic YTpi",
        "nonsense",
        "",
    ] {
        let reply = app.get("/visitor").header("Authorization", given).await.expect(401);
        // Another known scheme counts as absent (RFC 6750, section 3.1).
        let error = if !given.starts_with('B') {
            ", error=\"invalid_token\""
        } else {
            ""
        };
        assert_eq!(challenges(&reply), [format!("Token realm=\"Fair\"{error}")], "{given}");
    }
    app.get("/visitor")
        .header("Authorization", "Token banned")
        .await
        .expect(403);
    app.get("/visitor")
        .header("Authorization", "Token errs")
        .await
        .expect(503);
    // Another place of credentials is no part of this rule.
    seen_as(app.get("/visitor?key=wrong").await, None);
}

#[tokio::test]
async fn a_handler_may_ask_for_credentials() {
    let app = fair().await;
    let reply = app.get("/turn_away").await.expect(401);
    assert_eq!(challenges(&reply), ["Token realm=\"Fair\"", "Bearer realm=\"Fair\""]);
}

#[tokio::test]
async fn public_alone_runs_no_check() {
    let app = fair().await;
    let reply = app
        .get("/nobody")
        .header("Authorization", "Token reader")
        .await
        .expect(200);
    assert_eq!((reply.json(), reply.header("Cache-Control")), (Value::Null, None));
}

#[tokio::test]
async fn a_check_hands_on_what_it_found() {
    let app = fair().await;
    let claims = |token: &'static str| app.get("/claims").header("Authorization", token);
    assert_eq!(claims("Token half").await.expect(200).json(), json!(["doors:write"]));
    assert_eq!(app.get("/claims").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn operations_of_resources_know_the_viewer() {
    for database in databases().await {
        let app = App::start(Fair::API, database).await;
        app.post("/stalls", json!({"name": "pears"})).await.expect(401);
        let created = app
            .post("/stalls", json!({"name": "pears"}))
            .header("Authorization", "Token reader")
            .await;
        assert_eq!(created.expect(201).json()["opened_by"], "reader");
        app.get("/stalls").await.expect(200);
        app.get("/stalls")
            .header("Authorization", "Token wrong")
            .await
            .expect(401);
        app.get("/stalls/1").await.expect(200);
        app.get("/stalls/1?key=k3y").await.expect(200);
        app.get("/stalls/1?key=wrong").await.expect(401);
    }
}

#[tokio::test]
async fn a_socket_knows_who_opened_it() {
    let app = fair().await;
    let mut socket = app.socket("/gate").await;
    assert_eq!(socket.call("who", json!({})).await, Value::Null);
    let subscribed = socket.call("subscribe", json!({"channel": "stalls"})).await;
    assert_eq!(subscribed["subscribed"]["stalls"], json!(["*"]));
}

#[test]
fn the_document_says_that_credentials_are_optional() {
    let document: Value = serde_json::from_str(Fair::openapi()).expect("JSON");
    assert_eq!(document["security"], json!([{}, {"token": []}]));
    assert_eq!(
        document["components"]["securitySchemes"]["token"],
        json!({
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token of a visitor\n\n`Token`, a space and the token.",
        })
    );
    let paths = &document["paths"];
    assert_eq!(paths["/visitor"]["get"].get("security"), None);
    assert_eq!(paths["/visitor/any"]["get"]["security"], json!([{}, {"bearer": []}]));
    assert_eq!(
        paths["/stalls/{id}"]["get"]["security"],
        json!([{}, {"token": []}, {"key": []}])
    );
    for path in ["/visitor", "/visitor/any", "/stalls/{id}"] {
        let replies = &paths[path]["get"]["responses"];
        assert!(replies.get("401").is_some() && replies.get("403").is_some(), "{path}");
    }
    assert!(paths["/nobody"]["get"]["responses"].get("401").is_none());
}
