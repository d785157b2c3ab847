//! The page of metrics. Its numbers are those of the process, so cases look at what no other test changes, and at differences.

use http_body_util::BodyExt as _;
use serde_json::json;
use warp_openapi::State;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    api Counted {
        title: "Counted",
        version: "3",
        base_path: "/counted",
    }

    /// A bulb
    resource Bulb {
        path: "/bulbs",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list, create, read],
        publish: [create],
    }

    socket Bulbs { path: "/live", channels: { bulbs: Bulb }, allow: [subscribe] }
}

/// A running API, and the page.
struct Counter(App, State);

impl Counter {
    async fn start(database: Database) -> Self {
        let mut kept = None;
        let app = App::start_as(Counted::API, database, |state| {
            kept = Some(state.clone());
            state
        });
        let app = app.await;
        Self(app, kept.expect("a state"))
    }

    async fn page(&self) -> String {
        let response = self.1.metrics(Counted::API, None);
        assert_eq!(
            response.headers()["content-type"],
            "text/plain; version=0.0.4; charset=utf-8"
        );
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(body.to_vec()).expect("a text")
    }

    /// The value of a sample; 0 if there is none yet.
    async fn get(&self, sample: &str) -> f64 {
        let page = self.page().await;
        let value = page
            .lines()
            .find_map(|line| line.strip_prefix(sample)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// Waits until a sample has grown by so much.
    async fn grown(&self, sample: &str, before: f64, by: f64) {
        while self.get(sample).await - before < by {
            tokio::task::yield_now().await;
        }
        assert!((self.get(sample).await - before - by).abs() < 0.5, "{sample}");
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_and_status() {
    for database in databases().await {
        let counter = Counter::start(database).await;
        let app = &counter.0;
        let samples = [
            "http_requests_total{method=\"POST\",route=\"/counted/bulbs\",status=\"201\"}",
            "http_requests_total{method=\"GET\",route=\"/counted/bulbs/{id}\",status=\"200\"}",
            "http_requests_total{method=\"GET\",route=\"/counted/bulbs/{id}\",status=\"404\"}",
            "http_request_duration_seconds_count{method=\"GET\",route=\"/counted/bulbs/{id}\"}",
            "http_request_duration_seconds_bucket{method=\"GET\",route=\"/counted/bulbs/{id}\",le=\"+Inf\"}",
        ];
        let mut before = Vec::new();
        for sample in samples {
            before.push(counter.get(sample).await);
        }
        let bulb = app.post("/counted/bulbs", r#"{"name": "a"}"#).await.expect(201).json();
        app.get(&format!("/counted/bulbs/{}", bulb["id"])).await.expect(200);
        for id in 1_000..1_020 {
            app.get(&format!("/counted/bulbs/{id}")).await.expect(404);
        }
        for ((sample, before), by) in samples.iter().zip(before).zip([1.0, 1.0, 20.0, 21.0, 21.0]) {
            counter.grown(sample, before, by).await;
        }
        let page = counter.page().await;
        assert!(!page.contains("/bulbs/1"), "{page}");
        assert!(
            page.contains("build_info{api=\"Counted\",version=\"3\",warp_openapi=\""),
            "{page}"
        );
        assert!(
            counter
                .get("db_statement_duration_seconds_count{kind=\"insert\"}")
                .await
                > 0.0
        );
        assert!(
            counter
                .get("db_statement_duration_seconds_count{kind=\"commit\"}")
                .await
                > 0.0
        );
        assert!(counter.get("db_pool_connections_limit").await > 0.0);
        let _open = tokio::net::TcpStream::connect(app.address())
            .await
            .expect("a connection");
        while counter.get("http_connections").await < 1.0 {
            tokio::task::yield_now().await;
        }
    }
}

#[tokio::test]
async fn sockets_and_their_messages_are_counted() {
    for database in databases().await {
        let counter = Counter::start(database).await;
        let names = [
            "sockets_open",
            "socket_messages_received_total",
            "socket_messages_queued_total",
        ];
        let published = "broker_messages_published_total{outcome=\"done\"}";
        let mut socket = counter.0.socket("/counted/live").await;
        let followed = socket.call("subscribe", json!({ "channel": "bulbs" })).await;
        assert_eq!(followed, json!({ "subscribed": { "bulbs": ["*"] } }));
        let [open, received, queued] = [counter.get(names[0]), counter.get(names[1]), counter.get(names[2])];
        let (open, received, queued) = (open.await, received.await, queued.await);
        assert!(open >= 1.0 && received >= 1.0);
        let before = counter.get(published).await;
        counter.0.post("/counted/bulbs", r#"{"name": "a"}"#).await.expect(201);
        assert_eq!(socket.receive().await["event"], "created");
        assert!(counter.get(published).await > before);
        assert!(counter.get(names[2]).await > queued);
        assert!(counter.get("broker_messages_received_total").await >= 1.0);
        let closed = counter.get("sockets_closed_total{code=\"lost\"}").await;
        drop(socket);
        while counter.get("sockets_closed_total{code=\"lost\"}").await <= closed {
            tokio::task::yield_now().await;
        }
    }
}
