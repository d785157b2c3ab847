//! What a broker does for an API.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use serde_json::json;
use warp_openapi::testing::{App, Database, RedisServer};
use warp_openapi::{Broker, Cause, Delivery, Memory, Redis, Settings};

use super::Talk;

/// Counts publications.
struct Counting(Memory, Arc<AtomicUsize>);

impl Broker for Counting {
    fn publish<'b>(&'b self, channel: &'b str, message: bytes::Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.publish(channel, message)
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.0.subscribe(channel)
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        self.0.unsubscribe(channel)
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        self.0.messages()
    }
}

#[tokio::test]
async fn a_broker_stays_whatever_settings_come_later() {
    let count = Arc::new(AtomicUsize::new(0));
    let broker = Counting(Memory::new(), Arc::clone(&count));
    let app = App::start_as(Talk::API, Database::sqlite().await, |state| {
        state.broker(broker).settings(Settings::default())
    })
    .await;
    let mut socket = app.socket("/v1/open").await;
    socket.call("subscribe", json!({ "channel": "news" })).await;
    app.post("/v1/announcements", json!({ "words": "all" }))
        .await
        .expect(204);
    assert_eq!(socket.receive().await["data"], json!({ "words": "all" }));
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn servers_on_one_redis_exchange_messages_and_report_outages() {
    let Some(mut server) = RedisServer::private().await else {
        return;
    };
    let mut apps = Vec::new();
    for _ in 0..2 {
        let redis = Redis::connect(server.url(), "Talk").await.unwrap();
        apps.push(App::start_as(Talk::API, Database::sqlite().await, |state| state.broker(redis)).await);
    }
    let mut sockets = [apps[0].socket("/v1/open").await, apps[1].socket("/v1/open").await];
    for socket in &mut sockets {
        socket
            .call("subscribe", json!({ "channel": "news", "event": "s*" }))
            .await;
    }
    for (app, words) in apps.iter().zip(["of one", "of the other"]) {
        app.post("/v1/announcements", json!({ "words": words }))
            .await
            .expect(204);
        for socket in &mut sockets {
            assert_eq!(socket.receive().await["data"], json!({ "words": words }));
        }
    }

    server.stop().await;
    let refused = apps[0].post("/v1/announcements", json!({ "words": "lost" })).await;
    refused.expect(503);
    let refused = sockets[0].call("subscribe", json!({ "channel": "else" })).await;
    assert!(refused["message"].is_string(), "{refused}");
    let message = json!({ "channel": "news", "event": "said", "data": "lost" });
    let refused = sockets[1].call("publish", message).await;
    assert!(refused["message"].is_string(), "{refused}");
}
