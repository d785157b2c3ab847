//! Offset paging: counts, links and where they lead.

use warp_openapi::Settings;
use warp_openapi::testing::App;

use crate::support::{column, create_tasks, link, on_every_database, refuses, with_settings};

const TITLES: [&str; 7] = ["t-1", "t-2", "t-3", "t-4", "t-5", "t-6", "t-7"];

/// Asserts the titles of a page and its links, given as `rel query` in their order.
async fn page(app: &App, query: &str, titles: &str, links: &[&str]) {
    let reply = app.get(&format!("/v1/tasks?{query}")).await.expect(200);
    assert_eq!(column(&reply, "title").join(" ").replace("t-", ""), titles, "{query}");
    let expected: Vec<String> = links
        .iter()
        .map(|link| {
            let (relation, query) = link.split_once(' ').expect("relation and query");
            format!("<http://{}/v1/tasks?{query}>; rel=\"{relation}\"", app.address())
        })
        .collect();
    assert_eq!(reply.header("Link").unwrap_or(""), expected.join(", "), "{query}");
    assert_eq!(reply.header("X-Total-Count"), Some("7"), "{query}");
}

#[tokio::test]
async fn pages_link_to_their_neighbours() {
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        page(app, "", "1 2 3 4 5 6 7", &[]).await;
        page(app, "limit=7", "1 2 3 4 5 6 7", &[]).await;
        page(
            app,
            "limit=3",
            "1 2 3",
            &["next limit=3&offset=3", "last limit=3&offset=6"],
        )
        .await;
        page(
            app,
            "limit=3&offset=3",
            "4 5 6",
            &[
                "first limit=3&offset=0",
                "prev limit=3&offset=0",
                "next limit=3&offset=6",
                "last limit=3&offset=6",
            ],
        )
        .await;
        page(
            app,
            "limit=3&offset=6",
            "7",
            &["first limit=3&offset=0", "prev limit=3&offset=3"],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn pages_before_the_first_whole_one_are_shorter() {
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        let reply = app.get("/v1/tasks?limit=3&offset=1").await.expect(200);
        assert_eq!(column(&reply, "title").join(" "), "t-2 t-3 t-4");
        for relation in ["first", "prev"] {
            let path = link(app, &reply, relation).expect("a link");
            assert_eq!(path, "/v1/tasks?limit=1&offset=0", "{relation}");
        }
        assert_eq!(link(app, &reply, "next").expect("a link"), "/v1/tasks?limit=3&offset=4");
    })
    .await;
}

#[tokio::test]
async fn links_keep_the_other_parameters() {
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        let query = "title:ne=t-1&search=T&title:ne=%26%3D%2B%25&order_by=-title&limit=2";
        let reply = app.get(&format!("/v1/tasks?{query}")).await.expect(200);
        let next = link(app, &reply, "next").expect("a link");
        let (_, query) = next.split_once('?').expect("a query");
        let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let expected = [
            ("title:ne", "t-1"),
            ("search", "T"),
            ("title:ne", "&=+%"),
            ("order_by", "-title"),
            ("limit", "2"),
            ("offset", "2"),
        ];
        assert_eq!(
            parameters,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(column(&app.get(&next).await.expect(200), "title").join(" "), "t-5 t-4");
    })
    .await;
}

/// Follows a relation from a path and gives back all titles on the way.
async fn follow(app: &App, from: &str, relation: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut next = Some(from.to_owned());
    while let Some(path) = next {
        let reply = app.get(&path).await.expect(200);
        pages.push(column(&reply, "title"));
        assert!(pages.len() <= 10, "a circle: {pages:?}");
        next = link(app, &reply, relation);
    }
    pages
}

#[tokio::test]
async fn walking_next_and_back_meets_every_row_once() {
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        // All tie in `severity`, so the key alone keeps them apart.
        for (query, pages) in [
            ("limit=2&order_by=severity", 4),
            ("limit=2&order_by=-severity&offset=1", 3),
            ("limit=1", 7),
            ("limit=3&order_by=-title", 3),
        ] {
            let forward = follow(app, &format!("/v1/tasks?{query}"), "next").await;
            assert_eq!(forward.len(), pages, "{query}");
            let mut seen = forward.concat();
            seen.sort();
            seen.dedup();
            let expected = if query.contains("offset=1") { 6 } else { 7 };
            assert_eq!(
                (seen.len(), forward.concat().len()),
                (expected, expected),
                "{query}: {forward:?}"
            );
        }
        let first = app.get("/v1/tasks?limit=2").await.expect(200);
        let last = link(app, &first, "last").expect("a link");
        let mut backward = follow(app, &last, "prev").await;
        backward.reverse();
        assert_eq!(backward.concat(), TITLES);
    })
    .await;
}

