//! What only Redis can come to.

use std::net::Ipv4Addr;

use tokio::time::{sleep, timeout};

use super::*;
use crate::testing::RedisServer;

#[tokio::test]
async fn each_connection_may_be_lost_alone() {
    let Some(server) = RedisServer::private().await else {
        return;
    };
    let broker = Redis::connect(server.url(), "Tasks").await.unwrap();
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    let mut admin = redis_connection(&server).await;
    for kind in ["pubsub", "normal", "pubsub"] {
        let mut kill = ::redis::cmd("CLIENT");
        kill.arg("KILL").arg("TYPE").arg(kind);
        assert_eq!(kill.query_async::<usize>(&mut admin).await.unwrap(), 1, "{kind}");
        let published = async {
            while broker.publish("a", kind.into()).await.is_err() {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(Duration::from_secs(60), published)
            .await
            .expect("a new connection");
        // Those that failed may have come through.
        say(&broker, "a", "the end").await;
        assert_eq!(ear.next().await.message, kind);
        while ear.next().await.message != "the end" {}
    }
}

#[cfg(all(feature = "postgres", feature = "tls"))]
#[tokio::test]
async fn messages_are_encrypted_where_the_url_says_so() {
    use crate::testing::encrypted::{Authority, encrypted_redis, parameter};
    let (authority, other) = (Authority::new(), Authority::new());
    let root = parameter("ssl_ca_certs", &authority.file());
    let Some(mut server) = encrypted_redis(&authority, false).await else {
        return;
    };
    let broker = Redis::connect(&format!("{}?{root}", server.url()), "Tasks")
        .await
        .unwrap();
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    say(&broker, "a", "first").await;
    assert_eq!(ear.next().await.message, "first");
    server.start_again().await;
    let restored = async {
        while broker.publish("a", Bytes::from_static(b"second")).await.is_err() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), restored)
        .await
        .expect("a new connection");
    assert_eq!(ear.next().await.message, "second");

    let wrong = parameter("ssl_ca_certs", &other.file());
    let port = server.url().rsplit(':').next().unwrap();
    for (url, expected) in [
        (
            format!("rediss://127.0.0.1:{port}"),
            "unknown authority; set ssl_ca_certs in the URL",
        ),
        (
            format!("rediss://127.0.0.1:{port}?{wrong}"),
            "unknown authority; set ssl_ca_certs in the URL",
        ),
        (
            format!("rediss://localhost:{port}?{root}"),
            "isn't for the host localhost",
        ),
        (
            format!("rediss://127.0.0.1:{port}?ssl_ca_certs=/nowhere/ca.pem"),
            "/nowhere/ca.pem: ",
        ),
        (format!("redis://127.0.0.1:{port}"), "is out of reach"),
    ] {
        let error = Redis::connect(&url, "Tasks").await.unwrap_err().to_string();
        assert!(error.contains(expected), "{url}: {error}");
    }
}

#[cfg(all(feature = "postgres", feature = "tls"))]
#[tokio::test]
async fn redis_may_ask_for_a_certificate() {
    use crate::testing::encrypted::{Authority, encrypted_redis, parameter};
    let authority = Authority::new();
    let Some(server) = encrypted_redis(&authority, true).await else {
        return;
    };
    let root = parameter("ssl_ca_certs", &authority.file());
    let (certificate, key) = authority.issue("tasks");
    let own = format!(
        "{}&{}",
        parameter("ssl_certfile", &certificate),
        parameter("ssl_keyfile", &key)
    );
    let broker = Redis::connect(&format!("{}?{root}&{own}", server.url()), "Tasks")
        .await
        .unwrap();
    say(&broker, "a", "text").await;
    let error = Redis::connect(&format!("{}?{root}", server.url()), "Tasks")
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("CertificateRequired"), "{error}");
}

