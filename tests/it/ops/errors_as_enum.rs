//! Errors of an op as an enum: `errors: LoginError { Unknown = 401 "..", Locked = 423 ".." }`.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// A door
    api Door { title: "Door", version: "1.0.0" }

    /// Who wants to go in
    resource Guest {
        table: "guests",
        path: "/guests",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
        ops: [],
    }

    /// Go in
    op login(body: String) -> Guest {
        route: POST "/login",
        errors: LoginError {
            Unknown = 401 "no such \"guest\"",
            Locked = 423 "locked for an hour",
            Full = 423 "no room left",
        },
    }

    /// Go out
    op leave(id: i64) { route: DELETE "/login/{id}", errors: LeaveError { Never = 404 "you can never leave" }, handler: inner::out }
}

async fn login(ctx: Ctx, body: String) -> Result<Guest, LoginError> {
    match &*body {
        "nobody" => Err(LoginError::Unknown),
        "locked" => Err(LoginError::Locked),
        "full" => Err(LoginError::Full),
        "odd" => Err(Error::status(418, "undeclared"))?,
        "forbidden" => Err(Error::Forbidden)?,
        "conflict" => Err(Error::conflict("taken"))?,
        // A status that the op declares, however it is made.
        "declared" => Err(Error::status(423, "in other words"))?,
        _ => {
            let guest = guest::ActiveModel {
                name: Set(body),
                ..Default::default()
            };
            Ok(guest.insert(&ctx.db()).await?)
        }
    }
}

mod inner {
    use super::*;

    pub(super) async fn out(_: Ctx, id: i64) -> Result<NoContent, LeaveError> {
        if id == 0 { Ok(NoContent) } else { Err(LeaveError::Never) }
    }
}

#[tokio::test]
async fn variants_are_problems_with_their_text() {
    for database in databases().await {
        let app = App::start(Door::API, database).await;
        for (body, status, detail) in [
            ("nobody", 401, "no such \"guest\""),
            ("locked", 423, "locked for an hour"),
            ("full", 423, "no room left"),
            ("declared", 423, "in other words"),
            ("conflict", 409, "taken"),
        ] {
            let reply = app.post("/login", json!(body)).await.expect(status);
            assert_eq!(reply.json()["detail"], detail, "{body}");
        }
        app.post("/login", json!("Ada")).await.expect(200);
        // An error of the database that `?` took.
        let again = app.post("/login", json!("Ada")).await.expect(409);
        assert_eq!(again.json()["detail"], "name already exists");
        app.delete("/login/0").await.expect(204);
        let reply = app.delete("/login/1").await.expect(404);
        assert_eq!(reply.json()["detail"], "you can never leave");
    }
}

#[tokio::test]
async fn an_undeclared_status_cannot_leave() {
    for database in databases().await {
        let app = App::start(Door::API, database).await;
        for body in ["odd", "forbidden"] {
            let reply = app.post("/login", json!(body)).await.expect(500);
            assert_eq!(
                reply.json(),
                json!({"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "Internal Server Error"}),
                "{body}"
            );
        }
    }
}

#[test]
fn the_document_lists_them() {
    let document: Value = serde_json::from_str(Door::openapi()).unwrap();
    let replies = document["paths"]["/login"]["post"]["responses"].as_object().unwrap();
    let statuses: Vec<&str> = replies.keys().map(String::as_str).collect();
    assert_eq!(
        statuses,
        [
            "200", "400", "401", "408", "409", "413", "415", "422", "423", "500", "503"
        ]
    );
    assert_eq!(replies["401"]["description"], "no such \"guest\"");
    assert_eq!(replies["423"]["description"], "locked for an hour\n\nno room left");
    assert_eq!(
        replies["423"]["content"]["application/problem+json"]["schema"]["$ref"],
        "#/components/schemas/Problem"
    );
    let leave = &document["paths"]["/login/{id}"]["delete"]["responses"];
    assert_eq!(leave["404"]["description"], "you can never leave");
}
