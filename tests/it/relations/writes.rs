//! `write`: related rows in requests, in one transaction with the row.

use futures::future::join_all;
use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Articles with what belongs to them.
    api Desk {
        title: "Desk",
        version: "1.0.0",
        security: {
            /// Token of a writer
            bearer: Bearer::new() = check_writer,
        },
        access: public | bearer,
    }

    /// What is written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { slug: String [unique], title: String [len(1..=20)] },
        address: slug,
        names: camel_case,
        envelope: { one: "article", many: "articles" },
        relations: {
            /// What readers say
            comments: [Comment] = article_id [limit(20), order(id)],
            /// Names of tags
            tag_list: [Tag] = ArticleTag(article_id, tag_id) [limit(20), order(name), shown_as(name), create_missing(name)],
            /// Where it appears
            places: [Place] = Appearance(article_id, (place_hall, place_number)) [limit(20), name("shownAt")],
        },
        default_include: [tag_list],
        include: [comments, places],
        write: [comments, tag_list, places],
        hooks: { after_create: look },
        publish: [create],
        ops: [create, create_many, read, update, put],
    }

    /// What a reader says
    resource Comment {
        table: "comments",
        path: "/comments",
        key: { id: i64 [auto_increment] },
        fields: {
            body: String [len(1..=10)],
            stars: i32 [default(3), range(1..=5)],
            article_id: i64 [references(Article, cascade)],
            note: Option<String> [hidden],
        },
        hooks: { before_create: stamp },
        publish: [create],
        ops: [list],
    }

    /// What articles are filed under
    resource Tag {
        table: "tags",
        path: "/tags",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique, len(2..=10)], color: String [default("red")] },
        order: [name],
        hooks: { before_create: no_taboo },
        access: { create: bearer, list: public },
        ops: [list, create],
    }

    /// Which article is filed under which tag
    resource ArticleTag {
        table: "article_tags",
        path: "/article-tags",
        key: {
            article_id: i64 [references(Article, cascade)],
            tag_id: i64 [references(Tag, cascade)],
        },
        publish: [create, delete],
        ops: [list],
    }

    /// Where articles appear; those of others aren't seen
    resource Place {
        table: "places",
        path: "/places",
        key: { hall: String, number: i32 },
        fields: { code: Uuid [unique], user: String },
        address: code,
        owner: user,
        access: bearer,
        ops: [create, list],
    }

    /// An article at a place
    resource Appearance {
        table: "appearances",
        key: { article_id: i64, place_hall: String, place_number: i32 },
    }

    /// Follow what happens
    socket Live {
        path: "/live",
        channels: { comments: Comment, "article-tags": ArticleTag, articles: Article },
        allow: [subscribe],
    }
}

