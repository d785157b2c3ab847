//! Pages that are bounded in bytes: fewer rows than requested, and links that leave none out.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::testing::App;

use crate::support::{link, with_settings};

const ROWS: usize = 23;

/// The most bytes on a page of these cases.
const BYTES: usize = 600;

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.page_bytes = BYTES;
    settings
}

/// Rows from a few bytes to more than a page, ties among them.
fn rows() -> Vec<Value> {
    let length = |index: usize| [1, 40, 700, 90, 599, 3, 250][index % 7];
    let row = |index| {
        let title = if index % 2 == 0 { "same" } else { "other" };
        json!({"title": title, "group": "x".repeat(length(index))})
    };
    (0..ROWS).map(row).collect()
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().expect("an id")).collect()
}

/// The rows along the links of a relation, page by page, and the path of the last; each page within its bytes.
async fn walk(app: &App, path: &str, relation: &str) -> (Vec<Vec<i64>>, String) {
    let mut pages = Vec::new();
    let mut here = path.to_owned();
    loop {
        let reply = app.get(&here).await.expect(200);
        let page = ids(reply.json().as_array().expect("a list"));
        assert!(!page.is_empty(), "{here}");
        let bytes = reply.bytes().len();
        assert!(bytes <= BYTES || page.len() == 1, "{here}: {bytes} bytes");
        pages.push(page);
        assert!(pages.len() <= ROWS, "a circle along {relation} of {path}");
        match link(app, &reply, relation) {
            Some(next) => here = next,
            None => return (pages, here),
        }
    }
}

#[tokio::test]
async fn a_walk_by_cursor_meets_each_row_once() {
    with_settings(settings(), async |app| {
        app.post("/v1/events/bulk", json!(rows())).await.expect(201);
        for query in ["limit=5", "limit=100", "limit=1", "limit=7&direction=desc"] {
            let (pages, last) = walk(app, &format!("/v1/events?{query}"), "next").await;
            let all = pages.concat();
            let mut each = all.clone();
            each.sort_unstable();
            each.dedup();
            assert_eq!((all.len(), each.len()), (ROWS, ROWS), "{query}");
            let (back, _) = walk(app, &last, "prev").await;
            let back: Vec<i64> = back.into_iter().rev().flatten().collect();
            assert_eq!(back, all, "{query}");
        }
        // A large row stands alone.
        let (pages, _) = walk(app, "/v1/events?limit=100", "next").await;
        assert!(pages.len() > ROWS / 7, "{pages:?}");
    })
    .await;
}

#[tokio::test]
async fn a_walk_by_offset_meets_each_row_once_and_counts_them() {
    with_settings(settings(), async |app| {
        for index in 0..ROWS {
            let street = "x".repeat([1, 40, 80][index % 3]);
            let near: Vec<Value> = (0..index % 9).map(|_| json!({"street": street})).collect();
            let place = json!({"street": "y", "near": near});
            let row = json!({"title": format!("Task {index:02}"), "place": place});
            app.post("/v1/tasks", row).await.expect(201);
        }
        for limit in [1, 4, 100] {
            let mut here = format!("/v1/tasks?order_by=title&limit={limit}");
            let mut titles: Vec<String> = Vec::new();
            let mut pages = 0;
            loop {
                let reply = app.get(&here).await.expect(200);
                assert_eq!(reply.header("X-Total-Count"), Some("23"), "{here}");
                let page = reply.json();
                let page = page.as_array().expect("a list");
                assert!(!page.is_empty(), "{here}");
                assert!(reply.bytes().len() <= BYTES || page.len() == 1, "{here}");
                titles.extend(
                    page.iter()
                        .map(|row| row["title"].as_str().expect("a title").to_owned()),
                );
                pages += 1;
                match link(app, &reply, "next") {
                    Some(next) => here = next,
                    None => break,
                }
            }
            let expected: Vec<String> = (0..ROWS).map(|index| format!("Task {index:02}")).collect();
            assert_eq!(titles, expected, "{limit}");
            assert!(pages > 3, "{pages}");
        }
    })
    .await;
}

#[tokio::test]
async fn no_page_passes_over_more_rows_than_the_operator_lets() {
    let mut settings = Settings::default();
    settings.max_offset = 4;
    with_settings(settings, async |app| {
        app.post(
            "/v1/tasks/bulk",
            json!(
                (0..9)
                    .map(|index| json!({"title": format!("Task {index}")}))
                    .collect::<Vec<_>>()
            ),
        )
        .await
        .expect(201);
        app.get("/v1/tasks?offset=5").await.expect(422);
        let reply = app.get("/v1/tasks?limit=2&offset=2").await.expect(200);
        assert_eq!(link(app, &reply, "next").as_deref(), Some("/v1/tasks?limit=2&offset=4"));
        assert_eq!(link(app, &reply, "last"), None);
        let reply = app.get("/v1/tasks?limit=2&offset=4").await.expect(200);
        assert_eq!(link(app, &reply, "next"), None);
        assert_eq!(reply.header("X-Total-Count"), Some("9"));
    })
    .await;
}
