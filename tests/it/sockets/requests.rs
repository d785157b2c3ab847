//! Invalid requests: each gets an error, and the socket stays open.

use serde_json::{Value, json};
use warp_openapi::testing::Socket;

use super::within;

/// What a text gets; the socket answers a good request after it.
async fn error_of(socket: &mut Socket, text: impl std::fmt::Display) -> Value {
    socket.send(text).await;
    let answer = socket.receive().await;
    assert_eq!(socket.call("echo", json!({})).await, json!({}));
    answer
}

fn errors(answer: &Value) -> Vec<(&str, &str)> {
    assert_eq!(answer["error"]["message"], "Invalid RPC parameters", "{answer}");
    let errors = answer["error"]["errors"].as_array().expect("errors");
    let text = |error: &Value, name: &str| error[name].as_str().map(str::to_owned).expect("a text").leak() as &str;
    errors
        .iter()
        .map(|error| (text(error, "field"), text(error, "message")))
        .collect()
}

#[tokio::test]
async fn invalid_json_is_reported() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let deep = format!(
                "{{\"id\":\"a\",\"method\":\"echo\",\"payload\":{}1{}}}",
                "[".repeat(10_000),
                "]".repeat(10_000)
            );
            let deep_object = "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000);
            for text in [
                "",
                " ",
                "{",
                "hello",
                "{\"id\":\"a\",}",
                "{\"id\":\"a\"} {\"id\":\"b\"}",
                "'a'",
                "NaN",
                &deep,
                &deep_object,
            ] {
                let answer = error_of(&mut socket, text).await;
                assert_eq!(
                    answer,
                    json!({ "error": { "message": "JSON string expected" } }),
                    "{text:.60}"
                );
            }
        },
    )
    .await;
}

#[tokio::test]
async fn other_values_than_objects_are_reported() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            for (text, kind) in [
                ("[]", "list"),
                ("[{}]", "list"),
                ("\"text\"", "string"),
                ("1", "number"),
                ("-1.5e3", "number"),
                ("true", "boolean"),
                (" false ", "boolean"),
                ("null", "null"),
            ] {
                let answer = error_of(&mut socket, text).await;
                let message = format!("Malformed message; expected an object, got {kind}");
                assert_eq!(answer, json!({ "error": { "message": message } }), "{text}");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn all_violations_of_a_request_are_reported() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let answer = error_of(&mut socket, "{}").await;
            assert_eq!(errors(&answer), [("id", "required"), ("method", "required")]);
            assert_eq!(answer["id"], Value::Null);

            let answer = error_of(
                &mut socket,
                json!({ "id": 1, "method": null, "payload": [], "more": 1, "and": 2 }),
            )
            .await;
            let fields: Vec<&str> = errors(&answer).iter().map(|(field, _)| *field).collect();
            assert_eq!(fields, ["and", "more", "id", "method", "payload"]);

            let answer = error_of(&mut socket, json!({ "id": "x".repeat(256), "method": "echo" })).await;
            assert_eq!(errors(&answer), [("id", "too long, at most 255 bytes")]);
            let answer = error_of(&mut socket, json!({ "id": "a\u{1}b", "method": "echo" })).await;
            assert_eq!(errors(&answer), [("id", "contains a control character")]);
            let answer = error_of(&mut socket, r#"{"id":"\ud800","method":"echo","payload":{}}"#).await;
            assert_eq!(errors(&answer), [("id", "not valid Unicode")]);
            let answer = error_of(
                &mut socket,
                r#"{"id":"a","method":"echo","payload":{"x":"\udc00\ud800"}}"#,
            )
            .await;
            assert_eq!(answer["error"]["message"], "Invalid RPC parameters", "{answer}");
            let answer = error_of(&mut socket, json!({ "id": "a", "method": "x".repeat(256) })).await;
            assert_eq!(errors(&answer), [("method", "too long, at most 255 bytes")]);

            let answer = error_of(&mut socket, json!({ "id": "a", "method": "eccho", "payload": 1 })).await;
            assert_eq!((&answer["id"], &answer["method"]), (&json!("a"), &json!("eccho")));
            assert_eq!(
                errors(&answer),
                [("method", "eccho method not available"), ("payload", "not an object")]
            );
        },
    )
    .await;
}

