//! What requests get of them.

use super::*;

#[tokio::test]
async fn arguments_come_from_path_query_header_and_body() {
    on_every_database(async |app, _| {
        app.post("/v1/notes", json!({"text": "milk"})).await.expect(201);
        let reply = app
            .post("/v1/notes/1/close?tell=a&tell=b&times=2", json!({"reason": "done"}))
            .header("X-Trace-Id", "0190163D-8694-739B-AEA5-966C26F8AD91")
            .await
            .expect(200);
        assert_eq!(
            reply.json(),
            json!({"id": 1, "text": "done 2 a+b true", "state": "closed"})
        );
        let again = app
            .post("/v1/notes/1/close", json!({"reason": "done"}))
            .await
            .expect(409);
        assert_eq!(again.json()["detail"], "closed already");
        app.post("/v1/notes/2/close", json!({"reason": "done"}))
            .await
            .expect(404);
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "1");
        assert_eq!(app.get("/v1/notes/count?state=open").await.expect(200).text(), "0");
    })
    .await;
}

#[tokio::test]
async fn all_violations_are_reported_at_once_and_before_the_handler_runs() {
    on_every_database(async |app, _| {
        let reply = app
            .post(
                "/v1/notes/1/close?tell=a&tell=b&tell=c&times=9&other=1",
                json!({"reason": "no", "severity": 11, "more": 1}),
            )
            .header("X-Trace-Id", "x")
            .await;
        refuses(
            reply,
            &[
                ("tell", "too long (at most 2)"),
                ("times", "greater than 3"),
                ("other", "unknown parameter"),
                ("X-Trace-Id", "not a valid uuid"),
                ("reason", "too short (at least 3)"),
                ("severity", "greater than 10"),
                ("more", "unknown field"),
            ],
        );
        // 400 before 422 before 404.
        app.request("POST", "/v1/notes/x/close?times=9")
            .json("{")
            .await
            .expect(400);
        refuses(
            app.post("/v1/notes/x/close?times=9", json!({"reason": "done"})).await,
            &[("times", "greater than 3")],
        );
        app.post("/v1/notes/x/close", json!({"reason": "done"}))
            .await
            .expect(404);
        refuses(
            app.get("/v1/notes/count?state=lost").await,
            &[("state", "not one of open, closed")],
        );
        refuses(
            app.get("/v1/notes/count?state=open&state=closed").await,
            &[("state", "given more than once")],
        );
        app.request("POST", "/v1/notes/1/close")
            .header("Content-Type", "text/plain")
            .body("x")
            .await
            .expect(415);
        app.get("/v1/notes/1/close").await.expect(405);
    })
    .await;
}

#[tokio::test]
async fn a_transaction_commits_all_or_nothing() {
    on_every_database(async |app, _| {
        let reply = app.post("/v1/twins", json!({"reason": "first"})).await.expect(409);
        assert_eq!(reply.json()["detail"], "text already exists");
        assert_eq!(app.get("/v1/notes").await.expect(200).text(), "[]");
        let reply = app.post("/v1/twins", json!({"reason": "second"})).await.expect(201);
        assert_eq!(reply.json()[1]["text"], "second");
        let location = reply.header("Location").expect("a location");
        assert_eq!(location, format!("http://{}/v1/notes", app.address()));
    })
    .await;
}

#[tokio::test]
async fn a_transaction_with_an_ignored_error_is_an_error_or_is_stored() {
    on_every_database(async |app, _| {
        // A transaction of its own keeps what fails apart.
        let reply = app.request("POST", "/v1/tries?nested=true").await.expect(200);
        assert_eq!(reply.text(), "3");
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "3");
    })
    .await;
    on_every_database(async |app, _| {
        // Without one PostgreSQL gives all of it up, and SQLite the one statement.
        let status = app.request("POST", "/v1/tries?nested=false").await.status();
        let count = app.get("/v1/notes/count").await.expect(200);
        match status {
            200 => assert_eq!(count.text(), "3"),
            status => assert_eq!((status, count.text()), (500, "0")),
        }
    })
    .await;
}

#[tokio::test]
async fn a_client_that_hangs_up_rolls_its_transaction_back() {
    on_every_database(async |app, gate| {
        let request = app.request("POST", "/v1/hang").into_future();
        tokio::select! {
            _ = request => panic!("it never answers"),
            () = gate.reached.notified() => {}
        }
        // Writers wait for the transaction's end, so this comes after the rollback.
        app.post("/v1/notes", json!({"text": "after"})).await.expect(201);
        let reply = app.get("/v1/notes").await.expect(200);
        assert_eq!(crate::support::column(&reply, "text"), ["after"]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_500_and_the_server_lives_on() {
    on_every_database(async |app, _| {
        let reply = app.get("/v1/panics").header("X-Request-Id", "abc").await.expect(500);
        assert_eq!(reply.header("X-Request-Id"), Some("abc"));
        assert_eq!(reply.json()["detail"], "Internal Server Error");
        app.request("POST", "/v1/panics").await.expect(500);
        assert_eq!(app.get("/v1/notes/count").await.expect(200).text(), "0");
    })
    .await;
}

#[tokio::test]
async fn a_handler_knows_the_request() {
    on_every_database(async |app, _| {
        let reply = app
            .get("/v1/about")
            .header("X-Request-Id", "abc")
            .await
            .expect(200)
            .json();
        let url = format!("http://{}/v1/notes", app.address());
        assert_eq!(reply, json!({"id": "abc", "url": url}));
        app.request("HEAD", "/v1/about").await.expect(200);
        app.request("OPTIONS", "/v1/about").await.expect(204);
    })
    .await;
}

#[tokio::test]
async fn bytes_are_sent_as_they_come() {
    on_every_database(async |app, _| {
        let reply = app.get("/v1/export").await.expect(200);
        assert_eq!(reply.header("Content-Type"), Some("text/csv"));
        assert_eq!(reply.text(), "id,text\n1,a\n");
    })
    .await;
}

#[test]
fn arguments_bodies_and_replies_are_documented() {
    let document: serde_json::Value = serde_json::from_str(Notebook::openapi()).expect("JSON");
    let close = &document["paths"]["/notes/{id}/close"]["post"];
    assert_eq!(close["operationId"], "close_note");
    assert_eq!(
        (&close["summary"], &close["description"]),
        (&json!("Close a note"), &json!("It stays closed."))
    );
    let names: Vec<_> = close["parameters"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|parameter| format!("{} {}", parameter["in"], parameter["name"]))
        .collect();
    assert_eq!(
        names,
        [
            r#""path" "id""#,
            r#""query" "tell""#,
            r#""query" "times""#,
            r#""header" "X-Trace-Id""#
        ]
    );
    assert_eq!(close["parameters"][2]["schema"]["default"], 1);
    assert_eq!(close["responses"]["409"]["description"], "closed already");
    assert_eq!(close["responses"]["404"]["$ref"], "#/components/responses/NotFound");
    assert_eq!(
        close["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/Closing"
    );
    assert_eq!(
        document["paths"]["/export"]["get"]["responses"]["200"]["content"],
        json!({"text/csv": {}})
    );
}
