//! Access to sockets, and the context that their methods get.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Request, Socket as Client, databases};

api! {
    /// Sockets behind doors.
    api Guarded {
        title: "Guarded",
        version: "1.0.0",
        base_path: "/v1",
        security: {
            header_key: ApiKey::header("X-Api-Key") = check_key,
            query_key: ApiKey::query("key") = check_key,
            cookie_key: ApiKey::cookie("sid") = check_key,
            password: Basic::new() = check_password,
            token: Bearer::new() = check_token,
        },
        access: header_key,
    }

    /// A note
    resource Note {
        table: "guarded_notes",
        path: "/notes",
        key: { id: i64 [auto_increment] },
        fields: { text: String [unique] },
        ops: [list],
        publish: [create],
        access: public,
    }

    socket Usual { path: "/usual", rpc: { who() -> Who } }
    socket Open { path: "/open", rpc: { who() -> Who }, access: public }
    socket ByQuery { path: "/by/query", rpc: { who() -> Who }, access: query_key }
    socket ByCookie { path: "/by/cookie", rpc: { who() -> Who }, access: cookie_key }
    socket ByPassword { path: "/by/password", rpc: { who() -> Who }, access: password }
    socket ByEither { path: "/by/either", rpc: { who() -> Who }, access: cookie_key | token }
    socket ByScope { path: "/by/scope", rpc: { who() -> Who }, access: token[talk] }

    /// See all that a method gets
    socket Within {
        path: "/within",
        rpc: { who() -> Who, keep(payload: Kept) -> Kept, count() -> i64 },
        channels: { notes: Note },
        allow: [subscribe],
    }

    /// What a method sees
    schema Who { name: Option<String>, request_id: String, url: String, state: String }

    /// A note, and whether it stays
    schema Kept { texts: Vec<String>, stays: bool [default(true)] }
}

async fn check_key(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::ApiKey(key) if key.matches("k3y") => Ok(Principal::new("app")),
        Credentials::ApiKey(key) if key.matches("banned") => Err(Error::Forbidden),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_password(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, password } if password.matches("word") => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_token(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.matches("talker") => Ok(Principal::new("talker").scope("talk")),
        Credentials::Bearer(token) if token.matches("mute") => Ok(Principal::new("mute")),
        _ => Err(Error::Unauthorized),
    }
}

/// What the program was given.
struct Given(&'static str);

async fn who(ctx: Ctx, _: Socket) -> Result<Who, Error> {
    Ok(Who {
        name: ctx.principal().map(|principal| principal.id().to_owned()),
        request_id: ctx.request_id().to_owned(),
        url: ctx.url("/notes"),
        state: ctx.state::<Given>()?.0.to_owned(),
    })
}

async fn keep(ctx: Ctx, _: Socket, payload: Kept) -> Result<Kept, Error> {
    ctx.transaction(async |tx| {
        for text in &payload.texts {
            let note = note::ActiveModel {
                text: Set(text.clone()),
                ..Default::default()
            };
            note::ops::create(tx, note).await?;
        }
        if payload.stays { Ok(()) } else { Err(Error::Forbidden) }
    })
    .await?;
    Ok(payload)
}

async fn count(ctx: Ctx, _: Socket) -> Result<i64, Error> {
    let count = note::Entity::find().count(&ctx.db()).await?;
    i64::try_from(count).map_err(Error::internal)
}

/// Runs a case on each database.
async fn guarded(case: impl AsyncFn(&App)) {
    guarded_with(Settings::default(), case).await;
}

async fn guarded_with(settings: Settings, case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start_as(Guarded::API, database, |state| {
            state.settings(settings.clone()).with(Given("given"))
        })
        .await;
        case(&app).await;
    }
}

const KEY: (&str, &str) = ("X-Api-Key", "k3y");

/// Opens a socket and gets its principal.
async fn name(app: &App, path: &str, headers: &[(&str, &str)]) -> Result<Value, u16> {
    let mut socket = Client::open(app.address(), path, headers).await?;
    Ok(socket.call("who", json!({})).await["name"].take())
}

/// The opening of a socket as a request, for its refusal to be looked at.
fn opening(app: &App, path: &str) -> Request {
    app.get(path)
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
}

#[tokio::test]
async fn access_rules_of_sockets_are_enforced() {
    guarded(async |app| {
        assert_eq!(name(app, "/v1/usual", &[KEY]).await, Ok(json!("app")));
        assert_eq!(name(app, "/v1/usual", &[]).await, Err(401));
        assert_eq!(name(app, "/v1/usual", &[("X-Api-Key", "other")]).await, Err(401));
        assert_eq!(name(app, "/v1/usual", &[("X-Api-Key", "banned")]).await, Err(403));
        assert_eq!(name(app, "/v1/usual?key=k3y", &[]).await, Err(401));
        assert_eq!(name(app, "/v1/open", &[]).await, Ok(Value::Null));
        assert_eq!(name(app, "/v1/by/query?key=k3y", &[]).await, Ok(json!("app")));
        assert_eq!(name(app, "/v1/by/query", &[]).await, Err(401));
        assert_eq!(
            name(app, "/v1/by/cookie", &[("Cookie", "a=b; sid=k3y")]).await,
            Ok(json!("app"))
        );
        assert_eq!(name(app, "/v1/by/cookie", &[("Cookie", "sid=")]).await, Err(401));
        // ann:word
        let password = ("Authorization", "Basic YW5uOndvcmQ=");
        assert_eq!(name(app, "/v1/by/password", &[password]).await, Ok(json!("ann")));
        assert_eq!(
            name(app, "/v1/by/either", &[("Authorization", "Bearer mute")]).await,
            Ok(json!("mute"))
        );
        assert_eq!(
            name(app, "/v1/by/scope", &[("Authorization", "Bearer talker")]).await,
            Ok(json!("talker"))
        );
        assert_eq!(
            name(app, "/v1/by/scope", &[("Authorization", "Bearer mute")]).await,
            Err(403)
        );
    })
    .await;
}

