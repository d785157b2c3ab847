//! In which order a client gets answers and messages, and what answers hold.

use std::sync::Arc;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::{BoxStream, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use warp_openapi::testing::{App, Database};
use warp_openapi::{Broker, Cause, Delivery, Memory};

use super::{Talk, with_each_broker, within};

/// A broker whose publications succeed only once they have been delivered here.
struct Overtaking {
    memory: Memory,
    delivered: Arc<Semaphore>,
}

impl Broker for Overtaking {
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            self.memory.publish(channel, message).await?;
            self.delivered.acquire().await?.forget();
            Ok(())
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.memory.subscribe(channel)
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.memory.unsubscribe(channel)
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        let delivered = Arc::clone(&self.delivered);
        let state = (self.memory.messages(), delivered, false);
        let messages = futures::stream::unfold(state, |(mut messages, delivered, before)| async move {
            // A call for the next message means that the last one was delivered.
            if before {
                delivered.add_permits(1);
            }
            let message = messages.next().await?;
            Some((message, (messages, delivered, true)))
        });
        messages.boxed()
    }
}

/// Publishes so many messages at once, and asserts that each answer comes before the message.
async fn publish_and_listen(app: &App, count: usize) {
    let mut socket = app.socket("/v1/open").await;
    socket.call("subscribe", json!({ "channel": "news" })).await;
    for number in 0..count {
        let payload = json!({ "channel": "news", "event": "said", "data": number });
        let request = json!({ "id": number.to_string(), "method": "publish", "payload": payload });
        socket.send(request).await;
    }
    let (mut answers, mut messages) = (0, 0);
    while messages < count {
        let got = socket.receive().await;
        if got["id"].is_string() {
            assert_eq!(
                (&got["id"], &got["result"]["data"]),
                (&json!(answers.to_string()), &json!(answers))
            );
            answers += 1;
        } else {
            assert_eq!(got, json!({ "channel": "news", "event": "said", "data": messages }));
            messages += 1;
            assert!(messages <= answers, "message {messages} came before its answer");
        }
    }
    assert_eq!(answers, count);
}

#[tokio::test]
async fn an_answer_comes_before_the_publishers_own_copy_even_if_that_is_delivered_first() {
    let broker = Overtaking {
        memory: Memory::new(),
        delivered: Arc::new(Semaphore::new(0)),
    };
    let database = Database::sqlite().await;
    let app = App::start_as(Talk::API, database, |state| state.broker(broker)).await;
    publish_and_listen(&app, 50).await;
}

#[tokio::test]
async fn answers_come_before_own_copies_at_every_broker() {
    let start = async |join: &dyn Fn(warp_openapi::State) -> warp_openapi::State| {
        App::start_as(Talk::API, Database::sqlite().await, join).await
    };
    with_each_broker(start, async |app| publish_and_listen(app, 300).await).await;
}

#[tokio::test]
async fn what_others_say_comes_in_order_while_one_publishes() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let mut other = app.socket("/v1/open").await;
            socket.call("subscribe", json!({ "channel": "news" })).await;
            for number in 0..200 {
                let payload = json!({ "channel": "news", "event": "own", "data": number });
                socket
                    .send(json!({ "id": "own", "method": "publish", "payload": payload }))
                    .await;
                let payload = json!({ "channel": "news", "event": "other", "data": number });
                other.call("publish", payload).await;
            }
            let mut next = [0, 0];
            while next != [200, 200] {
                let got = socket.receive().await;
                if let Some(event) = got["event"].as_str().filter(|_| got["id"].is_null()) {
                    let next = &mut next[usize::from(event == "own")];
                    assert_eq!(got["data"], json!(*next), "{got}");
                    *next += 1;
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn leaving_without_an_event_ends_the_pattern_of_all_alone() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            for event in [json!(null), json!("said"), json!("s*")] {
                let wanted = json!({ "channel": "news", "event": event });
                socket.call("subscribe", wanted).await;
            }
            let left = socket.call("unsubscribe", json!({ "channel": "news" })).await;
            assert_eq!(left, json!({ "subscribed": { "news": ["s*", "said"] } }));
            // It isn't followed any more, though others are.
            let refused = socket.call("unsubscribe", json!({ "channel": "news" })).await;
            assert_eq!(
                refused["errors"],
                json!([{ "field": "event", "message": "Invalid event" }])
            );
            let left = socket
                .call("unsubscribe", json!({ "channel": "news", "event": "said" }))
                .await;
            assert_eq!(left, json!({ "subscribed": { "news": ["s*"] } }));
            let left = socket
                .call("unsubscribe", json!({ "channel": "news", "event": "s*" }))
                .await;
            assert_eq!(left, json!({ "subscribed": {} }));
            let refused = socket.call("unsubscribe", json!({ "channel": "news" })).await;
            assert_eq!(
                refused["errors"],
                json!([{ "field": "channel", "message": "Invalid channel" }])
            );
        },
    )
    .await;
}

#[tokio::test]
async fn an_answer_does_not_grow_with_what_a_socket_follows() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            for number in 0..500 {
                let channel = format!("channel-{number}");
                let answer = socket.call("subscribe", json!({ "channel": channel })).await;
                assert_eq!(answer, json!({ "subscribed": { channel: ["*"] } }));
            }
            for number in 0..500 {
                let event = format!("event-{number:03}");
                let answer = socket
                    .call("subscribe", json!({ "channel": "one", "event": event }))
                    .await;
                let listed = answer["subscribed"]["one"].as_array().expect("patterns");
                assert_eq!(listed.len(), 32.min(number + 1), "{answer}");
                assert!(listed.contains(&json!(event)), "{answer}");
            }
            let left = socket
                .call("unsubscribe", json!({ "channel": "one", "event": "event-000" }))
                .await;
            let listed = left["subscribed"]["one"].as_array().expect("patterns");
            assert_eq!((listed.len(), &listed[0]), (32, &json!("event-001")));
        },
    )
    .await;
}

#[tokio::test]
async fn errors_bear_the_id_as_it_came() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let long = json!("x".repeat(256));
            for id in [
                json!(1),
                json!(-1.5),
                json!(true),
                json!(null),
                json!(["a", 1]),
                json!({ "a": { "b": [] } }),
                long,
                json!("a\u{1}b"),
            ] {
                socket.send(json!({ "id": id, "method": "echo" })).await;
                let answer = socket.receive().await;
                assert_eq!(answer["error"]["errors"][0]["field"], "id", "{answer}");
                assert_eq!(answer.get("id"), Some(&id), "{answer}");
                assert_eq!(answer["method"], "echo");
            }
            // Also where something else is wrong, too, and not where there is none.
            socket.send(json!({ "id": 7, "method": "eccho", "x": 1 })).await;
            assert_eq!(socket.receive().await["id"], json!(7));
            socket.send(json!({ "method": "eccho" })).await;
            assert_eq!(socket.receive().await.get("id"), None);
            // What no client could read isn't sent back.
            socket.send(r#"{"id":["\ud800"],"method":"echo"}"#).await;
            let answer = socket.receive().await;
            assert_eq!((answer.get("id"), &answer["method"]), (None, &json!("echo")));
            let answer: Value = socket.call("echo", json!({})).await;
            assert_eq!(answer, json!({}));
        },
    )
    .await;
}
