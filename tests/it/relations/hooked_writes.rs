//! Hooks of related rows that requests write: replies show what these have changed.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

api! {
    /// Articles that count what belongs to them.
    api Desk { title: "Desk", version: "1.0.0" }

    /// What is written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { slug: String [unique], size: i32 [default(0), read_only] },
        address: slug,
        relations: {
            comments: [Comment] = article_id [limit(20)],
            tags: [Tag] = ArticleTag(article_id, tag_id) [limit(20), shown_as(name), create_missing(name)],
        },
        write: [comments, tags],
        ops: [create, create_many, read, update, put],
    }

    /// What a reader says
    resource Comment {
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [references(Article)] },
        hooks: { after_create: comments::counted },
    }

    /// A word
    resource Tag {
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
    }

    /// Which article has which tag
    resource ArticleTag {
        key: { article_id: i64 [references(Article)], tag_id: i64 [references(Tag)] },
        hooks: { after_create: tags::counted, after_delete: tags::uncounted },
    }
}

/// Adds to the size of an article.
async fn grow(ctx: &Ctx, id: i64, by: i32) -> Result<(), Error> {
    let found = article::Entity::find_by_id(id).one(&ctx.db()).await?;
    let found = found.ok_or(Error::NotFound)?;
    let more = article::ActiveModel {
        size: Set(found.size + by),
        ..Default::default()
    };
    article::ops::update(ctx, found.slug, more).await?;
    Ok(())
}

mod comments {
    use super::*;

    pub(super) async fn counted(ctx: &Ctx, comment: &Comment) -> Result<(), Error> {
        grow(ctx, comment.article_id, 1).await
    }
}

mod tags {
    use super::*;

    pub(super) async fn counted(ctx: &Ctx, tag: &ArticleTag) -> Result<(), Error> {
        grow(ctx, tag.article_id, 100).await
    }

    pub(super) async fn uncounted(ctx: &Ctx, tag: &ArticleTag) -> Result<(), Error> {
        grow(ctx, tag.article_id, -100).await
    }
}

/// Asserts that a reply has the article as it is now, and its tag.
async fn is_current(app: &App, slug: &str, reply: Reply, size: i32) {
    let now = app.get(&format!("/articles/{slug}")).await.expect(200);
    assert_eq!(now.json()["size"], size, "{slug}");
    assert_eq!(reply.json(), now.json(), "{slug}");
    assert_eq!(reply.header("ETag"), now.header("ETag"), "{slug}");
    let tag = reply.header("ETag").expect("a tag");
    let patched = app
        .patch(&format!("/articles/{slug}"), json!({}))
        .header("If-Match", tag);
    patched.await.expect(200);
}

#[tokio::test]
async fn a_reply_shows_what_hooks_of_related_rows_have_changed() {
    for database in databases().await {
        let app = App::start(Desk::API, database).await;
        let comments = json!([{ "text": "good" }, { "text": "long" }]);
        let reply = app
            .post(
                "/articles",
                json!({ "slug": "a", "comments": comments, "tags": ["sea"] }),
            )
            .await
            .expect(201);
        is_current(&app, "a", reply, 102).await;
        let reply = app
            .patch("/articles/a", json!({ "tags": ["sea", "air"] }))
            .await
            .expect(200);
        is_current(&app, "a", reply, 202).await;
        let reply = app
            .patch("/articles/a", json!({ "slug": "b", "tags": [] }))
            .await
            .expect(200);
        is_current(&app, "b", reply, 2).await;
        let reply = app.put("/articles/c", json!({ "tags": ["sea"] })).await.expect(201);
        is_current(&app, "c", reply, 100).await;
        let reply = app.put("/articles/c", json!({ "tags": [] })).await.expect(200);
        is_current(&app, "c", reply, 0).await;
        let many = json!([{ "slug": "d", "comments": comments }, { "slug": "e", "tags": ["sea"] }, { "slug": "f" }]);
        let reply = app.post("/articles/bulk", many).await.expect(201).json();
        let sizes: Vec<&Value> = reply
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| &row["size"])
            .collect();
        assert_eq!(sizes, [2, 100, 0]);
    }
}
