//! Filters of lists: every operator, over every type, nulls included.

use serde_json::json;
use warp_openapi::testing::{App, query};

use crate::support::{column, create, on_every_database, refuses};

/// Asserts which rows a query keeps: the texts of `member`, in any order, joined.
async fn keeps(app: &App, path: &str, member: &str, query: &str, expected: &str) {
    let reply = app.get(&format!("{path}?{query}")).await;
    assert_eq!(reply.status(), 200, "{query}: {}", reply.text());
    let mut found = column(&reply, member);
    found.sort();
    assert_eq!(found.join(" "), expected, "{query}");
    assert_eq!(
        reply.header("X-Total-Count"),
        Some(found.len().to_string().as_str()),
        "{query}"
    );
}

async fn tasks(app: &App) {
    let rows = json!([
        {"title": "one", "severity": 1, "type": "todo", "unique_title": "NULL"},
        {"title": "two", "severity": 2, "type": "issue", "unique_title": ""},
        {"title": "three", "severity": 3},
        {"title": "four", "severity": 3, "type": "todo", "story_points": "2.50"},
        {"title": "five", "story_points": "10"},
    ]);
    app.post("/v1/tasks/bulk", rows).await.expect(201);
}

#[tokio::test]
async fn each_operator_keeps_its_rows() {
    let cases = [
        ("title=two", "two"),
        ("title=two&title=one", "one two"),
        ("title=nothing", ""),
        ("title=", ""),
        ("title:ne=two", "five four one three"),
        ("title:ne=two&title:ne=one", "five four three"),
        ("title:lt=one", "five four"),
        ("title:le=one", "five four one"),
        ("title:gt=three", "two"),
        ("title:ge=three", "three two"),
        ("title:contains=O", "four one two"),
        ("title:starts=T", "three two"),
        ("title:starts=wo", ""),
        ("severity=3", "four three"),
        ("severity=1&severity=2", "one two"),
        ("severity=1.0", "one"),
        ("severity:ne=3", "one two"),
        ("severity:ne=3&severity:ne=1", "two"),
        ("severity:lt=2", "one"),
        ("severity:le=2", "one two"),
        ("severity:gt=2", "four three"),
        ("severity:ge=2", "four three two"),
        ("severity:ge=2&severity:lt=3", "two"),
        ("severity:null=true", "five"),
        ("severity:null=false", "four one three two"),
        ("type=todo", "four one"),
        ("type=todo&type=issue", "four one two"),
        ("type:ne=todo", "two"),
        ("type:null=true", "five three"),
        ("unique_title=NULL", "one"),
        ("unique_title=", "two"),
        ("unique_title:null=true", "five four three"),
        ("unique_title:null=false", "one two"),
        ("story_points=2.5", "four"),
        ("story_points:lt=10", "four"),
        ("story_points:ge=2.50", "five four"),
        ("severity=3&type=todo", "four"),
        ("severity=3&title=one", ""),
        ("severity%3Age=3", "four three"),
        ("t%69tle=two", "two"),
    ];
    on_every_database(async |app| {
        tasks(app).await;
        for (query, expected) in cases {
            keeps(app, "/v1/tasks", "title", query, expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_filter_by_function_keeps_the_rows_of_its_condition() {
    on_every_database(async |app| {
        tasks(app).await;
        let list = app.get("/v1/tasks?title=one").await.json();
        let path = format!("/v1/tasks/{}", list[0]["id"].as_str().expect("an id"));
        app.patch(&path, json!({"done": "2024-06-30T12:00:00Z"}))
            .await
            .expect(200);
        keeps(app, "/v1/tasks", "title", "done=true", "one").await;
        keeps(app, "/v1/tasks", "title", "done=false", "five four three two").await;
        keeps(app, "/v1/tasks", "title", "done=false&severity=3", "four three").await;
        for value in ["yes", "1", "", "True"] {
            refuses(
                app.get(&format!("/v1/tasks?done={value}")).await,
                &[("done", "not a boolean")],
            );
        }
    })
    .await;
}

#[tokio::test]
async fn every_type_can_be_filtered() {
    let rows = [
        json!({
            "text": "a", "small": -5, "big": 9_223_372_036_854_775_807_i64, "double": 0.1, "decimal": "1.50", "flag": true,
            "uuid": "01890a5d-ac96-774b-bcce-b302099a8057", "date": "2024-02-29", "time": "12:00:00.5",
            "instant": "2024-06-30T12:00:00.123456Z", "type": "x",
        }),
        json!({
            "text": "b", "small": 5, "big": 1, "double": 2.5, "decimal": "12345678901234567890.5", "flag": false,
            "uuid": "11890a5d-ac96-774b-bcce-b302099a8057", "date": "2024-03-01", "time": "08:00:00",
            "instant": "2024-06-30T12:00:00.123457Z",
        }),
        json!({"text": "c"}),
    ];
    let cases = [
        ("small=-5", "a"),
        ("big=9223372036854775807", "a"),
        ("big:gt=1", "a"),
        ("double=0.1", "a"),
        ("double:lt=2.5", "a"),
        ("decimal=1.5", "a"),
        ("decimal=12345678901234567890.50", "b"),
        ("decimal:ne=1.50", "b"),
        ("uuid=01890A5DAC96774BBCCEB302099A8057", "a"),
        ("uuid:ne=01890a5d-ac96-774b-bcce-b302099a8057", "b"),
        ("uuid:null=true", "c"),
        ("date=2024-02-29", "a"),
        ("date:ge=2024-03-01", "b"),
        ("time=12:00:00.5", "a"),
        ("time:lt=12:00:00", "b"),
        ("instant=2024-06-30T14:00:00.123456%2B02:00", "a"),
        ("instant:ge=2024-06-30T12:00:00.123457Z", "b"),
        ("instant:lt=2024-06-30T12:00:00.123457Z", "a"),
        ("flag=true", "a"),
        ("flag=false", "b"),
        ("flag=true&flag=false", "a b"),
        ("type=x", "a"),
    ];
    on_every_database(async |app| {
        for row in &rows {
            create(app, "/v1/everything", row.clone()).await;
        }
        for (query, expected) in cases {
            keeps(app, "/v1/everything", "text", query, expected).await;
        }
    })
    .await;
}

#[tokio::test]
async fn values_of_filters_are_read_as_strictly_as_bodies() {
    let cases = [
        ("small=x", "not an integer"),
        ("small=", "not an integer"),
        ("small=32768", "greater than 32767"),
        ("double=NaN", "not a number"),
        ("decimal=Infinity", "not a number"),
        ("uuid=1", "not a valid uuid"),
        ("date=yesterday", "not a valid date"),
        ("instant=2024-06-30T12:00:00", "not a valid date-time (offset needed)"),
        ("flag=1", "not a boolean"),
        ("uuid:null=maybe", "not a boolean"),
    ];
    on_every_database(async |app| {
        for (query, message) in cases {
            let field = query.split('=').next().expect("a name");
            let reply = app.get(&format!("/v1/everything?{query}")).await;
            assert_eq!(reply.status(), 422, "{query}: {}", reply.text());
            refuses(reply, &[(field, message)]);
        }
    })
    .await;
}

#[tokio::test]
async fn operators_that_are_not_declared_are_unknown() {
    on_every_database(async |app| {
        for (path, parameter) in [
            ("/v1/tasks", "title:null"),
            ("/v1/tasks", "title:eq"),
            ("/v1/tasks", "severity:contains"),
            ("/v1/tasks", "severity:GE"),
            ("/v1/tasks", "severity:"),
            ("/v1/tasks", "done:ne"),
            ("/v1/tasks", "created_by"),
            ("/v1/tasks", "kind"),
            ("/v1/everything", "secret"),
            ("/v1/everything", "renamed"),
        ] {
            let reply = app.get(&format!("{path}{}", query([(parameter, "1")]))).await;
            assert_eq!(reply.status(), 422, "{parameter}: {}", reply.text());
            refuses(reply, &[(parameter, "unknown parameter")]);
        }
    })
    .await;
}

#[tokio::test]
async fn filters_on_texts_take_wildcards_literally() {
    on_every_database(async |app| {
        let texts = [
            "100%",
            "100x",
            "a_b",
            "axb",
            "It's",
            "back\\slash",
            "a&b=c",
            "Ünïcode",
            "semi;colon--",
            "\"q\"",
        ];
        for text in texts {
            create(app, "/v1/everything", json!({ "text": text })).await;
        }
        for text in texts {
            for parameter in ["text", "text:contains", "text:starts"] {
                let path = format!("/v1/everything{}", query([(parameter, text)]));
                let reply = app.get(&path).await.expect(200);
                assert_eq!(column(&reply, "text"), [text], "{parameter}={text}");
            }
        }
    })
    .await;
}
