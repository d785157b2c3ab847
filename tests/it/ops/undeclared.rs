//! Statuses that an op answers without declaring them.

use serde_json::Value;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Doors
    api Doors {
        title: "Doors",
        version: "1.0.0",
        docs: required,
        security: {
            /// A password
            user: Basic::new() = check,
        },
        access: public,
    }

    /// Fail in some way
    op fails(
        /// The status
        status: i32,
    ) { route: GET "/fails", errors: { 410: "gone" } }

    /// Refuse without saying so
    op login(
        /// The name
        body: String,
    ) { route: POST "/login" }

    /// Refuse
    op guarded() { route: GET "/guarded", access: user }
}

api! {
    /// Ops that declare fewer errors
    api Silent { title: "Silent", version: "1.0.0" }

    /// Fail in some way
    op fails_silently() { route: GET "/fails" }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("ada"))
}

async fn fails(_: Ctx, status: i32) -> Result<NoContent, Error> {
    match u16::try_from(status) {
        Ok(204) | Err(_) => Ok(NoContent),
        Ok(status) => Err(Error::status(status, "undeclared")),
    }
}

async fn login(_: Ctx, _: String) -> Result<NoContent, Error> {
    Err(Error::status(401, "no"))
}

async fn guarded(_: Ctx) -> Result<NoContent, Error> {
    Err(Error::Forbidden)
}

async fn fails_silently(_: Ctx) -> Result<NoContent, Error> {
    Err(Error::status(402, "undeclared"))
}

#[tokio::test]
async fn a_status_that_the_document_lacks_is_500_in_tests() {
    for database in databases().await {
        let app = App::start(Doors::API, database).await;
        let reply = app.post("/login", "\"ada\"").await.expect(500);
        let detail = reply.json()["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.contains("`login`") && detail.contains("401"), "{detail}");
        app.get("/fails?status=402").await.expect(500);
        app.get("/fails?status=404").await.expect(500);
        // The declared ones, those of the arguments, and those of the access rule.
        app.get("/fails?status=410").await.expect(410);
        app.get("/fails?status=204").await.expect(204);
        app.get("/fails?status=503").await.expect(503);
        app.get("/fails?status=x").await.expect(422);
        app.get("/fails?status=%FF").await.expect(400);
        app.post("/login", "{").await.expect(400);
        app.get("/guarded").await.expect(401);
        app.get("/guarded").basic("ada", "x").await.expect(403);
    }
}

#[tokio::test]
async fn a_status_that_the_document_lacks_is_sent_unless_docs_are_required() {
    for database in databases().await {
        let app = App::start(Silent::API, database).await;
        app.get("/fails").await.expect(402);
    }
}

#[test]
fn whatever_the_server_itself_answers_is_listed() {
    let document: Value = serde_json::from_str(Doors::openapi()).expect("JSON");
    let statuses = |path: &str, verb: &str| -> Vec<String> {
        let replies = document["paths"][path][verb]["responses"].as_object();
        replies.expect("replies").keys().cloned().collect()
    };
    assert_eq!(statuses("/fails", "get"), ["204", "400", "410", "422", "500", "503"]);
    assert_eq!(
        statuses("/login", "post"),
        ["204", "400", "408", "409", "413", "415", "422", "500", "503"]
    );
    assert_eq!(
        statuses("/guarded", "get"),
        ["204", "400", "401", "403", "422", "500", "503"]
    );
}
