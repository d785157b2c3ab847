//! Requests that browsers send for pages of other origins (Fetch standard, section 3.3).

use futures::{StreamExt as _, stream};
use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, Request, Socket};
use warp_openapi::warp::Filter as _;
use warp_openapi::{ByteStream, Settings, State, warp};

api! {
    api Shop {
        title: "Shop",
        version: "1.0.0",
        base_path: "/v1",
        security: {
            bearer: Bearer::new() = check,
            key: ApiKey::header("X-Api-Key") = check,
            session: ApiKey::cookie("sid") = check,
        },
        access: bearer,
        cors: {
            origins: ["https://app.example.com", "https://*.example.org"],
            credentials: true,
            headers: ["X-Client", "if-match"],
            expose: ["X-Version"],
            max_age: 60,
        },
    }

    /// A thing
    resource Thing {
        path: "/things",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        access: { list: public, create: public },
        ops: [list, create, read, update],
    }

    /// A stream
    op stream_out() -> ByteStream { route: GET "/stream", access: public }
    /// What fails
    op fail() { route: GET "/fail", access: public }
    /// What has a header
    op count(client: Option<i32> [header("X-Count")]) -> i32 { route: GET "/count", access: public }

    /// By token
    socket Open { path: "/open", allow: [subscribe], access: public }
    /// By cookie
    socket Ambient { path: "/ambient", allow: [subscribe], access: session }
}

api! {
    api Closed { title: "Closed", version: "1.0.0" }

    /// A thing
    resource Bare { path: "/bare", key: { id: i64 [auto_increment] }, fields: { name: String }, ops: [list] }
}

api! {
    api Public {
        title: "Public",
        version: "1.0.0",
        cors: { origins: ["*"] },
    }

    /// A thing
    resource Item { path: "/items", key: { id: i64 [auto_increment] }, fields: { name: String }, ops: [list, create] }
}

async fn check(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.matches("t0ken") => Ok(Principal::new("ann")),
        Credentials::ApiKey(key) if key.matches("k3y") => Ok(Principal::new("ann")),
        _ => Err(Error::Unauthorized),
    }
}

async fn stream_out(_: Ctx) -> Result<ByteStream, Error> {
    Ok(ByteStream::new(stream::iter(["a", "b"]).map(Ok::<_, std::io::Error>)))
}

async fn fail(_: Ctx) -> Result<NoContent, Error> {
    panic!("a defect")
}

async fn count(_: Ctx, client: Option<i32>) -> Result<i32, Error> {
    Ok(client.unwrap_or_default())
}

const APP: &str = "https://app.example.com";
const VARY: &str = "Origin";
const VARY_OPTIONS: &str = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

async fn shop() -> App {
    App::start(Shop::API, Database::sqlite().await).await
}

fn preflight(app: &App, path: &str, origin: &str, method: &str) -> Request {
    app.request("OPTIONS", path)
        .header("Origin", origin)
        .header("Access-Control-Request-Method", method)
        .header("Access-Control-Request-Headers", "authorization,content-type")
}

/// The headers of the request on which a reply depends, but that of compression.
fn varies(reply: &Reply) -> Option<String> {
    let lines = reply
        .headers()
        .get_all("Vary")
        .iter()
        .map(|line| line.to_str().expect("text"));
    let names = lines
        .flat_map(|line| line.split(", "))
        .filter(|name| *name != "accept-encoding");
    let joined = names.collect::<Vec<_>>().join(", ");
    (!joined.is_empty()).then_some(joined)
}

