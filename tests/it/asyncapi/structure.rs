//! What the document holds, as it is.

use serde_json::{Value, json};
use warp_openapi::testing::{App, databases};

use super::Radio;
use crate::schemas::referred;

/// The document, for `@asyncapi/parser` to read, and to see what a change does to it. `UPDATE_ASYNCAPI=1` rewrites it.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/asyncapi/radio.json");

pub(super) fn document() -> Value {
    serde_json::from_str(Radio::asyncapi()).expect("JSON")
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "$ref" => found.push(text.clone()),
                    value => references(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn the_document_is_the_one_in_the_file() {
    let lines = serde_json::to_string_pretty(&document()).expect("JSON") + "\n";
    if std::env::var_os("UPDATE_ASYNCAPI").is_some() {
        std::fs::write(FILE, &lines).expect("a file");
    }
    let file = std::fs::read_to_string(FILE).expect("the file");
    let differs = file.lines().zip(lines.lines()).position(|(old, new)| old != new);
    let shown = differs.map(|at| (at + 1, file.lines().nth(at), lines.lines().nth(at)));
    assert!(
        file == lines,
        "UPDATE_ASYNCAPI=1 rewrites it; line, old, new: {shown:#?}"
    );
}

#[test]
fn every_reference_leads_somewhere_and_every_component_is_named() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in &found {
        referred(&document, reference);
    }
    for (section, members) in document["components"].as_object().expect("components") {
        for name in members.as_object().expect("a section").keys() {
            let reference = format!("#/components/{section}/{name}");
            assert!(found.contains(&reference), "nothing names {reference}");
        }
    }
    for (socket, channel) in document["channels"].as_object().expect("channels") {
        for message in channel["messages"].as_object().expect("messages").keys() {
            let reference = format!("#/channels/{socket}/messages/{message}");
            let is_there = message == "error" || found.contains(&reference);
            assert!(is_there, "no operation has {reference}");
        }
    }
}

#[test]
fn no_member_is_duplicated() {
    // Parsers keep the last of two, so the text is longer than the parsed document.
    let kept = serde_json::to_string(&document()).expect("JSON");
    assert_eq!(kept.len(), Radio::asyncapi().len());
}

#[test]
fn addresses_stand_below_the_servers() {
    let document = document();
    assert_eq!(
        document["servers"],
        json!({
            "server1": { "host": "radio.example.com", "protocol": "wss" },
            "server2": { "host": "localhost:8080", "protocol": "ws" },
        })
    );
    assert_eq!(document["channels"]["Tuner"]["address"], "/v1/tuner");
    let alone: Value = serde_json::from_str(crate::sockets::Talk::asyncapi()).expect("JSON");
    assert_eq!(alone["servers"], Value::Null);
    assert_eq!(alone["channels"]["Open"]["address"], "/v1/open");
}

#[test]
fn operations_say_who_may_open_their_socket() {
    let document = document();
    let case = |operation: &str, schemes: &[&str]| {
        let required = &document["operations"][operation]["security"];
        let required: Vec<&str> = required
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|one| one["$ref"].as_str())
            .collect();
        let schemes: Vec<String> = schemes
            .iter()
            .map(|scheme| format!("#/components/securitySchemes/{scheme}"))
            .collect();
        assert_eq!(required, schemes, "{operation}");
    };
    case("Tuner.wish", &["receiver", "inherited-bearer"]);
    case("Tuner.subscribe", &["receiver", "inherited-bearer"]);
    case("Tuner.studio.name.air.volume", &["receiver", "inherited-bearer"]);
    case("Scanner.publish", &["Scanner.studio", "Scanner.studio-2", "receiver"]);
    case(
        "Scanner.channel.event",
        &["Scanner.studio", "Scanner.studio-2", "receiver"],
    );
    case("Speaker.hush", &[]);
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["receiver"]["type"], "httpApiKey");
    assert_eq!(schemes["inherited-bearer"]["x-scopes"], json!(["listen"]));
    assert_eq!(
        schemes["Scanner.studio-2"]["scopes"],
        json!(["songs:stop", "songs:play"])
    );
}

#[test]
fn an_api_without_sockets_has_a_document_without_channels() {
    let document: Value = serde_json::from_str(crate::api::Suite::asyncapi()).expect("JSON");
    assert_eq!(document["asyncapi"], "3.0.0");
    assert_eq!(document["info"]["title"], "Suite");
    assert_eq!(document["channels"], json!({}));
    assert_eq!(document["components"], Value::Null);
}

#[tokio::test]
async fn the_document_of_sockets_is_served_where_there_are_sockets() {
    for database in databases().await {
        let app = App::start(Radio::API, database).await;
        let reply = app.get("/asyncapi.json").await.expect(200);
        assert_eq!(reply.text(), Radio::asyncapi());
        assert_eq!(reply.header("Content-Type"), Some("application/json"));
        assert_eq!(reply.header("Cache-Control"), Some("no-cache"));
        let tag = reply.header("ETag").expect("an ETag").to_owned();
        let again = app
            .get("/asyncapi.json")
            .header("If-None-Match", &tag)
            .await
            .expect(304);
        assert_eq!(again.bytes().len(), 0);
        app.get("/asyncapi.json")
            .header("If-None-Match", "\"x\"")
            .await
            .expect(200);
        app.get("/asyncapi.json?version=2.0").await.expect(422);
        let head = app.request("HEAD", "/asyncapi.json").await.expect(200);
        assert_eq!((head.bytes().len(), head.header("ETag")), (0, Some(tag.as_str())));
        let options = app.request("OPTIONS", "/asyncapi.json").await.expect(204);
        assert_eq!(options.header("Allow"), Some("GET, HEAD, OPTIONS"));
        app.request("POST", "/asyncapi.json").await.expect(405);
    }
    crate::support::on_every_database(async |app| {
        app.get("/asyncapi.json").await.expect(404);
    })
    .await;
}
