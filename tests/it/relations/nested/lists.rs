//! Lists below a row, their pages, and what is found there.

use serde_json::json;
use warp_openapi::testing::{App, Reply, databases};

use super::{blog, create};
use crate::support::{column, link};

async fn get(app: &App, path: &str) -> Reply {
    app.get(&format!("/v1{path}")).bearer("ann").await
}

#[tokio::test]
async fn a_list_has_the_rows_of_its_parent() {
    for database in databases().await {
        let app = blog(database).await;
        for (path, texts) in [
            ("/articles/sea/comments?limit=9", vec!["one", "two", "three"]),
            ("/articles/a%20b%2Fc/comments", vec!["four"]),
            ("/articles/sea/comments?text=two", vec!["two"]),
            ("/articles/sea/comments?text=four", vec![]),
            ("/articles/sea/comments?article.slug=sea&text=one", vec!["one"]),
        ] {
            let page = get(&app, path).await.expect(200);
            assert_eq!(column(&page, "text"), texts, "{path}");
        }
        let meetings = get(&app, "/clubs/1/meetings").await.expect(200);
        assert_eq!(meetings.header("X-Total-Count"), Some("1"));
        assert_eq!(
            meetings.json(),
            json!([{ "id": 1, "topic": "tea", "clubId": 1, "notes": "club 1" }])
        );
        let head = app.request("HEAD", "/v1/clubs/1/meetings").bearer("ann").await;
        assert_eq!(head.expect(200).header("X-Total-Count"), Some("1"));
    }
}

#[tokio::test]
async fn a_list_below_a_row_that_is_not_there_is_missing() {
    for database in databases().await {
        let app = blog(database).await;
        create(&app, "ann", "/clubs", json!({ "id": 3, "name": "empty" })).await;
        create(&app, "ann", "/articles", json!({ "slug": "bare" })).await;
        for (path, status) in [
            ("/clubs/3/meetings", 200),
            ("/clubs/4/meetings", 404),
            ("/clubs/x/meetings", 404),
            ("/clubs/1/meetings?offset=7", 200),
            ("/articles/bare/comments", 200),
            ("/articles/air/comments", 404),
            ("/articles/sea/comments?text=none", 200),
            ("/articles/much-too-long-to-be-there/comments", 404),
            ("/articles/bare/marks", 200),
            ("/articles/air/marks", 404),
            // What else is wrong comes behind.
            ("/clubs/x/meetings?odd=1", 404),
            ("/clubs/1/meetings?odd=1", 422),
        ] {
            get(&app, path).await.expect(status);
        }
        assert_eq!(get(&app, "/articles/bare/marks").await.json(), json!({ "marks": [] }));
    }
}

#[tokio::test]
async fn pages_by_cursor_stay_below_their_row() {
    for database in databases().await {
        let app = blog(database).await;
        let first = get(&app, "/articles/sea/comments").await.expect(200);
        assert_eq!(column(&first, "text"), ["one", "two"]);
        let next = link(&app, &first, "next").expect("a next page");
        assert!(next.starts_with("/v1/articles/sea/comments?"), "{next}");
        let second = app.get(&next).await.expect(200);
        assert_eq!(column(&second, "text"), ["three"]);
        assert_eq!(link(&app, &second, "next"), None);
        let prev = link(&app, &second, "prev").expect("a previous page");
        assert_eq!(column(&app.get(&prev).await.expect(200), "text"), ["one", "two"]);
        // A cursor of one list is none of another's.
        let elsewhere = next.replace("/sea/", "/a%20b%2Fc/");
        let refused = app.get(&elsewhere).await.expect(422);
        assert_eq!(refused.errors(), [("cursor".to_owned(), "invalid cursor".to_owned())]);
    }
}

#[tokio::test]
async fn pages_by_offset_stay_below_their_row() {
    for database in databases().await {
        let app = blog(database).await;
        for id in 11..14 {
            create(
                &app,
                "ann",
                "/clubs/1/meetings",
                json!({ "id": id, "topic": format!("t{id}") }),
            )
            .await;
        }
        let mut path = Some("/v1/clubs/1/meetings?limit=2&orderBy=-topic".to_owned());
        let mut topics = Vec::new();
        while let Some(next) = path {
            let page = app.get(&next).bearer("ann").await.expect(200);
            assert_eq!(page.header("X-Total-Count"), Some("4"));
            topics.extend(column(&page, "topic"));
            path = link(&app, &page, "next");
            assert!(
                path.as_deref()
                    .is_none_or(|path| path.starts_with("/v1/clubs/1/meetings?"))
            );
        }
        assert_eq!(topics, ["tea", "t13", "t12", "t11"]);
    }
}

#[tokio::test]
async fn paths_without_their_row_are_none() {
    for database in databases().await {
        let app = blog(database).await;
        for path in [
            "/articles/comments/1",
            "/comments",
            "/articles//comments",
            "/articles/sea/comments/",
        ] {
            get(&app, path).await.expect(404);
        }
        let options = app.request("OPTIONS", "/v1/articles/sea/comments").await.expect(204);
        assert_eq!(options.header("Allow"), Some("DELETE, GET, HEAD, OPTIONS, POST"));
        let refused = app
            .put("/v1/articles/sea/comments", "{}")
            .bearer("ann")
            .await
            .expect(405);
        assert_eq!(refused.header("Allow"), Some("DELETE, GET, HEAD, OPTIONS, POST"));
        let refused = app
            .put("/v1/articles/sea/comments/1", "{}")
            .bearer("ann")
            .await
            .expect(405);
        assert_eq!(refused.header("Allow"), Some("DELETE, GET, HEAD, OPTIONS, PATCH"));
        // The path of bulk operations is no key that is a number, but a text.
        let refused = get(&app, "/articles/sea/comments/bulk").await.expect(405);
        assert_eq!(refused.header("Allow"), Some("OPTIONS, POST"));
        get(&app, "/articles/sea/marks/bulk").await.expect(404);
        app.put("/v1/articles/sea/marks/bulk", json!({ "mark": { "count": 3 } }))
            .await
            .expect(201);
        let mark = get(&app, "/articles/sea/marks/bulk").await.expect(200);
        assert_eq!(mark.json(), json!({ "mark": { "word": "bulk", "count": 3 } }));
        let options = app.request("OPTIONS", "/v1/articles/sea/marks/bulk").await.expect(204);
        assert_eq!(options.header("Allow"), Some("GET, HEAD, OPTIONS, POST, PUT"));
    }
}
