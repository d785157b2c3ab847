//! `include`: related rows in replies.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::testing::{App, databases};

use super::{magazine, magazine_with};
use crate::support::link;

async fn row(app: &App, path: &str, user: &str) -> Value {
    let request = app.get(path);
    let request = if user.is_empty() { request } else { request.bearer(user) };
    request.await.expect(200).json()
}

#[tokio::test]
async fn a_row_is_shown_with_the_row_that_it_refers_to() {
    for database in databases().await {
        let app = magazine(database).await;
        assert_eq!(
            row(&app, "/articles/1?include=author&include=revisedBy", "").await,
            json!({
                "id": 1, "title": "A", "author_id": 1, "editor_id": 2,
                "author": { "id": 1, "name": "Ann", "user": "ann" },
                "revisedBy": { "id": 2, "name": "Bob", "user": "bob", "chief_id": 1 },
            })
        );
        let without = row(&app, "/articles/2?include=revisedBy", "").await;
        assert_eq!(without, json!({ "id": 2, "title": "B", "author_id": 2 }));
        assert_eq!(row(&app, "/articles/1", "").await.get("author"), None);
    }
}

#[tokio::test]
async fn lists_come_in_their_order_up_to_their_limit() {
    for database in databases().await {
        let app = magazine(database).await;
        let article = row(&app, "/articles/1?include=comments,tags", "").await;
        assert_eq!(
            article["comments"],
            json!([
                { "id": 2, "text": "good", "stars": 4, "article_id": 1 },
                { "id": 3, "text": "fair", "stars": 3, "article_id": 1, "by_id": 1 },
            ])
        );
        assert_eq!(
            article["tags"],
            json!([{ "id": 2, "name": "air" }, { "id": 1, "name": "sea" }])
        );
        let page = row(&app, "/articles?include=tags,comments&order_by=title", "").await;
        let texts = |row: &Value, relation: &str, member: &str| -> Vec<String> {
            let rows = row[relation].as_array().expect("a list").iter();
            rows.map(|row| row[member].as_str().expect("a text").to_owned())
                .collect()
        };
        let articles = page.as_array().expect("a list");
        let comments: Vec<_> = articles.iter().map(|row| texts(row, "comments", "text")).collect();
        let none: Vec<&str> = Vec::new();
        assert_eq!(
            comments,
            [vec!["good", "fair"], vec!["fine"], none.clone(), none.clone()]
        );
        let tags: Vec<_> = articles.iter().map(|row| texts(row, "tags", "name")).collect();
        assert_eq!(tags, [vec!["air", "sea"], vec!["air"], none.clone(), none]);
        let writer = row(&app, "/writers/2?include=articles,articles.comments,chief", "").await;
        assert_eq!(texts(&writer, "articles", "title"), ["D", "C"]);
        assert_eq!(writer["articles"][0]["comments"], json!([]));
        assert_eq!(writer["chief"]["name"], "Ann");
        let writers = row(&app, "/writers?include=reports,articles.tags", "").await;
        assert_eq!(texts(&writers[0], "reports", "name"), ["Bob"]);
        assert_eq!(texts(&writers[0]["articles"][0], "tags", "name"), ["air", "sea"]);
        assert_eq!(writers[1]["reports"], json!([]));
    }
}

