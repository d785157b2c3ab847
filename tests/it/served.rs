//! The documents as they are served: they follow the settings.

use std::time::Duration;

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::api::Suite;

api! {
    api Depot {
        title: "Depot",
        version: "1",
        base_path: "/v1",
        servers: ["https://a.example", "https://b.example/deep/v1"],
    }

    /// A carton, whose docs hold "maximum":100
    resource Carton {
        path: "/cartons",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        order: [name],
        ops: [list, create, create_many],
    }

    resource Pallet {
        path: "/pallets",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list(offset.limit(7).max(9)), create, read],
    }

    op add(body: Vec<carton::Create>) -> i64 { route: POST "/add" }

    op chosen(query: carton::Query) -> Page<Carton> { route: GET "/chosen" }

    op swallow(body: ByteStream) -> i64 { route: POST "/swallow", body_limit: 77 }

    socket Feed { path: "/feed", allow: [subscribe] }
}

async fn add(_: Ctx, body: Vec<carton::Create>) -> Result<i64, Error> {
    Ok(body.len() as i64)
}

async fn chosen(ctx: Ctx, query: carton::Query) -> Result<Page<Carton>, Error> {
    query.page(&ctx, carton::Entity::find()).await
}

async fn swallow(_: Ctx, _: ByteStream) -> Result<i64, Error> {
    Ok(0)
}

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

async fn served(path: &str, settings: Settings) -> (Value, String) {
    let database = databases().await.remove(0);
    let app = App::start_with(Depot::API, database, settings).await;
    let reply = app.get(path).await.expect(200);
    let tag = reply.header("ETag").expect("an ETag").to_owned();
    app.get(path).header("If-None-Match", &tag).await.expect(304);
    (reply.json(), tag)
}

fn limit<'d>(document: &'d Value, path: &str) -> &'d Value {
    &limit_parameter(document, path)["schema"]
}

fn limit_parameter<'d>(document: &'d Value, path: &str) -> &'d Value {
    let parameters = document["paths"][path]["get"]["parameters"]
        .as_array()
        .expect("parameters");
    let limit = parameters.iter().find(|parameter| parameter["name"] == "limit");
    limit.expect("a limit")
}

#[tokio::test]
async fn the_usual_settings_leave_the_document_as_it_was_compiled() {
    for database in databases().await {
        let app = App::start(Depot::API, database).await;
        for path in ["/spec", "/openapi.json"] {
            let reply = app.get(path).await.expect(200);
            assert_eq!(reply.text(), Depot::openapi());
        }
        let reply = app.get("/asyncapi.json").await.expect(200);
        assert_eq!(reply.text(), Depot::asyncapi());
    }
}

#[tokio::test]
async fn limits_of_pages_are_those_of_the_settings() {
    let own = settings(|settings| {
        settings.max_limit = 5_000;
        settings.default_limit = 3_000;
    });
    let (document, tag) = served("/spec", own.clone()).await;
    assert_ne!(tag, served("/spec", settings(|_| ())).await.1);
    let cartons = limit(&document, "/cartons");
    assert_eq!(
        (&cartons["maximum"], &cartons["default"]),
        (&json!(5_000), &json!(3_000))
    );
    // What is declared stays.
    let pallets = limit(&document, "/pallets");
    assert_eq!((&pallets["maximum"], &pallets["default"]), (&json!(9), &json!(7)));
    // What people write stays, whatever it looks like.
    let docs = document["components"]["schemas"]["Carton"]["description"]
        .as_str()
        .expect("docs");
    assert!(docs.contains("\"maximum\":100"), "{docs}");
    // Older editions follow.
    let (converted, _) = served("/spec?version=3.0", own).await;
    assert_eq!(limit(&converted, "/cartons")["maximum"], 5_000);
}

