//! Rows whose owner is that of a row to which they are related.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, databases};

use crate::support::column;

api! {
    /// Notes on articles of different authors.
    api Desk {
        title: "Desk",
        version: "1.0.0",
        security: {
            /// Token of an author
            bearer: Bearer::new() = check_author,
        },
        access: bearer,
    }

    /// What somebody writes
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 },
        fields: { author: i32 [hidden] },
        owner: author,
        others: [read],
        ops: [create, read],
    }

    /// What is noted on an article, which its author sees
    resource Note {
        table: "notes",
        path: "/notes",
        key: { id: i64 },
        fields: { text: String, article_id: Option<i64> [references(Article)] },
        unique: [[article_id, text]],
        filters: { text: [eq], article: [any] },
        hooks: { before_create: redirect, before_update: redirect },
        relations: { article: Article = article_id },
        include: [article],
        owner: article.author,
        ops: [list, create, create_many, read, update, put, delete, delete_many],
    }

    /// What an author says about an article, for all
    resource Remark {
        table: "remarks",
        path: "/articles/{article}/remarks",
        key: { id: i64 },
        fields: { text: String, article_id: i64 [references(Article)] },
        relations: { article: Article = article_id },
        owner: article.author,
        others: [list, read],
        ops: [list(cursor(id)), create, read, update, put, delete],
    }

    /// A picture in an article
    resource Picture {
        table: "pictures",
        path: "/pictures",
        key: { id: i64 },
        fields: { article_id: i64 [references(Article)], size: i32 [default(1)] },
        relations: { article: Article = article_id },
        owner: article.author,
        ops: [list, create, update, put],
    }

    /// What a picture hangs in, always in the same article
    resource Frame {
        table: "frames",
        path: "/frames",
        key: { id: i64 },
        fields: { article_id: i64 [references(Article), create_only], wood: String },
        unique: [[article_id, wood]],
        relations: { article: Article = article_id },
        owner: article.author,
        ops: [list, put],
    }

    /// Words below other words, which belong to the owner of those
    resource Word {
        table: "words",
        path: "/words",
        key: { id: i64 },
        fields: { author: i32, above_id: i64 [references(Word)] },
        relations: { above: Word = above_id },
        owner: above.author,
        ops: [list, create, create_many, update],
    }

    /// Note by a function
    op note_by_hand(body: note::Create) -> Note { route: POST "/by-hand" }
}

