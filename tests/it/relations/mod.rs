//! Relations: a magazine of articles, which have authors, comments and tags.

mod bulk_deletes;
mod bulk_links;
mod combined;
mod computed;
mod computed_in_bulk;
mod filters;
mod foreign_keys;
mod hooked_writes;
mod include;
mod joins;
mod keys;
mod links;
mod listed;
mod matrix;
mod nested;
mod nested_queries;
mod of;
mod order;
mod owners;
mod raced;
mod rights;
mod rows;
mod same;
mod search;
pub(crate) mod selection;
mod write_rights;
mod writes;

use serde_json::json;
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database};

api! {
    /// Articles and what readers say.
    api Magazine {
        title: "Magazine",
        version: "1.0.0",
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
    }

    /// Who writes
    resource Writer {
        table: "writers",
        path: "/writers",
        key: { id: i64 },
        fields: {
            name: String [unique],
            user: String,
            email: String [access(owner)],
            chief_id: Option<i64> [references(Writer)],
        },
        owner: user,
        others: [list, read],
        access: { create: bearer },
        filters: { reports: [any, none, count_le], chief: [none], articles: [none] },
        relations: {
            /// Whom the writer reports to
            chief: Writer = chief_id,
            /// Who reports to the writer
            reports: [Writer] = chief_id [limit(10)],
            /// What the writer has written
            articles: [Article] = author_id [order(-title), limit(2)],
        },
        include: [chief, reports, articles, articles.comments, articles.tags],
        ops: [list, read, create],
    }

    /// What was written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 },
        fields: {
            title: String [unique],
            author_id: i64 [references(Writer)],
            editor_id: Option<i64> [references(Writer)],
        },
        order: [title],
        filters: {
            author.name: [eq, ne, contains],
            author.chief.name: [eq],
            author.email: [eq],
            tags.name: [eq],
            comments.stars: [ge],
            notes.text: [eq],
            drafts.text: [eq],
            comments: [any, none, count_ge, count_le],
            editor: [any],
            drafts: [count_ge],
        },
        any: filters,
        relations: {
            /// Who wrote it
            author: Writer = author_id,
            /// Who edited it
            editor: Writer = editor_id [name("revisedBy")],
            /// What readers say
            comments: [Comment] = article_id [order(-stars), limit(2)],
            /// What it is filed under
            tags: [Tag] = ArticleTag(article_id, tag_id) [order(name), limit(3)],
            /// What was noted about it
            notes: [Note] = article_id [limit(5)],
            /// Drafts of it, which only their owners see
            drafts: [Draft] = article_id [limit(5)],
        },
        include: [author, author.chief, editor, comments, comments.by, tags, notes, drafts],
        ops: [list, create, read, update, put, delete],
    }

    /// What a reader says
    resource Comment {
        table: "comments",
        path: "/comments",
        key: { id: i64 },
        fields: { text: String, stars: i32, article_id: i64 [references(Article, cascade)], by_id: Option<i64> [references(Writer)] },
        relations: {
            article: Article = article_id,
            by: Writer = by_id,
        },
        include: [by],
        default_include: [article],
        ops: [list(cursor(-stars)), create, create_many, read, update, put],
    }

    /// What articles are filed under
    resource Tag {
        table: "tags",
        key: { id: i64 },
        fields: { name: String [unique] },
    }

    /// Which articles are filed under which tag
    resource ArticleTag {
        table: "article_tags",
        path: "/article-tags",
        key: { article_id: i64, tag_id: i64 },
        relations: {
            article: Article = article_id,
            marks: [Mark] = (article_id, tag_id) [limit(5)],
        },
        include: [article, marks],
        ops: [create, list],
    }

    /// Why an article is filed under a tag
    resource Mark {
        table: "marks",
        path: "/marks",
        key: { id: i64 },
        fields: { article_id: i64, tag_id: Option<i64>, reason: String },
        relations: { filed: ArticleTag = (article_id, tag_id) },
        include: [filed, filed.article],
        filters: { filed.article.title: [eq], filed: [any] },
        order: [reason, filed.article.title],
        ops: [create, list],
    }

    /// What the board notes
    resource Note {
        table: "notes",
        path: "/notes",
        key: { id: i64 },
        fields: { text: String, article_id: i64 },
        access: bearer[board],
        ops: [list, create],
    }

    /// A draft
    resource Draft {
        table: "drafts",
        path: "/drafts",
        key: { id: i64 },
        fields: { text: String, user: String, article_id: i64 },
        owner: user,
        access: bearer,
        ops: [list, create],
    }

    /// What readers say, but for those who praise
    op criticism(query: comment::Query) -> Page<Comment> { route: GET "/comments/criticism" }

    /// Keep a tag
    op add_tag(body: Tag) -> Tag { route: POST "/tags" }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn criticism(ctx: Ctx, query: comment::Query) -> Result<Page<Comment>, Error> {
    let found = comment::Entity::find().filter(comment::Column::Stars.lt(4));
    query.page(&ctx, found).await
}

