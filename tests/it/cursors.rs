//! Cursor paging: walking all pages over ties and nulls, there and back; damaged and foreign cursors.

use serde_json::{Value, json};
use warp_openapi::testing::App;

use crate::support::{link, on_every_database, refuses, same_on_every_database};

/// How many rows the walks meet: several pages of 5, the last one short.
const ROWS: usize = 23;

/// Creates rows with few different values, so that most tie in `done`, `title` or both, and some are null.
async fn events(app: &App) {
    let rows: Vec<Value> = (0..ROWS)
        .map(|index| {
            let done = match index % 4 {
                0 => Value::Null,
                day => json!(format!("2024-06-{:02}T12:00:00.000001Z", 10 + day)),
            };
            let title = ["same", "same", "other"][index % 3];
            json!({"done": done, "title": title, "group": if index % 2 == 0 { "even" } else { "odd" }})
        })
        .collect();
    app.post("/v1/events/bulk", json!(rows)).await.expect(201);
}

/// The rows of each page from `path` on, along the links of one relation; and the path of the last page.
async fn walk(app: &App, path: &str, relation: &str) -> (Vec<Vec<Value>>, String) {
    let mut pages = Vec::new();
    let mut here = path.to_owned();
    loop {
        let reply = app.get(&here).await.expect(200);
        assert_eq!(reply.header("X-Total-Count"), None);
        let rows = reply.json();
        pages.push(rows.as_array().expect("a list").clone());
        assert!(pages.len() <= ROWS + 1, "a circle along {relation} of {path}");
        match link(app, &reply, relation) {
            Some(next) => here = next,
            None => return (pages, here),
        }
    }
}

fn ids(rows: &[Value]) -> Vec<i64> {
    rows.iter().map(|row| row["id"].as_i64().expect("an id")).collect()
}

/// The declared order, `-done, title, id`, of the rows that have `done`.
fn assert_declared_order(rows: &[Value]) {
    let text = |row: &Value, name: &str| row[name].as_str().expect("text").to_owned();
    let done: Vec<&Value> = rows.iter().filter(|row| row["done"].is_string()).collect();
    let key = |row: &Value| {
        (
            std::cmp::Reverse(text(row, "done")),
            text(row, "title"),
            row["id"].as_i64(),
        )
    };
    assert!(done.is_sorted_by_key(|row| key(row)), "{done:?}");
    let nulls: Vec<bool> = rows.iter().map(|row| row["done"].is_null()).collect();
    let turns = nulls.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(turns <= 1, "nulls are scattered: {nulls:?}");
}

