//! Rows whose paths have other fields than the key.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

use crate::support::{column, refuses};

api! {
    api Press {
        title: "Press",
        version: "1",
        base_path: "/v1",
        security: { user: Basic::new() = check_user },
        access: public,
    }

    /// Where an article stands
    enum Place { Front = "front", Back = "back" }

    /// An article, whose key no client sees
    resource Article {
        table: "articles",
        path: "/articles",
        address: slug,
        key: { id: Uuid [default_with(Uuid::now_v7), hidden] },
        fields: {
            slug: String [unique, len(0..=40)],
            title: String,
            body: String [default("")],
            editor: Option<String> [create_only],
        },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
        publish: [create, update, delete],
    }

    /// A remark, whose key is counted, at an address of two fields
    resource Remark {
        table: "remarks",
        path: "/remarks",
        address: [place, number],
        key: { id: i64 [auto_increment] },
        fields: {
            number: i32 [range(1..=99), create_only],
            place: Place [name("at"), create_only],
            text: String,
        },
        unique: [[number, place]],
        if_match: required,
        ops: [list, create, read, update, put, delete],
    }

    /// A page with hooks around its changes
    resource Sheet {
        table: "sheets",
        path: "/sheets",
        address: name,
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique], text: String, changes: i32 [default(0), read_only] },
        hooks: { before_create: count_one, before_update: count_one, after_update: see, before_delete: see_gone },
        ops: [list, create, read, update, put, delete, delete_many],
        publish: [delete],
    }

    /// A note of one user
    resource Note {
        table: "notes",
        path: "/notes",
        address: name,
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { name: String [unique], text: String, user: String },
        owner: user,
        access: user,
        ops: [list, create, read, update, put, delete],
    }

    /// What a row's key says in another order, and what a client chooses
    resource Shelf {
        table: "shelves",
        path: "/shelves",
        address: [level, hall],
        key: { hall: String, level: i32 },
        fields: { text: Option<String> },
        ops: [create, read, update, put, delete],
    }

    /// Creates an article
    op write(body: article::Create) -> Created<Article> { route: POST "/write" }
    /// Renames an article, and changes it by its new name
    op rename(slug: String, to: String) -> Article { route: POST "/rename/{slug}" }
    /// Goes through all functions of a remark
    op go_through() -> Vec<String> { route: POST "/through" }
    /// Sets another key
    op rekey(name: String, id: i64) -> Sheet { route: POST "/rekey/{name}" }
    /// Puts a whole sheet, its key included
    op put_whole(name: String, id: i64) -> Sheet { route: POST "/whole/{name}", handler: put_whole_sheet }
    /// Moves a sheet to a name that no path can have
    op spoil(name: String) -> Sheet { route: POST "/spoil/{name}" }

    socket News { path: "/news", channels: { articles: Article, sheets: Sheet }, allow: [subscribe] }
}

async fn check_user(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, .. } => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn count_one(_: &Ctx, row: &mut sheet::ActiveModel) -> Result<(), Error> {
    let before = match &row.changes {
        sea_orm::ActiveValue::Set(changes) | sea_orm::ActiveValue::Unchanged(changes) => *changes,
        sea_orm::ActiveValue::NotSet => 0,
    };
    row.changes = Set(before + 1);
    Ok(())
}

async fn see(ctx: &Ctx, row: &Sheet) -> Result<(), Error> {
    // The row is at its new address already.
    let same = sheet::ops::read(ctx, row.name.as_str()).await?;
    assert_eq!(same.id, row.id);
    Ok(())
}

async fn see_gone(_: &Ctx, row: &Sheet) -> Result<(), Error> {
    if row.text == "kept" {
        Err(Error::Forbidden)
    } else {
        Ok(())
    }
}

async fn write(ctx: Ctx, body: article::Create) -> Result<Created<Article>, Error> {
    Ok(Created::row(article::ops::create(&ctx, body).await?))
}

async fn rename(ctx: Ctx, slug: String, to: String) -> Result<Article, Error> {
    ctx.transaction(async |tx| {
        let moved = article::ActiveModel {
            slug: Set(to.clone()),
            ..Default::default()
        };
        article::ops::update(tx, slug.as_str(), moved).await?;
        assert!(matches!(
            article::ops::read(tx, slug.as_str()).await,
            Err(Error::NotFound)
        ));
        let named = article::ActiveModel {
            title: Set(format!("was {slug}")),
            ..Default::default()
        };
        article::ops::update(tx, to.as_str(), named).await
    })
    .await
}

