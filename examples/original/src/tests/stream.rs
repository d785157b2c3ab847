//! The socket.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Socket};

use super::on_every_database;

/// What a refused request gets: one violation.
fn violation(field: &str, message: &str) -> Value {
    json!({ "message": "Invalid RPC parameters", "errors": [{ "field": field, "message": message }] })
}

async fn pair(app: &App) -> (Socket, Socket) {
    (app.socket("/stream").await, app.socket("/stream").await)
}

#[tokio::test]
async fn methods_answer_under_their_id_and_name() {
    on_every_database(async |app| {
        let mut socket = app.socket("/stream").await;
        socket
            .send(json!({ "id": "7", "method": "echo", "payload": { "x": [1, null] } }))
            .await;
        let answer = json!({ "id": "7", "method": "echo", "result": { "x": [1, null] } });
        assert_eq!(socket.receive().await, answer);
        assert_eq!(socket.call("echo", Value::Null).await, json!({}));

        let refused = socket.call("badjson", json!({ "x": 1 })).await;
        assert_eq!(refused, json!({ "message": "JSON object expected" }));
        let unknown = socket.call("nothing", json!({})).await;
        assert_eq!(unknown, violation("method", "nothing method not available"));
        for (text, message) in [
            ("{", "JSON string expected"),
            ("[]", "Malformed message; expected an object, got list"),
        ] {
            socket.send(text).await;
            assert_eq!(
                socket.receive().await,
                json!({ "error": { "message": message } }),
                "{text}"
            );
        }
        assert_eq!(
            socket.call("echo", json!({ "still": "open" })).await,
            json!({ "still": "open" })
        );
    })
    .await;
}

#[tokio::test]
async fn messages_reach_all_who_follow_their_event() {
    on_every_database(async |app| {
        let (mut one, mut other) = pair(app).await;
        let subscribed = one.call("subscribe", json!({ "channel": "news" })).await;
        assert_eq!(subscribed, json!({ "subscribed": { "news": ["*"] } }));
        other
            .call("subscribe", json!({ "channel": "news", "event": "sport.*" }))
            .await;
        let info = one.call("server_info", json!({})).await;
        let channels = json!({ "news": { "*": 1, "sport.*": 1 } });
        assert_eq!(info, json!({ "connections": 2, "channels": channels }));

        let plain = json!({ "channel": "news", "data": ["no event"] });
        let sport = json!({ "channel": "news", "event": "sport.chess", "data": { "won": true } });
        let mut third = app.socket("/stream").await;
        assert_eq!(
            third.call("publish", plain).await,
            json!({ "channel": "news", "data": ["no event"] })
        );
        assert_eq!(third.call("publish", sport.clone()).await, sport);
        let plain = json!({ "channel": "news", "event": "", "data": ["no event"] });
        assert_eq!(one.receive().await, plain);
        assert_eq!(one.receive().await, sport);
        assert_eq!(other.receive().await, sport);

        let left = other
            .call("unsubscribe", json!({ "channel": "news", "event": "sport.*" }))
            .await;
        assert_eq!(left, json!({ "subscribed": {} }));
        let again = other.call("unsubscribe", json!({ "channel": "news" })).await;
        assert_eq!(again, violation("channel", "Invalid channel"));
    })
    .await;
}

#[tokio::test]
async fn channels_in_upper_case_are_refused() {
    on_every_database(async |app| {
        let (mut one, mut other) = pair(app).await;
        let refused = one.call("subscribe", json!({ "channel": "News" })).await;
        assert_eq!(refused, violation("channel", "Invalid channel"));
        let refused = other.call("publish", json!({ "channel": "News", "data": "x" })).await;
        assert_eq!(refused, violation("channel", "Cannot publish to channel"));
        let missing = other.call("publish", json!({ "channel": "news" })).await;
        assert_eq!(missing, violation("data", "required"));
        let info = one.call("server_info", json!({})).await;
        assert_eq!(info["channels"], json!({}));
    })
    .await;
}

#[tokio::test]
async fn cancel_closes_the_socket_without_an_answer() {
    on_every_database(async |app| {
        let (mut one, mut other) = pair(app).await;
        one.send(json!({ "id": "1", "method": "cancel" })).await;
        assert_eq!(one.closed().await, (1000, String::new()));
        assert_eq!(other.call("echo", json!({})).await, json!({}), "others go on");
        let problem = app.get("/stream").await.expect(400).json();
        assert_eq!(problem["detail"], "Unable to open websocket connection");
    })
    .await;
}
