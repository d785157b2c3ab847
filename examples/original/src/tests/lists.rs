//! The query of `GET /tasks` and `GET /transaction/tasks`.

use serde_json::{Value, json};
use warp_openapi::testing::App;

use super::{column, given, links, on_every_database, refused};

const LISTS: [&str; 2] = ["/tasks", "/transaction/tasks"];

/// Five tasks, A to E.
async fn five(app: &App) {
    let task = |title: &str, more: Value| {
        let mut task = json!({"title": title});
        task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        task
    };
    given(
        app,
        &[
            task("Apple", json!({"severity": 1, "type": "todo", "story_points": 1.5})),
            task(
                "Bread",
                json!({"severity": 2, "type": "issue", "unique_title": "100% rye"}),
            ),
            task("Corn", json!({"severity": 2, "type": "todo", "story_points": 2})),
            task("Dill", json!({"unique_title": "an apple a day"})),
            task("Eggs", json!({"severity": 5})),
        ],
    )
    .await;
    let id = app.get("/tasks?title=Corn").await.json()[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    app.patch(&format!("/tasks/{id}"), json!({"done": "2020-01-01T00:00:00Z"}))
        .await
        .expect(200);
}

#[tokio::test]
async fn tasks_are_ordered_by_title_by_default() {
    on_every_database(async |app| {
        let task = |title: &str| json!({"title": title});
        given(app, &[task("Corn"), task("Apple"), task("Eggs"), task("Bread")]).await;
        for list in LISTS {
            let reply = app.get(list).await.expect(200);
            assert_eq!(column(&reply, "title").join(" "), "Apple Bread Corn Eggs", "{list}");
            let reply = app.get(&format!("{list}?limit=2&offset=2")).await.expect(200);
            assert_eq!(column(&reply, "title").join(" "), "Corn Eggs", "{list}");
            let reply = app.get(&format!("{list}?order_by=-title")).await.expect(200);
            assert_eq!(column(&reply, "title").join(" "), "Eggs Corn Bread Apple", "{list}");
        }
    })
    .await;
}

#[tokio::test]
async fn filters_choose_tasks() {
    on_every_database(async |app| {
        five(app).await;
        for list in LISTS {
            for (query, titles) in [
                ("", "Apple Bread Corn Dill Eggs"),
                ("title=Corn", "Corn"),
                ("title=Corn&title=Eggs", "Corn Eggs"),
                ("done=true", "Corn"),
                ("done=false", "Apple Bread Dill Eggs"),
                ("type=todo", "Apple Corn"),
                ("severity=2", "Bread Corn"),
                ("severity:lt=2", "Apple"),
                ("severity:le=2", "Apple Bread Corn"),
                ("severity:gt=2", "Eggs"),
                ("severity:ge=2", "Bread Corn Eggs"),
                ("severity:ne=2", "Apple Eggs"),
                ("severity:ne=2&severity:ne=5", "Apple"),
                ("severity:null=true", "Dill"),
                ("severity:null=false", "Apple Bread Corn Eggs"),
                ("type:null=true", "Dill Eggs"),
                ("type:null=false&severity=2", "Bread Corn"),
                ("story_points=1.50", "Apple"),
                ("story_points:null=true", "Bread Dill Eggs"),
                ("story_points:null=false", "Apple Corn"),
                ("severity=2&type=todo", "Corn"),
                ("search=APPLE", "Apple Dill"),
                ("search=100%25", "Bread"),
                ("search=%25", "Bread"),
                ("search=_", ""),
            ] {
                let reply = app.get(&format!("{list}?order_by=title&{query}")).await.expect(200);
                assert_eq!(column(&reply, "title").join(" "), titles, "{list} {query}");
                let count = titles.split_whitespace().count().to_string();
                assert_eq!(reply.header("X-Total-Count"), Some(count.as_str()), "{query}");
                assert_eq!(reply.header("Link"), None, "{query}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn order_is_by_title_or_severity() {
    on_every_database(async |app| {
        five(app).await;
        for list in LISTS {
            for (query, titles) in [
                ("order_by=-title", "Eggs Dill Corn Bread Apple"),
                (
                    "severity:ge=1&order_by=-severity&order_by=title",
                    "Eggs Bread Corn Apple",
                ),
                (
                    "severity:ge=1&order_by=severity&order_by=-title",
                    "Apple Corn Bread Eggs",
                ),
            ] {
                let reply = app.get(&format!("{list}?{query}")).await.expect(200);
                assert_eq!(column(&reply, "title").join(" "), titles, "{list} {query}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn pages_lead_to_each_other() {
    on_every_database(async |app| {
        five(app).await;
        for list in LISTS {
            for (query, titles, expected) in [
                ("", "Apple Bread Corn Dill Eggs", &[][..]),
                (
                    "&limit=2",
                    "Apple Bread",
                    &[("next", "limit=2&offset=2"), ("last", "limit=2&offset=4")],
                ),
                (
                    "&limit=2&offset=2",
                    "Corn Dill",
                    &[
                        ("first", "limit=2&offset=0"),
                        ("prev", "limit=2&offset=0"),
                        ("next", "limit=2&offset=4"),
                        ("last", "limit=2&offset=4"),
                    ],
                ),
                (
                    "&limit=2&offset=4",
                    "Eggs",
                    &[("first", "limit=2&offset=0"), ("prev", "limit=2&offset=2")],
                ),
                (
                    "&limit=2&offset=1",
                    "Bread Corn",
                    &[
                        ("first", "limit=1&offset=0"),
                        ("prev", "limit=1&offset=0"),
                        ("next", "limit=2&offset=3"),
                        ("last", "limit=2&offset=3"),
                    ],
                ),
            ] {
                let reply = app.get(&format!("{list}?order_by=title{query}")).await.expect(200);
                assert_eq!(column(&reply, "title").join(" "), titles, "{list} {query}");
                assert_eq!(reply.header("X-Total-Count"), Some("5"));
                let expected: Vec<_> = expected
                    .iter()
                    .map(|(relation, query)| ((*relation).to_owned(), format!("order_by=title&{query}")))
                    .collect();
                assert_eq!(links(&reply), expected, "{list} {query}");
                if let Some(link) = reply.header("Link") {
                    let start = format!("<http://{}{list}?order_by=title&", app.address());
                    assert!(link.starts_with(&start), "{link}");
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn all_violations_of_a_query_are_reported() {
    on_every_database(async |app| {
        for list in LISTS {
            refused(
                app.get(&format!(
                    "{list}?limit=0&offset=-1&order_by=done&severity=x&severity:gt=1&severity:gt=2&type=bug&done=yes&story_points=x&colour=red"
                ))
                .await,
                &[
                    ("limit", "less than 1"),
                    ("offset", "less than 0"),
                    ("order_by", "not one of title, -title, severity, -severity"),
                    ("severity", "not an integer"),
                    ("severity:gt", "given more than once"),
                    ("type", "not one of todo, issue"),
                    ("done", "not a boolean"),
                    ("story_points", "not a number"),
                    ("colour", "unknown parameter"),
                ],
            );
            refused(app.get(&format!("{list}?limit=101")).await, &[("limit", "greater than 100")]);
        }
    })
    .await;
}
