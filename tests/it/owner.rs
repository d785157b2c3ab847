//! Rows of one owner, over HTTP.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

use crate::support::{column, refuses};

api! {
    api Diary {
        title: "Diary",
        version: "1.0.0",
        base_path: "/v1",
        security: { user: Basic::new() = check_user },
        access: user,
    }

    /// A user's note
    resource Entry {
        path: "/entries",
        key: { id: i64 },
        fields: { text: String, author: String, pinned: bool [default(false)] },
        filters: { text: [eq, contains] },
        owner: author,
        unique: [[author, text]],
        ops: [list, create, create_many, read, update, put, delete, delete_many],
    }

    /// Those that are pinned
    op pinned(query: entry::Query) -> Page<Entry> { route: GET "/pinned" }

    /// Texts of all that are pinned, whatever else the handler would take
    op texts(query: entry::Query) -> Vec<String> { route: GET "/texts" }

    /// The same, without an owner
    op all_pinned(query: entry::Query) -> Page<Entry> { route: GET "/public", access: public, handler: pinned }
}

async fn check_user(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, .. } => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn pinned(ctx: Ctx, query: entry::Query) -> Result<Page<Entry>, Error> {
    query
        .page(&ctx, entry::Entity::find().filter(entry::Column::Pinned.eq(true)))
        .await
}

async fn texts(ctx: Ctx, query: entry::Query) -> Result<Vec<String>, Error> {
    let any = Condition::any()
        .add(entry::Column::Pinned.eq(true))
        .add(entry::Column::Author.eq("ann"));
    let rows = query
        .select(&ctx, entry::Entity::find().filter(any))?
        .all(&ctx.db())
        .await?;
    Ok(rows.into_iter().map(|row| row.text).collect())
}

/// `ann:x` and `bob:x` (RFC 7617, section 2).
const ANN: &str = "Basic YW5uOng=";
const BOB: &str = "Basic Ym9iOng=";

async fn ask(app: &App, who: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
    let request = app.request(method, &format!("/v1{path}")).header("Authorization", who);
    match body {
        Some(body) => request.json(body.to_string()).await,
        None => request.await,
    }
}

#[tokio::test]
async fn each_sees_and_changes_its_own_rows_only() {
    for database in databases().await {
        let app = &App::start(Diary::API, database).await;
        for (who, id, pinned) in [(ANN, 1, true), (ANN, 2, false), (BOB, 3, true)] {
            let body = json!({"id": id, "text": format!("t{id}"), "pinned": pinned});
            let made = ask(app, who, "POST", "/entries", Some(body)).await.expect(201);
            assert_eq!(made.json()["author"], if who == ANN { "ann" } else { "bob" });
        }
        let list = ask(app, BOB, "GET", "/entries?text:contains=t", None).await.expect(200);
        assert_eq!(
            (column(&list, "text"), list.header("X-Total-Count")),
            (vec!["t3".to_owned()], Some("1"))
        );
        let change = json!({"text": "mine"});
        for (method, body) in [
            ("GET", None),
            ("PATCH", Some(change.clone())),
            ("PUT", Some(change)),
            ("DELETE", None),
        ] {
            ask(app, BOB, method, "/entries/1", body).await.expect(404);
        }
        let taken = json!({"text": "x", "author": "ann"});
        refuses(
            ask(app, BOB, "PUT", "/entries/9", Some(taken)).await,
            &[("author", "unknown field")],
        );
        ask(app, BOB, "PUT", "/entries/9", Some(json!({"text": "t1"})))
            .await
            .expect(201);
        let gone = ask(app, BOB, "DELETE", "/entries?all=true", None).await.expect(204);
        assert_eq!(gone.header("X-Total-Count"), Some("2"));
        assert_eq!(
            column(&ask(app, ANN, "GET", "/entries", None).await.expect(200), "text"),
            ["t1", "t2"]
        );
        app.get("/v1/entries").await.expect(401);
    }
}

#[tokio::test]
async fn lists_of_handlers_are_kept_to_the_principal_s_rows_too() {
    for database in databases().await {
        let app = &App::start(Diary::API, database).await;
        for (who, id, pinned) in [(ANN, 1, true), (ANN, 2, false), (BOB, 3, true)] {
            let body = json!([{"id": id, "text": format!("t{id}"), "pinned": pinned}]);
            ask(app, who, "POST", "/entries/bulk", Some(body)).await.expect(201);
        }
        for (who, pinned, texts) in [(ANN, "t1", json!(["t1", "t2"])), (BOB, "t3", json!(["t3"]))] {
            let page = ask(app, who, "GET", "/pinned", None).await.expect(200);
            assert_eq!(
                (column(&page, "text"), page.header("X-Total-Count")),
                (vec![pinned.to_owned()], Some("1"))
            );
            assert_eq!(ask(app, who, "GET", "/texts", None).await.expect(200).json(), texts);
        }
        // A public operation has no principal; that never means all rows.
        app.get("/v1/public").await.expect(403);
    }
}

#[test]
fn the_document_shows_the_owner_in_replies_only() {
    let document: Value = serde_json::from_str(Diary::openapi()).expect("JSON");
    for (component, shown) in [
        ("Entry", true),
        ("EntryCreate", false),
        ("EntryUpdate", false),
        ("EntryPut", false),
    ] {
        let properties = &document["components"]["schemas"][component]["properties"];
        assert!(properties["text"].is_object(), "{component}");
        assert_eq!(properties["author"].is_object(), shown, "{component}");
    }
}