#[tokio::test]
async fn beyond_the_end_there_is_an_empty_page() {
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        for offset in ["7", "100", "1000000"] {
            let reply = app.get(&format!("/v1/tasks?limit=3&offset={offset}")).await.expect(200);
            assert_eq!(reply.text(), "[]", "{offset}");
            assert_eq!(reply.header("X-Total-Count"), Some("7"), "{offset}");
            assert_eq!(link(app, &reply, "next"), None, "{offset}");
            let first = link(app, &reply, "first").expect("a link");
            assert_eq!(first, "/v1/tasks?limit=3&offset=0", "{offset}");
        }
    })
    .await;
}

#[tokio::test]
async fn limit_and_offset_have_bounds() {
    let cases = [
        ("limit=0", "limit", "less than 1"),
        ("limit=-1", "limit", "less than 1"),
        ("limit=101", "limit", "greater than 100"),
        ("limit=99999999999999999999", "limit", "greater than 100"),
        ("limit=x", "limit", "not an integer"),
        ("limit=", "limit", "not an integer"),
        ("limit=1.5", "limit", "not an integer"),
        ("offset=-1", "offset", "less than 0"),
        ("offset=x", "offset", "not an integer"),
        ("offset=1000001", "offset", "greater than 1000000"),
        ("offset=9223372036854775807", "offset", "greater than 1000000"),
    ];
    on_every_database(async |app| {
        for (query, field, message) in cases {
            let reply = app.get(&format!("/v1/tasks?{query}")).await;
            assert_eq!(reply.status(), 422, "{query}: {}", reply.text());
            refuses(reply, &[(field, message)]);
        }
        app.get("/v1/tasks?limit=100").await.expect(200);
        app.get("/v1/everything?limit=200").await.expect(200);
        refuses(
            app.get("/v1/everything?limit=201").await,
            &[("limit", "greater than 200")],
        );
    })
    .await;
}

#[tokio::test]
async fn limits_that_are_not_declared_are_the_operators() {
    let mut settings = Settings::default();
    settings.default_limit = 2;
    settings.max_limit = 3;
    with_settings(settings, async |app| {
        for x in 0..5 {
            app.put(&format!("/v1/pairs/{x}/0"), "{}").await.expect(201);
        }
        assert_eq!(column(&app.get("/v1/pairs").await.expect(200), "x").join(" "), "0 1");
        refuses(app.get("/v1/pairs?limit=4").await, &[("limit", "greater than 3")]);
    })
    .await;
}

/// The first link of a page, requested with forwarded headers.
async fn forwarded(app: &App, host: &str) -> String {
    let request = app.get("/v1/tasks?limit=3").header("X-Forwarded-Proto", "https");
    let request = request
        .header("X-Forwarded-Host", host)
        .header("X-Forwarded-Port", "8443");
    let reply = request.await.expect(200);
    let links = reply.header("Link").expect("links");
    links.split('>').next().expect("a URL").to_owned()
}

#[tokio::test]
async fn forwarded_headers_count_only_when_the_proxy_is_trusted() {
    let below = "/v1/tasks?limit=3&offset=3";
    on_every_database(async |app| {
        create_tasks(app, &TITLES).await;
        let base = format!("<http://{}{below}", app.address());
        assert_eq!(forwarded(app, "api.example.com").await, base);
        // Links have a host that a client names only if it is this machine.
        for (host, base) in [("tasks.example.com", ""), ("localhost:81", "http://localhost:81")] {
            let named = app.get("/v1/tasks?limit=3").header("Host", host).await.expect(200);
            let link = named.header("Link").expect("links");
            assert!(link.starts_with(&format!("<{base}{below}>")), "{link}");
        }
    })
    .await;
    let mut settings = Settings::default();
    settings.trusted_proxies = 1;
    settings.allowed_hosts = ["api.example.com", "127.0.0.1"]
        .map(|host| host.parse().expect("a host"))
        .into();
    with_settings(settings, async |app| {
        create_tasks(app, &TITLES).await;
        let base = format!("<https://api.example.com:8443{below}");
        assert_eq!(forwarded(app, "api.example.com").await, base);
        for malformed in ["a b", "http://", "<script>", "a/b", "\"", "a:b:c"] {
            let link = forwarded(app, malformed).await;
            assert!(
                link.ends_with(below) && !link.contains(malformed),
                "{malformed}: {link}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_public_url_beats_all() {
    let mut settings = Settings::default();
    settings.trusted_proxies = 1;
    settings.allowed_hosts = ["api.example.com", "127.0.0.1"]
        .map(|host| host.parse().expect("a host"))
        .into();
    settings.public_url = Some("https://public.example.com".to_owned());
    with_settings(settings, async |app| {
        create_tasks(app, &TITLES).await;
        let link = forwarded(app, "api.example.com").await;
        assert_eq!(link, "<https://public.example.com/v1/tasks?limit=3&offset=3");
    })
    .await;
}
