//! Rows as arguments: the path names them, and they are loaded before the handler runs.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Articles that readers like.
    api Press {
        title: "Press",
        version: "1.0.0",
        names: camel_case,
        docs: required,
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
    }

    /// What was written
    resource Article {
        path: "/articles",
        key: {
            /// Its number
            id: i64,
        },
        fields: {
            /// Its name in URLs
            slug: String [unique, len(1..=20)],
            /// Who wrote it
            author: String [hidden],
            /// How many like it
            like_count: i32 [default(0), read_only],
        },
        address: slug,
        owner: author,
        others: [read],
        access: { create: bearer },
        ops: [create, read],
    }

    /// What only its author sees
    resource Draft {
        path: "/drafts",
        key: {
            /// Its number
            id: i64,
        },
        fields: {
            /// Who writes it
            author: String,
            /// Of what
            article_id: i64,
        },
        owner: author,
        access: bearer,
        relations: {
            /// Of what
            article: Article = article_id,
        },
        ops: [create, read],
    }

    /// What is noted in a draft, which its author sees
    resource Note {
        path: "/drafts/{draft}/notes",
        key: {
            /// Its number
            id: Uuid,
        },
        fields: {
            /// Of what
            draft_id: i64 [references(Draft)],
        },
        relations: {
            /// Of what
            draft: Draft = draft_id,
        },
        ops: [create],
    }

    /// Why something is changed
    schema Reason {
        /// In a word
        word: String [len(1..=5)],
    }

    /// Like an article
    op like(article: Article, /// How much
        stars: Option<i32> [range(1..=5)]
    ) -> Article { route: POST "/articles/{article}/like" }

    /// Write of another article
    op redirect(
        /// The draft
        draft: Draft,
        article: Article,
        /// Why
        body: Reason,
    ) -> Draft { route: PUT "/drafts/{draft}/article/{article}" }

    /// Who wrote it
    op author(article: Article) -> String { route: GET "/articles/{article}/author" }

    /// Read a note
    op find_note(note: Note) -> Note { route: GET "/notes/{note}" }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn like(ctx: Ctx, article: Article, stars: Option<i32>) -> Result<Article, Error> {
    let likes = article.like_count + stars.unwrap_or(1);
    let mut liked = article.into_active_model();
    liked.like_count = Set(likes);
    Ok(liked.update(&ctx.db()).await?)
}

async fn redirect(ctx: Ctx, draft: Draft, article: Article, _: Reason) -> Result<Draft, Error> {
    let change = draft::ActiveModel {
        article_id: Set(article.id),
        ..Default::default()
    };
    draft::ops::update(&ctx, draft.id, change).await
}

async fn author(_: Ctx, article: Article) -> Result<String, Error> {
    Ok(article.author)
}

async fn find_note(_: Ctx, note: Note) -> Result<Note, Error> {
    Ok(note)
}

const NOTE: &str = "01234567-89ab-7def-8123-456789abcdef";

async fn press(database: Database) -> App {
    let app = App::start(Press::API, database).await;
    for (path, body) in [
        ("/articles", json!({ "id": 1, "slug": "sea" })),
        ("/articles", json!({ "id": 2, "slug": "a b/c" })),
        ("/drafts", json!({ "id": 7, "articleId": 1 })),
        ("/drafts/7/notes", json!({ "id": NOTE })),
    ] {
        app.post(path, body).bearer("ann").await.expect(201);
    }
    app
}

#[tokio::test]
async fn a_handler_gets_the_rows_that_the_path_names() {
    for database in databases().await {
        let app = press(database).await;
        let liked = app.post("/articles/sea/like", "").await.expect(200);
        assert_eq!(liked.json(), json!({ "id": 1, "slug": "sea", "likeCount": 1 }));
        let liked = app
            .post("/articles/sea/like?stars=3", "")
            .bearer("bob")
            .await
            .expect(200);
        assert_eq!(liked.json()["likeCount"], 4);
        // Whole rows, with what clients don't see.
        let author = app.get("/articles/a%20b%2Fc/author").await.expect(200);
        assert_eq!(author.json(), json!("ann"));
        let draft = app
            .put("/drafts/7/article/a%20b%2Fc", json!({ "word": "typo" }))
            .bearer("ann")
            .await
            .expect(200);
        assert_eq!(draft.json(), json!({ "id": 7, "author": "ann", "articleId": 2 }));
        let note = app.get(&format!("/notes/{NOTE}")).bearer("ann").await.expect(200);
        assert_eq!(note.json()["draftId"], 7);
    }
}

#[tokio::test]
async fn a_row_that_the_client_may_not_see_is_missing() {
    for database in databases().await {
        let app = press(database).await;
        app.post("/articles/air/like", "").await.expect(404);
        app.post("/articles/much-too-long-to-be-one/like", "").await.expect(404);
        app.get("/articles/air/author").await.expect(404);
        for (draft, article, user, status) in [
            ("7", "sea", Some("ann"), 200),
            ("7", "sea", Some("bob"), 404),
            ("7", "sea", None, 404),
            ("8", "sea", Some("ann"), 404),
            ("x", "sea", Some("ann"), 404),
            ("7", "air", Some("ann"), 404),
        ] {
            let path = format!("/drafts/{draft}/article/{article}");
            for (word, status) in [("typo", status), ("", 422)] {
                let request = app.put(&path, json!({ "word": word }));
                let request = match user {
                    Some(user) => request.bearer(user),
                    None => request,
                };
                // What else is wrong comes first, and says nothing of rows.
                request.await.expect(status);
            }
        }
        app.post("/articles/air/like?stars=9", "").await.expect(422);
        // Its parent must be visible, too.
        app.get(&format!("/notes/{NOTE}")).bearer("bob").await.expect(404);
        app.get(&format!("/notes/{NOTE}")).await.expect(404);
    }
}

#[test]
fn the_parameter_is_the_address_of_the_row() {
    let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
    let like = &document["paths"]["/articles/{article}/like"]["post"];
    assert_eq!(
        like["parameters"][0],
        json!({
            "name": "article",
            "in": "path",
            "required": true,
            "description": "Its name in URLs",
            "schema": { "type": "string", "minLength": 1, "maxLength": 20 },
        })
    );
    assert!(like["responses"]["404"].is_object());
    let redirect = &document["paths"]["/drafts/{draft}/article/{article}"]["put"];
    assert_eq!(redirect["parameters"][0]["description"], "The draft");
    assert_eq!(
        redirect["parameters"][0]["schema"],
        json!({ "type": "integer", "format": "int64" })
    );
    // A row that is loaded is in no request.
    assert!(document["components"]["schemas"].get("ArticleRequest").is_none());
}