#[tokio::test]
async fn all_violations_of_a_payload_are_reported() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let request = |method: &str, payload: Value| json!({ "id": "a", "method": method, "payload": payload });
            for (method, payload, fields) in [
                ("greet", json!({}), vec!["name"]),
                (
                    "greet",
                    json!({ "name": "x", "times": 9, "more": 1 }),
                    vec!["more", "name", "times"],
                ),
                ("cancel", json!({ "now": true }), vec!["now"]),
                ("subscribe", json!({}), vec!["channel"]),
                (
                    "subscribe",
                    json!({ "channel": 1, "event": 2, "x": 3 }),
                    vec!["x", "channel", "event"],
                ),
                ("subscribe", json!({ "channel": "" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "c".repeat(256) }), vec!["channel"]),
                ("subscribe", json!({ "channel": "a\nb" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "UPPER" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "secret" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "news", "event": "[a" }), vec!["event"]),
                (
                    "subscribe",
                    json!({ "channel": "news", "event": "[z-a]" }),
                    vec!["event"],
                ),
                (
                    "subscribe",
                    json!({ "channel": "news", "event": "e".repeat(256) }),
                    vec!["event"],
                ),
                ("unsubscribe", json!({ "channel": "news" }), vec!["channel"]),
                ("publish", json!({}), vec!["channel", "data"]),
                (
                    "publish",
                    json!({ "channel": "news", "data": null, "x": 1 }),
                    vec!["x", "data"],
                ),
                (
                    "publish",
                    json!({ "channel": "news", "event": "a\tb", "data": 1 }),
                    vec!["event"],
                ),
                ("server_info", json!({ "all": true }), vec!["all"]),
            ] {
                let answer = error_of(&mut socket, request(method, payload.clone())).await;
                let reported: Vec<&str> = errors(&answer).iter().map(|(field, _)| *field).collect();
                assert_eq!(reported, fields, "{method} {payload}: {answer}");
                assert_eq!(answer["id"], "a");
            }
            let info = socket.call("server_info", Value::Null).await;
            assert_eq!(info, json!({ "connections": 1, "channels": {} }));
        },
    )
    .await;
}

#[tokio::test]
async fn channels_that_are_not_declared_are_refused() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/rooms").await;
            for (method, payload, fields) in [
                ("subscribe", json!({ "channel": "kitchen" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "rooms/" }), vec!["channel"]),
                ("subscribe", json!({ "channel": "rooms/a/b" }), vec!["channel"]),
                ("publish", json!({ "channel": "kitchen", "data": 1 }), vec!["channel"]),
                ("publish", json!({ "channel": "lobby", "data": 1 }), vec!["event"]),
                (
                    "publish",
                    json!({ "channel": "lobby", "event": "left", "data": 1 }),
                    vec!["event"],
                ),
                (
                    "publish",
                    json!({ "channel": "lobby", "event": "entered", "data": 1 }),
                    vec!["data"],
                ),
                (
                    "publish",
                    json!({ "channel": "rooms/a", "event": "said", "data": { "words": "", "x": 1 } }),
                    vec!["data.x", "data.words"],
                ),
            ] {
                let refused = socket.call(method, payload.clone()).await;
                let errors = refused["errors"].as_array().expect("errors");
                let reported: Vec<&str> = errors.iter().filter_map(|error| error["field"].as_str()).collect();
                assert_eq!(reported, fields, "{method} {payload}: {refused}");
            }
            let both = socket
                .call("subscribe", json!({ "channel": "rooms/a", "event": "said" }))
                .await;
            assert_eq!(both, json!({ "subscribed": { "rooms/a": ["said"] } }));
            // What a hook put in the place of a channel can be left, and not be followed by its name.
            let mine = socket.call("subscribe", json!({ "channel": "mine" })).await;
            assert_eq!(mine, json!({ "subscribed": { "own/7": ["*"] } }));
            let left = socket.call("unsubscribe", json!({ "channel": "own/7" })).await;
            assert_eq!(left, json!({ "subscribed": {} }));
            for method in ["subscribe", "unsubscribe"] {
                let refused = socket.call(method, json!({ "channel": "own/7" })).await;
                assert_eq!(refused["errors"][0]["field"], "channel", "{method}");
            }
            // What isn't allowed isn't there.
            let refused = socket.call("server_info", json!({})).await;
            assert_eq!(refused["errors"][0]["message"], "server_info method not available");
        },
    )
    .await;
}

#[tokio::test]
async fn failures_of_methods_are_reported_without_their_causes() {
    within(|_| {}, async |app| {
        let mut socket = app.socket("/v1/open").await;
        for (words, reported) in [
            ("panic", json!({ "message": "Internal Server Error" })),
            ("internal", json!({ "message": "Internal Server Error" })),
            ("conflict", json!({ "message": "said already" })),
            (
                "other",
                json!({ "message": "Invalid RPC parameters", "errors": [{ "field": "words", "message": "not these" }] }),
            ),
        ] {
            assert_eq!(socket.call("fail", json!({ "words": words })).await, reported, "{words}");
        }
        assert_eq!(socket.call("echo", json!({ "still": "there" })).await, json!({ "still": "there" }));
    })
    .await;
}