async fn check_author(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// Hooks can't give rows to others.
async fn redirect(_: &Ctx, note: &mut note::ActiveModel) -> Result<(), Error> {
    if note.text.clone().take().as_deref() == Some("to two") {
        note.article_id = Set(Some(2));
    }
    Ok(())
}

async fn note_by_hand(ctx: Ctx, body: note::Create) -> Result<Note, Error> {
    note::ops::create(&ctx, body.0).await
}

/// Articles 1 of author 1, 2 and 3 of author 2, each with a note, a remark and a picture of the same number.
async fn desk(database: Database) -> App {
    let app = App::start(Desk::API, database).await;
    for (id, author) in [(1, "1"), (2, "2"), (3, "2")] {
        let created = [
            ("/articles".to_owned(), json!({ "id": id })),
            (
                "/notes".to_owned(),
                json!({ "id": id, "text": "note", "article_id": id }),
            ),
            (format!("/articles/{id}/remarks"), json!({ "id": id, "text": "remark" })),
            ("/pictures".to_owned(), json!({ "id": id, "article_id": id })),
        ];
        for (path, body) in created {
            app.post(&path, body).bearer(author).await.expect(201);
        }
    }
    app
}

/// A problem without the ID of its request.
fn problem(reply: &Reply) -> Value {
    let mut problem = reply.json();
    problem.as_object_mut().expect("an object").remove("request_id");
    problem
}

#[tokio::test]
async fn rows_belong_to_the_owner_of_their_related_row() {
    for database in databases().await {
        let app = desk(database).await;
        for (author, ids) in [
            ("1", vec!["1"]),
            ("2", vec!["2", "3"]),
            ("3", vec![]),
            ("nobody", vec![]),
        ] {
            for path in [
                "/notes",
                "/notes?text=note",
                "/notes?article:any=true",
                "/notes?include=article",
                "/pictures",
            ] {
                let list = app.get(path).bearer(author).await.expect(200);
                assert_eq!(column(&list, "id"), ids, "{path} of {author}");
                assert_eq!(list.header("X-Total-Count"), Some(ids.len().to_string().as_str()));
            }
            for id in ["1", "2", "3"] {
                let status = if ids.contains(&id) { 200 } else { 404 };
                app.get(&format!("/notes/{id}")).bearer(author).await.expect(status);
                app.get(&format!("/notes/{id}?include=article"))
                    .bearer(author)
                    .await
                    .expect(status);
            }
        }
        app.get("/notes").await.expect(401);
    }
}

#[tokio::test]
async fn a_row_of_anothers_is_created_as_if_the_related_one_were_not_there() {
    for database in databases().await {
        let app = desk(database).await;
        let post = |path: &str, body: Value| app.post(path, body).bearer("1");
        let note = |article: Value| json!({ "id": 9, "text": "spy", "article_id": article });
        let missing = problem(&post("/notes", note(json!(77))).await.expect(409));
        assert_eq!(problem(&post("/notes", note(json!(2))).await.expect(409)), missing);
        assert_eq!(problem(&post("/by-hand", note(json!(2))).await.expect(409)), missing);
        // Without a related row it has no owner.
        assert_eq!(problem(&post("/notes", note(json!(null))).await.expect(409)), missing);
        for article in [2, 77] {
            let picture = json!({ "id": 9, "article_id": article });
            assert_eq!(problem(&post("/pictures", picture).await.expect(409)), missing);
            let picture = json!({ "article_id": article });
            app.put("/pictures/9", picture).bearer("1").await.expect(409);
        }
        let many = json!([{ "id": 8, "text": "own", "article_id": 1 }, note(json!(2))]);
        post("/notes/bulk", many).await.expect(409);
        post("/notes", json!({ "id": 9, "text": "to two", "article_id": 1 }))
            .await
            .expect(409);
        app.put("/notes/9", json!({ "text": "spy", "article_id": 2 }))
            .bearer("1")
            .await
            .expect(409);
        post("/notes", json!({ "id": 8, "text": "own", "article_id": 1 }))
            .await
            .expect(201);
        for (author, ids) in [("1", vec!["1", "8"]), ("2", vec!["2", "3"])] {
            let list = app.get("/notes").bearer(author).await.expect(200);
            assert_eq!(column(&list, "id"), ids, "{author}");
        }
        let list = app.get("/pictures").bearer("2").await.expect(200);
        assert_eq!(column(&list, "id"), ["2", "3"]);
        // An ID that is none of an author's creates nothing.
        app.post("/notes", note(json!(1))).bearer("nobody").await.expect(403);
    }
}

#[tokio::test]
async fn unique_keys_say_nothing_of_rows_of_others() {
    for database in databases().await {
        let app = desk(database).await;
        let (post, put, patch) = (
            |path: &str, body: Value| app.post(path, body).bearer("1"),
            |path: &str, body: Value| app.put(path, body).bearer("1"),
            |path: &str, body: Value| app.patch(path, body).bearer("1"),
        );
        let note = |article: i64, text: &str| json!({ "id": 9, "text": text, "article_id": article });
        let missing = problem(&post("/notes", note(77, "note")).await.expect(409));
        // Article 2 has a note with the first text.
        for text in ["note", "new"] {
            assert_eq!(problem(&post("/notes", note(2, text)).await.expect(409)), missing);
            assert_eq!(problem(&post("/by-hand", note(2, text)).await.expect(409)), missing);
            let many = json!([{ "id": 8, "text": "own", "article_id": 1 }, note(2, text)]);
            assert_eq!(problem(&post("/notes/bulk", many).await.expect(409)), missing);
            for path in ["/notes/1", "/notes/9"] {
                let body = json!({ "text": text, "article_id": 2 });
                assert_eq!(problem(&put(path, body).await.expect(409)), missing, "{path}");
            }
            let body = json!({ "text": text, "article_id": 2 });
            assert_eq!(problem(&patch("/notes/1", body).await.expect(409)), missing);
        }
        let body = json!({ "article_id": 2 });
        assert_eq!(problem(&patch("/notes/1", body).await.expect(409)), missing);
        // Nor where a hook sets the article.
        app.post("/notes", json!({ "id": 5, "text": "to two", "article_id": 2 }))
            .bearer("2")
            .await
            .expect(201);
        let hooked = post("/notes", json!({ "id": 9, "text": "to two", "article_id": 1 }));
        assert_eq!(problem(&hooked.await.expect(409)), missing);
        // A row of another's is missing, whatever it is to refer to.
        for article in [1, 2, 77] {
            patch("/notes/2", json!({ "article_id": article })).await.expect(404);
        }
        // A unique key that begins with an own row is told.
        assert_ne!(problem(&post("/notes", note(1, "note")).await.expect(409)), missing);
    }
}

#[tokio::test]
async fn a_put_keeps_what_a_row_refers_to_from_its_creation() {
    for database in databases().await {
        let app = desk(database).await;
        let put = |path: &str, article: i64, wood: &str, author: &str| {
            let body = json!({ "article_id": article, "wood": wood });
            app.put(path, body).bearer(author)
        };
        put("/frames/1", 1, "oak", "1").await.expect(201);
        put("/frames/2", 2, "oak", "2").await.expect(201);
        put("/frames/3", 2, "ash", "1").await.expect(409);
        for article in [1, 2, 77] {
            let reply = put("/frames/1", article, "ash", "1").await.expect(200);
            assert_eq!(reply.json(), json!({ "id": 1, "article_id": 1, "wood": "ash" }));
        }
        let frames = app.get("/frames").bearer("2").await.expect(200);
        assert_eq!(frames.json(), json!([{ "id": 2, "article_id": 2, "wood": "oak" }]));
    }
}

#[tokio::test]
async fn new_rows_may_refer_to_one_another() {
    for database in databases().await {
        let app = desk(database).await;
        let word = |id: i64, author: i32, above: i64| json!({ "id": id, "author": author, "above_id": above });
        let many = json!([word(1, 1, 1), word(2, 1, 1), word(3, 2, 2)]);
        app.post("/words/bulk", many).bearer("1").await.expect(201);
        // What is above the third belongs to the second author.
        app.post("/words", word(4, 1, 3)).bearer("1").await.expect(409);
        app.post("/words", word(4, 1, 3)).bearer("2").await.expect(201);
        app.post("/words", word(5, 2, 5)).bearer("1").await.expect(409);
        let words = app.get("/words").bearer("1").await.expect(200);
        assert_eq!(column(&words, "id"), ["1", "2", "3"]);
    }
}

#[tokio::test]
async fn a_row_is_changed_by_its_owner_and_not_given_away() {
    for database in databases().await {
        let app = desk(database).await;
        let patch = |path: &str, body: Value| app.patch(path, body).bearer("2");
        patch("/notes/2", json!({ "text": "mine" })).await.expect(200);
        patch("/notes/2", json!({ "article_id": 3 })).await.expect(200);
        for article in [json!(1), json!(77), json!(null)] {
            patch("/notes/2", json!({ "article_id": article })).await.expect(409);
            patch("/pictures/2", json!({ "article_id": 1 })).await.expect(409);
            app.put("/notes/2", json!({ "text": "given", "article_id": article }))
                .bearer("2")
                .await
                .expect(409);
        }
        patch("/notes/1", json!({ "text": "spy" })).await.expect(404);
        patch("/notes/1", json!({})).await.expect(404);
        patch("/pictures/1", json!({ "size": 2 })).await.expect(404);
        patch("/pictures/2", json!({ "size": 2 })).await.expect(200);
        // A put finds another's row, which it neither changes nor creates again.
        for path in ["/notes/1", "/pictures/1"] {
            let body = if path == "/notes/1" {
                json!({ "text": "spy", "article_id": 2 })
            } else {
                json!({ "size": 7, "article_id": 2 })
            };
            app.put(path, &body).bearer("2").await.expect(404);
            app.put(path, &body)
                .bearer("2")
                .header("If-Match", "*")
                .await
                .expect(404);
        }
        app.put("/pictures/2", json!({ "article_id": 3, "size": 5 }))
            .bearer("2")
            .await
            .expect(200);
        app.put("/pictures/4", json!({ "article_id": 3, "size": 5 }))
            .bearer("2")
            .await
            .expect(201);
        app.delete("/notes/1").bearer("2").await.expect(404);
        let note = app.get("/notes/1").bearer("1").await.expect(200);
        assert_eq!(note.json(), json!({ "id": 1, "text": "note", "article_id": 1 }));
        let note = app.get("/notes/2").bearer("2").await.expect(200);
        assert_eq!(note.json(), json!({ "id": 2, "text": "mine", "article_id": 3 }));
        let pictures = app.get("/pictures").bearer("1").await.expect(200);
        assert_eq!(column(&pictures, "size"), ["1"]);
        let deleted = app.delete("/notes?all=true").bearer("2").await.expect(204);
        assert_eq!(deleted.header("X-Total-Count"), Some("2"));
        app.get("/notes/1").bearer("1").await.expect(200);
    }
}

#[tokio::test]
async fn others_read_what_only_the_owner_of_the_related_row_changes() {
    for database in databases().await {
        let app = desk(database).await;
        let remarks = app.get("/articles/1/remarks").bearer("2").await.expect(200);
        assert_eq!(column(&remarks, "text"), ["remark"]);
        app.get("/articles/1/remarks/1").bearer("2").await.expect(200);
        let text = json!({ "text": "spy" });
        app.patch("/articles/1/remarks/1", &text).bearer("2").await.expect(403);
        app.put("/articles/1/remarks/1", &text).bearer("2").await.expect(403);
        app.delete("/articles/1/remarks/1").bearer("2").await.expect(403);
        app.delete("/articles/2/remarks/1").bearer("2").await.expect(404);
        app.put("/articles/2/remarks/1", &text).bearer("2").await.expect(404);
        app.post("/articles/1/remarks", json!({ "id": 9, "text": "spy" }))
            .bearer("2")
            .await
            .expect(403);
        app.post("/articles/77/remarks", json!({ "id": 9, "text": "spy" }))
            .bearer("2")
            .await
            .expect(404);
        app.put("/articles/1/remarks/9", &text).bearer("2").await.expect(403);
        app.put("/articles/2/remarks/9", &text).bearer("2").await.expect(201);
        app.put("/articles/2/remarks/9", &text).bearer("2").await.expect(200);
        app.patch("/articles/2/remarks/9", &text).bearer("2").await.expect(200);
        app.delete("/articles/2/remarks/9").bearer("2").await.expect(204);
        let remarks = app.get("/articles/1/remarks").bearer("1").await.expect(200);
        assert_eq!(remarks.json(), json!([{ "id": 1, "text": "remark", "article_id": 1 }]));
    }
}

#[test]
fn a_related_row_of_another_owner_is_a_documented_conflict() {
    let document: Value = serde_json::from_str(Desk::openapi()).expect("JSON");
    for (path, method) in [
        ("/pictures", "post"),
        ("/pictures/{id}", "put"),
        ("/pictures/{id}", "patch"),
    ] {
        assert!(
            document["paths"][path][method]["responses"]["409"].is_object(),
            "{method} {path}"
        );
    }
}
