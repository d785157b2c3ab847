//! Credentials of each scheme: none, malformed, wrong, doubled, several, right.

use serde_json::json;
use warp_openapi::testing::{App, Reply};

use super::{REALM, app, challenges};

/// Asserts a 401 with this challenge alone, and nothing more.
#[track_caller]
fn refused(reply: Reply, challenge: &str) {
    let reply = reply.expect(401);
    assert_eq!(challenges(&reply), [challenge]);
    assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"));
    assert_eq!(
        reply.json(),
        json!({"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "valid credentials are needed"})
    );
}

#[track_caller]
pub(super) fn admitted(reply: Reply, name: &str) {
    let reply = reply.expect(200);
    assert_eq!(reply.json(), json!({ "name": name }));
    assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"));
}

/// Invalid credentials of one scheme, by the part added to the request.
async fn bad(app: &App, path: &str, challenge: &str, cases: &[&[(&str, &str)]]) {
    for headers in cases {
        let request = headers
            .iter()
            .fold(app.get(path), |request, (name, value)| request.header(name, value));
        refused(request.await, challenge);
    }
}

#[tokio::test]
async fn a_key_in_a_header_is_checked() {
    let app = app().await;
    let challenge = format!("ApiKey {REALM}, in=\"header\", name=\"X-Api-Key\"");
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("X-Api-Key", "")],
        &[("X-Api-Key", "K3y")],
        &[("X-Api-Key", "k\u{e9}y")],
        &[("X-Api-Key", "k3y"), ("X-Api-Key", "k3y")],
        &[("Authorization", "Bearer reader")],
        &[("Authorization", "nonsense")],
        &[("Cookie", "sid=k3y")],
    ];
    bad(&app, "/v1/by/header", &challenge, cases).await;
    admitted(app.get("/v1/by/header").header("x-api-key", "k3y").await, "app");
}

#[tokio::test]
async fn a_key_in_the_query_is_checked() {
    let app = app().await;
    let challenge = format!("ApiKey {REALM}, in=\"query\", name=\"key\"");
    for query in [
        "",
        "?key",
        "?key=",
        "?key=K3y",
        "?key=k3y&key=k3y",
        "?key=k3y&%6bey=k3y",
        "?key=%ff",
        "?Key=k3y",
        "?key=k3y%00",
    ] {
        refused(app.get(&format!("/v1/by/query{query}")).await, &challenge);
    }
    admitted(app.get("/v1/by/query?key=k3y").await, "app");
    admitted(app.get("/v1/by/query?word=a&k%65y=k3%79").await, "app");
    // Others are still unknown.
    app.get("/v1/by/query?key=k3y&other=1").await.expect(422);
    // In public operations it is no unknown parameter either.
    app.get("/v1/by/nobody?key=anything").await.expect(200);
    app.get("/v1/doors?key=anything").await.expect(200);
}

#[tokio::test]
async fn a_key_in_a_cookie_is_checked() {
    let app = app().await;
    let challenge = format!("ApiKey {REALM}, in=\"cookie\", name=\"sid\"");
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("Cookie", "sid=")],
        &[("Cookie", "sid")],
        &[("Cookie", "SID=k3y")],
        &[("Cookie", "sid=K3y")],
        &[("Cookie", "sid=k3y; sid=k3y")],
        &[("Cookie", "sid=k3y"), ("Cookie", "sid=other")],
        &[("X-Api-Key", "k3y")],
    ];
    bad(&app, "/v1/by/cookie", &challenge, cases).await;
    admitted(
        app.get("/v1/by/cookie").header("Cookie", "a=b; sid=k3y;c=d").await,
        "app",
    );
}

