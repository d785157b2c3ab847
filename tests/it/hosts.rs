//! The host that a request names: links have it only if it is well-formed and allowed.

use serde_json::json;
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Socket as Client, databases};

api! {
    /// Boxes, and where they are.
    api Boxes { title: "Boxes", version: "1.0.0", base_path: "/v1", security: { sid: ApiKey::cookie("sid") = anybody }, access: public }

    /// A box
    resource Chest {
        table: "host_chests",
        path: "/chests",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list, create, read],
    }

    /// Where another box is
    op place() -> String { route: GET "/place" }

    /// Ask where a box is
    socket Ask { path: "/ask", rpc: { place() -> String = place_of }, access: sid }
}

async fn anybody(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("somebody"))
}

async fn place(ctx: Ctx) -> Result<String, Error> {
    Ok(ctx.url("/chests/7"))
}

async fn place_of(ctx: Ctx, _: Socket) -> Result<String, Error> {
    place(ctx).await
}

fn settings(trusted_proxies: usize, allowed: &[&str]) -> Settings {
    let mut settings = Settings::default();
    settings.trusted_proxies = trusted_proxies;
    settings.allowed_hosts = allowed.iter().map(|host| host.parse().expect("a host")).collect();
    settings
}

async fn boxes(settings: Settings, case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start_with(Boxes::API, database, settings.clone()).await).await;
    }
}

/// The reply to a request with this head.
async fn reply_to(app: &App, head: &str) -> String {
    app.raw(format!("{head}Connection: close\r\n\r\n")).await
}

#[tokio::test]
async fn a_request_without_one_good_host_is_400() {
    boxes(settings(0, &[]), async |app| {
        for (head, problem) in [
            ("GET /v1/chests HTTP/1.1\r\n", "`Host` is missing"),
            (
                "GET /v1/chests HTTP/1.1\r\nHost: a\r\nHost: a\r\n",
                "more than one `Host`",
            ),
            (
                "GET /v1/chests HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                "more than one `Host`",
            ),
            (
                "GET /v1/chests HTTP/1.0\r\nHost: a\r\nHost: b\r\n",
                "more than one `Host`",
            ),
            ("GET /v1/chests HTTP/1.1\r\nHost: a b\r\n", "`Host` is malformed"),
            ("GET /v1/chests HTTP/1.1\r\nHost: a/b\r\n", "`Host` is malformed"),
            ("GET /v1/chests HTTP/1.1\r\nHost: user@a\r\n", "`Host` is malformed"),
            ("GET /v1/chests HTTP/1.1\r\nHost: a:99999\r\n", "`Host` is malformed"),
            ("GET /v1/chests HTTP/1.1\r\nHost: [::1\r\n", "`Host` is malformed"),
            ("GET http://a/v1/chests HTTP/1.1\r\n", "`Host` is missing"),
            // For every path.
            ("GET /nothing HTTP/1.1\r\n", "`Host` is missing"),
            ("GET /spec HTTP/1.1\r\nHost: \"\r\n", "`Host` is malformed"),
        ] {
            let reply = reply_to(app, head).await;
            assert!(
                reply.starts_with("HTTP/1.1 400 ") || reply.starts_with("HTTP/1.0 400 "),
                "{head}{reply}"
            );
            assert!(reply.contains("application/problem+json"), "{head}{reply}");
            assert!(reply.contains(&format!("\"detail\":\"{problem}\"")), "{head}{reply}");
            assert!(
                reply.to_ascii_lowercase().contains("\r\nx-request-id: "),
                "{head}{reply}"
            );
        }
        for head in [
            "GET /v1/chests HTTP/1.0\r\n",
            "GET /v1/chests HTTP/1.1\r\nHost: a_b.c-d:81\r\n",
            "GET /v1/chests HTTP/1.1\r\nHost:\r\n",
            // The target counts, not the header (RFC 9112, section 3.2.2).
            "GET http://a/v1/chests HTTP/1.1\r\nHost: b\r\n",
        ] {
            let reply = reply_to(app, head).await;
            assert_eq!(reply.get(9..12), Some("200"), "{head}{reply}");
        }
    })
    .await;
}

