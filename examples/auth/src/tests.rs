//! Calls every operation of the document with and without credentials: each enforces its access rule.

use serde_json::Value;
use warp_openapi::testing::{App, Request, databases};

use super::checks::{self, Keys};
use super::{Auth, Uuid};

const KEY: &str = "a key";

/// One operation, as the document has it.
struct Operation {
    method: String,
    path: String,
    /// Scheme and scopes of each alternative; none: public.
    access: Vec<(String, Vec<String>)>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// All operations of a document.
fn operations(document: &Value) -> Vec<Operation> {
    let base = document["servers"][0]["url"].as_str().unwrap().trim_end_matches('/');
    let mut operations = Vec::new();
    for (template, item) in document["paths"].as_object().unwrap() {
        let methods = item.as_object().unwrap().iter();
        for (method, operation) in methods.filter(|(name, _)| *name != "parameters") {
            let rule = operation.get("security").unwrap_or(&document["security"]);
            let alternatives = rule.as_array().unwrap().iter();
            operations.push(Operation {
                method: method.to_uppercase(),
                path: format!("{base}{}", template.replace("{id}", &Uuid::nil().to_string())),
                access: alternatives
                    .map(|alternative| {
                        let (scheme, scopes) = alternative.as_object().unwrap().iter().next().unwrap();
                        (scheme.clone(), scopes.as_array().unwrap().iter().map(text).collect())
                    })
                    .collect(),
            });
        }
    }
    operations
}

/// Adds credentials as the document describes their scheme.
fn with(request: Request, document: &Value, scheme: &str, secret: &str) -> Request {
    let scheme = &document["components"]["securitySchemes"][scheme];
    match (scheme["type"].as_str().unwrap(), scheme["in"].as_str()) {
        ("apiKey", Some("header")) => request.header(scheme["name"].as_str().unwrap(), secret),
        ("http", None) => request.bearer(secret),
        other => panic!("this test can't send {other:?} yet; teach it"),
    }
}

#[tokio::test]
async fn no_operation_answers_without_its_credentials() {
    let document: Value = serde_json::from_str(Auth::openapi()).unwrap();
    let operations = operations(&document);
    assert_eq!(operations.len(), 8);
    for database in databases().await {
        let app = App::start_as(Auth::API, database, |state| state.with(Keys::of(KEY))).await;
        let connection = app.database().connection();
        let poor = checks::make(connection, "ann", "").await.unwrap();
        for Operation { method, path, access } in &operations {
            // An invalid body: a client without access isn't sent its violations.
            let ask = || app.request(method, path).json("{\"no\": 1}");
            if access.is_empty() {
                let status = ask().await.status();
                assert!(status < 300, "{method} {path} is public, but answers {status}");
                continue;
            }
            ask().await.expect(401);
            if method.eq_ignore_ascii_case("get") {
                app.request("HEAD", path).await.expect(401);
            }
            // Of two at once one is enough, and the other, which isn't, does no harm.
            let both = with(ask(), &document, "api_key", KEY).bearer(&poor).await;
            match access.iter().find(|(scheme, _)| scheme == "api_key") {
                Some(_) => assert!(
                    !matches!(both.status(), 401 | 403) && both.status() < 500,
                    "{method} {path} answers {} to a key beside a poor token",
                    both.status()
                ),
                None => assert_ne!(both.status(), 401, "{method} {path}"),
            }
            for (scheme, scopes) in access {
                with(ask(), &document, scheme, "wrong").await.expect(401);
                let right = match scheme.as_str() {
                    "api_key" => KEY.to_owned(),
                    _ => checks::make(connection, "bob", &scopes.join(" ")).await.unwrap(),
                };
                if !scopes.is_empty() {
                    with(ask(), &document, scheme, &poor).await.expect(403);
                }
                let status = with(ask(), &document, scheme, &right).await.status();
                assert!(
                    !matches!(status, 401 | 403) && status < 500,
                    "{method} {path} answers {status} to {scheme}"
                );
            }
            // Credentials of a scheme that the rule doesn't name.
            let schemes = document["components"]["securitySchemes"].as_object().unwrap();
            for scheme in schemes
                .keys()
                .filter(|name| access.iter().all(|(named, _)| named != *name))
            {
                let secret = if scheme == "api_key" { KEY } else { &poor };
                with(ask(), &document, scheme, secret).await.expect(401);
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_its_persons() {
    for database in databases().await {
        let app = App::start_as(Auth::API, database, |state| state.with(Keys::of(KEY))).await;
        let token = checks::make(app.database().connection(), "ann", "notes:write")
            .await
            .unwrap();
        let who = app.get("/v1/whoami").bearer(&token).await.expect(200).json();
        assert_eq!(who, serde_json::json!({"name": "ann", "may_write": true}));
        let who = app.get("/v1/whoami").header("X-Api-Key", KEY).await.expect(200).json();
        assert_eq!(who, serde_json::json!({"name": "program", "may_write": false}));
    }
}

#[tokio::test]
async fn users_see_only_their_own_notes() {
    for database in databases().await {
        let app = App::start_as(Auth::API, database, |state| state.with(Keys::of(KEY))).await;
        let connection = app.database().connection();
        let ann = checks::make(connection, "ann", "notes:write").await.unwrap();
        let bob = checks::make(connection, "bob", "notes:write notes:delete")
            .await
            .unwrap();
        let note = app
            .post("/v1/notes", "{\"text\": \"Buy milk\"}")
            .bearer(&ann)
            .await
            .expect(201)
            .json();
        assert_eq!(note["created_by"], "ann");
        let path = format!("/v1/notes/{}", note["id"].as_str().unwrap());
        app.get(&path).bearer(&ann).await.expect(200);
        app.get(&path).bearer(&bob).await.expect(404);
        app.delete(&path).bearer(&bob).await.expect(404);
        assert_eq!(app.get("/v1/notes").bearer(&bob).await.expect(200).text(), "[]");
        let counted = app.get("/v1/notes/count").header("X-Api-Key", KEY).await.expect(200);
        assert_eq!(counted.text(), "1");
    }
}
