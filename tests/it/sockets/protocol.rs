//! The protocol, as BEHAVIOUR has it.

use serde_json::{Value, json};

use super::talk;

#[tokio::test]
async fn methods_answer_under_the_id_of_their_request() {
    talk(async |app, _| {
        let mut socket = app.socket("/v1/open").await;
        socket
            .send(json!({ "id": "a", "method": "echo", "payload": { "x": [1, null] } }))
            .await;
        let answer = socket.receive().await;
        assert_eq!(
            answer,
            json!({ "id": "a", "method": "echo", "result": { "x": [1, null] } })
        );
        assert_eq!(socket.call("echo", Value::Null).await, json!({}));
        assert_eq!(
            socket.call("greet", json!({ "name": "Ada", "times": 2 })).await,
            json!(["hello Ada", "hello Ada"])
        );
        let refused = socket.call("greet", json!({ "name": "A", "times": 9, "x": 1 })).await;
        assert_eq!(refused["message"], "Invalid RPC parameters");
        assert_eq!(refused["errors"].as_array().map(Vec::len), Some(3), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn messages_reach_all_who_follow_once() {
    talk(async |app, _| {
        let mut one = app.socket("/v1/open").await;
        let mut other = app.socket("/v1/open").await;
        assert_eq!(
            one.call("subscribe", json!({ "channel": "news" })).await,
            json!({ "subscribed": { "news": ["*"] } })
        );
        assert_eq!(
            one.call("subscribe", json!({ "channel": "news", "event": "sa[ij]d" }))
                .await,
            json!({ "subscribed": { "news": ["*", "sa[ij]d"] } })
        );
        other
            .call("subscribe", json!({ "channel": "news", "event": "said" }))
            .await;
        let message = json!({ "channel": "news", "event": "said", "data": "HELLO" });
        other
            .send(json!({ "id": "p", "method": "publish", "payload": message }))
            .await;
        let broadcast = json!({ "channel": "news", "event": "said", "data": "hello" });
        assert_eq!(one.receive().await, broadcast);
        assert_eq!(other.receive().await["result"], broadcast);
        assert_eq!(other.receive().await, broadcast);
        app.post("/v1/announcements", json!({ "words": "all" }))
            .await
            .expect(204);
        let message_with_all = json!({ "channel": "news", "event": "said", "data": { "words": "all" } });
        assert_eq!(one.receive().await, message_with_all);
        assert_eq!(other.receive().await, message_with_all);
        let left = one.call("unsubscribe", json!({ "channel": "news" })).await;
        assert_eq!(left, json!({ "subscribed": { "news": ["sa[ij]d"] } }));
        let left = one
            .call("unsubscribe", json!({ "channel": "news", "event": "sa[ij]d" }))
            .await;
        assert_eq!(left, json!({ "subscribed": {} }));
        let info = other.call("server_info", json!({})).await;
        assert_eq!(info, json!({ "connections": 2, "channels": { "news": { "said": 1 } } }));
    })
    .await;
}

#[tokio::test]
async fn a_method_may_end_the_socket_and_is_answered_first() {
    talk(async |app, _| {
        let mut socket = app.socket("/v1/open").await;
        assert_eq!(socket.call("cancel", json!({})).await, json!({}));
        assert_eq!(socket.closed().await.0, 1000);
    })
    .await;
}

#[tokio::test]
async fn a_method_may_end_the_socket_without_an_answer() {
    talk(async |app, _| {
        let mut socket = app.socket("/v1/open").await;
        // One that was answered before, and one that never is.
        socket.send(json!({ "id": "a", "method": "echo" })).await;
        socket.send(json!({ "id": "b", "method": "wait" })).await;
        assert_eq!(socket.receive().await["id"], "a");
        socket.send(json!({ "id": "c", "method": "hang_up" })).await;
        assert_eq!(socket.closed().await, (1000, String::new()));
    })
    .await;
}