#[tokio::test]
async fn the_most_bytes_and_the_greatest_offset_of_pages_are_those_of_the_settings() {
    let described = |document: &Value, path: &str| {
        let text = limit_parameter(document, path)["description"].as_str();
        text.expect("a description").to_owned()
    };
    let (document, _) = served("/spec", Settings::default()).await;
    for path in ["/cartons", "/pallets"] {
        let expected = "At most this many rows; a page also ends before 8388608 bytes of rows, and `Link` goes on";
        assert_eq!(described(&document, path), expected);
    }
    // A handler may cut its pages itself.
    let chosen = described(&document, "/chosen");
    assert!(chosen.contains("a page may also end before 8388608 bytes"), "{chosen}");
    let own = settings(|settings| {
        settings.page_bytes = 1_234;
        settings.max_offset = 56;
    });
    for version in ["", "?version=3.0"] {
        let (document, _) = served(&format!("/spec{version}"), own.clone()).await;
        for path in ["/cartons", "/pallets", "/chosen"] {
            let text = described(&document, path);
            assert!(text.contains("before 1234 bytes of rows"), "{text}");
        }
        let offset = &document["components"]["parameters"]["Offset"]["schema"]["maximum"];
        assert_eq!(*offset, 56, "{version}");
    }
}

#[tokio::test]
async fn limits_of_bodies_are_those_of_the_settings() {
    let (document, _) = served(
        "/spec",
        settings(|settings| {
            settings.bulk_limit = 3;
            settings.body_limit = 4_321;
        }),
    )
    .await;
    let most = |path: &str| {
        let body = &document["paths"][path]["post"]["requestBody"];
        body["content"]["application/json"]["schema"]["maxItems"].clone()
    };
    assert_eq!((most("/cartons/bulk"), most("/add")), (json!(3), json!(3)));
    let text = document["components"]["responses"]["TooLarge"]["description"]
        .as_str()
        .expect("text");
    assert!(text.contains("4321 bytes"), "{text}");
    let own = &document["paths"]["/swallow"]["post"]["responses"]["413"]["description"];
    assert!(own.as_str().expect("text").contains("77 bytes"), "{own}");
}

#[tokio::test]
async fn the_most_items_of_a_bulk_request_are_declared() {
    let rows = |count: usize| Value::from(vec![json!({ "name": "x" }); count]);
    for database in databases().await {
        let own = settings(|settings| settings.bulk_limit = 3);
        let app = App::start_with(Depot::API, database, own).await;
        for path in ["/v1/cartons/bulk", "/v1/add"] {
            app.post(path, rows(4)).await.expect(422);
        }
        app.post("/v1/cartons/bulk", rows(3)).await.expect(201);
    }
}

fn urls(document: &Value) -> Vec<&str> {
    let servers = document["servers"].as_array().expect("servers");
    servers
        .iter()
        .map(|server| server["url"].as_str().expect("a URL"))
        .collect()
}

#[tokio::test]
async fn servers_end_in_the_base_path_and_begin_with_the_public_url() {
    let (document, _) = served("/spec", Settings::default()).await;
    assert_eq!(urls(&document), ["https://a.example/v1", "https://b.example/deep/v1"]);
    for url in ["https://c.example/api", "https://c.example/api/"] {
        let (document, _) = served("/spec", settings(|settings| settings.public_url = Some(url.to_owned()))).await;
        let expected = [
            "https://c.example/api/v1",
            "https://a.example/v1",
            "https://b.example/deep/v1",
        ];
        assert_eq!(urls(&document), expected);
    }
    // One that is declared, too, is there once.
    let own = settings(|settings| settings.public_url = Some("https://b.example/deep".to_owned()));
    let (document, _) = served("/spec", own.clone()).await;
    assert_eq!(urls(&document), ["https://b.example/deep/v1", "https://a.example/v1"]);
    let (converted, _) = served("/spec?version=3.0", own.clone()).await;
    assert_eq!(urls(&converted)[0], "https://b.example/deep/v1");
    let (sockets, _) = served("/asyncapi.json", own).await;
    assert_eq!(
        sockets["servers"],
        json!({
            "server1": { "host": "b.example", "pathname": "/deep", "protocol": "wss" },
            "server2": { "host": "a.example", "protocol": "wss" },
        })
    );
    assert_eq!(sockets["channels"]["Feed"]["address"], "/v1/feed");
}

