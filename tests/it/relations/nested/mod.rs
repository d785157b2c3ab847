//! Nested resources: articles with comments below them, and clubs that only their owners see, with meetings and what was noted there.

mod changes;
mod document;
mod lists;
mod rights;

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database};

api! {
    /// Articles, clubs and what is below them.
    api Blog {
        title: "Blog",
        version: "1.0.0",
        base_path: "/v1",
        names: camel_case,
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
    }

    /// What was written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: {
            /// Its name in URLs
            slug: String [unique, len(1..=20)],
            author: String,
        },
        address: slug,
        owner: author,
        others: [list, read],
        access: { create: bearer, delete: bearer },
        relations: {
            /// What readers say
            comments: [Comment] = article_id [limit(5)],
        },
        include: [comments],
        ops: [list, create, read, delete],
    }

    /// What a reader says
    resource Comment {
        table: "comments",
        path: "/articles/{article.slug}/comments",
        key: { id: i64 [auto_increment] },
        fields: {
            text: String [len(1..=20)],
            article_id: i64 [references(Article, cascade)],
            author: String,
        },
        filters: { text: [eq], article.slug: [eq] },
        owner: author,
        others: [list, read],
        access: { create: bearer, create_many: bearer, update: bearer, delete: bearer, delete_many: bearer },
        publish: [create],
        relations: {
            /// What it is about
            article: Article = article_id,
        },
        include: [article],
        ops: [list(cursor(id).limit(2)), create, create_many, read, update, delete, delete_many],
    }

    /// A word that is marked in an article
    resource Mark {
        table: "marks",
        path: "/articles/{article}/marks",
        key: { word: String [len(1..=10)] },
        fields: { article_slug: String [references(Article.slug), hidden], count: i32 [default(0)] },
        relations: { article: Article = article_slug },
        envelope: { one: "mark", many: "marks" },
        ops: [list, create_many, read, put],
    }

    /// A club that only its owner sees
    resource Club {
        table: "clubs",
        path: "/clubs",
        key: { id: i64 },
        fields: { name: String, user: String },
        owner: user,
        access: bearer,
        ops: [list, create, read, delete],
    }

    /// A meeting of a club
    resource Meeting {
        table: "meetings",
        path: "/clubs/{club}/meetings",
        key: { id: i64 },
        fields: {
            topic: String,
            club_id: i32 [references(Club)],
            notes: Option<String> [read_only],
        },
        order: [topic],
        hooks: { before_create: note_club },
        relations: {
            /// Whose meeting it is
            club: Club = club_id,
        },
        ops: [list, create, read, update, put, delete],
    }

    /// What was noted at a meeting
    resource Minute {
        table: "minutes",
        path: "/meetings/{meeting}/minutes",
        key: { id: i64 },
        fields: { text: String, meeting_id: i64 [references(Meeting)] },
        relations: { meeting: Meeting = meeting_id },
        ops: [list, create, read, put],
    }

    /// A poster, which is for a meeting
    resource Poster {
        table: "posters",
        path: "/posters",
        key: { id: i64 },
        fields: { meeting_id: i64 [references(Meeting)] },
        relations: { meeting: Meeting = meeting_id },
        filters: { meeting: [any] },
        include: [meeting],
        ops: [list, create],
    }

    /// Comment by a function
    op comment_by_hand(slug: String, body: comment::Create) -> Created<Comment> {
        route: POST "/articles/{slug}/by-hand",
        access: bearer,
    }

    /// Mark by a function
    op mark_by_hand(body: mark::Create) -> Created<Mark> { route: POST "/by-hand" }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// The hook knows to which club a meeting belongs.
async fn note_club(_: &Ctx, meeting: &mut meeting::ActiveModel) -> Result<(), Error> {
    meeting.notes = Set(Some(format!("club {}", meeting.club_id.clone().unwrap())));
    Ok(())
}

async fn comment_by_hand(ctx: Ctx, slug: String, body: comment::Create) -> Result<Created<Comment>, Error> {
    let article = article::ops::read(&ctx, slug).await?;
    let mut comment = body.0;
    comment.article_id = Set(article.id);
    Ok(Created::row(comment::ops::create(&ctx, comment).await?))
}

async fn mark_by_hand(ctx: Ctx, body: mark::Create) -> Result<Created<Mark>, Error> {
    let mut mark = body.0;
    mark.article_slug = Set("sea".to_owned());
    Ok(Created::row(mark::ops::create(&ctx, mark).await?))
}

/// Creates a row and gives back the reply's JSON.
async fn create(app: &App, user: &str, path: &str, body: Value) -> Value {
    app.post(&format!("/v1{path}"), body)
        .bearer(user)
        .await
        .expect(201)
        .json()
}

/// Two articles of Ann, the first with three comments by her and one by Bob; a club of each with a meeting, and what was noted there.
async fn blog(database: Database) -> App {
    let app = App::start(Blog::API, database).await;
    for slug in ["sea", "a b/c"] {
        create(&app, "ann", "/articles", json!({ "slug": slug })).await;
    }
    for (user, text) in [("ann", "one"), ("bob", "two"), ("ann", "three")] {
        create(&app, user, "/articles/sea/comments", json!({ "text": text })).await;
    }
    create(&app, "ann", "/articles/a%20b%2Fc/comments", json!({ "text": "four" })).await;
    for (id, user) in [(1, "ann"), (2, "bob")] {
        create(&app, user, "/clubs", json!({ "id": id, "name": user })).await;
        let meeting = json!({ "id": id, "topic": "tea" });
        create(&app, user, &format!("/clubs/{id}/meetings"), meeting).await;
        let minute = json!({ "id": id, "text": "cold" });
        create(&app, user, &format!("/meetings/{id}/minutes"), minute).await;
        create(&app, user, "/posters", json!({ "id": id, "meetingId": id })).await;
    }
    app
}