#[tokio::test]
async fn what_is_published_while_messages_cannot_arrive_is_an_error() {
    let Some(server) = RedisServer::private().await else {
        return;
    };
    let mut admin = redis_connection(&server).await;
    let mut kill = ::redis::cmd("CLIENT");
    kill.arg("KILL").arg("TYPE").arg("pubsub");
    for round in 0..20 {
        let broker = Redis::connect(server.url(), "Tasks").await.unwrap();
        let mut ear = Ear::of(&broker);
        broker.subscribe("a").await.unwrap();
        // Redis takes both at about the same time.
        let (killed, published) = tokio::join!(
            kill.exec_async(&mut admin),
            broker.publish("a", Bytes::from_static(b"amid"))
        );
        killed.unwrap();
        while broker.publish("a", Bytes::from_static(b"then")).await.is_err() {
            sleep(Duration::from_millis(5)).await;
        }
        let first = ear.next().await.message;
        assert!(published.is_err() || first == "amid", "lost in round {round}");
    }
}

async fn redis_connection(server: &RedisServer) -> ::redis::aio::MultiplexedConnection {
    let client = ::redis::Client::open(server.url()).unwrap();
    client.get_multiplexed_async_connection().await.unwrap()
}

#[tokio::test]
async fn errors_of_credentials_do_not_contain_them() {
    let Some(server) = RedisServer::private().await else {
        return;
    };
    let mut admin = redis_connection(&server).await;
    let mut set = ::redis::cmd("CONFIG");
    set.arg("SET").arg("requirepass").arg("right");
    set.exec_async(&mut admin).await.unwrap();
    let at = server.url().trim_start_matches("redis://");

    let broker = Redis::connect(&format!("redis://:right@{at}"), "Tasks").await.unwrap();
    assert_eq!(format!("{broker:?}"), format!("Redis({at})"));
    for url in [
        format!("redis://:secret@{at}"),
        format!("redis://me:secret@{at}"),
        format!("redis://{at}"),
    ] {
        let refused = Redis::connect(&url, "Tasks").await.unwrap_err().to_string();
        assert!(
            refused.starts_with(&format!("Redis at {at} is out of reach: ")),
            "{refused}"
        );
        assert!(!refused.contains("secret"), "{refused}");
    }
}

#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let silent = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let at = silent.local_addr().unwrap();
    let refused = Redis::connect(&format!("redis://{at}"), "Tasks").await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        format!("Redis at {at} is out of reach: no answer within 5s")
    );
}

#[tokio::test]
async fn what_other_programs_publish_there_does_no_harm() {
    let Some(server) = RedisServer::private().await else {
        return;
    };
    let broker = Redis::connect(server.url(), "Tasks").await.unwrap();
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    let mut other = redis_connection(&server).await;
    for (channel, message) in [
        ("a", "of no API"),
        ("Tasks:b", "of another channel"),
        ("Tasks:a", "of another program"),
    ] {
        ::redis::cmd("PUBLISH")
            .arg(channel)
            .arg(message)
            .exec_async(&mut other)
            .await
            .unwrap();
    }
    ear.receives("a", "of another program").await;
}

#[tokio::test]
async fn what_waits_when_a_channel_is_left_is_dropped() {
    let Some(place) = AtRedis::start().await else {
        return;
    };
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    for channel in ["a", "b"] {
        broker.subscribe(channel).await.unwrap();
    }
    say(&broker, "a", "too late").await;
    broker.unsubscribe("a").await.unwrap();
    say(&broker, "b", "in time").await;
    ear.receives("b", "in time").await;
}

#[tokio::test]
async fn a_cancelled_subscription_delivers_nothing() {
    let Some(place) = AtRedis::start().await else {
        return;
    };
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    let mut pending = broker.subscribe("a");
    assert!(futures::poll!(&mut pending).is_pending());
    drop(pending);
    broker.subscribe("b").await.unwrap();
    say(&broker, "a", "to no subscriber").await;
    say(&broker, "b", "to us").await;
    ear.receives("b", "to us").await;
}