#[tokio::test]
async fn links_begin_with_the_first_server() {
    for url in [
        "https://c.example",
        "https://c.example/x",
        "https://c.example/v1",
        "https://v1",
    ] {
        for database in databases().await {
            let own = settings(|settings| settings.public_url = Some(url.to_owned()));
            let app = App::start_with(Depot::API, database, own).await;
            let document = app.get("/spec").await.expect(200).json();
            let server = urls(&document)[0].to_owned();
            assert_eq!(server, format!("{url}/v1"));
            let reply = app.post("/v1/pallets", json!({ "name": "x" })).await.expect(201);
            let location = reply.header("Location").expect("a Location");
            assert!(location.starts_with(&format!("{server}/pallets/")), "{location}");
            let converted = app.get("/spec?version=3.0").await.expect(200).json();
            assert_eq!(urls(&converted)[0], server);
            let sockets = app.get("/asyncapi.json").await.expect(200).json();
            let (first, address) = (&sockets["servers"]["server1"], &sockets["channels"]["Feed"]["address"]);
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let feed = format!(
                "https://{}{}{}",
                text(&first["host"]),
                text(&first["pathname"]),
                text(address)
            );
            assert_eq!(feed, format!("{server}/feed"));
        }
    }
}

#[tokio::test]
async fn a_document_without_servers_has_the_public_prefix() {
    for database in databases().await {
        let own = settings(|settings| settings.public_url = Some("https://c.example/x".to_owned()));
        let app = App::start_with(Suite::API, database, own).await;
        let document = app.get("/spec").await.expect(200).json();
        assert_eq!(urls(&document), ["https://c.example/x/v1"]);
    }
}

#[tokio::test]
async fn limits_of_sockets_are_those_of_the_settings() {
    let (document, tag) = served(
        "/asyncapi.json",
        settings(|settings| {
            settings.sockets.message = 1_111;
            settings.sockets.subscriptions = 22;
            settings.sockets.requests = 3;
            settings.sockets.answer = Duration::from_secs(44);
            settings.sockets.ping = Duration::from_secs(5);
            settings.sockets.queue = 66;
            settings.sockets.queue_bytes = 7_777;
            settings.sockets.open = 88;
        }),
    )
    .await;
    assert_ne!(tag, served("/asyncapi.json", settings(|_| ())).await.1);
    let text = document["channels"]["Feed"]["description"]
        .as_str()
        .expect("a description");
    for part in [
        "at most 1111 bytes",
        "at most 22 patterns",
        "at most 3 requests",
        "each within 44 s",
        "pinged after 5 s",
        "1013 when more than 66 messages, or 7777 bytes of them",
        "at most 88 sockets at a time",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn spec_prints_what_serve_serves_under_the_same_settings() {
    use std::process::ExitCode;

    let own = settings(|settings| {
        settings.max_limit = 5_000;
        settings.bulk_limit = 3;
        settings.max_offset = 70;
        settings.page_bytes = 800;
        settings.sockets.message = 2_000;
        settings.sockets.requests = 3;
        settings.sockets.answer = Duration::from_secs(9);
        settings.sockets.ping = Duration::from_secs(8);
        settings.sockets.queue = 7;
        settings.sockets.queue_bytes = 600;
        settings.sockets.open = 50;
        settings.public_url = Some("https://c.example/x".to_owned());
    });
    let flags = [
        "--max-limit=5000",
        "--bulk-limit=3",
        "--max-offset=70",
        "--page-bytes=800",
        "--socket-message-limit=2000",
        "--socket-requests=3",
        "--socket-timeout=9",
        "--socket-ping=8",
        "--socket-queue=7",
        "--socket-queue-bytes=600",
        "--socket-limit=50",
        "--public-url=https://c.example/x",
    ];
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    for (path, flag) in [
        ("/spec", "--openapi=3.1"),
        ("/spec?version=3.0", "--openapi=3.0"),
        ("/asyncapi.json", "--asyncapi"),
    ] {
        let (document, _) = runtime.block_on(served(path, own.clone()));
        let name = format!("warp-openapi-served-{}{flag}", std::process::id());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, document.to_string()).expect("a file");
        let run = |flags: &[&str]| {
            let check = ["depot", "spec", flag, "--check", file.to_str().expect("text")];
            Depot::cli().run_from(check.iter().chain(flags))
        };
        let (same, plain) = (run(&flags), run(&[]));
        std::fs::remove_file(&file).expect("the file");
        assert_eq!((same, plain), (ExitCode::SUCCESS, ExitCode::from(1)), "{path}");
    }
}
