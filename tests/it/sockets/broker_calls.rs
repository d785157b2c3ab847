//! The calls of a broker, and the effects of its failures.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::{BoxStream, StreamExt as _};
use serde_json::json;
use tokio::sync::{Notify, mpsc, oneshot};
use warp_openapi::testing::{App, Database, Socket};
use warp_openapi::{Broker, Delivery, Memory, Settings};

use super::Talk;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A broker that reports its calls, and fails or hangs on demand.
struct Watched {
    memory: Memory,
    calls: mpsc::UnboundedSender<String>,
    mood: Arc<Mutex<Mood>>,
    end: Mutex<Option<oneshot::Receiver<()>>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Well,
    Fails,
    Hangs,
}

impl Watched {
    async fn obey(&self) -> Result<(), Failure> {
        let mood = *self.mood.lock().expect("no panic");
        match mood {
            Mood::Well => Ok(()),
            Mood::Fails => Err("as configured".into()),
            Mood::Hangs => std::future::pending().await,
        }
    }
}

impl Broker for Watched {
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Failure>> {
        Box::pin(async move {
            self.obey().await?;
            self.memory.publish(channel, message).await
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Failure>> {
        Box::pin(async move {
            let _ = self.calls.send(format!("+{channel}"));
            self.obey().await?;
            self.memory.subscribe(channel).await
        })
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Failure>> {
        Box::pin(async move {
            let _ = self.calls.send(format!("-{channel}"));
            self.memory.unsubscribe(channel).await
        })
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        let end = self.end.lock().expect("no panic").take().expect("it is called once");
        self.memory.messages().take_until(end).boxed()
    }
}

struct Watch {
    app: App,
    calls: mpsc::UnboundedReceiver<String>,
    mood: Arc<Mutex<Mood>>,
    end: oneshot::Sender<()>,
}

impl Watch {
    async fn start(configure: impl FnOnce(&mut warp_openapi::SocketLimits)) -> Self {
        let (calls, received) = mpsc::unbounded_channel();
        let (end, ended) = oneshot::channel();
        let mood = Arc::new(Mutex::new(Mood::Well));
        let broker = Watched {
            memory: Memory::new(),
            calls,
            mood: Arc::clone(&mood),
            end: Mutex::new(Some(ended)),
        };
        let mut settings = Settings::default();
        configure(&mut settings.sockets);
        let database = Database::sqlite().await;
        let app = App::start_as(Talk::API, database, |state| {
            state
                .broker(broker)
                .settings(settings)
                .with(super::Gate(Arc::new(Notify::new())))
        });
        Self {
            app: app.await,
            calls: received,
            mood,
            end,
        }
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().expect("no panic") = mood;
    }

    async fn next_call(&mut self) -> String {
        self.calls.recv().await.expect("a broker")
    }
}

#[tokio::test]
async fn the_broker_is_subscribed_from_the_first_subscriber_to_the_last() {
    let mut watch = Watch::start(|_| {}).await;
    let mut one = watch.app.socket("/v1/open").await;
    let mut other = watch.app.socket("/v1/open").await;
    one.call("subscribe", json!({ "channel": "news" })).await;
    assert_eq!(watch.next_call().await, "+news");
    other
        .call("subscribe", json!({ "channel": "news", "event": "a*" }))
        .await;
    one.call("subscribe", json!({ "channel": "talk" })).await;
    assert_eq!(watch.next_call().await, "+talk");
    one.call("unsubscribe", json!({ "channel": "news" })).await;
    one.call("unsubscribe", json!({ "channel": "talk" })).await;
    assert_eq!(watch.next_call().await, "-talk");
    drop(other.into_inner());
    assert_eq!(watch.next_call().await, "-news");
    one.call("subscribe", json!({ "channel": "news" })).await;
    assert_eq!(watch.next_call().await, "+news");
}

#[tokio::test]
async fn failures_of_the_broker_are_errors_to_the_caller() {
    let watch = Watch::start(|_| {}).await;
    let mut socket = watch.app.socket("/v1/open").await;
    watch.set(Mood::Fails);
    for (method, payload) in [
        ("subscribe", json!({ "channel": "news" })),
        ("publish", json!({ "channel": "news", "data": 1 })),
    ] {
        let refused = socket.call(method, payload).await;
        assert_eq!(refused["message"], "service unavailable", "{refused}");
    }
    watch
        .app
        .post("/v1/announcements", json!({ "words": "all" }))
        .await
        .expect(503);
    let info = socket.call("server_info", json!({})).await;
    assert_eq!(info["channels"], json!({}));
    watch.set(Mood::Well);
    let all = socket.call("subscribe", json!({ "channel": "news" })).await;
    assert_eq!(all, json!({ "subscribed": { "news": ["*"] } }));
}

#[tokio::test]
async fn a_subscription_that_took_too_long_is_ended() {
    let watch = Watch::start(|limits| limits.answer = Duration::from_millis(50)).await;
    let mut socket = watch.app.socket("/v1/open").await;
    watch.set(Mood::Hangs);
    let refused = socket.call("subscribe", json!({ "channel": "news" })).await;
    assert_eq!(refused["message"], "the answer took too long");
    let info = socket.call("server_info", json!({})).await;
    assert_eq!(info["channels"], json!({}));
    // And the next one isn't held up by it.
    assert_eq!(socket.call("echo", json!({})).await, json!({}));
}

#[tokio::test]
async fn a_broker_that_ends_takes_the_sockets_along() {
    let watch = Watch::start(|_| {}).await;
    let mut socket = watch.app.socket("/v1/open").await;
    socket.call("subscribe", json!({ "channel": "news" })).await;
    watch.end.send(()).expect("a broker");
    assert_eq!(socket.closed().await.0, 1011);
    assert_eq!(
        Socket::open(watch.app.address(), "/v1/open", &[]).await.err(),
        Some(503)
    );
}

#[tokio::test]
async fn messages_over_the_limit_are_not_published() {
    let watch = Watch::start(|limits| limits.message = 30).await;
    watch
        .app
        .post("/v1/announcements", json!({ "words": "x" }))
        .await
        .expect(204);
    let long = json!({ "words": "x".repeat(30) });
    watch.app.post("/v1/announcements", long).await.expect(500);
}
