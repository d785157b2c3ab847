//! Several credentials at once: any alternative that is satisfied lets in, whatever else a request brings.

use std::time::Duration;

use futures::future::join_all;
use serde_json::json;
use warp_openapi::Settings;
use warp_openapi::testing::{App, Socket};

use super::credentials::admitted;
use super::{REALM, app, app_with, challenges};

/// What a request may bring of one alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Brought {
    None,
    Bad,
    Good,
    /// A user's, without the scope.
    Lacking,
    Forbidden,
    /// A token whose check fails.
    Failing,
}

use Brought::{Bad, Failing, Forbidden, Good, Lacking, None as Nothing};

const TOKENS: [(&str, Brought); 11] = [
    ("", Nothing),
    ("Bearer", Bad),
    ("Bearer two words", Bad),
    ("nonsense", Bad),
    ("Bearer other", Bad),
    ("Bearer reader", Lacking),
    ("Bearer banned", Forbidden),
    ("Bearer errs", Failing),
    ("Bearer panics", Failing),
    ("Bearer hangs", Failing),
    ("Bearer writer", Good),
];

/// `Basic` is none of this rule's.
const OTHER_SCHEME: (&str, Brought) = ("Basic YW5uOnA6dw==", Nothing);

const KEYS: [(&str, Brought); 5] = [
    ("", Nothing),
    ("other", Bad),
    ("banned", Forbidden),
    ("errs", Failing),
    ("k3y", Good),
];

const COOKIES: [(&str, Brought); 3] = [("", Nothing), ("sid=other", Bad), ("sid=k3y", Good)];

/// The status, and who is let in.
fn expected(all: [Brought; 3]) -> (u16, Option<&'static str>) {
    if all[0] == Good {
        (200, Some("writer"))
    } else if all.contains(&Good) {
        (200, Some("app"))
    } else if all.contains(&Failing) {
        (503, None)
    } else if all.contains(&Lacking) || all.contains(&Forbidden) {
        (403, None)
    } else {
        (401, None)
    }
}

/// The challenges that go with it.
fn expected_challenges(all: [Brought; 3], status: u16) -> Vec<String> {
    let bearer = |error: &str| format!("Bearer {REALM}{error}");
    match status {
        401 => vec![
            bearer(if all[0] == Bad { ", error=\"invalid_token\"" } else { "" }),
            format!("ApiKey {REALM}, in=\"header\", name=\"X-Api-Key\""),
            format!("ApiKey {REALM}, in=\"cookie\", name=\"sid\""),
        ],
        403 if all[0] == Lacking => vec![bearer(", error=\"insufficient_scope\", scope=\"doors:write\"")],
        _ => Vec::new(),
    }
}

async fn case(app: &App, headers: Vec<(&str, &str)>, all: [Brought; 3]) {
    let request = headers
        .iter()
        .fold(app.get("/v1/by/several"), |request, (name, value)| {
            request.header(name, value)
        });
    let (status, name) = expected(all);
    let reply = request.await;
    assert_eq!(reply.status(), status, "{headers:?}");
    assert_eq!(challenges(&reply), expected_challenges(all, status), "{headers:?}");
    assert_eq!(reply.header("Retry-After").is_some(), status == 503, "{headers:?}");
    assert_eq!(reply.header("Cache-Control"), Some("private, no-cache"), "{headers:?}");
    if let Some(name) = name {
        assert_eq!(reply.json(), json!({ "name": name }), "{headers:?}");
    }
    let opened = match Socket::open(app.address(), "/v1/several", &headers).await {
        Ok(mut socket) => Ok(socket.call("who", json!({})).await["name"].take()),
        Err(status) => Err(status),
    };
    assert_eq!(opened, name.map(|name| json!(name)).ok_or(status), "{headers:?}");
}

#[tokio::test]
async fn one_satisfied_alternative_admits_a_request() {
    let mut settings = Settings::default();
    settings.check_timeout = Duration::from_millis(200);
    let app = app_with(settings).await;
    let mut cases = Vec::new();
    for (token, of_token) in TOKENS.into_iter().chain([OTHER_SCHEME]) {
        for (key, of_key) in KEYS {
            for (cookie, of_cookie) in COOKIES {
                let headers = [("Authorization", token), ("X-Api-Key", key), ("Cookie", cookie)];
                let headers = headers.into_iter().filter(|(_, value)| !value.is_empty()).collect();
                cases.push(case(&app, headers, [of_token, of_key, of_cookie]));
            }
        }
    }
    join_all(cases).await;
}

#[tokio::test]
async fn credentials_of_other_schemes_are_ignored() {
    let app = app().await;
    for headers in [
        &[("Authorization", "Bearer reader")][..],
        &[("Authorization", "nonsense")],
        &[("Authorization", "Bearer a"), ("Authorization", "Bearer b")],
        &[("Cookie", "sid=k3y; sid=k3y")],
    ] {
        let request = app.get("/v1/by/header?key=other").header("X-Api-Key", "k3y");
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(name, value));
        admitted(request.await, "app");
    }
}

#[tokio::test]
async fn one_credential_given_twice_is_none() {
    let app = app().await;
    let twice = || app.get("/v1/by/several").bearer("writer").bearer("writer");
    twice().await.expect(401);
    admitted(twice().header("X-Api-Key", "k3y").await, "app");
    let twice = || {
        app.get("/v1/by/several")
            .header("X-Api-Key", "k3y")
            .header("X-Api-Key", "k3y")
    };
    twice().await.expect(401);
    admitted(twice().bearer("writer").await, "writer");
}

#[tokio::test]
async fn a_token_of_several_schemes_is_tried_with_each() {
    let mut settings = Settings::default();
    settings.check_timeout = Duration::from_millis(200);
    let app = app_with(settings).await;
    let ask = |token: &str| app.get("/v1/by/several/tokens").bearer(token);
    admitted(ask("writer").await, "writer");
    admitted(ask("painter").await, "painter");
    // Known to the first alone, without its scope.
    ask("reader").await.expect(403);
    ask("errs").await.expect(503);
    ask("nobody").await.expect(401);
}

#[tokio::test]
async fn the_challenge_after_a_refused_key_mentions_no_token() {
    let app = app().await;
    let key = format!("ApiKey {REALM}, in=\"header\", name=\"X-Api-Key\"");
    let reply = app
        .get("/v1/refuse/several")
        .header("X-Api-Key", "k3y")
        .await
        .expect(401);
    assert_eq!(challenges(&reply), [format!("Bearer {REALM}"), key.clone()]);
    let reply = app.get("/v1/refuse/several").bearer("reader").await.expect(401);
    assert_eq!(
        challenges(&reply),
        [format!("Bearer {REALM}, error=\"invalid_token\""), key]
    );
}
