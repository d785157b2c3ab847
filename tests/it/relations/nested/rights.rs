//! Who may see and change rows below others, and what is revealed of rows that a client may not see.

use serde_json::json;
use warp_openapi::testing::databases;

use super::{blog, create};
use crate::support::column;

#[tokio::test]
async fn nothing_is_below_a_row_that_the_client_may_not_see() {
    for database in databases().await {
        let app = blog(database).await;
        for (method, path, body) in [
            ("GET", "/clubs/1/meetings", None),
            ("GET", "/clubs/1/meetings?offset=5", None),
            ("POST", "/clubs/1/meetings", Some(json!({ "id": 9, "topic": "spy" }))),
            ("GET", "/clubs/1/meetings/1", None),
            ("PATCH", "/clubs/1/meetings/1", Some(json!({ "topic": "spy" }))),
            ("PUT", "/clubs/1/meetings/1", Some(json!({ "topic": "spy" }))),
            ("PUT", "/clubs/1/meetings/9", Some(json!({ "topic": "spy" }))),
            ("DELETE", "/clubs/1/meetings/1", None),
            // Nor through a row of the client's own.
            ("GET", "/clubs/2/meetings/1", None),
            ("DELETE", "/clubs/2/meetings/1", None),
        ] {
            for user in [Some("bob"), None] {
                let mut request = app.request(method, &format!("/v1{path}"));
                if let Some(body) = &body {
                    request = request.json(body);
                }
                if let Some(user) = user {
                    request = request.bearer(user);
                }
                let hidden = request.await.expect(404);
                // A row that isn't there gives the same reply, but for its id.
                let missing = app.get("/v1/clubs/77/meetings").bearer("bob").await.expect(404);
                let body = |reply: &warp_openapi::testing::Reply| {
                    let mut body = reply.json();
                    body.as_object_mut().expect("an object").remove("request_id");
                    body
                };
                assert_eq!(body(&hidden)["title"], body(&missing)["title"], "{method} {path}");
            }
        }
        let kept = app.get("/v1/clubs/1/meetings").bearer("ann").await.expect(200);
        assert_eq!(column(&kept, "topic"), ["tea"]);
    }
}

#[tokio::test]
async fn the_parents_of_a_parent_must_be_visible_too() {
    for database in databases().await {
        let app = blog(database).await;
        let minutes = app.get("/v1/meetings/1/minutes").bearer("ann").await.expect(200);
        assert_eq!(column(&minutes, "text"), ["cold"]);
        for (method, path, body) in [
            ("GET", "/meetings/1/minutes", None),
            ("GET", "/meetings/1/minutes/1", None),
            ("POST", "/meetings/1/minutes", Some(json!({ "id": 9, "text": "spy" }))),
            ("PUT", "/meetings/1/minutes/1", Some(json!({ "text": "spy" }))),
        ] {
            let mut request = app.request(method, &format!("/v1{path}")).bearer("bob");
            if let Some(body) = &body {
                request = request.json(body);
            }
            request.await.expect(404);
        }
        let kept = app.get("/v1/meetings/1/minutes/1").bearer("ann").await.expect(200);
        assert_eq!(kept.json()["text"], "cold");
    }
}

#[tokio::test]
async fn rows_below_hidden_ones_are_no_related_rows() {
    for database in databases().await {
        let app = blog(database).await;
        for (user, shown) in [(Some("ann"), vec![1]), (Some("bob"), vec![2]), (None, vec![])] {
            let get = |query: &str| {
                let request = app.get(&format!("/v1/posters{query}"));
                match user {
                    Some(user) => request.bearer(user),
                    None => request,
                }
            };
            let posters = get("?include=meeting").await.expect(200).json();
            let with_meeting: Vec<i64> = posters
                .as_array()
                .expect("a list")
                .iter()
                .filter(|poster| poster.get("meeting").is_some())
                .filter_map(|poster| poster["id"].as_i64())
                .collect();
            assert_eq!(with_meeting, shown, "{user:?}");
            let found = get("?meeting:any=true").await.expect(200);
            let ids: Vec<String> = shown.iter().map(ToString::to_string).collect();
            assert_eq!(column(&found, "id"), ids, "{user:?}");
        }
    }
}

#[tokio::test]
async fn only_owners_change_rows_below_a_row_that_all_see() {
    for database in databases().await {
        let app = blog(database).await;
        for (path, user, status) in [
            // Readers know of another's row.
            ("/v1/articles/sea/comments/1", "bob", 403),
            // But not below another article.
            ("/v1/articles/a%20b%2Fc/comments/1", "bob", 404),
            ("/v1/articles/air/comments/1", "bob", 404),
            ("/v1/articles/sea/comments/9", "bob", 404),
        ] {
            app.delete(path).bearer(user).await.expect(status);
            app.patch(path, json!({ "text": "x" }))
                .bearer(user)
                .await
                .expect(status);
        }
        app.delete("/v1/articles/sea/comments/1").await.expect(401);
        // An article is its author's, its comments are not.
        app.delete("/v1/articles/sea/comments/2")
            .bearer("ann")
            .await
            .expect(403);
        app.delete("/v1/articles/sea/comments/2")
            .bearer("bob")
            .await
            .expect(204);
        // Those of an article go with it.
        app.delete("/v1/articles/sea").bearer("ann").await.expect(204);
        app.get("/v1/articles/sea/comments").await.expect(404);
        app.get("/v1/articles/sea/comments/1").await.expect(404);
        create(&app, "bob", "/articles", json!({ "slug": "sea" })).await;
        let none = app.get("/v1/articles/sea/comments").await.expect(200);
        assert_eq!(none.json(), json!([]));
    }
}