async fn go_through(ctx: Ctx) -> Result<Vec<String>, Error> {
    let text = |text: &str| remark::ActiveModel {
        text: Set(text.to_owned()),
        ..Default::default()
    };
    let (first, created) = remark::ops::put(&ctx, (Place::Front, 1), text("a")).await?;
    let (again, created_again) = remark::ops::put(&ctx, (Place::Front, 1), text("b")).await?;
    let read = remark::ops::read(&ctx, (Place::Front, 1)).await?;
    let updated = remark::ops::update(&ctx, (Place::Front, 1), text("c")).await?;
    remark::ops::delete(&ctx, (Place::Front, 1)).await?;
    let gone = matches!(remark::ops::read(&ctx, (Place::Front, 1)).await, Err(Error::NotFound));
    Ok(vec![
        format!("{} {created}", first.text),
        format!("{} {created_again} {}", again.text, again.id == first.id),
        format!("{} {}", read.text, updated.text),
        gone.to_string(),
    ])
}

async fn rekey(ctx: Ctx, name: String, id: i64) -> Result<Sheet, Error> {
    let changes = sheet::ActiveModel {
        id: Set(id),
        text: Set("rekeyed".to_owned()),
        ..Default::default()
    };
    sheet::ops::update(&ctx, name, changes).await
}

async fn put_whole_sheet(ctx: Ctx, name: String, id: i64) -> Result<Sheet, Error> {
    let whole = Sheet {
        id,
        name: name.clone(),
        text: "whole".to_owned(),
        changes: 7,
    };
    Ok(sheet::ops::put(&ctx, name, whole).await?.0)
}

async fn spoil(ctx: Ctx, name: String) -> Result<Sheet, Error> {
    sheet::ops::update(
        &ctx,
        name,
        sheet::ActiveModel {
            name: Set("..".to_owned()),
            ..Default::default()
        },
    )
    .await
}

/// Runs a case on each database.
async fn everywhere(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Press::API, database).await).await;
    }
}

/// Creates an article, and returns its path.
async fn article(app: &App, slug: &str) -> String {
    let body = json!({"slug": slug, "title": format!("T {slug}")});
    let reply = app.post("/v1/articles", body).await.expect(201);
    path_of(app, &reply)
}

/// The path of `Location`.
#[track_caller]
fn path_of(app: &App, reply: &Reply) -> String {
    let location = reply.header("Location").expect("a Location");
    let path = location.strip_prefix(&format!("http://{}", app.address()));
    path.expect("a URL of the server").to_owned()
}

#[track_caller]
fn conflict(reply: Reply) -> String {
    reply.expect(409).json()["detail"]
        .as_str()
        .expect("a detail")
        .to_owned()
}

#[tokio::test]
async fn rows_are_read_changed_and_deleted_at_their_address() {
    everywhere(async |app| {
        let path = article(app, "a b/c").await;
        assert_eq!(path, "/v1/articles/a%20b%2Fc");
        let row = json!({"slug": "a b/c", "title": "T a b/c", "body": ""});
        assert_eq!(app.get(&path).await.expect(200).json(), row);
        let changed = app.patch(&path, json!({"title": "New"})).await.expect(200);
        assert_eq!(changed.json()["title"], "New");
        app.delete(&path).await.expect(204);
        for reply in [
            app.get(&path).await,
            app.delete(&path).await,
            app.patch(&path, json!({})).await,
        ] {
            reply.expect(404);
        }
        let made = app
            .post("/v1/write", json!({"slug": "by-op", "title": "x"}))
            .await
            .expect(201);
        assert_eq!(path_of(app, &made), "/v1/articles/by-op");
    })
    .await;
}