#[tokio::test]
async fn refusals_come_before_the_socket_and_are_problems() {
    guarded(async |app| {
        let refused = opening(app, "/v1/usual").await.expect(401);
        assert_eq!(refused.header("Content-Type"), Some("application/problem+json"));
        let challenge = refused.header("WWW-Authenticate").expect("a challenge");
        assert!(challenge.contains("name=\"X-Api-Key\""), "{challenge}");
        assert_eq!(refused.json()["status"], 401);
        let refused = opening(app, "/v1/usual")
            .header("X-Api-Key", "banned")
            .await
            .expect(403);
        assert_eq!(refused.json()["status"], 403);
        let refused = opening(app, "/v1/by/scope").bearer("mute").await.expect(403);
        let challenge = refused.header("WWW-Authenticate").expect("a challenge");
        assert!(challenge.contains("scope=\"talk\""), "{challenge}");
        // Access is checked before the upgrade.
        app.get("/v1/usual").await.expect(401);
        app.get("/v1/usual").header("X-Api-Key", "k3y").await.expect(400);
    })
    .await;
}

#[tokio::test]
async fn pages_of_other_sites_bring_no_credentials_of_the_browsers() {
    guarded(async |app| {
        let own = format!("http://{}", app.address());
        let cookie = ("Cookie", "sid=k3y");
        let password = ("Authorization", "Basic YW5uOndvcmQ=");
        for (path, credential) in [
            ("/v1/by/cookie", cookie),
            ("/v1/by/either", cookie),
            ("/v1/by/either", ("Authorization", "Bearer talker")),
            ("/v1/by/password", password),
        ] {
            let open = async |origin: &str| name(app, path, &[credential, ("Origin", origin)]).await.map(|_| ());
            assert_eq!(open(&own).await, Ok(()), "{path}");
            for foreign in [
                "http://evil.example",
                "https://127.0.0.1",
                "http://127.0.0.1:1",
                "null",
                "",
                "://",
            ] {
                assert_eq!(open(foreign).await, Err(403), "{path} from {foreign}");
            }
        }
        let refused = opening(app, "/v1/by/cookie")
            .header("Cookie", "sid=k3y")
            .header("Origin", "null")
            .await;
        let problem = refused.expect(403).json();
        assert_eq!(problem["detail"], "a page of another site may not open this socket");
        // What a page has to bring itself, no other page can.
        let foreign = ("Origin", "http://evil.example");
        assert_eq!(name(app, "/v1/usual", &[KEY, foreign]).await, Ok(json!("app")));
        assert_eq!(name(app, "/v1/by/query?key=k3y", &[foreign]).await, Ok(json!("app")));
        assert_eq!(name(app, "/v1/open", &[foreign]).await, Ok(Value::Null));
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_public_address_are_own() {
    let mut settings = Settings::default();
    settings.public_url = Some("https://talk.example".to_owned());
    guarded_with(settings, async |app| {
        for (origin, expected) in [
            ("https://talk.example", Ok(json!("app"))),
            ("https://talk.example:444", Err(403)),
            ("http://talk.example", Err(403)),
        ] {
            let headers = [("Cookie", "sid=k3y"), ("Origin", origin)];
            assert_eq!(name(app, "/v1/by/cookie", &headers).await, expected, "{origin}");
        }
    })
    .await;
}

#[tokio::test]
async fn methods_have_all_that_functions_of_requests_have() {
    guarded(async |app| {
        let headers = [KEY, ("X-Request-Id", "from-a-test")];
        let mut socket = Client::open(app.address(), "/v1/within", &headers)
            .await
            .expect("a socket");
        let who = json!({
            "name": "app",
            "request_id": "from-a-test",
            "url": format!("http://{}/v1/notes", app.address()),
            "state": "given",
        });
        assert_eq!(socket.call("who", json!({})).await, who);
        assert_eq!(socket.call("count", json!({})).await, json!(0));
        let kept = json!({ "texts": ["a", "b"], "stays": true });
        assert_eq!(socket.call("keep", kept.clone()).await, kept);
        assert_eq!(socket.call("count", json!({})).await, json!(2));
        // A transaction that is reverted.
        let refused = socket.call("keep", json!({ "texts": ["c"], "stays": false })).await;
        assert_eq!(refused, json!({ "message": "the credentials don't allow this" }));
        let refused = socket.call("keep", json!({ "texts": ["c", "a"] })).await;
        let message = refused["message"].as_str().expect("a text");
        assert!(message.ends_with("already exists"), "{message}");
        assert_eq!(socket.call("count", json!({})).await, json!(2));
        // Changes by methods are published, as those by requests.
        socket.call("subscribe", json!({ "channel": "notes" })).await;
        let message = json!({ "id": "x", "method": "keep", "payload": { "texts": ["c"] } });
        socket.send(message).await;
        let mut both = [socket.receive().await, socket.receive().await];
        both.sort_by_key(|message| message["id"].is_null());
        assert_eq!(both[0]["result"]["texts"], json!(["c"]));
        assert_eq!(
            (&both[1]["event"], &both[1]["data"]["text"]),
            (&json!("created"), &json!("c"))
        );
    })
    .await;
}