#[tokio::test]
async fn walking_meets_every_row_once_in_both_directions_and_back() {
    on_every_database(async |app| {
        events(app).await;
        for limit in [1, 2, 3, 5, 7, 23, 100] {
            let start = format!("/v1/events?limit={limit}");
            let (pages, last) = walk(app, &start, "next").await;
            let all = pages.concat();
            assert_declared_order(&all);
            let mut unique = ids(&all);
            unique.sort_unstable();
            unique.dedup();
            assert_eq!((unique.len(), all.len()), (ROWS, ROWS), "limit {limit}");
            assert_eq!(pages.len(), ROWS.div_ceil(limit), "limit {limit}");

            let (mut back, first) = walk(app, &last, "prev").await;
            back.reverse();
            assert_eq!(ids(&back.concat()), ids(&all), "limit {limit}, back from {last}");
            assert!(back.iter().all(|page| page.len() <= limit));
            let (again, _) = walk(app, &first, "next").await;
            assert_eq!(
                ids(&again.concat()),
                ids(&all),
                "limit {limit}, forth again from {first}"
            );

            let (down, _) = walk(app, &format!("{start}&direction=desc"), "next").await;
            let mut reversed = ids(&down.concat());
            reversed.reverse();
            assert_eq!(reversed, ids(&all), "limit {limit}, the other way round");
            let (asc, _) = walk(app, &format!("{start}&direction=asc"), "next").await;
            assert_eq!(ids(&asc.concat()), ids(&all), "limit {limit}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_first_and_last_page_end_the_chain() {
    on_every_database(async |app| {
        events(app).await;
        let first = app.get("/v1/events").await.expect(200);
        assert_eq!(first.json().as_array().expect("a list").len(), 5);
        assert_eq!(link(app, &first, "prev"), None);
        assert_eq!(link(app, &first, "first"), None);
        let whole = app.get("/v1/events?limit=23").await.expect(200);
        assert_eq!(whole.header("Link"), None);
        let second = app.get(&link(app, &first, "next").expect("a link")).await.expect(200);
        let back = link(app, &second, "prev").expect("a link");
        assert_eq!(app.get(&back).await.expect(200).json(), first.json());
        assert_eq!(link(app, &app.get(&back).await, "prev"), None);
    })
    .await;
}

#[tokio::test]
async fn rows_that_come_and_go_move_no_others() {
    on_every_database(async |app| {
        events(app).await;
        let (pages, _) = walk(app, "/v1/events?limit=23", "next").await;
        let before = ids(&pages.concat());
        let first = app.get("/v1/events").await.expect(200);
        let next = link(app, &first, "next").expect("a link");
        // A new row comes before the first page or after the last, wherever nulls are sorted; the cursor's own row is deleted.
        app.post("/v1/events", json!({"title": "a new one"})).await.expect(201);
        use sea_orm::ConnectionTrait as _;
        let gone = format!("DELETE FROM events WHERE id = {}", before[4]);
        app.database()
            .connection()
            .execute_unprepared(&gone)
            .await
            .expect("a row to delete");
        let second = app.get(&next).await.expect(200).json();
        assert_eq!(ids(second.as_array().expect("a list")), before[5..10]);
    })
    .await;
}

#[tokio::test]
async fn cursors_keep_the_filters() {
    on_every_database(async |app| {
        events(app).await;
        let (pages, _) = walk(app, "/v1/events?group=odd&limit=2", "next").await;
        let all = pages.concat();
        assert_eq!(all.len(), ROWS / 2);
        assert!(all.iter().all(|row| row["group"] == "odd"));
    })
    .await;
}

#[tokio::test]
async fn foreign_cursors_are_refused() {
    on_every_database(async |app| {
        events(app).await;
        let page = app.get("/v1/events?group=odd").await.expect(200);
        let next = link(app, &page, "next").expect("a link");
        let (_, query) = next.split_once('?').expect("a query");
        let parameters = form_urlencoded::parse(query.as_bytes()).into_owned();
        let cursor = parameters
            .into_iter()
            .find(|(name, _)| name == "cursor")
            .expect("a cursor")
            .1;
        let page = |query: &str| app.get(&format!("/v1/events?{query}&cursor={cursor}"));
        page("group=odd").await.expect(200);
        page("group=odd&limit=1").await.expect(200);
        for query in ["group=even", "", "group=odd&group=even", "group=odd&direction=desc"] {
            refuses(page(query).await, &[("cursor", "invalid cursor")]);
        }
    })
    .await;
}

#[tokio::test]
async fn damaged_cursors_are_refused() {
    on_every_database(async |app| {
        events(app).await;
        let page = app.get("/v1/events").await.expect(200);
        let next = link(app, &page, "next").expect("a link");
        let (_, cursor) = next.split_once("cursor=").expect("a cursor");
        let cursor = cursor.split('&').next().expect("a cursor");
        assert!(cursor.len() > 8, "{cursor}");
        let mut damaged: Vec<String> = ["", "x", "null", "e30=", "AAAA", "%00", "%FF%FE"]
            .iter()
            .map(|text| (*text).to_owned())
            .collect();
        damaged.push("A".repeat(5_000));
        damaged.push(format!("{cursor}A"));
        for at in 0..cursor.len() {
            damaged.push(cursor[..at].to_owned());
            let other = if &cursor[at..=at] == "A" { "B" } else { "A" };
            damaged.push(format!("{}{other}{}", &cursor[..at], &cursor[at + 1..]));
        }
        for text in damaged {
            let reply = app.get(&format!("/v1/events?cursor={text}")).await;
            if text == "%FF%FE" {
                reply.expect(400);
                continue;
            }
            assert_eq!(reply.status(), 422, "{text}: {}", reply.text());
            refuses(reply, &[("cursor", "invalid cursor")]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_direction_is_asc_or_desc() {
    on_every_database(async |app| {
        refuses(
            app.get("/v1/events?direction=up").await,
            &[("direction", "not one of asc, desc")],
        );
        refuses(
            app.get("/v1/events?direction=asc&direction=asc").await,
            &[("direction", "given more than once")],
        );
        refuses(
            app.get("/v1/events?order_by=title").await,
            &[("order_by", "unknown parameter")],
        );
    })
    .await;
}

#[tokio::test]
async fn pages_are_alike_on_every_database() {
    same_on_every_database(async |app| {
        events(app).await;
        let (pages, _) = walk(app, "/v1/events?limit=4", "next").await;
        let shown: Vec<String> = pages
            .concat()
            .iter()
            .map(|row| format!("{}{}", row["done"], row["title"]))
            .collect();
        shown.join(" ")
    })
    .await;
}