#[tokio::test]
async fn rows_are_related_by_several_fields() {
    for database in databases().await {
        let app = magazine(database).await;
        let marks = row(&app, "/marks?include=filed,filed.article", "").await;
        let filed: Vec<_> = marks
            .as_array()
            .expect("a list")
            .iter()
            .map(|mark| mark.get("filed"))
            .collect();
        let article = json!({ "id": 1, "title": "A", "author_id": 1, "editor_id": 2 });
        let expected = |tag: i32| json!({ "article_id": 1, "tag_id": tag, "article": article });
        assert_eq!(
            filed,
            [Some(&expected(2)), Some(&expected(1)), None, Some(&expected(2))]
        );
        let tags = row(&app, "/article-tags?include=marks", "").await;
        let reasons: Vec<Vec<&str>> = tags
            .as_array()
            .expect("a list")
            .iter()
            .map(|tag| {
                let marks = tag["marks"].as_array().expect("a list").iter();
                marks.map(|mark| mark["reason"].as_str().expect("a text")).collect()
            })
            .collect();
        assert_eq!(reasons, [vec!["waves"], vec!["wind", "gusts"], vec![]]);
        for (query, found) in [
            ("filed.article.title=A", 3),
            ("filed:any=true", 3),
            ("filed:any=false", 1),
        ] {
            assert_eq!(
                row(&app, &format!("/marks?{query}"), "").await.as_array().map(Vec::len),
                Some(found),
                "{query}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_ends_where_related_rows_fill_it() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.page_bytes = 60_000;
        let app = magazine_with(database, settings).await;
        for id in 20..60 {
            let body = json!({ "id": id, "text": "x".repeat(20_000), "stars": 0, "article_id": 3 + id % 2 });
            app.post("/comments", &body).await.expect(201);
        }
        let (mut path, mut titles) = ("/articles?include=comments&order_by=title".to_owned(), String::new());
        loop {
            let reply = app.get(&path).await.expect(200);
            assert!(reply.text().len() <= 60_000, "{}", reply.text().len());
            for article in reply.json().as_array().expect("a list") {
                titles.push_str(article["title"].as_str().expect("a title"));
                let comments = article["comments"].as_array().expect("a list").len();
                assert_eq!(comments, if article["id"] == 2 { 1 } else { 2 });
            }
            match link(&app, &reply, "next") {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(titles, "ABCD");
    }
}

#[tokio::test]
async fn what_is_included_equals_what_is_read_alone() {
    for database in databases().await {
        let app = magazine(database).await;
        for user in ["", "ann", "bob", "board"] {
            let page = row(&app, "/articles?include=author.chief,revisedBy,comments.by", user).await;
            for article in page.as_array().expect("a list") {
                let mut author = row(&app, &format!("/writers/{}?include=chief", article["author_id"]), user).await;
                assert_eq!(article["author"], author.take());
                if let Some(editor) = article.get("editor_id") {
                    assert_eq!(
                        article["revisedBy"],
                        row(&app, &format!("/writers/{editor}"), user).await
                    );
                }
                for comment in article["comments"].as_array().expect("a list") {
                    let mut alone = row(&app, &format!("/comments/{}?include=by", comment["id"]), user).await;
                    alone.as_object_mut().expect("an object").remove("article");
                    assert_eq!(*comment, alone);
                }
            }
        }
    }
}

#[tokio::test]
async fn the_rights_of_the_related_rows_hold() {
    for database in databases().await {
        let app = magazine(database).await;
        let path = "/articles/1?include=notes,drafts,author";
        let anybody = row(&app, path, "").await;
        assert_eq!((anybody.get("notes"), anybody.get("drafts")), (None, None));
        assert_eq!(anybody["author"].get("email"), None);
        let ann = row(&app, path, "ann").await;
        assert_eq!((ann.get("notes"), &ann["drafts"]), (None, &json!([])));
        assert_eq!(ann["author"]["email"], "ann@mag");
        let bob = row(&app, path, "bob").await;
        assert_eq!(bob["drafts"][0]["text"], "draft");
        assert_eq!(bob["author"].get("email"), None);
        let board = row(&app, path, "board").await;
        assert_eq!(board["notes"], json!([{ "id": 1, "text": "libel?", "article_id": 1 }]));
    }
}

#[tokio::test]
async fn usual_relations_come_with_every_reply() {
    for database in databases().await {
        let app = magazine(database).await;
        let article = json!({ "id": 2, "title": "B", "author_id": 2 });
        let read = row(&app, "/comments/4", "").await;
        assert_eq!(read["article"], article);
        assert_eq!(row(&app, "/comments?limit=1", "").await[0]["article"]["id"], 1);
        let body = json!({ "id": 9, "text": "new", "stars": 5, "article_id": 2 });
        assert_eq!(
            app.post("/comments", &body).await.expect(201).json()["article"],
            article
        );
        let body = json!([{ "id": 10, "text": "x", "stars": 5, "article_id": 2 }, { "id": 11, "text": "y", "stars": 5, "article_id": 1 }]);
        let created = app.post("/comments/bulk", &body).await.expect(201).json();
        assert_eq!(
            (&created[0]["article"], &created[1]["article"]["id"]),
            (&article, &json!(1))
        );
        let changed = app.patch("/comments/9", json!({ "text": "newer" })).await.expect(200);
        assert_eq!(changed.json()["article"], article);
        let put = json!({ "text": "newest", "stars": 5, "article_id": 1 });
        assert_eq!(
            app.put("/comments/9", &put).await.expect(200).json()["article"]["id"],
            1
        );
    }
}

#[tokio::test]
async fn the_entity_tag_covers_what_is_included_and_holds_for_changes_of_the_row() {
    for database in databases().await {
        let app = magazine(database).await;
        let path = "/articles/2?include=author";
        let reply = app.get(path).await.expect(200);
        let tag = reply.header("etag").expect("a tag").to_owned();
        app.get(path).header("If-None-Match", &tag).await.expect(304);
        let alone = app.get("/articles/2").await.expect(200);
        assert_ne!(alone.header("etag"), Some(tag.as_str()));
        // Another author's name is another representation, but the same row.
        app.patch("/articles/2", json!({ "author_id": 1 }))
            .header("If-Match", &tag)
            .await
            .expect(200);
        app.get(path).header("If-None-Match", &tag).await.expect(200);
        app.patch("/articles/2", json!({ "author_id": 2 }))
            .header("If-Match", &tag)
            .await
            .expect(412);
        let tag = app.get(path).await.header("etag").expect("a tag").to_owned();
        app.patch("/articles/2", json!({ "author_id": 2 }))
            .header("If-Match", "\"x.y\"")
            .await
            .expect(412);
        app.delete("/articles/2")
            .header("If-Match", &tag.replace('.', ""))
            .await
            .expect(412);
    }
}

#[tokio::test]
async fn unknown_and_repeated_relations_are_refused() {
    for database in databases().await {
        let app = magazine(database).await;
        for (query, message) in [
            (
                "include=nothing",
                "`nothing` can't be included; there are author, author.chief, revisedBy, comments, comments.by, tags, notes, drafts",
            ),
            (
                "include=",
                "`` can't be included; there are author, author.chief, revisedBy, comments, comments.by, tags, notes, drafts",
            ),
            (
                "include=author.chief.chief",
                "`author.chief.chief` can't be included; there are author, author.chief, revisedBy, comments, comments.by, tags, notes, drafts",
            ),
            (
                "include=author,author",
                "`author` is named more than once; there are author, author.chief, revisedBy, comments, comments.by, tags, notes, drafts",
            ),
            (
                "include=author&include=author",
                "`author` is named more than once; there are author, author.chief, revisedBy, comments, comments.by, tags, notes, drafts",
            ),
        ] {
            for path in ["/articles", "/articles/1"] {
                let errors = app.get(&format!("{path}?{query}")).await.expect(422).errors();
                assert_eq!(errors, [("include".to_owned(), message.to_owned())], "{path}?{query}");
            }
        }
        let errors = app
            .get("/notes?include=article")
            .bearer("board")
            .await
            .expect(422)
            .errors();
        assert_eq!(errors, [("include".to_owned(), "unknown parameter".to_owned())]);
    }
}

#[tokio::test]
async fn pages_of_ops_have_what_lists_always_show() {
    for database in databases().await {
        let app = magazine(database).await;
        let listed = row(&app, "/comments", "").await;
        let listed = listed.as_array().expect("a list").iter();
        let expected: Vec<&Value> = listed.filter(|comment| comment["stars"].as_i64() < Some(4)).collect();
        assert!(expected.iter().all(|comment| comment["article"]["title"] == "A"));
        assert_eq!(row(&app, "/comments/criticism", "").await, json!(expected));
    }
}
