//! Members around rows in bodies and replies, as `envelope` names them.

use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, databases};

use crate::schemas::assert_documented;
use crate::support::refuses;

api! {
    api Blog { title: "Blog", version: "1", names: camel_case }

    /// A tag of an article
    schema Tag { tag_name: String [len(1..=8)] }

    /// An article
    resource Article {
        table: "articles",
        path: "/articles",
        envelope: { one: "article", many: "articles", total: "articlesCount" },
        key: { article_id: i64 [auto_increment] },
        fields: {
            title: String [len(1..=20), unique],
            body_text: Option<String>,
            tag_list: Option<Json<Vec<Tag>>>,
        },
        filters: { title: [eq] },
        order: [title],
        ops: [list, create, create_many, read, update, put, delete],
        hooks: { before_create: refuse_banned, before_update: refuse_banned },
        publish: [create, update, delete],
    }

    /// A page by cursor, of which only lists have an envelope
    resource Note {
        table: "notes",
        path: "/notes",
        envelope: { many: "notes" },
        key: { slug: String },
        fields: { text: String },
        ops: [list(cursor(text)), create, create_many, read, put, delete],
    }

    /// Single rows alone
    resource Mark {
        table: "marks",
        path: "/marks",
        envelope: { one: "mark" },
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [list, create, create_many, read, update],
    }

    /// Rows of an op
    op newest(query: article::Query) -> Page<Article> { route: GET "/newest" }
    /// One row of an op
    op copy(body: article::Create) -> Created<Article> { route: POST "/copy" }

    socket News { path: "/news", channels: { articles: Article }, allow: [subscribe] }
}

async fn refuse_banned(_: &Ctx, article: &mut article::ActiveModel) -> Result<(), Error> {
    match article.title.try_as_ref().map(String::as_str) {
        Some("banned") => Err(Error::invalid("title", "banned")),
        _ => Ok(()),
    }
}

async fn newest(ctx: Ctx, query: article::Query) -> Result<Page<Article>, Error> {
    query.page(&ctx, article::Entity::find()).await
}

async fn copy(ctx: Ctx, body: article::Create) -> Result<Created<Article>, Error> {
    Ok(Created::row(article::ops::create(&ctx, body).await?))
}

fn document() -> Value {
    serde_json::from_str(Blog::openapi()).expect("JSON")
}

async fn on_each(case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        case(&app).await;
    }
}

async fn create(app: &App, titles: &[&str]) {
    for title in titles {
        app.post("/articles", json!({"article": {"title": title}}))
            .await
            .expect(201);
    }
}

#[tokio::test]
async fn one_row_is_in_its_envelope() {
    on_each(async |app| {
        let document = document();
        let row = ("/articles/{articleId}", "/articles/1");
        let sent = json!({"article": {"title": "a", "tagList": [{"tagName": "x"}]}});
        let created = app.post("/articles", &sent).await.expect(201);
        let text = r#"{"article":{"articleId":1,"title":"a","tagList":[{"tagName":"x"}]}}"#;
        assert_eq!(created.text(), text);
        assert!(created.header("Location").unwrap().ends_with("/articles/1"));
        assert_documented(&document, ("post", "/articles"), &created);
        let read = app.get(row.1).await.expect(200);
        assert_eq!(read.text(), text);
        assert_documented(&document, ("get", row.0), &read);
        let updated = app
            .patch(row.1, json!({"article": {"bodyText": "b"}}))
            .await
            .expect(200);
        assert_eq!(updated.json()["article"]["bodyText"], "b");
        assert_documented(&document, ("patch", row.0), &updated);
        // What was read can be sent back.
        let put = app.put(row.1, read.text()).await.expect(200);
        assert_eq!(put.text(), text);
        assert_documented(&document, ("put", row.0), &put);
        assert_eq!(app.patch(row.1, json!({"article": {}})).await.expect(200).text(), text);
        app.delete(row.1).await.expect(204);
        let missing = app.get(row.1).await.expect(404);
        assert_documented(&document, ("get", row.0), &missing);
    })
    .await;
}

