//! Rate limits: who is counted, what is refused, and what replies and documents tell of it.

mod redis;

use std::time::Duration;

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, ManualClock, Reply, Request};
use warp_openapi::{Settings, State};

api! {
    api Desk {
        title: "Desk",
        version: "1.0.0",
        security: {
            bearer: Bearer::new() = check,
            basic: Basic::new() = check,
        },
        access: bearer,
        failed_credentials: per_minute(3),
    }

    /// A note
    resource Note {
        path: "/notes",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        limit: per_minute(60).burst(4),
        ops: [list, create [limit(per_hour(2))], read],
    }

    /// Ping
    op ping() -> i32 { route: GET "/ping", access: public, limit: per_minute(2) }
    /// Who asks
    op whoami() -> String { route: GET "/whoami", limit: per_second(1) }
    /// Not limited
    op free() -> i32 { route: GET "/free", access: public }

    /// Talk
    socket Talk {
        path: "/talk",
        access: public,
        limit: per_minute(4),
        rpc: {
            /// Say it again
            echo(payload: JsonValue) -> JsonValue [limit(per_minute(2).burst(1))],
            /// Count
            tick() -> i64
        },
        allow: [server_info],
    }
}

api! {
    api Whole {
        title: "Whole",
        version: "1.0.0",
        limit: per_minute(3),
        errors: { statuses: { too_many_requests: 503 } },
    }

    /// A thing
    resource Thing {
        path: "/things",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list [limit(per_minute(2))], read],
    }
}