async fn add_tag(ctx: Ctx, body: Tag) -> Result<Tag, Error> {
    tag::ops::create(&ctx, body.into_active_model()).await
}

/// Three articles of two writers, the second of whom reports to the first.
async fn magazine(database: Database) -> App {
    magazine_with(database, Settings::default()).await
}

async fn magazine_with(database: Database, settings: Settings) -> App {
    let app = App::start_with(Magazine::API, database, settings).await;
    let rows = [
        ("/writers", json!({ "id": 1, "name": "Ann", "email": "ann@mag" }), "ann"),
        (
            "/writers",
            json!({ "id": 2, "name": "Bob", "email": "bob@mag", "chief_id": 1 }),
            "bob",
        ),
        (
            "/articles",
            json!({ "id": 1, "title": "A", "author_id": 1, "editor_id": 2 }),
            "ann",
        ),
        ("/articles", json!({ "id": 2, "title": "B", "author_id": 2 }), "ann"),
        ("/articles", json!({ "id": 3, "title": "C", "author_id": 2 }), "ann"),
        ("/articles", json!({ "id": 4, "title": "D", "author_id": 2 }), "ann"),
        (
            "/comments",
            json!({ "id": 1, "text": "poor", "stars": 1, "article_id": 1, "by_id": 2 }),
            "ann",
        ),
        (
            "/comments",
            json!({ "id": 2, "text": "good", "stars": 4, "article_id": 1 }),
            "ann",
        ),
        (
            "/comments",
            json!({ "id": 3, "text": "fair", "stars": 3, "article_id": 1, "by_id": 1 }),
            "ann",
        ),
        (
            "/comments",
            json!({ "id": 4, "text": "fine", "stars": 4, "article_id": 2, "by_id": 1 }),
            "ann",
        ),
        ("/tags", json!({ "id": 1, "name": "sea" }), "ann"),
        ("/tags", json!({ "id": 2, "name": "air" }), "ann"),
        ("/article-tags", json!({ "article_id": 1, "tag_id": 1 }), "ann"),
        ("/article-tags", json!({ "article_id": 1, "tag_id": 2 }), "ann"),
        ("/article-tags", json!({ "article_id": 2, "tag_id": 2 }), "ann"),
        (
            "/marks",
            json!({ "id": 1, "article_id": 1, "tag_id": 2, "reason": "wind" }),
            "ann",
        ),
        (
            "/marks",
            json!({ "id": 2, "article_id": 1, "tag_id": 1, "reason": "waves" }),
            "ann",
        ),
        ("/marks", json!({ "id": 3, "article_id": 1, "reason": "none" }), "ann"),
        (
            "/marks",
            json!({ "id": 4, "article_id": 1, "tag_id": 2, "reason": "gusts" }),
            "ann",
        ),
        ("/notes", json!({ "id": 1, "text": "libel?", "article_id": 1 }), "board"),
        ("/drafts", json!({ "id": 1, "text": "draft", "article_id": 1 }), "bob"),
    ];
    for (path, body, user) in rows {
        let reply = app.post(path, &body).bearer(user).await;
        assert!(reply.status() < 300, "{path} {body}: {}", reply.text());
    }
    app
}
