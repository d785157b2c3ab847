//! Rows that are created, changed and deleted below another one.

use serde_json::json;
use warp_openapi::testing::databases;

use super::{blog, comment, create, meeting};
use crate::support::{column, refuses};

#[tokio::test]
async fn a_new_row_belongs_to_its_parent() {
    for database in databases().await {
        let app = blog(database).await;
        let made = app
            .post("/v1/articles/a%20b%2Fc/comments", json!({ "text": "five" }))
            .bearer("bob")
            .await
            .expect(201);
        assert_eq!(
            made.json(),
            json!({ "id": 5, "text": "five", "articleId": 2, "author": "bob" })
        );
        let location = made.header("Location").expect("a location");
        let path = location
            .strip_prefix(&format!("http://{}", app.address()))
            .expect("a URL of the server");
        assert_eq!(path, "/v1/articles/a%20b%2Fc/comments/5");
        assert_eq!(app.get(path).await.expect(200).json(), made.json());
        // The path says it, not the body.
        for user in ["ann", "bob"] {
            let body = json!({ "text": "six", "articleId": 2 });
            let refused = app.post("/v1/articles/sea/comments", body).bearer(user).await;
            refuses(refused, &[("articleId", "unknown field")]);
        }
        let meeting = create(&app, "ann", "/clubs/1/meetings", json!({ "id": 8, "topic": "cake" })).await;
        assert_eq!(meeting["notes"], "club 1");
    }
}

#[tokio::test]
async fn nothing_is_created_below_a_row_that_is_not_there() {
    for database in databases().await {
        let app = blog(database).await;
        for path in [
            "/articles/air/comments",
            "/articles/air/marks/bulk",
            "/clubs/9/meetings",
            "/clubs/x/meetings",
        ] {
            let body = match path.split('/').next_back() {
                Some("comments") => json!({ "text": "a" }),
                Some("bulk") => json!({ "marks": [{ "word": "a" }] }),
                _ => json!({ "id": 9, "topic": "a" }),
            };
            app.post(&format!("/v1{path}"), body).bearer("ann").await.expect(404);
        }
        app.put("/v1/articles/air/marks/a", json!({ "mark": {} }))
            .await
            .expect(404);
        let all = app.get("/v1/articles/sea/marks").await.expect(200);
        assert_eq!(all.json(), json!({ "marks": [] }));
    }
}

#[tokio::test]
async fn many_new_rows_belong_to_their_parent() {
    for database in databases().await {
        let app = blog(database).await;
        let body = json!([{ "text": "a" }, { "text": "b" }]);
        let made = app
            .post("/v1/articles/sea/comments/bulk", body)
            .bearer("bob")
            .await
            .expect(201);
        let rows = made.json();
        assert_eq!((&rows[0]["articleId"], &rows[1]["articleId"]), (&json!(1), &json!(1)));
        let body = json!([{ "text": "a" }, { "text": "b", "articleId": 2 }]);
        let refused = app.post("/v1/articles/sea/comments/bulk", body).bearer("bob").await;
        refuses(refused, &[("1.articleId", "unknown field")]);
        let body = json!({ "marks": [{ "word": "a" }, { "word": "b" }] });
        app.post("/v1/articles/sea/marks/bulk", body).await.expect(201);
        let marks = app.get("/v1/articles/sea/marks").await.expect(200).json();
        assert_eq!(
            marks,
            json!({ "marks": [{ "word": "a", "count": 0 }, { "word": "b", "count": 0 }] })
        );
    }
}

#[tokio::test]
async fn a_row_of_another_parent_is_missing() {
    for database in databases().await {
        let app = blog(database).await;
        create(&app, "ann", "/clubs", json!({ "id": 3, "name": "other" })).await;
        for (method, path, body) in [
            ("GET", "/articles/a%20b%2Fc/comments/1", None),
            ("GET", "/articles/a%20b%2Fc/comments/1?include=article", None),
            (
                "PATCH",
                "/articles/a%20b%2Fc/comments/1",
                Some(json!({ "text": "changed" })),
            ),
            ("PATCH", "/articles/a%20b%2Fc/comments/1", Some(json!({}))),
            ("DELETE", "/articles/a%20b%2Fc/comments/1", None),
            ("GET", "/clubs/3/meetings/1", None),
            ("PATCH", "/clubs/3/meetings/1", Some(json!({ "topic": "changed" }))),
            ("PUT", "/clubs/3/meetings/1", Some(json!({ "topic": "changed" }))),
            ("DELETE", "/clubs/3/meetings/1", None),
        ] {
            for tags in [None, Some("*")] {
                let mut request = app.request(method, &format!("/v1{path}")).bearer("ann");
                if let Some(body) = &body {
                    request = request.json(body);
                }
                if let Some(tags) = tags.filter(|_| method != "GET") {
                    request = request.header("If-Match", tags);
                }
                request.await.expect(404);
            }
        }
        let kept = app.get("/v1/articles/sea/comments/1").await.expect(200).json();
        assert_eq!(kept["text"], "one");
        let kept = app.get("/v1/clubs/1/meetings/1").bearer("ann").await.expect(200).json();
        assert_eq!((&kept["topic"], &kept["clubId"]), (&json!("tea"), &json!(1)));
    }
}

