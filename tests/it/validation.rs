//! 422: all violations of one request at once, each with its field.

use serde_json::json;

use crate::support::{create, on_every_database, refuses};

#[tokio::test]
async fn all_violations_of_a_body_come_at_once() {
    on_every_database(async |app| {
        let body = json!({
            "title": "ab", "severity": 11, "type": "bug", "story_points": "x", "created_by": null, "titel": 1, "place": [],
        });
        refuses(
            app.post("/v1/tasks", body).await,
            &[
                ("title", "too short (at least 3)"),
                ("severity", "greater than 10"),
                ("type", "not one of todo, issue"),
                ("story_points", "not a number"),
                ("created_by", "may not be null"),
                ("titel", "unknown field"),
                ("place", "not an object"),
            ],
        );
        assert_eq!(app.get("/v1/tasks").await.json(), json!([]));
    })
    .await;
}

#[tokio::test]
async fn body_and_query_are_judged_together() {
    on_every_database(async |app| {
        refuses(
            app.post("/v1/tasks?dry=1&title=x", json!({"severity": -1})).await,
            &[
                ("dry", "unknown parameter"),
                ("title", "unknown parameter"),
                ("title", "required"),
                ("severity", "less than 0"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn all_violations_of_a_query_come_at_once() {
    on_every_database(async |app| {
        refuses(
            app.get("/v1/tasks?limit=0&offset=-1&titel=x&severity:ge=x&type=bug&done=yes&title:null=true")
                .await,
            &[
                ("limit", "less than 1"),
                ("offset", "less than 0"),
                ("titel", "unknown parameter"),
                ("severity:ge", "not an integer"),
                ("type", "not one of todo, issue"),
                ("done", "not a boolean"),
                ("title:null", "unknown parameter"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn members_given_more_than_once_are_refused() {
    on_every_database(async |app| {
        for (body, field) in [
            (r#"{"title": "Buy milk", "title": "Buy eggs"}"#, "title"),
            (r#"{"title": "Buy milk", "title": "Buy milk"}"#, "title"),
            (r#"{"title": "Buy milk", "t\u0069tle": "Buy milk"}"#, "title"),
            (
                r#"{"title": "Buy milk", "place": {"street": "a", "street": "b"}}"#,
                "place.street",
            ),
            (
                r#"{"title": "Buy milk", "place": {"street": "a", "prices": {"EUR": 1, "EUR": 2}}}"#,
                "place.prices.EUR",
            ),
        ] {
            refuses(app.post("/v1/tasks", body).await, &[(field, "given more than once")]);
        }
        let reply = app.post("/v1/everything", r#"{"any": {"a": {"b": 1, "b": 2}}}"#).await;
        refuses(reply, &[("any.a.b", "given more than once")]);
    })
    .await;
}

#[tokio::test]
async fn parameters_given_more_than_once_are_refused() {
    on_every_database(async |app| {
        for (query, parameter) in [
            ("limit=1&limit=2", "limit"),
            ("offset=1&offset=1", "offset"),
            ("search=a&search=b", "search"),
            ("severity:lt=1&severity:lt=2", "severity:lt"),
            ("severity:null=true&severity:null=true", "severity:null"),
            ("done=true&done=false", "done"),
            ("title:contains=a&title:contains=b", "title:contains"),
        ] {
            let reply = app.get(&format!("/v1/tasks?{query}")).await;
            assert_eq!(reply.status(), 422, "{query}: {}", reply.text());
            refuses(reply, &[(parameter, "given more than once")]);
        }
    })
    .await;
}

#[tokio::test]
async fn unknown_parameters_are_refused_everywhere() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let row = format!("/v1/tasks/{}?foo=1", task["id"].as_str().expect("an id"));
        let body = r#"{"title": "Buy eggs"}"#;
        for reply in [
            app.get("/v1/tasks?foo=1").await,
            app.post("/v1/tasks?foo=1", body).await,
            app.post("/v1/tasks/bulk?foo=1", format!("[{body}]")).await,
            app.delete("/v1/tasks?all=true&foo=1").await,
            app.get(&row).await,
            app.patch(&row, body).await,
            app.put(&row, body).await,
            app.delete(&row).await,
        ] {
            refuses(reply, &[("foo", "unknown parameter")]);
        }
        let list = app.get("/v1/tasks").await;
        assert_eq!(list.json(), json!([task]));
        // The names of cursor paging are unknown to offset paging, and the other way round.
        refuses(app.get("/v1/tasks?cursor=x").await, &[("cursor", "unknown parameter")]);
        refuses(app.get("/v1/events?offset=1").await, &[("offset", "unknown parameter")]);
        refuses(app.get("/v1/pairs?search=a").await, &[("search", "unknown parameter")]);
    })
    .await;
}

#[tokio::test]
async fn texts_that_no_database_takes_are_refused() {
    on_every_database(async |app| {
        refuses(
            app.post("/v1/tasks", r#"{"title": "Buy\u0000milk"}"#).await,
            &[("title", "contains a NUL character")],
        );
        for lone in [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud800x"] {
            let reply = app
                .post("/v1/tasks", format!(r#"{{"title": "Buy milk {lone}"}}"#))
                .await;
            refuses(reply, &[("title", "not valid Unicode")]);
        }
        let pair = create(app, "/v1/tasks", json!({"title": "Buy 𝄞"})).await;
        let escaped = app.get("/v1/tasks?title=Buy%20%F0%9D%84%9E").await;
        assert_eq!(escaped.json(), json!([pair]));
        for query in ["title=a%00b", "search=a%00b"] {
            let name = query.split('=').next().expect("a name");
            let reply = app.get(&format!("/v1/tasks?{query}")).await;
            assert_eq!(reply.status(), 422, "{query}: {}", reply.text());
            refuses(reply, &[(name, "contains a NUL character")]);
        }
    })
    .await;
}

#[tokio::test]
async fn no_reply_grows_beyond_measure() {
    on_every_database(async |app| {
        let members: Vec<String> = (0..20_000).map(|index| format!("\"f{index}\":1")).collect();
        let reply = app
            .post("/v1/tasks", format!("{{{}}}", members.join(",")))
            .await
            .expect(422);
        assert!(reply.errors().len() <= 1_000, "{}", reply.errors().len());
        assert!(reply.errors().len() >= 100, "{}", reply.errors().len());
    })
    .await;
}

#[tokio::test]
async fn a_patch_is_judged_body_first_then_path_then_row() {
    on_every_database(async |app| {
        let missing = "/v1/tasks/01890a5d-ac96-774b-bcce-b302099a8057";
        for path in ["/v1/tasks/not-a-uuid", missing] {
            app.patch(path, "{").await.expect(400);
            refuses(
                app.patch(path, r#"{"severity": 11}"#).await,
                &[("severity", "greater than 10")],
            );
            app.patch(path, r#"{"severity": 10}"#).await.expect(404);
            app.patch(path, "{}").await.expect(404);
        }
    })
    .await;
}
