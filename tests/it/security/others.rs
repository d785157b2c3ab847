//! Rows that clients other than their owner may read, and what a client is told that tries to change one.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    api Shelf {
        title: "Shelf",
        version: "1.0.0",
        security: { bearer: Bearer::new() = check_reader, key: ApiKey::header("X-Key") = check_key },
        access: bearer[books:read],
    }

    /// A book that everybody reads
    resource Novel {
        path: "/novels",
        key: { id: i64 },
        fields: { title: String, keeper: String, kept: bool [default(false)] },
        owner: keeper,
        others: [list, read],
        access: { list: public, read: public | key, create: bearer, update: bearer, put: bearer, delete: bearer },
        ops: [list, create, read, update, put, delete],
        hooks: { before_delete: may_go },
    }

    /// A book that readers read, by the rule of the API
    resource Atlas {
        path: "/atlases",
        key: { id: i64 },
        fields: { title: String, keeper: String },
        owner: keeper,
        others: [list, read],
        access: { create: bearer, update: bearer | key, put: bearer, delete: bearer },
        ops: [list, create, read, update, put, delete],
    }

    /// A book that programs read
    resource Ledger {
        path: "/ledgers",
        key: { id: i64 },
        fields: { title: String, keeper: String },
        owner: keeper,
        others: [read],
        access: { create: bearer, read: key, update: bearer | key, put: bearer, delete: bearer },
        ops: [create, read, update, put, delete],
    }

    /// A book whose titles are listed, and nothing else
    resource Diary {
        path: "/diaries",
        key: { id: i64 },
        fields: { title: String, keeper: String },
        owner: keeper,
        others: [list],
        access: { list: public, create: bearer, read: bearer, update: bearer, put: bearer, delete: bearer },
        ops: [list, create, read, update, put, delete],
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    let Credentials::Bearer(token) = credentials else {
        return Err(Error::Unauthorized);
    };
    let reader = Principal::new(token.expose());
    Ok(if token.matches("reader") {
        reader.scope("books:read")
    } else {
        reader
    })
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("program").scope("books:read"))
}

async fn may_go(_: &Ctx, novel: &Novel) -> Result<(), Error> {
    if novel.kept { Err(Error::NotFound) } else { Ok(()) }
}

/// One book of each kind, of which `ann` is the keeper.
async fn shelf(database: Database) -> App {
    let app = App::start(Shelf::API, database).await;
    for path in ["/novels", "/atlases", "/ledgers", "/diaries"] {
        let body = json!({ "id": 1, "title": "A" });
        app.post(path, &body).bearer("ann").await.expect(201);
    }
    app
}

/// Asserts what a client is told that tries to change the first row, and a row that isn't there.
async fn told(app: &App, client: &str, path: &str, expected: u16) {
    let title = json!({ "title": "B" });
    for (id, expected) in [(1, expected), (9, 404)] {
        let row = format!("{path}/{id}");
        let mut requests = vec![("PATCH", app.patch(&row, &title)), ("DELETE", app.delete(&row))];
        if id == 1 {
            requests.push(("PUT", app.put(&row, &title)));
        }
        for (method, request) in requests {
            let status = request.bearer(client).await.status();
            assert_eq!(status, expected, "{client}: {method} {row}");
        }
    }
}

#[tokio::test]
async fn others_read_rows_and_do_not_change_them() {
    for database in databases().await {
        let app = shelf(database).await;
        app.get("/novels/1").await.expect(200);
        app.get("/novels/9").await.expect(404);
        told(&app, "bob", "/novels", 403).await;
        app.delete("/novels/1").await.expect(401);
        assert_eq!(app.get("/novels/1").await.json()["title"], "A");
        app.delete("/novels/1").bearer("ann").await.expect(204);
    }
}

#[tokio::test]
async fn a_client_that_may_not_read_is_not_told_of_rows() {
    for database in databases().await {
        let app = shelf(database).await;
        // The rule of `read` is the API's, which wants a scope.
        app.get("/atlases/1").bearer("bob").await.expect(403);
        told(&app, "bob", "/atlases", 404).await;
        app.get("/atlases/1").bearer("reader").await.expect(200);
        told(&app, "reader", "/atlases", 403).await;
        // A program has that scope, but by another scheme.
        app.patch("/atlases/1", json!({ "title": "B" }))
            .header("X-Key", "k")
            .await
            .expect(404);
        // The rule of `read` takes another scheme than those of changes.
        app.get("/ledgers/1").bearer("reader").await.expect(401);
        told(&app, "reader", "/ledgers", 404).await;
        app.patch("/ledgers/1", json!({ "title": "B" }))
            .header("X-Key", "k")
            .await
            .expect(403);
        // A list alone doesn't open single rows.
        app.get("/diaries/1").bearer("reader").await.expect(404);
        told(&app, "reader", "/diaries", 404).await;
    }
}

#[tokio::test]
async fn a_put_with_tags_is_told_the_same() {
    for database in databases().await {
        let app = shelf(database).await;
        for (client, path, expected) in [
            ("bob", "/novels/1", 403),
            ("bob", "/atlases/1", 404),
            ("reader", "/atlases/1", 403),
            ("reader", "/novels/9", 412),
        ] {
            let put = app.put(path, json!({ "title": "B" })).header("If-Match", "\"x\"");
            let status = put.bearer(client).await.status();
            assert_eq!(status, expected, "{client}: {path}");
        }
    }
}

#[tokio::test]
async fn a_row_of_one_s_own_that_a_hook_calls_missing_is_missing() {
    for database in databases().await {
        let app = shelf(database).await;
        app.patch("/novels/1", json!({ "kept": true }))
            .bearer("ann")
            .await
            .expect(200);
        app.delete("/novels/1").bearer("ann").await.expect(404);
        app.delete("/novels/1").bearer("bob").await.expect(403);
    }
}