#[tokio::test]
async fn a_put_creates_and_replaces_below_its_parent() {
    for database in databases().await {
        let app = blog(database).await;
        let put = |path: &'static str, body| app.put(path, body).bearer("ann");
        let made = put("/v1/clubs/1/meetings/7", json!({ "topic": "new" }))
            .await
            .expect(201);
        assert_eq!(
            made.json(),
            json!({ "id": 7, "topic": "new", "clubId": 1, "notes": "club 1" })
        );
        let replaced = put("/v1/clubs/1/meetings/7", json!({ "topic": "newer" }))
            .await
            .expect(200);
        assert_eq!(replaced.json()["topic"], "newer");
        refuses(
            put("/v1/clubs/1/meetings/7", json!({ "topic": "newer", "clubId": 1 })).await,
            &[("clubId", "unknown field")],
        );
        put("/v1/clubs/4/meetings/7", json!({ "topic": "lost" }))
            .await
            .expect(404);
        // Without hooks it is one statement.
        let minute = |path: &'static str| put(path, json!({ "text": "hot" }));
        minute("/v1/meetings/1/minutes/5").await.expect(201);
        minute("/v1/meetings/1/minutes/5").await.expect(200);
        minute("/v1/meetings/7/minutes/5").await.expect(404);
        minute("/v1/meetings/7/minutes/5")
            .header("If-Match", "*")
            .await
            .expect(404);
        minute("/v1/meetings/7/minutes/5")
            .header("If-None-Match", "*")
            .await
            .expect(404);
        minute("/v1/meetings/1/minutes/5")
            .header("If-None-Match", "*")
            .await
            .expect(412);
        minute("/v1/meetings/1/minutes/6")
            .header("If-Match", "*")
            .await
            .expect(412);
        let minutes = app.get("/v1/meetings/1/minutes").bearer("ann").await.expect(200);
        assert_eq!(column(&minutes, "id"), ["1", "5"]);
        app.get("/v1/meetings/7/minutes").bearer("ann").await.expect(200);
        let mark = |count: i32| app.put("/v1/articles/sea/marks/wave", json!({ "mark": { "count": count } }));
        mark(1).await.expect(201);
        mark(2).await.expect(200);
        let elsewhere = app.put("/v1/articles/a%20b%2Fc/marks/wave", json!({ "mark": { "count": 3 } }));
        elsewhere.await.expect(404);
        let wave = app.get("/v1/articles/sea/marks/wave").await.expect(200).json();
        assert_eq!(wave, json!({ "mark": { "word": "wave", "count": 2 } }));
    }
}

#[tokio::test]
async fn a_bulk_delete_spares_the_rows_of_other_parents() {
    for database in databases().await {
        let app = blog(database).await;
        let delete = |path: &'static str| app.delete(path).bearer("ann");
        delete("/v1/articles/sea/comments").await.expect(422);
        delete("/v1/articles/air/comments?all=true").await.expect(404);
        let none = delete("/v1/articles/sea/comments?text=four").await.expect(204);
        assert_eq!(none.header("X-Total-Count"), Some("0"));
        // Those of Ann.
        let deleted = delete("/v1/articles/sea/comments?all=true").await.expect(204);
        assert_eq!(deleted.header("X-Total-Count"), Some("2"));
        let left = app.get("/v1/articles/sea/comments").await.expect(200);
        assert_eq!(column(&left, "text"), ["two"]);
        let left = app.get("/v1/articles/a%20b%2Fc/comments").await.expect(200);
        assert_eq!(column(&left, "text"), ["four"]);
    }
}

#[tokio::test]
async fn a_change_of_one_row_is_held_to_its_version() {
    for database in databases().await {
        let app = blog(database).await;
        let path = "/v1/articles/sea/comments/1";
        let read = app.get(path).await.expect(200);
        let tag = read.header("ETag").expect("a tag");
        app.get(path).header("If-None-Match", tag).await.expect(304);
        let change = |tag: &str| {
            app.patch(path, json!({ "text": "uno" }))
                .bearer("ann")
                .header("If-Match", tag)
        };
        change(tag).await.expect(200);
        change(tag).await.expect(412);
        app.delete(path).bearer("ann").await.expect(204);
        app.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn functions_name_the_parent_themselves() {
    for database in databases().await {
        let app = blog(database).await;
        let made = app
            .post("/v1/articles/sea/by-hand", json!({ "text": "hand" }))
            .bearer("bob")
            .await
            .expect(201);
        assert_eq!(
            made.json(),
            json!({ "id": 5, "text": "hand", "articleId": 1, "author": "bob" })
        );
        // The row doesn't have the address of its parent.
        assert_eq!(made.header("Location"), None);
        let body = json!({ "text": "hand", "articleId": 1 });
        let refused = app.post("/v1/articles/sea/by-hand", body).bearer("bob").await;
        refuses(refused, &[("articleId", "unknown field")]);
        // This one has it, but hides it.
        let made = app.post("/v1/by-hand", json!({ "word": "hand" })).await.expect(201);
        assert_eq!(made.header("Location"), None);
        assert_eq!(made.json(), json!({ "word": "hand", "count": 0 }));
        app.get("/v1/articles/sea/marks/hand").await.expect(200);
    }
}

#[test]
fn a_channel_has_the_name_of_the_table() {
    assert_eq!(comment::RESOURCE.channel(), "comments");
    assert_eq!(meeting::RESOURCE.channel(), "meetings");
}
