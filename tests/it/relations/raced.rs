//! Rows that are deleted, and created again, while others are created that refer to them.
//!
//! A hook of the request in progress waits until that is done. On SQLite no other request can change rows meanwhile.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Notify;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

api! {
    /// Articles that readers like.
    api Press {
        title: "Press",
        version: "1.0.0",
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: bearer,
    }

    /// What was written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 },
        fields: { slug: String [unique], author: String },
        address: slug,
        owner: author,
        others: [read],
        relations: {
            favorites: [Favorite] = article_id [limit(20)],
            comments: [Comment] = article_id [limit(20)],
            remarks: [Remark] = article_id [limit(20)],
        },
        computed: { favorites_count: count(favorites), comments_count: count(comments), remarks_count: count(remarks) },
        ops: [create, read, delete, link(favorites)],
    }

    /// That somebody likes an article
    resource Favorite {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64 [references(Article, cascade)], user: String },
        unique: [[article_id, user]],
        owner: user,
        others: [list],
        hooks: { before_create: favorites::wait },
    }

    /// What somebody says about it
    resource Comment {
        path: "/articles/{article}/comments",
        key: { id: i64 },
        fields: { text: String, article_id: i64 [references(Article, cascade)], user_id: Option<i64> [references(Reader)] },
        relations: { article: Article = article_id },
        hooks: { before_create: comments::wait },
        ops: [list, create, create_many, put],
    }

    /// What its author says about it
    resource Remark {
        path: "/articles/{article}/remarks",
        key: { id: i64 },
        fields: { text: String, article_id: i64 [references(Article, cascade)] },
        relations: { article: Article = article_id },
        owner: article.author,
        hooks: { before_create: remarks::wait },
        ops: [create],
    }

    /// Who reads
    resource Reader {
        key: { id: i64 },
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// Where the first call of a hook waits.
#[derive(Default, Clone)]
struct Barrier(Arc<Signals>);

#[derive(Default)]
struct Signals {
    is_over: std::sync::atomic::AtomicBool,
    reached: Notify,
    passed: Notify,
}

impl Barrier {
    async fn wait(ctx: &Ctx) -> Result<(), Error> {
        let signals = &ctx.state::<Self>()?.0;
        if !signals.is_over.swap(true, std::sync::atomic::Ordering::SeqCst) {
            signals.reached.notify_one();
            signals.passed.notified().await;
        }
        Ok(())
    }
}

mod favorites {
    use super::*;

    pub(super) async fn wait(ctx: &Ctx, _: &mut favorite::ActiveModel) -> Result<(), Error> {
        Barrier::wait(ctx).await
    }
}

mod comments {
    use super::*;

    pub(super) async fn wait(ctx: &Ctx, _: &mut comment::ActiveModel) -> Result<(), Error> {
        Barrier::wait(ctx).await
    }
}

mod remarks {
    use super::*;

    pub(super) async fn wait(ctx: &Ctx, _: &mut remark::ActiveModel) -> Result<(), Error> {
        Barrier::wait(ctx).await
    }
}

/// The reply to a request during which article 1 is deleted, and another one with the same slug is created or not.
async fn raced(method: &str, path: &str, body: Value, again: bool) -> Option<(Reply, App)> {
    let database = databases()
        .await
        .into_iter()
        .find(|database| database.name() == "PostgreSQL")?;
    let barrier = Barrier::default();
    let app = App::start_as(Press::API, database, |state| state.with(barrier.clone())).await;
    let create = |id: i64| app.post("/articles", json!({ "id": id, "slug": "sea" })).bearer("ann");
    create(1).await.expect(201);
    let request = app.request(method, path).json(body).bearer("ann").into_future();
    let meanwhile = async {
        barrier.0.reached.notified().await;
        app.delete("/articles/sea").bearer("ann").await.expect(204);
        if again {
            create(2).await.expect(201);
        }
        barrier.0.passed.notify_one();
    };
    let (reply, ()) = futures::future::join(request, meanwhile).await;
    Some((reply, app))
}

/// The requests that create rows below an article, and where these show.
fn requests() -> [(&'static str, &'static str, Value); 5] {
    let comment = json!({ "id": 7, "text": "good" });
    [
        ("POST", "/articles/sea/favorites", json!(null)),
        ("POST", "/articles/sea/comments", comment.clone()),
        ("POST", "/articles/sea/remarks", comment.clone()),
        ("POST", "/articles/sea/comments/bulk", json!([comment])),
        ("PUT", "/articles/sea/comments/7", json!({ "text": "good" })),
    ]
}

#[tokio::test]
async fn a_row_that_is_deleted_meanwhile_is_missing() {
    for (method, path, body) in requests() {
        if let Some((reply, _)) = raced(method, path, body, false).await {
            reply.expect(404);
        }
    }
}

#[tokio::test]
async fn rows_are_created_below_the_one_that_has_the_address_then() {
    for (method, path, body) in requests() {
        let Some((reply, app)) = raced(method, path, body, true).await else {
            return;
        };
        assert!(reply.status() < 300, "{method} {path}: {}", reply.text());
        let article = app.get("/articles/sea").bearer("ann").await.expect(200).json();
        assert_eq!(article["id"], 2);
        let counts = ["favorites_count", "comments_count", "remarks_count"].map(|count| article[count].as_i64());
        let at = ["favorites", "comments", "remarks"]
            .iter()
            .position(|rows| path.contains(rows));
        let mut expected = [Some(0); 3];
        expected[at.expect("one of them")] = Some(1);
        assert_eq!(counts, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn another_row_that_is_missing_is_a_conflict() {
    for database in databases().await {
        let barrier = Barrier::default();
        barrier.0.passed.notify_one();
        let app = App::start_as(Press::API, database, |state| state.with(barrier)).await;
        app.post("/articles", json!({ "id": 1, "slug": "sea" }))
            .bearer("ann")
            .await
            .expect(201);
        app.post(
            "/articles/sea/comments",
            json!({ "id": 1, "text": "good", "user_id": 5 }),
        )
        .bearer("ann")
        .await
        .expect(409);
    }
}