#[tokio::test]
async fn no_path_takes_the_key() {
    everywhere(async |app| {
        article(app, "one").await;
        app.post("/v1/sheets", json!({"name": "one", "text": "x"}))
            .await
            .expect(201);
        app.put("/v1/remarks/front/7", json!({"text": "x"}))
            .header("If-None-Match", "*")
            .await
            .expect(201);
        let article = article::Entity::find().one(app.database().connection()).await;
        let id = article.expect("a row").expect("a row").id.to_string();
        let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
        for (resource, key, others) in [
            ("/articles", id.as_str(), [].as_slice()),
            ("/sheets", "1", &[]),
            ("/remarks", "1", &["front", "7"]),
        ] {
            let before = app.get(&format!("/v1{resource}")).await.expect(200).json();
            let paths = document["paths"].as_object().expect("paths");
            let of_rows = |path: &&String| path.starts_with(resource) && path.contains('{');
            let template = paths.keys().find(of_rows).expect("a path of rows");
            // The key alone, and in the place of each segment.
            let mut tried = vec![format!("/v1{resource}/{key}")];
            for place in 0..others.len() {
                let mut segments = others.to_vec();
                segments[place] = key;
                tried.push(format!("/v1{resource}/{}", segments.join("/")));
            }
            for path in tried {
                for method in ["GET", "PATCH", "DELETE"] {
                    let operation = method.to_lowercase();
                    assert!(paths[template].get(&operation).is_some(), "{template} {method}");
                    let sent = app.request(method, &path).header("If-Match", "*");
                    let sent = if method == "PATCH" { sent.json(json!({})) } else { sent };
                    sent.await.expect(404);
                }
            }
            assert_eq!(app.get(&format!("/v1{resource}")).await.expect(200).json(), before);
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_changes_as_other_fields_do() {
    everywhere(async |app| {
        let old = article(app, "old").await;
        article(app, "taken").await;
        assert_eq!(
            conflict(app.patch(&old, json!({"slug": "taken"})).await),
            "slug already exists"
        );
        let moved = app.patch(&old, json!({"slug": "new", "body": "b"})).await.expect(200);
        assert_eq!(moved.json(), json!({"slug": "new", "title": "T old", "body": "b"}));
        app.get(&old).await.expect(404);
        assert_eq!(app.get("/v1/articles/new").await.expect(200).json(), moved.json());
        // Its own address is no change.
        app.patch("/v1/articles/new", json!({"slug": "new"})).await.expect(200);
        let renamed = app.post("/v1/rename/new?to=newer", json!({})).await.expect(200);
        assert_eq!(
            (&renamed.json()["slug"], &renamed.json()["title"]),
            (&json!("newer"), &json!("was new"))
        );
        app.get("/v1/articles/new").await.expect(404);
        assert_eq!(
            conflict(app.post("/v1/rename/newer?to=taken", json!({})).await),
            "slug already exists"
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_that_no_client_could_request_is_refused() {
    everywhere(async |app| {
        let path = article(app, "a").await;
        for slug in ["", ".", ".."] {
            let error = [("slug", "can't be part of a path")];
            refuses(
                app.post("/v1/articles", json!({"slug": slug, "title": "x"})).await,
                &error,
            );
            refuses(app.patch(&path, json!({ "slug": slug })).await, &error);
        }
        app.post("/v1/sheets", json!({"name": "s", "text": "x"}))
            .await
            .expect(201);
        refuses(
            app.post("/v1/spoil/s", json!({})).await,
            &[("name", "can't be part of a path")],
        );
        app.get("/v1/sheets/s").await.expect(200);
        // Too long for the field, so there is no such path.
        app.get(&format!("/v1/articles/{}", "x".repeat(41))).await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn a_put_creates_the_row_at_its_address_or_replaces_it() {
    everywhere(async |app| {
        let body = json!({"title": "One", "editor": "Ann"});
        let created = app.put("/v1/articles/one", &body).await.expect(201);
        assert_eq!(path_of(app, &created), "/v1/articles/one");
        assert_eq!(
            created.json(),
            json!({"slug": "one", "title": "One", "body": "", "editor": "Ann"})
        );
        let again = json!({"slug": "one", "title": "Two", "body": "b", "editor": "Bob"});
        let replaced = app.put("/v1/articles/one", again).await.expect(200);
        assert_eq!(
            replaced.json(),
            json!({"slug": "one", "title": "Two", "body": "b", "editor": "Ann"})
        );
        refuses(
            app.put("/v1/articles/one", json!({"slug": "two", "title": "x"})).await,
            &[("slug", "differs from the path")],
        );
        refuses(
            app.put("/v1/articles/two", json!({"id": 1})).await,
            &[("id", "unknown field"), ("title", "required")],
        );
        let list = app.get("/v1/articles").await.expect(200);
        assert_eq!(column(&list, "slug"), ["one"]);
    })
    .await;
}

#[tokio::test]
async fn a_counter_counts_the_rows_that_puts_create() {
    everywhere(async |app| {
        let put = async |path: &str, status| {
            app.put(path, json!({"text": "x"}))
                .header("If-None-Match", "*")
                .await
                .expect(status)
        };
        let first = put("/v1/remarks/front/1", 201).await.json();
        assert_eq!(first, json!({"id": 1, "number": 1, "at": "front", "text": "x"}));
        put("/v1/remarks/front/1", 412).await;
        for text in ["y", "z"] {
            let path = "/v1/remarks/front/1";
            let replaced = app
                .put(path, json!({ "text": text }))
                .header("If-Match", "*")
                .await
                .expect(200);
            assert_eq!(
                (&replaced.json()["id"], &replaced.json()["text"]),
                (&json!(1), &json!(text))
            );
        }
        assert_eq!(put("/v1/remarks/back/1", 201).await.json()["id"], 2);
        // The same on a resource with hooks.
        for (name, status, id) in [("a", 201, 1), ("a", 200, 1), ("b", 201, 2)] {
            let row = app
                .put(&format!("/v1/sheets/{name}"), json!({"text": "x"}))
                .await
                .expect(status)
                .json();
            assert_eq!(row["id"], id, "{name}");
        }
        app.put("/v1/remarks/front/100", json!({"text": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
        app.put("/v1/remarks/top/1", json!({"text": "x"}))
            .header("If-Match", "*")
            .await
            .expect(404);
    })
    .await;
}

#[tokio::test]
async fn preconditions_are_about_the_row_at_the_address() {
    everywhere(async |app| {
        let path = "/v1/remarks/back/5";
        let text = |text: &str| json!({ "text": text });
        app.put(path, text("a")).await.expect(428);
        app.put(path, text("a")).header("If-Match", "*").await.expect(412);
        let created = app.put(path, text("a")).header("If-None-Match", "*").await.expect(201);
        let tag = created.header("ETag").expect("a tag").to_owned();
        app.get(path).header("If-None-Match", &tag).await.expect(304);
        app.patch(path, text("b")).header("If-Match", &tag).await.expect(200);
        app.patch(path, text("c")).header("If-Match", &tag).await.expect(412);
        app.put(path, text("c")).header("If-Match", &tag).await.expect(412);
        app.delete(path).header("If-Match", &tag).await.expect(412);
        app.delete(path).header("If-Match", "*").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_an_update_can_not_change_may_be_repeated() {
    everywhere(async |app| {
        let path = "/v1/remarks/back/5";
        app.put(path, json!({"text": "a"}))
            .header("If-None-Match", "*")
            .await
            .expect(201);
        let same = json!({"at": "back", "number": 5, "text": "b"});
        app.patch(path, same).header("If-Match", "*").await.expect(200);
        let other = json!({"at": "front", "number": 6});
        refuses(
            app.patch(path, other).header("If-Match", "*").await,
            &[("at", "differs from the path"), ("number", "differs from the path")],
        );
        refuses(
            app.patch(path, json!({"id": 1})).header("If-Match", "*").await,
            &[("id", "unknown field")],
        );
    })
    .await;
}

#[tokio::test]
async fn functions_take_the_address() {
    everywhere(async |app| {
        let seen = app.post("/v1/through", json!({})).await.expect(200).json();
        assert_eq!(seen, json!(["a true", "b false true", "b c", "true"]));
    })
    .await;
}

#[tokio::test]
async fn a_row_keeps_its_key() {
    everywhere(async |app| {
        let created = app
            .post("/v1/sheets", json!({"name": "a", "text": "x"}))
            .await
            .expect(201);
        let id = created.json()["id"].as_i64().expect("a number");
        app.post(&format!("/v1/rekey/a?id={}", id + 1), json!({}))
            .await
            .expect(500);
        let same = app
            .post(&format!("/v1/rekey/a?id={id}"), json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!((&same["id"], &same["text"]), (&json!(id), &json!("rekeyed")));
        let whole = app
            .post(&format!("/v1/whole/a?id={}", id + 5), json!({}))
            .await
            .expect(200)
            .json();
        assert_eq!((&whole["id"], &whole["text"]), (&json!(id), &json!("whole")));
        // The database counts the key of a new row.
        app.post(&format!("/v1/whole/b?id={}", id + 5), json!({}))
            .await
            .expect(500);
        app.get("/v1/sheets/b").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn hooks_see_rows_at_their_new_address() {
    everywhere(async |app| {
        let mut socket = app.socket("/v1/news").await;
        socket.call("subscribe", json!({"channel": "sheets"})).await;
        app.put("/v1/sheets/a", json!({"text": "x"})).await.expect(201);
        let moved = app.patch("/v1/sheets/a", json!({"name": "b"})).await.expect(200).json();
        assert_eq!((&moved["name"], &moved["changes"]), (&json!("b"), &json!(2)));
        app.put("/v1/sheets/b", json!({"text": "kept"})).await.expect(200);
        app.delete("/v1/sheets/b").await.expect(403);
        app.put("/v1/sheets/b", json!({"text": "free"})).await.expect(200);
        app.put("/v1/sheets/c", json!({"text": "y"})).await.expect(201);
        let gone = app.delete("/v1/sheets?all=true").await.expect(204);
        assert_eq!(gone.header("X-Total-Count"), Some("2"));
        for name in ["b", "c"] {
            let message = socket.receive().await;
            assert_eq!(
                (&message["event"], &message["data"]),
                (&json!("deleted"), &json!({ "name": name }))
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_deleted_row_is_published_by_its_address() {
    everywhere(async |app| {
        let mut socket = app.socket("/v1/news").await;
        socket.call("subscribe", json!({"channel": "articles"})).await;
        let path = article(app, "a").await;
        app.patch(&path, json!({"slug": "b"})).await.expect(200);
        app.delete("/v1/articles/b").await.expect(204);
        article(app, "c").await;
        app.delete("/v1/articles?all=true").await.expect(204);
        let row = |slug: &str| json!({"slug": slug, "title": if slug == "b" { "T a".to_owned() } else { format!("T {slug}") }, "body": ""});
        for (event, data) in [
            ("created", row("a")),
            ("updated", row("b")),
            ("deleted", json!({"slug": "b"})),
            ("created", row("c")),
            ("deleted", json!({"slug": "c"})),
        ] {
            let message = socket.receive().await;
            assert_eq!((&message["event"], &message["data"]), (&json!(event), &data));
        }
    })
    .await;
}

#[tokio::test]
async fn rows_of_other_owners_are_not_at_the_address() {
    everywhere(async |app| {
        let ask =
            |who: &str, method: &str, path: &str| app.request(method, &format!("/v1/notes{path}")).basic(who, "x");
        let text = json!({"text": "x"});
        ask("ann", "PUT", "/a").json(&text).await.expect(201);
        ask("ann", "PUT", "/a").json(&text).await.expect(200);
        for method in ["GET", "DELETE"] {
            ask("bob", method, "/a").await.expect(404);
        }
        ask("bob", "PATCH", "/a").json(&text).await.expect(404);
        ask("bob", "PUT", "/a").json(&text).await.expect(404);
        ask("bob", "PUT", "/a")
            .json(&text)
            .header("If-Match", "*")
            .await
            .expect(404);
        ask("bob", "PUT", "/b")
            .json(&text)
            .header("If-Match", "*")
            .await
            .expect(412);
        ask("bob", "PUT", "/b").json(&text).await.expect(201);
        assert_eq!(
            conflict(ask("bob", "PATCH", "/b").json(json!({"name": "a"})).await),
            "name already exists"
        );
        assert_eq!(ask("ann", "GET", "/a").await.expect(200).json()["user"], "ann");
        app.get("/v1/notes/a").await.expect(401);
    })
    .await;
}

#[tokio::test]
async fn an_address_may_be_the_key_in_another_order() {
    everywhere(async |app| {
        let made = app
            .post("/v1/shelves", json!({"hall": "h", "level": 2}))
            .await
            .expect(201);
        assert_eq!(path_of(app, &made), "/v1/shelves/2/h");
        let same = json!({"hall": "h", "level": 2, "text": "t"});
        app.patch("/v1/shelves/2/h", &same).await.expect(200);
        app.put("/v1/shelves/2/h", &same).await.expect(200);
        app.put("/v1/shelves/3/h", json!({"text": "t"})).await.expect(201);
        refuses(
            app.patch("/v1/shelves/2/h", json!({"hall": "x"})).await,
            &[("hall", "differs from the path")],
        );
        app.get("/v1/shelves/h/2").await.expect(404);
        app.delete("/v1/shelves/3/h").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn puts_of_one_address_at_the_same_time_create_one_row() {
    everywhere(async |app| {
        let puts = (0..12).map(|number| {
            app.put("/v1/articles/same", json!({"title": number.to_string()}))
                .into_future()
        });
        let replies = futures::future::join_all(puts).await;
        let created = replies.iter().filter(|reply| reply.status() == 201).count();
        let replaced = replies.iter().filter(|reply| reply.status() == 200).count();
        assert_eq!((created, replaced), (1, 11));
        let puts = (0..8).map(|number| {
            app.put("/v1/sheets/same", json!({"text": number.to_string()}))
                .into_future()
        });
        let replies = futures::future::join_all(puts).await;
        assert_eq!(replies.iter().filter(|reply| reply.status() == 201).count(), 1);
        assert_eq!(replies.iter().filter(|reply| reply.status() == 200).count(), 7);
    })
    .await;
}

#[test]
fn the_document_has_the_address_in_paths_and_links() {
    let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let names: Vec<&str> = paths
        .keys()
        .map(String::as_str)
        .filter(|path| path.contains('{'))
        .collect();
    assert_eq!(
        names,
        [
            "/articles/{slug}",
            "/notes/{name}",
            "/rekey/{name}",
            "/remarks/{at}/{number}",
            "/rename/{slug}",
            "/sheets/{name}",
            "/shelves/{level}/{hall}",
            "/spoil/{name}",
            "/whole/{name}",
        ]
        .map(|path| path)
    );
    let parameters = paths["/remarks/{at}/{number}"]["parameters"]
        .as_array()
        .expect("parameters");
    let parameters: Vec<_> = parameters
        .iter()
        .map(|parameter| (&parameter["name"], &parameter["in"], &parameter["required"]))
        .collect();
    let (path, required) = (json!("path"), json!(true));
    assert_eq!(
        parameters,
        [(&json!("at"), &path, &required), (&json!("number"), &path, &required)]
    );
    let links = &paths["/articles"]["post"]["responses"]["201"]["links"];
    assert_eq!(
        links["update"],
        json!({"operationId": "update_article", "parameters": {"slug": "$response.body#/slug"}})
    );
    let put = &paths["/articles/{slug}"]["put"]["responses"];
    assert!(put["201"]["headers"]["Location"].is_object(), "{put}");
    assert_eq!(
        put["201"]["links"]["read"]["parameters"]["slug"],
        "$response.body#/slug"
    );
    // A put finds its row by the unique key, and the key is generated.
    assert!(put.get("409").is_none(), "{put}");
    assert!(paths["/articles/{slug}"]["patch"]["responses"]["409"].is_object());
    // But a counter may be exhausted.
    assert!(paths["/remarks/{at}/{number}"]["put"]["responses"]["409"].is_object());
    let schemas = &document["components"]["schemas"];
    let properties = |schema: &str| schemas[schema]["properties"].as_object().expect("properties").clone();
    let keys = |schema: &str| properties(schema).keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys("Article"), ["body", "editor", "slug", "title"]);
    assert_eq!(keys("ArticleUpdate"), ["body", "slug", "title"]);
    assert_eq!(keys("ArticlePut"), ["body", "editor", "slug", "title"]);
    assert_eq!(properties("ArticlePut")["slug"]["readOnly"], true);
    assert!(properties("ArticleUpdate")["slug"].get("readOnly").is_none());
    assert!(properties("ArticleUpdate")["slug"]["pattern"].is_string());
    assert_eq!(schemas["ArticlePut"]["required"], json!(["title"]));
    assert_eq!(properties("RemarkUpdate")["number"]["readOnly"], true);
    assert!(!keys("RemarkUpdate").contains(&"id".to_owned()));
}

#[test]
fn the_document_of_sockets_has_the_address_of_deleted_rows() {
    let document: Value = serde_json::from_str(Press::asyncapi()).expect("JSON");
    let text = document.to_string();
    assert!(
        text.contains("A row was deleted; the data is its address, as paths have it"),
        "{text}"
    );
    let deleted = find(&document, "articles.deleted").expect("a message");
    let data = find(deleted, "data").expect("data");
    assert_eq!(data["required"], json!(["slug"]));
    assert_eq!(
        data["properties"].as_object().map(|properties| properties.len()),
        Some(1)
    );
}

/// The first member of this name, at any depth, that isn't a reference.
fn find<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members
            .iter()
            .find(|(key, member)| *key == name && member.get("$ref").is_none())
            .map(|(_, member)| member)
            .or_else(|| members.values().find_map(|member| find(member, name))),
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}

#[test]
fn routes_have_the_address() {
    let routes: Vec<String> = Press::API
        .routes()
        .filter(|route| route.path.starts_with("/remarks"))
        .map(|route| format!("{} {} {}", route.method.name(), route.path, route.operation))
        .collect();
    assert!(
        routes.contains(&"GET /remarks/{at}/{number} read_remark".to_owned()),
        "{routes:?}"
    );
}
