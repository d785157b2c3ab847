//! Limits that several servers count together.

use std::time::Duration;

use warp_openapi::testing::{App, Database, RedisServer};

use super::{Desk, from};

async fn server(url: &str) -> App {
    let database = Database::sqlite().await;
    database.create_tables(Desk::API).await;
    let state = warp_openapi::State::new(database.connection().clone()).expect("a supported database");
    let mut settings = warp_openapi::Settings::default();
    settings.trusted_proxies = 1;
    let state = state
        .settings(settings)
        .rate_limits_in_redis(url, "desk")
        .await
        .expect("Redis");
    App::serve(database, Desk::filter(state)).await
}

#[tokio::test]
async fn servers_on_one_redis_share_limits() {
    let Some(redis) = RedisServer::private().await else {
        return;
    };
    let (one, other) = (server(redis.url()).await, server(redis.url()).await);
    // Two in an hour, and the second is at the other server.
    let note = || serde_json::json!({"text": "a"});
    let reply = one.post("/notes", note()).bearer("of-ann").await.expect(201);
    assert_eq!(
        reply.header("RateLimit"),
        Some("\"create_note\";r=1;t=1800, \"note\";r=3;t=1")
    );
    let reply = other.post("/notes", note()).bearer("of-ann").await.expect(201);
    assert!(
        reply
            .header("RateLimit")
            .expect("the limits")
            .starts_with("\"create_note\";r=0;t=3600, ")
    );
    for app in [&one, &other] {
        let reply = app.post("/notes", note()).bearer("of-ann").await.expect(429);
        let wait: u64 = reply.header("Retry-After").expect("a time").parse().expect("seconds");
        assert!((1_700..=1_800).contains(&wait), "{wait}");
    }
    one.post("/notes", note()).bearer("of-bob").await.expect(201);
    // Invalid credentials at one server refuse the address at both.
    for (app, status) in [(&one, 401), (&other, 401), (&one, 401), (&other, 429), (&one, 429)] {
        from(app.get("/notes").bearer("wrong"), "10.0.0.1").await.expect(status);
    }
}

#[tokio::test]
async fn while_redis_is_away_each_server_counts_alone() {
    let Some(mut redis) = RedisServer::private().await else {
        return;
    };
    let app = server(redis.url()).await;
    let ask = async || app.get("/ping").await;
    ask().await.expect(200);
    redis.stop().await;
    // What Redis knew is unknown here.
    ask().await.expect(200);
    ask().await.expect(200);
    ask().await.expect(429);
    redis.start_again().await;
    // It counts there again once a connection is open, which requests don't wait for.
    let counted = async {
        loop {
            if ask().await.status() == 200 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), counted)
        .await
        .expect("Redis counts again");
}
