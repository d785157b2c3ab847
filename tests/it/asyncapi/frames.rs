//! Frames of real sessions, validated by the schemas of their messages.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Socket, databases};

use super::Radio;
use super::structure::document;
use crate::schemas::faults;

/// The messages of a socket that a frame is.
fn messages(document: &Value, socket: &str, frame: &Value) -> Vec<String> {
    let all = document["channels"][socket]["messages"].as_object().expect("messages");
    let fitting = all
        .iter()
        .filter(|(_, message)| faults(document, &message["payload"], frame).is_empty());
    fitting.map(|(name, _)| name.clone()).collect()
}

#[track_caller]
fn case(socket: &str, frame: &Value, message: &str) {
    let document = document();
    let found = messages(&document, socket, frame);
    let why = faults(
        &document,
        &document["channels"][socket]["messages"][message]["payload"],
        frame,
    );
    assert_eq!(found, [message], "{frame}: {why:#?}");
}

/// One session: each request, and the messages that follow it.
#[derive(Debug)]
struct Step(&'static str, Value, &'static [&'static str]);

async fn session(socket: &str, path: &str, steps: &[Step]) {
    for database in databases().await {
        let app = App::start(Radio::API, database).await;
        let header = [("X-Receiver", "any")];
        let opened = Socket::open(app.address(), path, &header).await;
        let mut client = opened.expect("an open socket");
        for (number, Step(method, payload, come)) in steps.iter().enumerate() {
            let mut frame = json!({ "id": number.to_string(), "method": method });
            if !payload.is_null() {
                frame["payload"] = payload.clone();
            }
            if come != &["error"] {
                case(socket, &frame, &format!("{method}-request"));
            }
            if come == &["error"] && number % 2 == 1 {
                // Errors bear ids of any type.
                frame["id"] = json!([number]);
            }
            client.send(&frame).await;
            let mut found = Vec::new();
            for _ in *come {
                let frame = client.receive().await;
                found.push((messages(&document(), socket, &frame).join(" or "), frame));
            }
            let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, *come, "{method}: {found:#?}");
        }
    }
}

#[tokio::test]
async fn frames_of_a_socket_with_channels_match_the_document() {
    let song = json!({ "title": "a", "volume": "low", "price": "2.50", "links": { "x": 1, "y": "z" },
        "parts": [{ "title": "b", "price": 1, "parts": [], "links": {} }] });
    let event = |channel: &str, event: &str, data: &Value| json!({ "channel": channel, "event": event, "data": data });
    session(
        "Tuner",
        "/v1/tuner",
        &[
            Step("wish", song.clone(), &["wish-reply"]),
            Step(
                "wish",
                json!({ "title": "silence", "price": 1, "parts": [], "links": {} }),
                &["wish-reply"],
            ),
            Step(
                "wish",
                json!({ "title": "", "price": 1, "parts": [], "links": {}, "x": 1 }),
                &["error"],
            ),
            Step("wish", Value::Null, &["error"]),
            Step("sing", Value::Null, &["error"]),
            Step("played", Value::Null, &["played-reply"]),
            Step("played", json!({ "since": [1, null] }), &["played-reply"]),
            Step("stop", Value::Null, &["stop-reply"]),
            Step("stop", json!({ "x": 1 }), &["error"]),
            Step("station", json!({}), &["station-reply"]),
            Step("tell", json!({ "id": 7, "name": "Seven" }), &["tell-reply"]),
            Step("subscribe", json!({ "channel": "studio/a/air" }), &["subscribe-reply"]),
            Step(
                "subscribe",
                json!({ "channel": "studio.name/air", "event": "so*" }),
                &["subscribe-reply"],
            ),
            Step("subscribe", json!({ "channel": "studio/a/b/air" }), &["error"]),
            Step(
                "publish",
                event("studio/a/air", "song", &song),
                &["publish-reply", "studio.name.air.song"],
            ),
            Step(
                "publish",
                event("studio/a/air", "volume", &json!("high")),
                &["publish-reply", "studio.name.air.volume"],
            ),
            Step(
                "publish",
                event("studio.name/air", "song", &json!("x")),
                &["publish-reply", "studio.name.air.song-2"],
            ),
            Step("publish", event("studio/a/air", "volume", &json!("mid")), &["error"]),
            Step("publish", event("studio/a/air", "word", &json!("x")), &["error"]),
            Step("server_info", Value::Null, &["server_info-reply"]),
            Step(
                "unsubscribe",
                json!({ "channel": "studio.name/air", "event": "so*" }),
                &["unsubscribe-reply"],
            ),
            Step("unsubscribe", json!({ "channel": "studio.name/air" }), &["error"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn frames_of_a_socket_of_any_channel_match_the_document() {
    let all = json!({ "channel": "any \"name\" ä", "event": null });
    let message = json!({ "channel": "any \"name\" ä", "data": [1, "x", null] });
    session(
        "Scanner",
        "/v1/scanner",
        &[
            Step("subscribe", all, &["subscribe-reply"]),
            Step("publish", message, &["publish-reply", "channel.event"]),
            Step("publish", json!({ "channel": "a", "data": null }), &["error"]),
            Step("subscribe", json!({ "channel": "stations" }), &["error"]),
            Step("publish", json!({ "channel": "", "data": 1 }), &["error"]),
            Step("unsubscribe", json!({ "channel": "a" }), &["error"]),
        ],
    )
    .await;
}

#[tokio::test]
async fn changes_of_a_resource_match_the_document() {
    for database in databases().await {
        let app = App::start(Radio::API, database).await;
        let header = [("X-Receiver", "any")];
        let opened = Socket::open(app.address(), "/v1/tuner", &header).await;
        let mut client = opened.expect("an open socket");
        client.call("subscribe", json!({ "channel": "stations" })).await;
        let send = async |method: &str, path: &str, body: Value, status: u16| {
            let request = app.request(method, path).header("X-Receiver", "any");
            let request = if body.is_null() { request } else { request.json(body) };
            request.await.expect(status);
        };
        send("POST", "/v1/stations", json!({ "name": "One" }), 201).await;
        case("Tuner", &client.receive().await, "stations.created");
        send("PATCH", "/v1/stations/1", json!({ "name": "Two" }), 200).await;
        case("Tuner", &client.receive().await, "stations.updated");
        send("DELETE", "/v1/stations/1", Value::Null, 204).await;
        case("Tuner", &client.receive().await, "stations.deleted");
        let publication = json!({ "channel": "stations", "event": "created", "data": { "id": 1, "name": "One" } });
        let frame = json!({ "id": "1", "method": "publish", "payload": publication });
        assert_eq!(messages(&document(), "Tuner", &frame), [""; 0]);
        let refused = client.call("publish", publication).await;
        assert_eq!(refused["errors"][0]["field"], "channel");
    }
}

#[test]
fn frames_that_the_server_would_refuse_are_no_messages() {
    let document = document();
    for frame in [
        json!({ "id": "1", "method": "stop", "payload": { "x": 1 } }),
        json!({ "id": "1", "method": "stop", "x": 1 }),
        json!({ "method": "stop" }),
        json!({ "id": 1, "method": "stop" }),
        json!({ "id": "a\u{7}", "method": "stop" }),
        json!({ "id": "1", "method": "wish", "payload": { "title": "a" } }),
        json!({ "id": "1", "method": "subscribe", "payload": { "channel": "studio/air" } }),
        json!({ "id": "1", "method": "publish", "payload": { "channel": "studio/a/air", "event": "volume", "data": "mid" } }),
    ] {
        assert_eq!(messages(&document, "Tuner", &frame), [""; 0], "{frame}");
    }
}