/// Asserts that a page of this origin may read a reply, with its user's cookies.
#[track_caller]
fn readable(reply: &Reply, origin: &str) {
    assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(origin));
    assert_eq!(reply.header("Access-Control-Allow-Credentials"), Some("true"));
    assert_eq!(varies(reply).as_deref(), Some(VARY));
    let exposed = reply.header("Access-Control-Expose-Headers").expect("exposed headers");
    for name in [
        "ETag",
        "Link",
        "Location",
        "X-Total-Count",
        "X-Request-ID",
        "Retry-After",
        "RateLimit",
        "X-Version",
    ] {
        assert!(exposed.split(", ").any(|exposed| exposed == name), "{name}: {exposed}");
    }
    assert!(!reply.headers().contains_key("Access-Control-Allow-Methods"));
}

/// Asserts that no page of another origin may read a reply.
#[track_caller]
fn unreadable(reply: &Reply, expected: Option<&str>) {
    let cors = reply
        .headers()
        .keys()
        .find(|name| name.as_str().starts_with("access-control-"));
    assert_eq!(cors, None);
    assert_eq!(varies(reply).as_deref(), expected);
}

#[tokio::test]
async fn pages_of_listed_origins_read_replies_and_others_do_not() {
    let app = shop().await;
    for origin in [APP, "https://a.example.org", "https://b.a.example.org"] {
        let reply = app.get("/v1/things").header("Origin", origin).await.expect(200);
        readable(&reply, origin);
    }
    for origin in [
        "https://evil.example",
        "https://app.example.com.evil.example",
        "https://APP.example.com",
        "http://app.example.com",
        "https://app.example.com:8443",
        "https://example.org",
        "https://evil.org/.example.org",
        "null",
        "*",
        "",
    ] {
        let reply = app.get("/v1/things").header("Origin", origin).await.expect(200);
        unreadable(&reply, Some(VARY));
    }
    unreadable(&app.get("/v1/things").await.expect(200), Some(VARY));
    let twice = app.get("/v1/things").header("Origin", APP).header("Origin", APP);
    unreadable(&twice.await.expect(200), Some(VARY));
}

#[tokio::test]
async fn a_preflight_is_answered_before_authentication_for_every_route() {
    let app = shop().await;
    for (path, method, methods) in [
        ("/v1/things", "POST", "GET, HEAD, OPTIONS, POST"),
        ("/v1/things/1", "PATCH", "GET, HEAD, OPTIONS, PATCH"),
        // Whether the path has the method is for the browser to compare.
        ("/v1/things/1", "DELETE", "GET, HEAD, OPTIONS, PATCH"),
        ("/v1/stream", "GET", "GET, HEAD, OPTIONS"),
        ("/spec", "GET", "GET, HEAD, OPTIONS"),
        ("/openapi.json", "GET", "GET, HEAD, OPTIONS"),
        ("/docs", "GET", "GET, HEAD, OPTIONS"),
        // Nothing is there: the page may ask and read the 404.
        ("/v1/nothing", "PATCH", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
    ] {
        let reply = preflight(&app, path, APP, method).await.expect(204);
        assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(APP), "{path}");
        assert_eq!(reply.header("Access-Control-Allow-Credentials"), Some("true"));
        assert_eq!(reply.header("Access-Control-Allow-Methods"), Some(methods), "{path}");
        assert_eq!(
            reply.header("Access-Control-Allow-Headers"),
            Some(
                "Authorization, Content-Type, If-Match, If-None-Match, X-Request-ID, traceparent, tracestate, X-Api-Key, X-Count, X-Client"
            )
        );
        assert_eq!(reply.header("Access-Control-Max-Age"), Some("60"));
        assert_eq!(varies(&reply).as_deref(), Some(VARY_OPTIONS), "{path}");
        assert!(!reply.headers().contains_key("Access-Control-Expose-Headers"));
        assert!(reply.bytes().is_empty());
    }
    for (path, status) in [("/v1/things", 204), ("/v1/nothing", 404)] {
        let reply = preflight(&app, path, "https://evil.example", "POST")
            .await
            .expect(status);
        unreadable(&reply, Some(VARY_OPTIONS));
    }
}