/// The links of a reply: `Location`, `Link` and the document's server.
async fn links(app: &App, headers: &[(&str, &str)]) -> [String; 3] {
    let with = |request: warp_openapi::testing::Request| {
        headers
            .iter()
            .fold(request, |request, (name, value)| request.header(name, value))
    };
    let created = with(app.post("/v1/chests", json!({ "name": "a" }))).await.expect(201);
    let location = created.header("Location").expect("a place").to_owned();
    with(app.post("/v1/chests", json!({ "name": "b" }))).await.expect(201);
    let list = with(app.get("/v1/chests?limit=1")).await.expect(200);
    let link = list.header("Link").expect("links").to_owned();
    let place = with(app.get("/v1/place")).await.expect(200).json();
    [location, link, place.as_str().expect("a text").to_owned()]
}

#[track_caller]
fn starts(links: &[String; 3], origin: &str) {
    let [location, link, place] = links;
    assert!(location.starts_with(&format!("{origin}/v1/chests/")), "{location}");
    assert!(
        link.starts_with(&format!("<{origin}/v1/chests?limit=1&offset=1>")),
        "{link}"
    );
    assert_eq!(place, &format!("{origin}/v1/chests/7"));
}

#[tokio::test]
async fn without_a_list_links_lead_to_this_machine_or_nowhere_else() {
    boxes(settings(0, &[]), async |app| {
        starts(&links(app, &[]).await, &format!("http://{}", app.address()));
        starts(
            &links(app, &[("Host", "localhost:8080")]).await,
            "http://localhost:8080",
        );
        starts(&links(app, &[("Host", "evil.example")]).await, "");
        let forwarded = [("Host", "evil.example"), ("X-Forwarded-Host", "worse.example")];
        starts(&links(app, &forwarded).await, "");
    })
    .await;
}

#[tokio::test]
async fn only_hosts_of_the_list_are_answered() {
    boxes(settings(0, &["a.example", "*.b.example"]), async |app| {
        for host in ["a.example", "x.b.example:8443"] {
            starts(&links(app, &[("Host", host)]).await, &format!("http://{host}"));
        }
        for host in ["evil.example", "b.example", "localhost", "a.example.evil.example"] {
            for path in ["/v1/chests", "/spec", "/nothing"] {
                let refused = app.get(path).header("Host", host).await.expect(400);
                assert_eq!(refused.header("Content-Type"), Some("application/problem+json"));
                assert_eq!(refused.json()["detail"], "unknown host");
            }
        }
        // Forwarded headers are ignored unless the proxy is trusted.
        let forwarded = [("Host", "a.example"), ("X-Forwarded-Host", "evil.example")];
        starts(&links(app, &forwarded).await, "http://a.example");
    })
    .await;
}

#[tokio::test]
async fn proxies_are_trusted_as_far_as_they_are_counted() {
    boxes(settings(2, &["a.example"]), async |app| {
        let sent = [
            ("X-Forwarded-Host", "evil.example, a.example"),
            ("X-Forwarded-Host", "inner.example"),
            ("X-Forwarded-Proto", "http, https, http"),
            ("X-Forwarded-Port", "1, 8443, 80"),
            ("Host", "inner:8080"),
        ];
        starts(&links(app, &sent).await, "https://a.example:8443");
    })
    .await;
    // Fewer than there are proxies.
    boxes(settings(2, &[]), async |app| {
        let sent = [("Host", "x.example"), ("X-Forwarded-Host", "evil.example")];
        starts(&links(app, &sent).await, "");
    })
    .await;
    boxes(settings(1, &["a.example"]), async |app| {
        let sent = [("Host", "inner:8080"), ("X-Forwarded-Host", "evil.example, a.example")];
        starts(&links(app, &sent).await, "http://a.example");
        let sent = ("X-Forwarded-Host", "a.example, evil.example");
        app.get("/v1/chests").header(sent.0, sent.1).await.expect(400);
        // A port that no proxy has set beside the host.
        let sent = [("X-Forwarded-Host", "a.example"), ("X-Forwarded-Port", "8443, 81")];
        starts(&links(app, &sent).await, "http://a.example");
    })
    .await;
}

#[tokio::test]
async fn a_proxy_that_hands_on_the_clients_host_leads_no_link_there() {
    boxes(settings(1, &[]), async |app| {
        let sent = [
            ("Host", "api.example"),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "https"),
        ];
        starts(&links(app, &sent).await, "");
        // As other balancers send it, with the client's port.
        let sent = [
            ("Host", "localhost"),
            ("X-Forwarded-Proto", "https"),
            ("X-Forwarded-Port", "81"),
        ];
        starts(&links(app, &sent).await, "https://localhost");
    })
    .await;
}

