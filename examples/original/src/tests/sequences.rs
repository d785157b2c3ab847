//! Values along time, by offset and by cursor.

use serde_json::json;
use warp_openapi::testing::App;

use super::{column, links, on_every_database, refused};
use crate::fill;

/// Ten days from 2020-01-01 on in the series `a`, two in the nameless one.
async fn twelve(app: &App) {
    for (group, days) in [("a", 10), ("", 2)] {
        fill::insert(app.database().connection(), group, days).await.unwrap();
    }
}

/// The days of January, one digit or two.
fn days(reply: &warp_openapi::testing::Reply) -> String {
    let dates = column(reply, "date");
    let days = dates.iter().map(|date| {
        date.strip_prefix("2020-01-")
            .unwrap()
            .strip_suffix("T00:00:00Z")
            .unwrap()
    });
    days.map(|day| day.trim_start_matches('0'))
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn values_are_listed_by_offset() {
    on_every_database(async |app| {
        twelve(app).await;
        for (query, found, total) in [
            ("", "2 1", "2"),
            ("group=a&limit=3", "10 9 8", "10"),
            ("group=a&limit=3&offset=8", "2 1", "10"),
            ("group=a&order_by=-date&limit=2", "10 9", "10"),
            ("group=a&order_by=date&limit=3", "1 2 3", "10"),
            ("group=a&date:ge=2020-01-09T00:00:00Z", "10 9", "2"),
            ("group=a&date:gt=2020-01-09T00:00:00Z", "10", "1"),
            ("group=a&date:le=2020-01-02T00:00:00Z", "2 1", "2"),
            ("group=a&date:lt=2020-01-02T00:00:00Z", "1", "1"),
            ("group=a&date=2020-01-05T01:00:00%2B01:00", "5", "1"),
            ("group=b", "", "0"),
        ] {
            let reply = app.get(&format!("/series_offset?{query}")).await.expect(200);
            assert_eq!(days(&reply), found, "{query}");
            assert_eq!(reply.header("X-Total-Count"), Some(total), "{query}");
        }
        let reply = app
            .get("/series_offset?group=a&limit=2&offset=2&order_by=date")
            .await
            .expect(200);
        let rest = "group=a&limit=2&offset=";
        assert_eq!(
            links(&reply),
            [("first", "0"), ("prev", "0"), ("next", "4"), ("last", "8")]
                .map(|(relation, offset)| (relation.to_owned(), format!("{rest}{offset}&order_by=date")))
        );
        // Nothing but time and value.
        let reply = app.get("/series_offset?group=a&limit=1&offset=3").await.expect(200);
        assert_eq!(reply.json(), json!([{"date": "2020-01-07T00:00:00Z", "value": 0.6}]));
        refused(
            app.get("/series_offset?date=today&date:gt=2020-01-01&order_by=value&limit=0&group=a&group=b")
                .await,
            &[
                ("date", "not a valid date-time (offset needed)"),
                ("date:gt", "not a valid date-time (offset needed)"),
                ("order_by", "not one of date, -date"),
                ("limit", "less than 1"),
                ("group", "given more than once"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn values_are_walked_by_cursor() {
    on_every_database(async |app| {
        twelve(app).await;
        for (direction, pages) in [
            ("asc", ["10 9 8 7", "6 5 4 3", "2 1"]),
            ("desc", ["1 2 3 4", "5 6 7 8", "9 10"]),
        ] {
            let mut path = format!("/series_cursor?group=a&limit=4&direction={direction}");
            let mut walked = Vec::new();
            for (index, page) in pages.iter().enumerate() {
                let reply = app.get(&path).await.expect(200);
                assert_eq!(days(&reply), *page, "{path}");
                assert_eq!(reply.header("X-Total-Count"), None);
                let links = links(&reply);
                let relations: Vec<&str> = links.iter().map(|(relation, _)| relation.as_str()).collect();
                let expected: &[&str] = match index {
                    0 => &["next"],
                    1 => &["prev", "next"],
                    _ => &["prev"],
                };
                assert_eq!(relations, expected, "{path}");
                walked.push(path);
                path = format!("/series_cursor?{}", links[links.len() - 1].1);
            }
            // The last page's `prev` leads back.
            assert_eq!(days(&app.get(&path).await.expect(200)), pages[1]);
        }
    })
    .await;
}

#[tokio::test]
async fn cursors_are_bound_to_their_query() {
    on_every_database(async |app| {
        twelve(app).await;
        assert_eq!(days(&app.get("/series_cursor").await.expect(200)), "2 1");
        let reply = app
            .get("/series_cursor?group=a&date:lt=2020-01-05T00:00:00Z&limit=3")
            .await
            .expect(200);
        assert_eq!(days(&reply), "4 3 2");
        let (_, next) = &links(&reply)[0];
        assert_eq!(days(&app.get(&format!("/series_cursor?{next}")).await.expect(200)), "1");
        let other = next.replace("group=a", "group=b");
        refused(
            app.get(&format!("/series_cursor?{other}")).await,
            &[("cursor", "invalid cursor")],
        );
        refused(
            app.get("/series_cursor?cursor=abc").await,
            &[("cursor", "invalid cursor")],
        );
        refused(
            app.get("/series_cursor?direction=up&offset=1").await,
            &[("direction", "not one of asc, desc"), ("offset", "unknown parameter")],
        );
    })
    .await;
}