#[tokio::test]
async fn options_without_a_method_is_no_preflight() {
    let app = shop().await;
    let reply = app
        .request("OPTIONS", "/v1/things")
        .header("Origin", APP)
        .await
        .expect(204);
    assert_eq!(reply.header("Allow"), Some("GET, HEAD, OPTIONS, POST"));
    assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(APP));
    assert!(!reply.headers().contains_key("Access-Control-Allow-Methods"));
    assert_eq!(varies(&reply).as_deref(), Some(VARY_OPTIONS));
    let reply = app
        .request("OPTIONS", "/v1/things")
        .header("Access-Control-Request-Method", "POST")
        .await;
    unreadable(&reply.expect(204), Some(VARY_OPTIONS));
}

#[tokio::test]
async fn errors_are_readable_too() {
    let app = shop().await;
    let large = format!("{{\"name\":\"{}\"}}", "a".repeat(2 << 20));
    let requests = [
        (app.get("/v1/things/1"), 401),
        (app.get("/v1/things/1").bearer("other"), 401),
        (app.get("/v1/things/1").bearer("t0ken"), 404),
        (app.get("/v1/things?nonsense=1"), 422),
        (app.post("/v1/things", "{"), 400),
        (app.post("/v1/things", large), 413),
        (app.post("/v1/things", "{}").header("Content-Encoding", "gzip"), 415),
        (app.delete("/v1/things"), 405),
        (app.get("/v1/fail"), 500),
        // What the server sends itself.
        (app.get("/nothing"), 404),
        (app.get("/v1/things").header("Host", "a b"), 400),
        // Not upgraded.
        (app.get("/v1/open"), 400),
    ];
    for (request, status) in requests {
        readable(&request.header("Origin", APP).await.expect(status), APP);
    }
    let reply = app.get("/v1/stream").header("Origin", APP).await.expect(200);
    readable(&reply, APP);
    assert_eq!(reply.text(), "ab");
    let tag = app
        .get("/spec")
        .await
        .expect(200)
        .header("ETag")
        .expect("a tag")
        .to_owned();
    let cached = app.get("/spec").header("Origin", APP).header("If-None-Match", &tag);
    readable(&cached.await.expect(304), APP);
    unreadable(&app.get("/nothing").await.expect(404), Some(VARY));
}

#[tokio::test]
async fn the_filter_alone_answers_for_its_paths() {
    let database = Database::sqlite().await;
    database.create_tables(Shop::API).await;
    let state = State::new(database.connection().clone()).expect("a supported database");
    let own = warp::path!("own").map(|| "own");
    let app = App::serve(database, Shop::filter(state).or(own)).await;
    preflight(&app, "/v1/things/1", APP, "PATCH").await.expect(204);
    readable(&app.get("/v1/things/1").header("Origin", APP).await.expect(401), APP);
    readable(&app.get("/v1/fail").header("Origin", APP).await.expect(500), APP);
    unreadable(&app.get("/own").header("Origin", APP).await.expect(200), None);
    unreadable(&app.get("/nothing").header("Origin", APP).await.expect(404), None);
}

#[tokio::test]
async fn a_resource_alone_has_the_rules_of_its_api() {
    let database = Database::sqlite().await;
    database.create_tables(Shop::API).await;
    let state = State::new(database.connection().clone()).expect("a supported database");
    let app = App::serve(database, thing::filter(state)).await;
    readable(&app.get("/things").header("Origin", APP).await.expect(200), APP);
    let reply = preflight(&app, "/things", APP, "POST").await.expect(204);
    assert_eq!(reply.header("Access-Control-Allow-Origin"), Some(APP));
}

#[tokio::test]
async fn an_api_without_rules_sends_no_headers_of_them() {
    let app = App::start(Closed::API, Database::sqlite().await).await;
    for path in ["/bare", "/nothing", "/spec"] {
        unreadable(&app.get(path).header("Origin", APP).await, None);
        unreadable(&preflight(&app, path, APP, "GET").await, None);
    }
}