async fn check(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose().starts_with("of-") => Ok(Principal::new(&token.expose()[3..])),
        Credentials::Basic { user, password } if password.matches("right") => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn ping(_: Ctx) -> Result<i32, Error> {
    Ok(1)
}

async fn free(_: Ctx) -> Result<i32, Error> {
    Ok(1)
}

async fn whoami(ctx: Ctx) -> Result<String, Error> {
    Ok(ctx.principal().ok_or(Error::Unauthorized)?.id().to_owned())
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

async fn tick(_: Ctx, _: Socket) -> Result<i64, Error> {
    Ok(1)
}

/// A state whose limits count by a clock, for a service behind so many proxies.
fn limited(state: State, clock: &ManualClock, proxies: usize) -> State {
    let mut settings = Settings::default();
    settings.trusted_proxies = proxies;
    state.settings(settings).rate_limit_clock(clock)
}

async fn desk(proxies: usize) -> (App, ManualClock) {
    let clock = ManualClock::new();
    let app = App::start_as(Desk::API, Database::sqlite().await, |state| {
        limited(state, &clock, proxies)
    });
    (app.await, clock)
}

/// Asserts what a reply tells of limits.
#[track_caller]
fn tells(reply: &Reply, policy: &str, state: &str) {
    assert_eq!(reply.header("RateLimit-Policy"), Some(policy));
    assert_eq!(reply.header("RateLimit"), Some(state));
}

/// Asserts a refusal until so many seconds are over.
#[track_caller]
fn beyond(reply: Reply, seconds: u64) -> Reply {
    let reply = reply.expect(429);
    assert_eq!(reply.header("Retry-After"), Some(seconds.to_string().as_str()));
    let detail = format!("too many requests; try again in {seconds} s");
    assert_eq!(
        reply.json(),
        json!({"type": "about:blank", "title": "Too Many Requests", "status": 429, "detail": detail})
    );
    reply
}

fn from(request: Request, address: &str) -> Request {
    request.header("X-Forwarded-For", address)
}

#[tokio::test]
async fn requests_beyond_a_limit_are_refused_until_time_has_passed() {
    let (app, clock) = desk(0).await;
    let policy = "\"ping\";q=2;w=60";
    tells(&app.get("/ping").await.expect(200), policy, "\"ping\";r=1;t=30");
    tells(&app.get("/ping").await.expect(200), policy, "\"ping\";r=0;t=60");
    for _ in 0..3 {
        tells(&beyond(app.get("/ping").await, 30), policy, "\"ping\";r=0;t=30");
    }
    clock.advance(Duration::from_millis(29_001));
    beyond(app.get("/ping").await, 1);
    clock.advance(Duration::from_millis(999));
    tells(&app.get("/ping").await.expect(200), policy, "\"ping\";r=0;t=60");
    clock.advance(Duration::from_secs(600));
    tells(&app.get("/ping").await.expect(200), policy, "\"ping\";r=1;t=30");
    // Other operations, the documents and HEAD.
    let free = app.get("/free").await.expect(200);
    assert!(!free.headers().contains_key("RateLimit"));
    app.request("HEAD", "/ping").await.expect(200);
    app.request("HEAD", "/ping").await.expect(429);
    app.request("OPTIONS", "/ping").await.expect(204);
    app.get("/spec").await.expect(200);
}

#[tokio::test]
async fn principals_are_counted_each_by_itself_wherever_they_are() {
    let (app, clock) = desk(1).await;
    let ask = |token: &str, address: &str| from(app.get("/whoami").bearer(token), address);
    ask("of-ann", "10.0.0.1").await.expect(200);
    beyond(ask("of-ann", "10.0.0.2").await, 1);
    ask("of-bob", "10.0.0.1").await.expect(200);
    clock.advance(Duration::from_secs(1));
    ask("of-ann", "10.0.0.1").await.expect(200);
}

#[tokio::test]
async fn others_are_counted_by_address_which_only_trusted_proxies_tell() {
    let (app, _) = desk(1).await;
    let ask = |forwarded: &str| from(app.get("/ping"), forwarded);
    for _ in 0..2 {
        ask("6.6.6.6, 10.0.0.1").await.expect(200);
    }
    ask("7.7.7.7, 10.0.0.1").await.expect(429);
    ask("10.0.0.2").await.expect(200);
    // One network of IPv6.
    ask("2001:db8::1").await.expect(200);
    ask("2001:db8::2").await.expect(200);
    ask("2001:db8::3").await.expect(429);
    // Without a proxy, what a client says of itself is ignored.
    let (app, _) = desk(0).await;
    for address in ["10.0.0.1", "10.0.0.2"] {
        from(app.get("/ping"), address).await.expect(200);
    }
    from(app.get("/ping"), "10.0.0.3").await.expect(429);
}

#[tokio::test]
async fn every_limit_that_covers_a_request_counts() {
    let (app, clock) = desk(0).await;
    let create = || app.post("/notes", json!({"text": "a"})).bearer("of-ann");
    let list = || app.get("/notes").bearer("of-ann");
    let policy = "\"create_note\";q=2;w=3600, \"note\";q=4;w=4";
    tells(
        &create().await.expect(201),
        policy,
        "\"create_note\";r=1;t=1800, \"note\";r=3;t=1",
    );
    tells(
        &create().await.expect(201),
        policy,
        "\"create_note\";r=0;t=3600, \"note\";r=2;t=2",
    );
    // Refused by the narrow one, it doesn't count against the wide one.
    tells(&beyond(create().await, 1_800), policy, "\"create_note\";r=0;t=1800");
    tells(&list().await.expect(200), "\"note\";q=4;w=4", "\"note\";r=1;t=3");
    app.get("/notes/1").bearer("of-ann").await.expect(200);
    tells(&beyond(list().await, 1), "\"note\";q=4;w=4", "\"note\";r=0;t=1");
    // Errors are counted and told of, too.
    clock.advance(Duration::from_secs(60));
    tells(
        &app.get("/notes/9").bearer("of-ann").await.expect(404),
        "\"note\";q=4;w=4",
        "\"note\";r=3;t=1",
    );
}

#[tokio::test]
async fn the_limit_of_an_api_covers_all_of_it() {
    let clock = ManualClock::new();
    let app = App::start_as(Whole::API, Database::sqlite().await, |state| limited(state, &clock, 0)).await;
    let policy = "\"list_thing\";q=2;w=60, \"api\";q=3;w=60";
    tells(
        &app.get("/things").await.expect(200),
        policy,
        "\"list_thing\";r=1;t=30, \"api\";r=2;t=20",
    );
    app.get("/things/1").await.expect(404);
    app.get("/things").await.expect(200);
    for path in ["/things/1", "/things"] {
        // With the status that the API declares for it.
        let reply = app.get(path).await.expect(503);
        assert!(reply.header("Retry-After").is_some());
    }
    for path in ["/spec", "/nothing"] {
        assert!(!app.get(path).await.headers().contains_key("RateLimit"));
    }
}

#[tokio::test]
async fn an_address_with_many_invalid_credentials_is_refused_unchecked() {
    let (app, clock) = desk(1).await;
    let ask = |token: &str, address: &str| from(app.get("/notes").bearer(token), address);
    let refused = |reply: Reply, seconds: u64| {
        let reply = reply.expect(429);
        let detail = format!("too many invalid credentials; try again in {seconds} s");
        assert_eq!(reply.json()["detail"], detail.as_str());
        assert_eq!(reply.header("Retry-After"), Some(seconds.to_string().as_str()));
        assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"));
    };
    for _ in 0..5 {
        // Requests without any, and valid ones, don't count.
        from(app.get("/notes"), "10.0.0.1").await.expect(401);
    }
    ask("of-ann", "10.0.0.1").await.expect(200);
    for _ in 0..3 {
        ask("wrong", "10.0.0.1").await.expect(401);
    }
    refused(ask("wrong", "10.0.0.1").await, 20);
    refused(ask("of-ann", "10.0.0.1").await, 20);
    ask("of-ann", "10.0.0.2").await.expect(200);
    from(app.get("/ping"), "10.0.0.1").await.expect(200);
    clock.advance(Duration::from_secs(20));
    ask("of-ann", "10.0.0.1").await.expect(200);
    ask("wrong", "10.0.0.1").await.expect(401);
    refused(ask("wrong", "10.0.0.1").await, 20);
}

#[tokio::test]
async fn requests_of_sockets_are_limited_by_method_and_by_socket() {
    let (app, clock) = desk(0).await;
    let mut socket = app.socket("/talk").await;
    let mut call = async |id: u32, method: &str| -> Value {
        socket
            .send(json!({"id": id.to_string(), "method": method, "payload": {}}))
            .await;
        socket.receive().await
    };
    assert_eq!(call(1, "echo").await["result"], json!({}));
    assert_eq!(
        call(2, "echo").await,
        json!({"id": "2", "method": "echo", "error": {"message": "too many requests; try again in 30 s"}})
    );
    for id in 3..6 {
        assert!(call(id, "tick").await.get("result").is_some(), "{id}");
    }
    for method in ["tick", "server_info"] {
        let answer = call(6, method).await;
        assert_eq!(
            answer["error"]["message"], "too many requests; try again in 15 s",
            "{answer}"
        );
    }
    // Another socket of the same caller is no way out.
    let mut other = app.socket("/talk").await;
    other.send(json!({"id": "7", "method": "tick", "payload": {}})).await;
    assert!(other.receive().await.get("error").is_some());
    clock.advance(Duration::from_secs(30));
    assert_eq!(call(8, "echo").await["result"], json!({}));
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn documents_have_the_reply_of_what_is_limited() {
    let desk = document(Desk::openapi());
    let reference = json!({"$ref": "#/components/responses/TooManyRequests"});
    for (path, method, limited) in [
        ("/notes", "get", true),
        ("/notes", "post", true),
        ("/ping", "get", true),
        // By its credentials.
        ("/whoami", "get", true),
        ("/free", "get", false),
    ] {
        let reply = desk["paths"][path][method]["responses"].get("429");
        assert_eq!(reply, limited.then_some(&reference), "{method} {path}");
    }
    let headers = &desk["components"]["responses"]["TooManyRequests"]["headers"];
    let names: Vec<&String> = headers.as_object().expect("headers").keys().collect();
    assert_eq!(names, ["RateLimit", "RateLimit-Policy", "Retry-After"]);
    for name in ["RateLimit", "RateLimitPolicy", "RetryAfter"] {
        assert!(desk["components"]["headers"].get(name).is_some(), "{name}");
    }
    let whole = document(Whole::openapi());
    let shared = &whole["paths"]["/things"]["get"]["responses"]["503"];
    assert!(shared["headers"].get("RateLimit").is_some(), "{shared}");
    let sockets = document(Desk::asyncapi());
    let limit = |operation: &str| sockets["operations"][operation].get("x-rate-limit").cloned();
    assert_eq!(limit("Talk.echo"), Some(json!("2 per minute, 1 at once")));
    assert_eq!(limit("Talk.tick"), Some(json!("4 per minute, 4 at once")));
    assert_eq!(limit("Talk.server_info"), Some(json!("4 per minute, 4 at once")));
}
