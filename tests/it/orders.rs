//! `order_by`: one and several columns, both ways, ties, nulls and capitals, alike on every database.

use serde_json::json;
use warp_openapi::testing::App;

use crate::support::{column, create, on_every_database, refuses, same_on_every_database};

async fn tasks(app: &App) {
    for (title, by, severity) in [
        ("bbb", "a", Some(1)),
        ("aaa", "a", Some(2)),
        ("ccc", "a", Some(1)),
        ("bbb", "b", Some(2)),
        ("ddd", "a", None),
        ("aab", "a", None),
    ] {
        create(
            app,
            "/v1/tasks",
            json!({"title": title, "created_by": by, "severity": severity}),
        )
        .await;
    }
}

#[tokio::test]
async fn rows_come_in_the_requested_order() {
    let cases = [
        ("order_by=title", "aaa aab bbb bbb ccc ddd", "2 - 1 2 1 -"),
        ("order_by=-title", "ddd ccc bbb bbb aab aaa", "- 1 1 2 - 2"),
        (
            "order_by=title&order_by=severity",
            "aaa aab bbb bbb ccc ddd",
            "2 - 1 2 1 -",
        ),
        (
            "order_by=title&order_by=-severity",
            "aaa aab bbb bbb ccc ddd",
            "2 - 2 1 1 -",
        ),
        (
            "severity:null=false&order_by=severity&order_by=title",
            "bbb ccc aaa bbb",
            "1 1 2 2",
        ),
        (
            "severity:null=false&order_by=severity&order_by=-title",
            "ccc bbb bbb aaa",
            "1 1 2 2",
        ),
        (
            "severity:null=false&order_by=-severity&order_by=title",
            "aaa bbb bbb ccc",
            "2 2 1 1",
        ),
        (
            "severity:null=false&order_by=-severity&order_by=-title",
            "bbb aaa ccc bbb",
            "2 2 1 1",
        ),
    ];
    on_every_database(async |app| {
        tasks(app).await;
        for (query, titles, severities) in cases {
            let reply = app.get(&format!("/v1/tasks?{query}")).await.expect(200);
            assert_eq!(column(&reply, "title").join(" "), titles, "{query}");
            assert_eq!(column(&reply, "severity").join(" "), severities, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn without_an_order_rows_come_by_their_key() {
    on_every_database(async |app| {
        tasks(app).await;
        let ids = column(&app.get("/v1/tasks").await.expect(200), "id");
        assert!(ids.is_sorted() && ids.len() == 6, "{ids:?}");
        for (x, y) in [(2, 1), (1, 2), (-1, 5), (1, 1), (10, 0)] {
            create(app, "/v1/pairs", json!({"x": x, "y": y})).await;
        }
        let pairs = app.get("/v1/pairs").await.expect(200);
        assert_eq!(column(&pairs, "x").join(" "), "-1 1 1 2 10");
        assert_eq!(column(&pairs, "y").join(" "), "5 1 2 1 0");
    })
    .await;
}

#[tokio::test]
async fn nulls_stand_together_and_orders_are_alike_on_every_database() {
    same_on_every_database(async |app| {
        tasks(app).await;
        let mut shown = String::new();
        for query in ["order_by=severity", "order_by=-severity"] {
            let severities = column(&app.get(&format!("/v1/tasks?{query}")).await.expect(200), "severity").join(" ");
            assert!(
                severities.starts_with("- - ") || severities.ends_with(" - -"),
                "{query}: {severities}"
            );
            shown.push_str(&severities);
            shown.push('|');
        }
        shown
    })
    .await;
}

#[tokio::test]
async fn texts_are_in_the_same_order_on_every_database() {
    same_on_every_database(async |app| {
        let texts = [
            "b", "B", "a", "A", "é", "z", "Z", "10", "9", "_", " ", "", "aa", "a b", "ab",
        ];
        for text in texts {
            create(app, "/v1/everything", json!({ "text": text })).await;
        }
        let found = column(&app.get("/v1/everything?order_by=text").await.expect(200), "text");
        let mut backwards = column(&app.get("/v1/everything?order_by=-text").await.expect(200), "text");
        backwards.reverse();
        assert_eq!(found, backwards);
        assert_eq!(found.len(), texts.len());
        let less = column(
            &app.get("/v1/everything?text:starts=a&order_by=text").await.expect(200),
            "text",
        );
        format!("{found:?} {less:?}")
    })
    .await;
}

#[tokio::test]
async fn numbers_and_instants_are_ordered_by_value() {
    on_every_database(async |app| {
        for (text, int, big, instant) in [
            ("a", 10, 9_007_199_254_740_993_i64, "2024-06-30T12:00:00.100Z"),
            ("b", 9, 9_007_199_254_740_992, "2024-06-30T12:00:00Z"),
            ("c", -1, -9_007_199_254_740_993, "2024-06-30T12:00:00.100001Z"),
            ("d", 100, 0, "2024-06-30T13:30:00+02:00"),
        ] {
            create(
                app,
                "/v1/everything",
                json!({"text": text, "int": int, "big": big, "instant": instant}),
            )
            .await;
        }
        for (order, expected) in [
            ("int", "cbad"),
            ("big", "cdba"),
            ("instant", "dbac"),
            ("-instant", "cabd"),
        ] {
            let reply = app.get(&format!("/v1/everything?order_by={order}")).await.expect(200);
            assert_eq!(column(&reply, "text").concat(), expected, "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn other_orders_are_refused() {
    on_every_database(async |app| {
        for order in ["titel", "id", "", "-", "--title", "title,severity", "+title", "type"] {
            let reply = app
                .get(&format!("/v1/tasks?order_by={}", order.replace('+', "%2B")))
                .await;
            assert_eq!(reply.status(), 422, "{order}: {}", reply.text());
            refuses(reply, &[("order_by", "not one of title, -title, severity, -severity")]);
        }
        refuses(
            app.get("/v1/tasks?order_by=title&order_by=-title").await,
            &[("order_by", "given more than once")],
        );
    })
    .await;
}