#[tokio::test]
async fn a_name_and_a_password_are_checked() {
    let app = app().await;
    let challenge = format!("Basic {REALM}, charset=\"UTF-8\"");
    let cases: &[&[(&str, &str)]] = &[
        &[],
        &[("Authorization", "")],
        &[("Authorization", "Basic")],
        &[("Authorization", "Basic ")],
        &[("Authorization", "Basic !!!")],
        // No padding, no colon, a control character, no UTF-8.
        &[("Authorization", "Basic YW5uOnA6dwo")],
        &[("Authorization", "Basic YW5u")],
        &[("Authorization", "Basic YW5uOnA6dwo=")],
        &[("Authorization", "Basic /zpw")],
        &[("Authorization", "Bearer reader")],
        &[("Authorization", "Digest YW5uOnA6dw==")],
        &[
            ("Authorization", "Basic YW5uOnA6dw=="),
            ("Authorization", "Basic YW5uOnA6dw=="),
        ],
        &[("Cookie", "sid=k3y")],
    ];
    bad(&app, "/v1/by/basic", &challenge, cases).await;
    refused(app.get("/v1/by/basic").basic("ann", "p").await, &challenge);
    refused(app.get("/v1/by/basic").basic("bob", "p:w").await, &challenge);
    refused(app.get("/v1/by/basic").basic("", "").await, &challenge);
    admitted(app.get("/v1/by/basic").basic("ann", "p:w").await, "ann");
    admitted(
        app.get("/v1/by/basic")
            .header("authorization", "bAsIc  YW5uOnA6dw==")
            .await,
        "ann",
    );
}

#[tokio::test]
async fn a_token_is_checked() {
    let app = app().await;
    let (plain, wrong) = (
        format!("Bearer {REALM}"),
        format!("Bearer {REALM}, error=\"invalid_token\""),
    );
    let none: &[&[(&str, &str)]] = &[&[], &[("X-Api-Key", "k3y")], &[("Authorization", "Basic YW5uOnA6dw==")]];
    bad(&app, "/v1/by/bearer", &plain, none).await;
    let cases: &[&[(&str, &str)]] = &[
        &[("Authorization", "Bearer")],
        &[("Authorization", "Bearer =")],
        &[("Authorization", "Bearer two words")],
        &[("Authorization", "Bearer a,b")],
        &[("Authorization", "reader")],
        &[("Authorization", "Bearer other")],
        &[("Authorization", "Bearer painter")],
        &[("Authorization", "Bearer reader"), ("Authorization", "Bearer reader")],
        &[("Authorization", "Bearer other"), ("X-Api-Key", "k3y")],
    ];
    bad(&app, "/v1/by/bearer", &wrong, cases).await;
    admitted(app.get("/v1/by/bearer").bearer("reader").await, "reader");
}

#[tokio::test]
async fn scopes_must_all_be_granted() {
    let app = app().await;
    admitted(app.get("/v1/by/scopes").bearer("writer").await, "writer");
    for token in ["reader", "half"] {
        let reply = app.get("/v1/by/scopes").bearer(token).await.expect(403);
        // One of them can't be written in a challenge.
        assert_eq!(
            challenges(&reply),
            [format!("Bearer {REALM}, error=\"insufficient_scope\"")]
        );
        assert_eq!(reply.json()["detail"], "the credentials don't allow this");
        assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"));
    }
    let reply = app.post("/v1/doors", json!({"name": "front"})).bearer("reader").await;
    assert_eq!(
        challenges(&reply.expect(403)),
        [format!(
            "Bearer {REALM}, error=\"insufficient_scope\", scope=\"doors:write\""
        )]
    );
    app.get("/v1/by/bearer").bearer("banned").await.expect(403);
}

#[tokio::test]
async fn each_alternative_of_a_rule_suffices() {
    let app = app().await;
    let reply = app.post("/v1/doors", json!({"name": "front"})).await.expect(401);
    assert_eq!(
        challenges(&reply),
        [
            format!("Bearer {REALM}"),
            format!("ApiKey {REALM}, in=\"header\", name=\"X-Api-Key\"")
        ]
    );
    let create = |name: &str| app.post("/v1/doors", json!({ "name": name }));
    create("front").bearer("writer").await.expect(201);
    create("back").header("X-Api-Key", "k3y").await.expect(201);
    // Tokens of several schemes are distinguished by their checks.
    admitted(app.get("/v1/by/token").bearer("writer").await, "writer");
    admitted(app.get("/v1/by/token").bearer("painter").await, "painter");
    app.get("/v1/by/token").bearer("reader").await.expect(403);
    app.get("/v1/by/token").bearer("nobody").await.expect(401);
}
