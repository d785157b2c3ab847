//! Values of any JSON in rows that hooks see, and in records that ops take and store.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Things with any JSON, which hooks see.
    api Things { title: "Things", version: "1" }

    /// A thing
    resource Thing {
        table: "json_things",
        path: "/things",
        key: { id: i64 [auto_increment] },
        fields: {
            any: JsonValue,
            other: Option<JsonValue>,
            at: Option<DateTime<Utc>> [digits(0)],
            count: Option<i64> [json_string],
            secret: Option<String> [hidden],
        },
        ops: [create, update, read],
        hooks: { before_create: hide, before_update: hide },
    }

    /// A thing that waits
    resource Waiting {
        table: "waiting_things",
        key: { id: i64 [auto_increment] },
        fields: { draft: Json<thing::Create> [hidden] },
    }

    /// Add a thing
    op add(body: thing::Create) -> Thing { route: POST "/add" }
    /// Keep a thing as it is sent, and add it from what was kept
    op keep(body: thing::Create) -> Thing { route: POST "/keep" }
}

async fn hide(_: &Ctx, thing: &mut thing::ActiveModel) -> Result<(), Error> {
    if let Set(any) = &thing.any {
        thing.secret = Set(Some(any.to_string()));
    }
    Ok(())
}

async fn add(ctx: Ctx, body: thing::Create) -> Result<Thing, Error> {
    thing::ops::create(&ctx, body).await
}

async fn keep(ctx: Ctx, mut body: thing::Create) -> Result<Thing, Error> {
    body.0.secret = Set(Some("kept".to_owned()));
    let draft = Set(Json(body));
    let kept = waiting::ops::create(
        &ctx,
        waiting::ActiveModel {
            draft,
            ..Default::default()
        },
    )
    .await?;
    let draft = waiting::ops::read(&ctx, kept.id).await?.draft.0;
    match &draft.0.secret {
        Set(Some(secret)) if secret == "kept" => thing::ops::create(&ctx, draft).await,
        _ => Err(Error::internal("the stored record lacks a field")),
    }
}

#[tokio::test]
async fn any_json_goes_through_hooks_and_records() {
    for database in databases().await {
        let app = App::start(Things::API, database).await;
        let sent =
            json!({ "any": { "a": [1, "b", null] }, "other": [true], "at": "2026-01-02T03:04:05.5Z", "count": "7" });
        let mut shown =
            json!({ "any": { "a": [1, "b", null] }, "other": [true], "at": "2026-01-02T03:04:05Z", "count": "7" });
        for (id, (path, status)) in [("/things", 201), ("/add", 200), ("/keep", 200)]
            .into_iter()
            .enumerate()
        {
            shown["id"] = json!(id + 1);
            assert_eq!(
                app.post(path, sent.clone()).await.expect(status).json(),
                shown,
                "{path}"
            );
        }
        shown["id"] = json!(1);
        shown["any"] = json!("text");
        let changed = app.patch("/things/1", json!({ "any": "text" })).await.expect(200);
        assert_eq!(changed.json(), shown);
        assert_eq!(app.get("/things/1").await.expect(200).json(), shown);
    }
}
