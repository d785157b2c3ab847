//! Clients that are slow, silent, greedy or gone: they end by themselves, and no other client waits for them.

use std::time::Duration;

use serde_json::{Value, json};
use warp_openapi::testing::Socket;

use super::raw::{PING, PONG, Raw, TEXT, frame};
use super::{talk_within, within};

/// How long clients of these tests may be silent.
const SOON: Duration = Duration::from_millis(50);

/// Waits until so many sockets are open.
async fn until_open(socket: &mut Socket, count: usize) -> Value {
    loop {
        let info = socket.call("server_info", json!({})).await;
        if info["connections"] == count {
            return info;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_client_that_never_reads_is_closed_with_1013_and_delays_nobody() {
    for bytes in [false, true] {
        let limits = |limits: &mut warp_openapi::SocketLimits| {
            (limits.queue, limits.queue_bytes) = if bytes { (1_000, 256 * 1024) } else { (4, 1 << 30) };
        };
        within(limits, async |app| {
            let mut slow = Raw::open(app.address(), "/v1/open").await;
            slow.send(frame(
                TEXT,
                r#"{"id":"a","method":"subscribe","payload":{"channel":"news"}}"#,
            ))
            .await;
            assert_eq!(slow.json().await["id"], "a");
            let mut quick = app.socket("/v1/open").await;
            quick.call("subscribe", json!({ "channel": "news" })).await;
            let mut other = app.socket("/v1/open").await;
            let data = "x".repeat(64 * 1024);
            // The kernel takes some megabytes for it first.
            let mut sent = 0;
            loop {
                other.call("publish", json!({ "channel": "news", "data": data })).await;
                sent += 1;
                assert_eq!(quick.receive().await["data"], json!(data));
                let info = other.call("server_info", json!({})).await;
                if info["connections"] == 2 {
                    assert_eq!(info["channels"], json!({ "news": { "*": 1 } }));
                    break;
                }
                assert!(sent < 2_000, "it is still there");
            }
            // Once it reads, it gets the reason.
            assert_eq!(slow.closed().await, 1013);
        })
        .await;
    }
}

#[tokio::test]
async fn a_client_that_sends_and_never_reads_is_closed() {
    let limits = |limits: &mut warp_openapi::SocketLimits| (limits.ping, limits.queue) = (SOON, 4);
    within(limits, async |app| {
        let greedy = Raw::open(app.address(), "/v1/open").await;
        let (reader, mut writer) = greedy.0.into_split();
        let sending = tokio::spawn(async move {
            let text = json!({ "id": "a", "method": "echo", "payload": { "x": "x".repeat(60_000) } }).to_string();
            let request = frame(TEXT, text);
            while tokio::io::AsyncWriteExt::write_all(&mut writer, &request).await.is_ok() {}
        });
        let mut other = app.socket("/v1/open").await;
        until_open(&mut other, 2).await;
        until_open(&mut other, 1).await;
        sending.await.expect("the end of the connection");
        drop(reader);
    })
    .await;
}

#[tokio::test]
async fn a_client_that_pings_and_never_reads_is_given_up() {
    within(
        |limits| limits.ping = SOON,
        async |app| {
            let greedy = Raw::open(app.address(), "/v1/open").await;
            let (reader, mut writer) = greedy.0.into_split();
            let sending = tokio::spawn(async move {
                let pings = frame(PING, "x".repeat(125)).repeat(500);
                while tokio::io::AsyncWriteExt::write_all(&mut writer, &pings).await.is_ok() {}
            });
            let mut other = app.socket("/v1/open").await;
            until_open(&mut other, 2).await;
            until_open(&mut other, 1).await;
            sending.await.expect("the end of the connection");
            drop(reader);
        },
    )
    .await;
}

#[tokio::test]
async fn silent_clients_are_pinged_and_given_up() {
    within(
        |limits| limits.ping = SOON,
        async |app| {
            let request = frame(TEXT, r#"{"id":"a","method":"echo"}"#);
            // One sends nothing at all, one half a frame.
            for part in [&request[..0], &request[..9]] {
                let mut silent = Raw::open(app.address(), "/v1/open").await;
                silent.send(part).await;
                assert_eq!(silent.frame().await, Some((PING, Vec::new())));
                assert_eq!(silent.frame().await, None);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_client_that_answers_pings_stays() {
    within(
        |limits| limits.ping = SOON,
        async |app| {
            let mut patient = Raw::open(app.address(), "/v1/open").await;
            for _ in 0..5 {
                assert_eq!(patient.frame().await, Some((PING, Vec::new())));
                patient.send(frame(PONG, "")).await;
            }
            patient.send(frame(TEXT, r#"{"id":"a","method":"echo"}"#)).await;
            loop {
                match patient.frame().await {
                    Some((PING, _)) => patient.send(frame(PONG, "")).await,
                    Some((TEXT, _)) => break,
                    other => panic!("{other:?}"),
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn subscriptions_end_with_their_socket_however_it_ends() {
    within(
        |_| {},
        async |app| {
            let mut other = app.socket("/v1/open").await;
            for orderly in [true, false] {
                let mut gone = Raw::open(app.address(), "/v1/open").await;
                for event in ["*", "said"] {
                    let payload = json!({ "channel": "news", "event": event });
                    let request = json!({ "id": "a", "method": "subscribe", "payload": payload });
                    gone.send(frame(TEXT, request.to_string())).await;
                    gone.json().await;
                }
                let info = until_open(&mut other, 2).await;
                assert_eq!(info["channels"], json!({ "news": { "*": 1, "said": 1 } }));
                if orderly {
                    gone.send(frame(0x88, 1_000_u16.to_be_bytes())).await;
                }
                drop(gone);
                let info = until_open(&mut other, 1).await;
                assert_eq!(info["channels"], json!({}));
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_socket_follows_so_many_channels_and_no_more() {
    within(
        |limits| limits.subscriptions = 100,
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            for round in 0..100 {
                for number in 0..100 {
                    let payload = json!({ "channel": format!("c{}", round * 100 + number) });
                    let request = json!({ "id": "a", "method": "subscribe", "payload": payload });
                    socket.send(request).await;
                }
                for _ in 0..100 {
                    let answer = socket.receive().await;
                    if round > 0 {
                        let error = &answer["error"]["errors"][0];
                        assert_eq!(error["field"], "channel", "{answer}");
                        assert_eq!(error["message"], "too many subscriptions, at most 100 a socket");
                    }
                }
            }
            // A subscription may be repeated.
            let again = socket.call("subscribe", json!({ "channel": "c7" })).await;
            assert_eq!(again, json!({ "subscribed": { "c7": ["*"] } }));
            socket.call("unsubscribe", json!({ "channel": "c7" })).await;
            let all = socket.call("subscribe", json!({ "channel": "another" })).await;
            assert_eq!(all["subscribed"]["another"], json!(["*"]));
        },
    )
    .await;
}

#[tokio::test]
async fn a_socket_has_so_many_patterns_in_one_channel_and_no_more() {
    within(
        |_| {},
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            for number in 0..32 {
                let event = format!("*{number}*");
                let all = socket
                    .call("subscribe", json!({ "channel": "news", "event": event }))
                    .await;
                assert_eq!(all["subscribed"]["news"].as_array().map(Vec::len), Some(number + 1));
            }
            let refused = socket
                .call("subscribe", json!({ "channel": "news", "event": "a?" }))
                .await;
            assert_eq!(refused["errors"][0]["field"], "event");
            assert_eq!(
                refused["errors"][0]["message"],
                "too many patterns, at most 32 a channel"
            );
            socket
                .call("subscribe", json!({ "channel": "news", "event": "plain" }))
                .await;
            let all = socket
                .call("subscribe", json!({ "channel": "other", "event": "a?" }))
                .await;
            assert_eq!(all["subscribed"]["other"], json!(["a?"]));
        },
    )
    .await;
}

#[tokio::test]
async fn requests_over_the_limit_wait_and_all_are_answered() {
    talk_within(
        |limits| limits.requests = 2,
        async |app, gate, _| {
            let mut socket = app.socket("/v1/open").await;
            for method in ["wait", "wait", "echo", "echo", "wait", "echo"] {
                socket.send(json!({ "id": method, "method": method })).await;
            }
            // As long as others take for some round trips, nothing is answered: both places are taken.
            let mut other = app.socket("/v1/open").await;
            for _ in 0..20 {
                other.call("echo", json!({})).await;
            }
            gate.0.notify_one();
            let mut answered = Vec::new();
            for _ in 0..3 {
                answered.push(socket.receive().await["id"].take());
            }
            assert_eq!(answered, ["wait", "echo", "echo"]);
            for _ in 0..2 {
                gate.0.notify_one();
                loop {
                    if socket.receive().await["id"] == "wait" {
                        break;
                    }
                }
            }
        },
    )
    .await;
}

#[tokio::test]
async fn a_method_that_never_ends_is_cut_off() {
    within(
        |limits| limits.answer = SOON,
        async |app| {
            let mut socket = app.socket("/v1/open").await;
            let refused = socket.call("wait", json!({})).await;
            assert_eq!(refused, json!({ "message": "the answer took too long" }));
            assert_eq!(socket.call("echo", json!({ "x": 1 })).await, json!({ "x": 1 }));
        },
    )
    .await;
}
