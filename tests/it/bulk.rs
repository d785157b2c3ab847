//! Many rows at once: all created or none, and deleted by their filters.

use serde_json::{Value, json};
use warp_openapi::Settings;

use crate::support::{column, count, create, create_tasks, on_every_database, refuses, with_settings};

const PATH: &str = "/v1/tasks/bulk";

#[tokio::test]
async fn a_list_is_created_in_its_order() {
    on_every_database(async |app| {
        let items = json!([
            {"title": "one", "severity": 1},
            {"title": "two", "story_points": "2.5"},
            {"title": "three", "created_by": "Ann", "place": {"street": "a"}},
        ]);
        let reply = app.post(PATH, items).await.expect(201);
        assert_eq!(column(&reply, "title"), ["one", "two", "three"]);
        assert_eq!(column(&reply, "created_by"), ["", "", "Ann"]);
        assert_eq!(column(&reply, "severity"), ["1", "-", "-"]);
        assert!(reply.text().contains(r#""story_points":2.50"#), "{}", reply.text());
        let rows = reply.json();
        for row in rows.as_array().expect("a list") {
            let path = format!("/v1/tasks/{}", row["id"].as_str().expect("an id"));
            assert_eq!(&app.get(&path).await.expect(200).json(), row);
        }
        assert_eq!(count(app, "/v1/tasks").await, 3);
    })
    .await;
}

#[tokio::test]
async fn an_empty_list_creates_nothing() {
    on_every_database(async |app| {
        assert_eq!(app.post(PATH, "[]").await.expect(201).text(), "[]");
        assert_eq!(count(app, "/v1/tasks").await, 0);
    })
    .await;
}

#[tokio::test]
async fn one_invalid_item_undoes_all_and_errors_bear_the_index() {
    on_every_database(async |app| {
        create_tasks(app, &["there before"]).await;
        let items =
            json!([{"title": "fine"}, {"severity": 11, "titel": "x"}, 7, {"title": "fine too"}, {"title": "ab"}]);
        refuses(
            app.post(PATH, items).await,
            &[
                ("1.title", "required"),
                ("1.severity", "greater than 10"),
                ("1.titel", "unknown field"),
                ("2", "not an object"),
                ("4.title", "too short (at least 3)"),
            ],
        );
        assert_eq!(count(app, "/v1/tasks").await, 1);
    })
    .await;
}

#[tokio::test]
async fn one_conflict_undoes_all() {
    on_every_database(async |app| {
        create(
            app,
            "/v1/tasks",
            json!({"title": "there before", "unique_title": "One"}),
        )
        .await;
        let mut items: Vec<Value> = (0..500)
            .map(|index| json!({"title": format!("Task {index}")}))
            .collect();
        items.push(json!({"title": "conflict", "unique_title": "One"}));
        let problem = app.post(PATH, json!(items)).await.expect(409).json();
        assert_eq!(problem["detail"], "unique_title already exists");
        assert_eq!(count(app, "/v1/tasks").await, 1);
        let twice = json!([{"title": "first", "unique_title": "Two"}, {"title": "second", "unique_title": "Two"}]);
        app.post(PATH, twice).await.expect(409);
        assert_eq!(count(app, "/v1/tasks").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_thousand_items_are_the_most() {
    on_every_database(async |app| {
        let items = |count: usize| {
            json!(
                (0..count)
                    .map(|index| json!({"title": format!("Task {index}")}))
                    .collect::<Vec<_>>()
            )
        };
        let reply = app.post(PATH, items(1_001)).await;
        refuses(reply, &[("", "too long (at most 1000)")]);
        assert_eq!(count(app, "/v1/tasks").await, 0);
        let reply = app.post(PATH, items(1_000)).await.expect(201);
        let titles = column(&reply, "title");
        let expected: Vec<String> = (0..1_000).map(|index| format!("Task {index}")).collect();
        assert_eq!(titles, expected);
        assert_eq!(count(app, "/v1/tasks").await, 1_000);
    })
    .await;
}

#[tokio::test]
async fn the_most_can_be_set() {
    let mut settings = Settings::default();
    settings.bulk_limit = 2;
    with_settings(settings, async |app| {
        let item = |index: u32| json!({"title": format!("Task {index}")});
        let reply = app.post(PATH, json!([item(0), item(1), item(2)])).await;
        refuses(reply, &[("", "too long (at most 2)")]);
        app.post(PATH, json!([item(0), item(1)])).await.expect(201);
    })
    .await;
}

#[tokio::test]
async fn numbered_keys_go_up_in_the_order_of_the_list() {
    on_every_database(async |app| {
        let items: Vec<Value> = (0..20)
            .map(|index| json!({"title": format!("e{}", 20 - index)}))
            .collect();
        let rows = app.post("/v1/events/bulk", json!(items)).await.expect(201).json();
        let rows = rows.as_array().expect("a list");
        let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().expect("an id")).collect();
        assert!(ids.is_sorted() && ids.len() == 20, "{ids:?}");
        for (item, row) in items.iter().zip(rows) {
            assert_eq!(item["title"], row["title"]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_filtered_delete_returns_the_number_of_deleted_rows() {
    on_every_database(async |app| {
        for (title, severity) in [("one", 1), ("two", 2), ("three", 3), ("four", 3)] {
            create(app, "/v1/tasks", json!({"title": title, "severity": severity})).await;
        }
        for (query, deleted, left) in [
            ("severity:gt=5", "0", 4),
            ("severity=3&title=three", "1", 3),
            ("search=TW", "1", 2),
            ("done=true", "0", 2),
            ("severity=1&severity=3", "2", 0),
        ] {
            let reply = app.delete(&format!("/v1/tasks?{query}")).await.expect(204);
            assert_eq!(reply.header("X-Total-Count"), Some(deleted), "{query}");
            assert_eq!(reply.bytes().len(), 0, "{query}");
            assert_eq!(count(app, "/v1/tasks").await, left, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_delete_of_all_must_say_so() {
    on_every_database(async |app| {
        create_tasks(app, &["one", "two"]).await;
        for query in [
            "",
            "?all=false",
            "?",
            "?title:contains=",
            "?title:starts=&search=",
            "?title:ne=",
        ] {
            let reply = app.delete(&format!("/v1/tasks{query}")).await;
            assert_eq!(reply.status(), 422, "{query}: {}", reply.text());
            assert_eq!(reply.errors().len(), 1, "{query}");
        }
        for query in ["all=yes", "all=true&all=true"] {
            app.delete(&format!("/v1/tasks?{query}")).await.expect(422);
        }
        assert_eq!(count(app, "/v1/tasks").await, 2);
        let reply = app.delete("/v1/tasks?all=true").await.expect(204);
        assert_eq!(reply.header("X-Total-Count"), Some("2"));
        assert_eq!(count(app, "/v1/tasks").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_delete_knows_no_pages() {
    on_every_database(async |app| {
        create_tasks(app, &["one", "two"]).await;
        for parameter in ["limit", "offset", "order_by"] {
            let value = if parameter == "order_by" { "title" } else { "1" };
            let reply = app.delete(&format!("/v1/tasks?title=one&{parameter}={value}")).await;
            refuses(reply, &[(parameter, "unknown parameter")]);
        }
        refuses(
            app.delete("/v1/tasks?severity=x").await,
            &[("severity", "not an integer")],
        );
        assert_eq!(count(app, "/v1/tasks").await, 2);
    })
    .await;
}
