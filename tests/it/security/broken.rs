//! Replies that can't be written: what a client was about to read is nobody else's.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};
use warp_openapi::{FieldErrors, Kind, Limits, RawValue, Schema};

api! {
    api Gallery {
        title: "Gallery",
        version: "1.0.0",
        security: { bearer: Bearer::new() = check_visitor },
        access: public | bearer,
    }

    /// A picture
    resource Picture {
        path: "/pictures",
        key: { id: i64 },
        fields: { title: String, painter: String, price: i64 [access(owner)] },
        owner: painter,
        others: [read],
        access: { create: bearer },
        ops: [create, read],
    }

    /// What can't be shown
    op break_frame() -> Broken { route: GET "/broken" }
    /// A picture as a text, which has no known reader
    op describe() -> String { route: GET "/described" }
}

async fn check_visitor(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// A value that panics while it is written.
struct Broken;

impl FieldType for Broken {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::String);

    fn read(_: &RawValue, _: &Limits, _: &mut FieldErrors) -> Option<Self> {
        Some(Self)
    }

    fn write(&self, _: &mut Vec<u8>) {
        panic!("the frame breaks");
    }
}

async fn break_frame(_: Ctx) -> Result<Broken, Error> {
    Ok(Broken)
}

async fn describe(ctx: Ctx) -> Result<String, Error> {
    let picture = picture::Entity::find().one(&ctx.db()).await?.ok_or(Error::NotFound)?;
    serde_json::to_string(&picture).map_err(Error::internal)
}

/// The test and the server share one thread, so that the next request is answered where the reply broke.
#[tokio::test(flavor = "current_thread")]
async fn a_reply_that_breaks_leaves_no_reader_behind() {
    for database in databases().await {
        let app = App::start(Gallery::API, database).await;
        let picture = json!({ "id": 1, "title": "Sea", "price": 7 });
        app.post("/pictures", &picture).bearer("ann").await.expect(201);
        app.get("/broken").bearer("ann").await.expect(500);
        let described = app.get("/described").bearer("bob").await.expect(200).json();
        assert_eq!(described, r#"{"id":1,"title":"Sea","painter":"ann"}"#);
        let own = app.get("/pictures/1").bearer("ann").await.expect(200).json();
        assert_eq!(own["price"], 7);
    }
}