#[tokio::test]
async fn an_empty_host_is_none_of_the_list() {
    boxes(settings(0, &["a.example"]), async |app| {
        for (head, status) in [
            ("GET /v1/place HTTP/1.1\r\nHost:\r\n", "400"),
            ("GET /v1/place HTTP/1.1\r\nHost: a.example\r\n", "200"),
            ("GET /v1/place HTTP/1.0\r\n", "200"),
        ] {
            let reply = reply_to(app, head).await;
            assert_eq!(reply.get(9..12), Some(status), "{head}{reply}");
        }
    })
    .await;
}

#[tokio::test]
async fn sockets_use_the_same_rule_for_hosts() {
    let open = async |app: &App, host: &str, origin: &str| {
        let headers = [("Host", host), ("Origin", origin), ("Cookie", "sid=1")];
        let mut socket = Client::open(app.address(), "/v1/ask", &headers).await?;
        Ok::<_, u16>(socket.call("place", json!({})).await)
    };
    boxes(settings(0, &[]), async |app| {
        let place = Ok(json!("http://localhost:81/v1/chests/7"));
        assert_eq!(open(app, "localhost:81", "http://localhost:81").await, place);
        assert_eq!(
            open(app, "a.example", "http://a.example").await,
            Ok(json!("/v1/chests/7"))
        );
        assert_eq!(open(app, "a.example", "http://b.example").await, Err(403));
    })
    .await;
    boxes(settings(0, &["a.example"]), async |app| {
        let place = Ok(json!("http://a.example/v1/chests/7"));
        assert_eq!(open(app, "a.example", "https://a.example").await, place);
        assert_eq!(open(app, "a.example", "https://b.example").await, Err(403));
        assert_eq!(open(app, "b.example", "https://b.example").await, Err(400));
    })
    .await;
}

/// Sends one request of HTTP/2, its fields as literals without an index, and waits for its answer.
async fn over_http2(app: &App, fields: &[(u8, &str)]) -> String {
    // The preface and settings; GET http /v1/place.
    let mut block = vec![0x82, 0x86, 0x04, 9];
    block.extend(b"/v1/place");
    for (index, text) in fields {
        if *index == 0 {
            block.extend([0x00, 4]);
            block.extend(b"host");
        } else {
            block.push(*index);
        }
        block.push(text.len() as u8);
        block.extend(text.as_bytes());
    }
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    bytes.extend([0, 0, block.len() as u8, 1, 5, 0, 0, 0, 1]);
    bytes.extend(block);
    let mut stream = tokio::net::TcpStream::connect(app.address()).await.expect("a server");
    tokio::io::AsyncWriteExt::write_all(&mut stream, &bytes)
        .await
        .expect("a connection");
    let mut received = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&received).into_owned();
        let detail = text.split_once("\"detail\":\"").map(|(_, detail)| detail);
        if text.contains("chests/7\"") || detail.is_some_and(|detail| detail.contains('"')) {
            return text;
        }
        let read = tokio::io::AsyncReadExt::read_buf(&mut stream, &mut received).await;
        assert_ne!(read.expect("an answer"), 0, "{text}");
    }
}

#[tokio::test]
async fn http2_names_its_host_as_authority_and_no_other() {
    const AUTHORITY: u8 = 0x01;
    boxes(settings(0, &["a.example"]), async |app| {
        for (fields, expected) in [
            (&[(AUTHORITY, "a.example")][..], "\"http://a.example/v1/chests/7\""),
            (
                &[(AUTHORITY, "a.example"), (0, "A.example")],
                "\"http://a.example/v1/chests/7\"",
            ),
            (&[(0, "a.example")], "\"http://a.example/v1/chests/7\""),
            (
                &[(AUTHORITY, "a.example"), (0, "b.example")],
                "`Host` differs from `:authority`",
            ),
            (
                &[(AUTHORITY, "a.example"), (0, "a.example"), (0, "a.example")],
                "more than one `Host`",
            ),
            (&[(AUTHORITY, "b.example")], "unknown host"),
            (&[], "`Host` is missing"),
        ] {
            let received = over_http2(app, fields).await;
            assert!(received.contains(expected), "{fields:?}: {received}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_filter_in_a_server_that_knows_no_hosts_looks_at_them_itself() {
    for database in databases().await {
        database.create_tables(Boxes::API).await;
        let state = warp_openapi::State::new(database.connection().clone()).expect("a backend");
        let filter = Boxes::filter(state.settings(settings(0, &["a.example"])));
        let app = App::serve(database, filter).await;
        for (host, status) in [("a.example", 200), ("evil.example", 400)] {
            app.get("/v1/place").header("Host", host).await.expect(status);
        }
    }
}