#[tokio::test]
async fn lists_are_in_their_envelope_beside_the_count() {
    on_each(async |app| {
        let document = document();
        let empty = app.get("/articles").await.expect(200);
        assert_eq!(empty.text(), r#"{"articles":[],"articlesCount":0}"#);
        assert_documented(&document, ("get", "/articles"), &empty);
        let sent = json!({"articles": [{"title": "b"}, {"title": "a"}, {"title": "c"}]});
        let many = app.post("/articles/bulk", sent).await.expect(201);
        assert_eq!(
            many.text(),
            r#"{"articles":[{"articleId":1,"title":"b"},{"articleId":2,"title":"a"},{"articleId":3,"title":"c"}]}"#
        );
        assert_documented(&document, ("post", "/articles/bulk"), &many);
        let none = app.post("/articles/bulk", json!({"articles": []})).await.expect(201);
        assert_eq!(none.text(), r#"{"articles":[]}"#);
        let page = app.get("/articles?orderBy=title&limit=2").await.expect(200);
        assert_eq!(
            page.text(),
            r#"{"articles":[{"articleId":2,"title":"a"},{"articleId":1,"title":"b"}],"articlesCount":3}"#
        );
        assert_eq!(page.header("X-Total-Count"), Some("3"));
        assert!(page.header("Link").unwrap().contains("rel=\"next\""));
        assert_documented(&document, ("get", "/articles"), &page);
        let past = app.get("/articles?offset=9").await.expect(200);
        assert_eq!(past.text(), r#"{"articles":[],"articlesCount":3}"#);
        let found = app.get("/articles?title=c").await.expect(200);
        assert_eq!(
            found.json(),
            json!({"articles": [{"articleId": 3, "title": "c"}], "articlesCount": 1})
        );
    })
    .await;
}

#[tokio::test]
async fn pages_by_cursor_are_in_their_envelope_in_both_directions() {
    on_each(async |app| {
        let document = document();
        let sent =
            json!({"notes": [{"slug": "1", "text": "a"}, {"slug": "2", "text": "b"}, {"slug": "3", "text": "c"}]});
        app.post("/notes/bulk", sent).await.expect(201);
        let first = app.get("/notes?limit=1").await.expect(200);
        assert_eq!(first.text(), r#"{"notes":[{"slug":"1","text":"a"}]}"#);
        assert_documented(&document, ("get", "/notes"), &first);
        let second = app.get(&linked(&first, "next")).await.expect(200);
        let third = app
            .get(&linked(&second, "next").replace("limit=1", "limit=2"))
            .await
            .expect(200);
        assert_eq!(third.text(), r#"{"notes":[{"slug":"3","text":"c"}]}"#);
        let back = app.get(&linked(&third, "prev")).await.expect(200);
        assert_eq!(
            back.text(),
            r#"{"notes":[{"slug":"1","text":"a"},{"slug":"2","text":"b"}]}"#
        );
        // Single rows are bare.
        let one = app.post("/notes", json!({"slug": "4", "text": "d"})).await.expect(201);
        assert_eq!(one.json(), json!({"slug": "4", "text": "d"}));
        assert_eq!(app.get("/notes/4").await.expect(200).json()["slug"], "4");
    })
    .await;
}

/// The path and query that a link of a page leads to.
fn linked(page: &warp_openapi::testing::Reply, relation: &str) -> String {
    let links = page.header("Link").expect("links");
    let link = links
        .split(", ")
        .find(|link| link.ends_with(&format!("rel=\"{relation}\"")))
        .expect("the link");
    let url = link.split(['<', '>']).nth(1).expect("a URL");
    url[url.find("/notes").expect("the path")..].to_owned()
}

#[tokio::test]
async fn a_backward_page_without_rows_has_its_envelope() {
    on_each(async |app| {
        let sent = json!({"notes": [{"slug": "1", "text": "a"}, {"slug": "2", "text": "b"}]});
        app.post("/notes/bulk", sent).await.expect(201);
        let first = app.get("/notes?limit=1").await.expect(200);
        let second = app.get(&linked(&first, "next")).await.expect(200);
        let back = linked(&second, "prev");
        app.delete("/notes/1").await.expect(204);
        assert_eq!(app.get(&back).await.expect(200).text(), r#"{"notes":[]}"#);
    })
    .await;
}

#[tokio::test]
async fn lists_are_bare_where_single_rows_alone_have_an_envelope() {
    on_each(async |app| {
        let created = app.post("/marks", json!({"mark": {"text": "a"}})).await.expect(201);
        assert_eq!(created.text(), r#"{"mark":{"id":1,"text":"a"}}"#);
        let many = app.post("/marks/bulk", json!([{"text": "b"}])).await.expect(201);
        assert_eq!(many.text(), r#"[{"id":2,"text":"b"}]"#);
        let list = app.get("/marks").await.expect(200);
        assert_eq!(list.text(), r#"[{"id":1,"text":"a"},{"id":2,"text":"b"}]"#);
        refuses(
            app.patch("/marks/1", json!({"text": "b"})).await,
            &[("mark", "required"), ("text", "unknown field")],
        );
    })
    .await;
}

/// Asserts that a conflict names this field.
#[track_caller]
fn names_conflict(reply: &Reply, field: &str) {
    assert_eq!(reply.json()["detail"], format!("{field} already exists"));
}

#[tokio::test]
async fn errors_have_the_path_of_the_envelope() {
    on_each(async |app| {
        let document = document();
        create(app, &["a"]).await;
        for (path, method) in [("/articles", "post"), ("/articles/1", "patch"), ("/articles/1", "put")] {
            let send = async |body: Value| app.request(&method.to_uppercase(), path).json(body).await;
            refuses(send(json!({})).await, &[("article", "required")]);
            refuses(
                send(json!({"title": "b"})).await,
                &[("title", "unknown field"), ("article", "required")],
            );
            refuses(
                send(json!({"article": {"title": "b"}, "user": 1})).await,
                &[("user", "unknown field")],
            );
            refuses(send(json!([])).await, &[("", "not an object")]);
            refuses(send(json!({"article": null})).await, &[("article", "not an object")]);
            refuses(send(json!({"article": [1]})).await, &[("article", "not an object")]);
            refuses(
                send(json!({"article": {"title": "", "tagList": [{}], "x": 1}})).await,
                &[
                    ("article.x", "unknown field"),
                    ("article.title", "too short (at least 1)"),
                    ("article.tagList.0.tagName", "required"),
                ],
            );
            // Hooks name fields without the envelope.
            refuses(
                send(json!({"article": {"title": "banned"}})).await,
                &[("article.title", "banned")],
            );
            let twice = app
                .request(&method.to_uppercase(), path)
                .json(r#"{"article":{},"article":{}}"#)
                .await;
            assert!(
                twice
                    .expect(422)
                    .errors()
                    .contains(&("article".to_owned(), "given more than once".to_owned()))
            );
            app.request(&method.to_uppercase(), path)
                .json("{\"article\":")
                .await
                .expect(400);
        }
        refuses(
            app.put("/articles/1", json!({"article": {"articleId": 2, "title": "b"}}))
                .await,
            &[("article.articleId", "differs from the path")],
        );
        refuses(
            app.patch("/articles/1", json!({"article": {"articleId": 2}})).await,
            &[("article.articleId", "differs from the path")],
        );
        // A parameter of the query is none of the body's members.
        refuses(
            app.post("/articles?x=1", json!({"article": {}})).await,
            &[("x", "unknown parameter"), ("article.title", "required")],
        );
        let refused = app.post("/articles", json!({})).await;
        assert_documented(&document, ("post", "/articles"), &refused);
        let conflict = app
            .post("/articles", json!({"article": {"title": "a"}}))
            .await
            .expect(409);
        names_conflict(&conflict, "article.title");
        create(app, &["b"]).await;
        for method in ["PATCH", "PUT"] {
            let taken = app.request(method, "/articles/1").json(r#"{"article":{"title":"b"}}"#);
            names_conflict(&taken.await.expect(409), "article.title");
        }
        // Which of many rows it is isn't known.
        let many = app.post("/articles/bulk", json!({"articles": [{"title": "c"}, {"title": "a"}]}));
        names_conflict(&many.await.expect(409), "title");
        assert_eq!(app.get("/articles").await.json()["articlesCount"], 2);
    })
    .await;
}

#[tokio::test]
async fn errors_of_many_rows_have_envelope_and_index() {
    on_each(async |app| {
        let bulk = async |body: Value| app.post("/articles/bulk", body).await;
        refuses(bulk(json!({})).await, &[("articles", "required")]);
        refuses(bulk(json!([{"title": "a"}])).await, &[("", "not an object")]);
        refuses(bulk(json!({"articles": {}})).await, &[("articles", "not a list")]);
        refuses(
            bulk(json!({"articles": [], "article": {}})).await,
            &[("article", "unknown field")],
        );
        refuses(
            bulk(json!({"articles": [{"title": "a"}, {"title": ""}, 1]})).await,
            &[
                ("articles.1.title", "too short (at least 1)"),
                ("articles.2", "not an object"),
            ],
        );
        refuses(
            bulk(json!({"articles": [{"title": "a"}, {"title": "banned"}]})).await,
            &[("articles.1.title", "banned")],
        );
        assert_eq!(app.get("/articles").await.json()["articlesCount"], 0);
    })
    .await;
    let mut settings = Settings::default();
    settings.bulk_limit = 1;
    let app = App::start_with(Blog::API, Database::sqlite().await, settings).await;
    let sent = json!({"articles": [{"title": "a"}, {"title": "b"}]});
    refuses(
        app.post("/articles/bulk", sent).await,
        &[("articles", "too long (at most 1)")],
    );
}

#[tokio::test]
async fn the_entity_tag_is_that_of_the_row() {
    on_each(async |app| {
        let created = app
            .post("/articles", json!({"article": {"title": "a"}}))
            .await
            .expect(201);
        let tag = created.header("ETag").expect("a tag").to_owned();
        // The hash of the bare row: 64 bits of FNV-1a.
        let hash = br#"{"articleId":1,"title":"a"}"#
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
        assert_eq!(tag, format!("\"{hash:016x}\""));
        let unchanged = app.get("/articles/1").header("If-None-Match", &tag).await.expect(304);
        assert_eq!(unchanged.text(), "");
        let changed = app
            .patch("/articles/1", json!({"article": {"title": "b"}}))
            .header("If-Match", &tag)
            .await;
        let next = changed.expect(200).header("ETag").expect("a tag").to_owned();
        assert_ne!(tag, next);
        app.patch("/articles/1", json!({"article": {"title": "c"}}))
            .header("If-Match", &tag)
            .await
            .expect(412);
        app.put("/articles/1", json!({"article": {"title": "c"}}))
            .header("If-Match", &next)
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn head_has_the_length_of_the_enveloped_body() {
    on_each(async |app| {
        create(app, &["a"]).await;
        for path in ["/articles", "/articles/1"] {
            let got = app.get(path).await.expect(200);
            let head = app.request("HEAD", path).await.expect(200);
            assert_eq!(
                head.header("Content-Length"),
                Some(got.text().len().to_string().as_str())
            );
            assert_eq!(head.header("ETag"), got.header("ETag"));
            assert_eq!(head.text(), "");
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_counts_the_bytes_of_its_envelope() {
    for database in databases().await {
        // Two rows and their comma, in the envelope, take just as many bytes.
        let whole = r#"{"articles":[{"articleId":1,"title":"a"},{"articleId":2,"title":"b"}],"articlesCount":2}"#;
        let settings = |bytes| {
            let mut settings = Settings::default();
            settings.page_bytes = bytes;
            settings
        };
        let app = App::start_with(Blog::API, database, settings(whole.len())).await;
        create(&app, &["a", "b"]).await;
        assert_eq!(app.get("/articles").await.expect(200).text(), whole);
        let less = App::start_with(Blog::API, Database::sqlite().await, settings(whole.len() - 1)).await;
        create(&less, &["a", "b"]).await;
        let cut = less.get("/articles").await.expect(200);
        assert_eq!(
            cut.text(),
            r#"{"articles":[{"articleId":1,"title":"a"}],"articlesCount":2}"#
        );
        assert!(cut.header("Link").unwrap().contains("rel=\"next\""));
    }
}

#[tokio::test]
async fn messages_and_replies_of_ops_are_bare() {
    on_each(async |app| {
        let document = document();
        let mut socket = app.socket("/news").await;
        socket.call("subscribe", json!({"channel": "articles"})).await;
        create(app, &["a"]).await;
        assert_eq!(socket.receive().await["data"], json!({"articleId": 1, "title": "a"}));
        let listed = app.get("/newest").await.expect(200);
        assert_eq!(listed.text(), r#"[{"articleId":1,"title":"a"}]"#);
        assert_documented(&document, ("get", "/newest"), &listed);
        let copied = app.post("/copy", json!({"title": "b"})).await.expect(201);
        assert_eq!(copied.json(), json!({"articleId": 2, "title": "b"}));
        assert_documented(&document, ("post", "/copy"), &copied);
        refuses(
            app.post("/copy", json!({"title": "banned"})).await,
            &[("title", "banned")],
        );
    })
    .await;
}

#[test]
fn the_document_has_the_envelopes() {
    let document = document();
    let path = &document["paths"]["/articles"];
    let of = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let one = |name: &str, closed: bool| {
        let mut schema = json!({"type": "object", "properties": {"article": of(name)}, "required": ["article"]});
        if closed {
            schema["additionalProperties"] = json!(false);
        }
        schema
    };
    let request = |operation: &Value| operation["requestBody"]["content"]["application/json"]["schema"].clone();
    let reply = |operation: &Value, status: &str| {
        operation["responses"][status]["content"]["application/json"]["schema"].clone()
    };
    assert_eq!(request(&path["post"]), one("ArticleCreate", true));
    assert_eq!(reply(&path["post"], "201"), one("Article", false));
    let list = reply(&path["get"], "200");
    assert_eq!(
        list["properties"]["articles"],
        json!({"type": "array", "items": of("Article")})
    );
    assert_eq!(list["properties"]["articlesCount"]["type"], "integer");
    assert_eq!(list["required"], json!(["articles", "articlesCount"]));
    let bulk = &document["paths"]["/articles/bulk"]["post"];
    assert_eq!(
        request(bulk),
        json!({
            "type": "object",
            "properties": {"articles": {"type": "array", "items": of("ArticleCreate"), "maxItems": 1000}},
            "required": ["articles"],
            "additionalProperties": false,
        })
    );
    assert_eq!(reply(bulk, "201")["required"], json!(["articles"]));
    let row = &document["paths"]["/articles/{articleId}"];
    assert_eq!(request(&row["patch"]), one("ArticleUpdate", true));
    for operation in ["get", "patch", "put"] {
        assert_eq!(reply(&row[operation], "200"), one("Article", false));
    }
    let links = path["post"]["responses"]["201"]["links"].as_object().expect("links");
    assert_eq!(links.len(), 4);
    for link in links.values() {
        assert_eq!(
            link["parameters"],
            json!({"articleId": "$response.body#/article/articleId"})
        );
    }
    let notes = &document["paths"]["/notes"];
    assert_eq!(reply(&notes["get"], "200")["required"], json!(["notes"]));
    assert_eq!(request(&notes["post"]), of("NoteCreate"));
    let note = &document["paths"]["/notes"]["post"]["responses"]["201"]["links"]["read"]["parameters"];
    assert_eq!(*note, json!({"slug": "$response.body#/slug"}));
}

#[tokio::test]
async fn older_versions_of_the_document_have_the_envelopes() {
    let app = App::start(Blog::API, Database::sqlite().await).await;
    let read = async |version: &str| app.get(&format!("/spec?version={version}")).await.expect(200).json();
    let new = read("3.0").await;
    let schema = |operation: &Value| operation["content"]["application/json"]["schema"].clone();
    let post = &new["paths"]["/articles"]["post"];
    assert_eq!(schema(&post["requestBody"])["additionalProperties"], false);
    assert_eq!(schema(&post["responses"]["201"])["required"], json!(["article"]));
    let list = schema(&new["paths"]["/articles"]["get"]["responses"]["200"]);
    assert_eq!(
        list["properties"]["articles"]["items"]["$ref"],
        "#/components/schemas/Article"
    );
    let old = read("2.0").await;
    let post = &old["paths"]["/articles"]["post"];
    let body = post["parameters"].as_array().expect("parameters");
    let body = body.iter().find(|parameter| parameter["in"] == "body").expect("a body");
    assert_eq!(
        body["schema"]["properties"]["article"]["$ref"],
        "#/definitions/ArticleCreate"
    );
    let list = &old["paths"]["/articles"]["get"]["responses"]["200"]["schema"];
    assert_eq!(list["required"], json!(["articles", "articlesCount"]));
}