async fn check_writer(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn look(_: &Ctx, article: &Article) -> Result<(), Error> {
    match article.title.as_str() {
        "refused" => Err(Error::invalid("title", "not this one")),
        _ => Ok(()),
    }
}

async fn stamp(_: &Ctx, comment: &mut comment::ActiveModel) -> Result<(), Error> {
    if comment.body == Set("rude".to_owned()) {
        return Err(Error::invalid("body", "be kind"));
    }
    comment.stars = Set(5);
    Ok(())
}

async fn no_taboo(_: &Ctx, tag: &mut tag::ActiveModel) -> Result<(), Error> {
    if tag.name == Set("taboo".to_owned()) {
        return Err(Error::invalid("name", "not this one"));
    }
    Ok(())
}

const EAST: &str = "018bd12c-58b0-7683-8a5b-8752d0e86651";
const WEST: &str = "018bd12c-58b0-7683-8a5b-8752d0e86652";

async fn desk(database: Database) -> App {
    let mut settings = Settings::default();
    settings.bulk_limit = 5;
    let app = App::start_with(Desk::API, database, settings).await;
    for (hall, code, user) in [("east", EAST, "ann"), ("west", WEST, "bob")] {
        let place = json!({ "hall": hall, "number": 1, "code": code });
        app.post("/places", place).bearer(user).await.expect(201);
    }
    app
}

fn article(slug: &str, more: Value) -> Value {
    let mut article = json!({ "slug": slug, "title": "Tides" });
    for (name, value) in more.as_object().expect("an object") {
        article[name] = value.clone();
    }
    json!({ "article": article })
}

async fn post(app: &App, slug: &str, more: Value) -> Value {
    let reply = app
        .post("/articles", article(slug, more))
        .bearer("ann")
        .await
        .expect(201);
    reply.json()["article"].clone()
}

/// How many rows there are of articles, comments, tags, and of those between.
async fn counts(app: &App) -> [usize; 3] {
    let mut counts = [0; 3];
    for (at, path) in ["/comments", "/tags", "/article-tags"].into_iter().enumerate() {
        counts[at] = app.get(path).await.expect(200).json().as_array().map_or(0, Vec::len);
    }
    counts
}

#[tokio::test]
async fn rows_are_created_with_the_row_and_their_hooks_run() {
    for database in databases().await {
        let app = desk(database).await;
        let more = json!({
            "comments": [{ "body": "good" }, { "body": "poor", "stars": 1 }],
            "tagList": ["sea", "air", "sea"],
            "shownAt": [EAST],
        });
        let created = post(&app, "tides", more).await;
        assert_eq!(
            created,
            json!({ "id": 1, "slug": "tides", "title": "Tides", "tagList": ["air", "sea"] })
        );
        let read = app
            .get("/articles/tides?include=comments,shownAt")
            .bearer("ann")
            .await
            .expect(200)
            .json();
        let comments = json!([
            { "id": 1, "body": "good", "stars": 5, "article_id": 1 },
            { "id": 2, "body": "poor", "stars": 5, "article_id": 1 },
        ]);
        assert_eq!(read["article"]["comments"], comments);
        assert_eq!(read["article"]["shownAt"][0]["hall"], "east");
        let tags = app.get("/tags?order_by=name").await.expect(200).json();
        assert_eq!(tags[0], json!({ "id": tags[0]["id"], "name": "air", "color": "red" }));
        // Without them all is as before.
        assert_eq!(post(&app, "plain", json!({})).await["tagList"], json!([]));
    }
}

#[tokio::test]
async fn a_patch_replaces_the_set_and_leaves_out_what_it_does_not_name() {
    for database in databases().await {
        let app = desk(database).await;
        post(&app, "tides", json!({ "tagList": ["sea", "air"] })).await;
        let patch = async |change: Value| {
            let body = json!({ "article": change });
            app.patch("/articles/tides", body)
                .bearer("ann")
                .await
                .expect(200)
                .json()["article"]["tagList"]
                .clone()
        };
        assert_eq!(patch(json!({ "title": "T" })).await, json!(["air", "sea"]));
        assert_eq!(
            patch(json!({ "tagList": ["air", "land"] })).await,
            json!(["air", "land"])
        );
        assert_eq!(patch(json!({ "title": "U", "tagList": ["sea"] })).await, json!(["sea"]));
        assert_eq!(counts(&app).await, [0, 3, 1]);
        assert_eq!(patch(json!({ "tagList": [] })).await, json!([]));
        // A put has all of them.
        let put = async |more: Value| {
            let reply = app.put("/articles/tides", article("tides", more)).bearer("ann").await;
            reply.expect(200).json()["article"]["tagList"].clone()
        };
        assert_eq!(put(json!({ "tagList": ["sea", "air"] })).await, json!(["air", "sea"]));
        assert_eq!(put(json!({})).await, json!([]));
        let new = app
            .put("/articles/new", article("new", json!({ "tagList": ["new"] })))
            .bearer("ann")
            .await;
        assert_eq!(new.expect(201).json()["article"]["tagList"], json!(["new"]));
        // Rows are new where the article is.
        let comments = json!({ "article": { "comments": [{ "body": "more" }] } });
        let errors = app.patch("/articles/tides", comments).await.expect(422).errors();
        assert_eq!(errors, [("article.comments".to_owned(), "unknown field".to_owned())]);
    }
}

#[tokio::test]
async fn errors_have_their_paths_and_nothing_is_written() {
    for database in databases().await {
        let app = desk(database).await;
        let more = json!({
            "title": "",
            "comments": [{ "body": "good" }, { "body": "" }, { "stars": 9, "article_id": 1 }, 7],
            "tagList": ["sea", "x", null],
            "shownAt": ["east"],
        });
        let errors = app
            .post("/articles", article("tides", more))
            .bearer("ann")
            .await
            .expect(422)
            .errors();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
        for field in [
            "article.title",
            "article.comments.1.body",
            "article.comments.2.body",
            "article.comments.2.stars",
            "article.comments.2.article_id",
            "article.comments.3",
            "article.tagList.1",
            "article.tagList.2",
            "article.shownAt.0",
        ] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        let cases = [
            (
                json!({ "comments": [{ "body": "good" }, { "body": "rude" }] }),
                "article.comments.1.body",
            ),
            (json!({ "tagList": ["sea", "taboo"] }), "article.tagList.1.name"),
            // Another's place isn't seen.
            (
                json!({ "tagList": ["sea"], "shownAt": [EAST, WEST] }),
                "article.shownAt.1",
            ),
            (json!({ "comments": {} }), "article.comments"),
            (json!({ "tagList": null }), "article.tagList"),
            (json!({ "title": "refused", "tagList": ["sea"] }), "article.title"),
        ];
        for (more, field) in cases {
            let errors = app
                .post("/articles", article("tides", more))
                .bearer("ann")
                .await
                .expect(422)
                .errors();
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(errors[0].0, field);
        }
        assert_eq!(counts(&app).await, [0, 0, 0]);
        app.get("/articles/tides").await.expect(404);
    }
}

#[tokio::test]
async fn lists_have_the_limit_of_bulk_requests() {
    for database in databases().await {
        let app = desk(database).await;
        let many = |count: usize| (0..count).map(|at| format!("tag{at}")).collect::<Vec<_>>();
        post(&app, "five", json!({ "tagList": many(5) })).await;
        for more in [
            json!({ "tagList": many(6) }),
            json!({ "comments": vec![json!({ "body": "x" }); 6] }),
        ] {
            let errors = app
                .post("/articles", article("six", more))
                .bearer("ann")
                .await
                .expect(422)
                .errors();
            assert!(errors[0].1.contains('5'), "{errors:?}");
        }
    }
}

#[tokio::test]
async fn rights_of_related_rows_hold() {
    for database in databases().await {
        let app = desk(database).await;
        // Tags take credentials, articles and comments don't.
        app.post("/articles", article("a", json!({ "tagList": ["sea"] })))
            .await
            .expect(403);
        app.post("/articles", article("a", json!({ "shownAt": [EAST] })))
            .await
            .expect(422);
        assert_eq!(counts(&app).await, [0, 0, 0]);
        app.post("/articles", article("a", json!({ "comments": [{ "body": "good" }] })))
            .await
            .expect(201);
        app.post("/tags", json!({ "name": "sea" }))
            .bearer("ann")
            .await
            .expect(201);
        app.post("/articles", article("b", json!({ "tagList": ["sea"] })))
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn bulk_requests_have_them_too() {
    for database in databases().await {
        let app = desk(database).await;
        let one = |slug: &str, tags: Value| json!({ "slug": slug, "title": "T", "tagList": tags, "comments": [{ "body": slug }] });
        let bulk = json!({ "articles": [one("a", json!(["sea"])), one("b", json!(["sea", "air"]))] });
        let reply = app.post("/articles/bulk", bulk).bearer("ann").await.expect(201).json();
        assert_eq!(reply["articles"][1]["tagList"], json!(["air", "sea"]));
        assert_eq!(counts(&app).await, [2, 2, 3]);
        let bulk = json!({ "articles": [one("c", json!(["sea"])), one("d", json!(["sea", "taboo"]))] });
        let errors = app
            .post("/articles/bulk", bulk)
            .bearer("ann")
            .await
            .expect(422)
            .errors();
        assert_eq!(errors[0].0, "articles.1.tagList.1.name");
        let bulk = json!({ "articles": [one("c", json!(["sea"])), one("longer slug", json!([3]))] });
        let errors = app
            .post("/articles/bulk", bulk)
            .bearer("ann")
            .await
            .expect(422)
            .errors();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["articles.1.comments.0.body", "articles.1.tagList.0"]);
        assert_eq!(counts(&app).await, [2, 2, 3]);
    }
}

#[tokio::test]
async fn requests_at_the_same_time_create_a_tag_once() {
    for database in databases().await {
        let app = desk(database).await;
        let posts = (0..6).map(|at| {
            let body = article(&format!("a{at}"), json!({ "tagList": ["sea", "air"] }));
            async { app.post("/articles", body).bearer("ann").await }
        });
        let statuses: Vec<u16> = join_all(posts).await.iter().map(|reply| reply.status()).collect();
        assert_eq!(statuses, [201; 6]);
        assert_eq!(counts(&app).await, [0, 2, 12]);
        let patches = (0..6).map(|at| {
            let body = json!({ "article": { "tagList": ["sea", format!("own{at}")] } });
            async { app.patch("/articles/a0", body).bearer("ann").await }
        });
        let statuses: Vec<u16> = join_all(patches).await.iter().map(|reply| reply.status()).collect();
        assert_eq!(statuses, [200; 6]);
        let read = app.get("/articles/a0").await.expect(200).json();
        assert_eq!(read["article"]["tagList"].as_array().map(Vec::len), Some(2));
    }
}

#[tokio::test]
async fn what_is_written_is_published() {
    for database in databases().await {
        let app = desk(database).await;
        let mut socket = app.socket("/live").await;
        for channel in ["articles", "comments", "article-tags"] {
            socket.call("subscribe", json!({ "channel": channel })).await;
        }
        app.post("/articles", article("no", json!({ "tagList": ["taboo"] })))
            .bearer("ann")
            .await
            .expect(422);
        post(
            &app,
            "tides",
            json!({ "tagList": ["sea"], "comments": [{ "body": "good" }] }),
        )
        .await;
        let patch = json!({ "article": { "tagList": [] } });
        app.patch("/articles/tides", patch).bearer("ann").await.expect(200);
        let mut seen = Vec::new();
        for _ in 0..4 {
            let message = socket.receive().await;
            seen.push((message["channel"].clone(), message["event"].clone()));
        }
        seen.sort_by_key(|(channel, event)| format!("{channel}{event}"));
        let expected = [
            ("article-tags", "created"),
            ("article-tags", "deleted"),
            ("articles", "created"),
            ("comments", "created"),
        ];
        assert_eq!(seen, expected.map(|(channel, event)| (json!(channel), json!(event))));
    }
}

#[test]
fn the_document_has_them_in_requests() {
    let document: Value = serde_json::from_str(Desk::openapi()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let create = &schemas["ArticleCreate"]["properties"];
    assert_eq!(create["tagList"]["type"], "array");
    assert_eq!(
        create["tagList"]["items"],
        json!({ "type": "string", "minLength": 2, "maxLength": 10 })
    );
    assert_eq!(create["tagList"]["maxItems"], 20);
    assert_eq!(create["tagList"]["description"], "Names of tags");
    assert_eq!(create["shownAt"]["items"]["format"], "uuid");
    let comment = &create["comments"]["items"];
    let names: Vec<&str> = comment["properties"]
        .as_object()
        .expect("properties")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(names, ["body", "stars"]);
    assert_eq!(
        (&comment["required"], &comment["additionalProperties"]),
        (&json!(["body"]), &json!(false))
    );
    for view in ["ArticleUpdate", "ArticlePut"] {
        assert!(schemas[view]["properties"].get("tagList").is_some(), "{view}");
        assert!(schemas[view]["properties"].get("comments").is_none(), "{view}");
    }
    assert_eq!(schemas["Article"]["properties"]["tagList"]["items"]["type"], "string");
    let statuses = document["paths"]["/articles"]["post"]["responses"]
        .as_object()
        .expect("replies");
    assert!(statuses.contains_key("403") && statuses.contains_key("409"));
}