#[tokio::test]
async fn replies_to_every_origin_are_the_same_for_all() {
    let app = App::start(Public::API, Database::sqlite().await).await;
    for request in [
        app.get("/items"),
        app.get("/items").header("Origin", APP),
        app.get("/items").header("Origin", "null"),
    ] {
        let reply = request.await.expect(200);
        assert_eq!(reply.header("Access-Control-Allow-Origin"), Some("*"));
        assert_eq!(reply.header("Access-Control-Allow-Credentials"), None);
        assert_eq!(varies(&reply).as_deref(), None);
        assert!(
            reply
                .header("Access-Control-Expose-Headers")
                .expect("a list")
                .contains("ETag")
        );
    }
    let reply = preflight(&app, "/items", APP, "POST").await.expect(204);
    assert_eq!(reply.header("Access-Control-Allow-Origin"), Some("*"));
    assert_eq!(reply.header("Access-Control-Max-Age"), Some("600"));
    assert_eq!(varies(&reply).as_deref(), Some(VARY_OPTIONS));
}

fn settings(origins: &[&str]) -> Settings {
    let mut settings = Settings::default();
    settings.cors_origins = Some(
        origins
            .iter()
            .map(|origin| origin.parse().expect("an origin"))
            .collect(),
    );
    settings
}

#[tokio::test]
async fn settings_replace_the_declared_origins_and_keep_the_other_rules() {
    let staging = "https://staging.example.net";
    let app = App::start_with(Shop::API, Database::sqlite().await, settings(&[staging])).await;
    readable(
        &app.get("/v1/things").header("Origin", staging).await.expect(200),
        staging,
    );
    unreadable(
        &app.get("/v1/things").header("Origin", APP).await.expect(200),
        Some(VARY),
    );
    let app = App::start_with(Shop::API, Database::sqlite().await, settings(&[])).await;
    unreadable(
        &app.get("/v1/things").header("Origin", APP).await.expect(200),
        Some(VARY),
    );
    let app = App::start_with(Closed::API, Database::sqlite().await, settings(&["null"])).await;
    let reply = app.get("/bare").header("Origin", "null").await.expect(200);
    assert_eq!(reply.header("Access-Control-Allow-Origin"), Some("null"));
    assert_eq!(reply.header("Access-Control-Allow-Credentials"), None);
}

#[tokio::test]
async fn sockets_that_take_cookies_are_open_to_listed_origins() {
    let app = shop().await;
    for (path, origin, expected) in [
        ("/v1/ambient", APP, None),
        ("/v1/ambient", "https://a.example.org", None),
        ("/v1/ambient", "https://evil.example", Some(403)),
        ("/v1/ambient", "null", Some(403)),
        ("/v1/open", "https://evil.example", None),
    ] {
        let headers = [("Cookie", "sid=k3y"), ("Origin", origin)];
        let refused = Socket::open(app.address(), path, &headers).await.err();
        assert_eq!(refused, expected, "{path} {origin}");
    }
    // Without `credentials`, pages of other origins act without the user's cookies.
    let app = App::start_with(Cookies::API, Database::sqlite().await, settings(&["*"])).await;
    let headers = [("Cookie", "sid=k3y"), ("Origin", APP)];
    let refused = Socket::open(app.address(), "/ambient", &headers).await.err();
    assert_eq!(refused, Some(403));
}

api! {
    api Cookies {
        title: "Cookies",
        version: "1.0.0",
        security: { session: ApiKey::cookie("sid") = check },
        access: session,
    }

    /// By cookie
    socket Followed { path: "/ambient", allow: [subscribe] }
}

#[tokio::test]
async fn the_document_says_nothing_of_origins() {
    assert!(!Shop::openapi().contains("example.org"));
    let app = shop().await;
    let created = app.post("/v1/things", json!({"name": "a"})).header("Origin", APP).await;
    readable(&created.expect(201), APP);
}
