//! The pages that show the document to people. What they look like is `.ci/docs-page`'s to say, in a browser.

use warp::Filter as _;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};
use warp_openapi::{DocsTheme, Settings, State};

use crate::api::Suite;
use crate::served::Depot;
use crate::support::{on_every_database, with_settings};

api! {
    /// Has pages of its own.
    api Library { title: "Library", version: "1" }

    /// A page of a book
    resource Leaf {
        path: "/docs",
        table: "leaves",
        key: { name: String [len(1..=9)] },
        fields: { text: String },
        ops: [read, put],
    }
}

const FILES: [(&str, &str); 5] = [
    ("redoc.js", "text/javascript; charset=utf-8"),
    ("swagger-ui.js", "text/javascript; charset=utf-8"),
    ("swagger-ui.css", "text/css; charset=utf-8"),
    ("page.js", "text/javascript; charset=utf-8"),
    ("page.css", "text/css; charset=utf-8"),
];

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

/// The values of an attribute, in the order of the page.
fn attribute<'p>(page: &'p Reply, name: &str) -> Vec<&'p str> {
    let mark = format!(" {name}=\"");
    let rest = page.text().split(mark.as_str()).skip(1);
    rest.map(|rest| rest.split('"').next().expect("a value")).collect()
}

/// Asserts that all that a page at `path` refers to is there: its files, the other page, the document.
async fn is_whole(app: &App, path: &str) {
    let page = app.get(path).await.expect(200);
    let base = url::Url::parse(&format!("http://{}{path}", app.address())).expect("a URL");
    let links = ["src", "href", "data-document"]
        .map(|name| attribute(&page, name))
        .concat();
    assert!(links.len() >= 6, "{links:?}");
    for link in links.into_iter().filter(|link| *link != "data:,") {
        let target = base.join(link).expect("a URL");
        assert_eq!(target.authority(), app.address().to_string(), "{link}");
        app.get(target.path()).await.expect(200);
    }
    let [server] = attribute(&page, "data-server")[..] else {
        panic!("{}", page.text())
    };
    let tasks = format!("{}/tasks", base.join(server).expect("a URL").path());
    assert_eq!(app.get(&tasks).await.expect(200).text(), "[]");
}

#[tokio::test]
async fn both_pages_are_whole_and_load_nothing_from_elsewhere() {
    on_every_database(async |app| {
        for path in ["/docs", "/docs/try"] {
            is_whole(app, path).await;
            let page = app.get(path).await.expect(200);
            assert_eq!(page.header("Content-Type"), Some("text/html; charset=utf-8"));
            assert!(page.text().contains("<title>Suite</title>"), "{path}");
            assert!(page.text().contains("width=device-width"), "{path}");
            assert!(!page.text().contains("http"), "{path}: {}", page.text());
            let scripts = page.text().matches("<script").count();
            assert_eq!(
                scripts,
                page.text().matches("<script src=").count(),
                "inline scripts: {path}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn the_policy_is_strict() {
    on_every_database(async |app| {
        for path in ["/docs", "/docs/try"] {
            let page = app.get(path).await.expect(200);
            let policy = page.header("Content-Security-Policy").expect("a policy");
            let rules: Vec<&str> = policy.split("; ").collect();
            for rule in [
                "default-src 'none'",
                "script-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
            ] {
                assert!(rules.contains(&rule), "{rule}: {policy}");
            }
            for word in ["unsafe-eval", "http", "*"] {
                assert!(!policy.contains(word), "{word}: {policy}");
            }
            // Redoc writes its styles itself.
            assert_eq!(policy.contains("unsafe-inline"), path == "/docs", "{policy}");
            assert_eq!(page.header("Referrer-Policy"), Some("no-referrer"));
            assert_eq!(page.header("X-Content-Type-Options"), Some("nosniff"));
        }
    })
    .await;
}

#[tokio::test]
async fn files_have_their_types_and_come_compressed_where_that_is_taken() {
    on_every_database(async |app| {
        for (name, media_type) in FILES {
            let path = format!("/docs/{name}");
            let plain = app.get(&path).await.expect(200);
            assert_eq!(plain.header("Content-Type"), Some(media_type), "{name}");
            assert_eq!(plain.header("X-Content-Type-Options"), Some("nosniff"), "{name}");
            assert_eq!(plain.header("Content-Encoding"), None, "{name}");
            let gzip = app.get(&path).header("Accept-Encoding", "gzip, br").await.expect(200);
            assert_eq!(gzip.header("Content-Encoding"), Some("gzip"), "{name}");
            assert_eq!(gzip.header("Content-Type"), Some(media_type), "{name}");
            assert!(gzip.bytes().len() < plain.bytes().len() / 2, "{name}");
            for reply in [plain, gzip] {
                assert_eq!(reply.header("Vary"), Some("accept-encoding"), "{name}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_304() {
    on_every_database(async |app| {
        let files = FILES.map(|(name, _)| format!("/docs/{name}"));
        for path in files.iter().map(String::as_str).chain(["/docs", "/docs/try"]) {
            let reply = app.get(path).await.expect(200);
            assert_eq!(reply.header("Cache-Control"), Some("no-cache"), "{path}");
            let tag = reply.header("ETag").expect("an ETag").to_owned();
            let again = app.get(path).header("If-None-Match", &tag).await.expect(304);
            assert_eq!(
                (again.bytes().len(), again.header("ETag")),
                (0, Some(tag.as_str())),
                "{path}"
            );
            app.get(path).header("If-None-Match", "\"x\"").await.expect(200);
        }
    })
    .await;
}

#[tokio::test]
async fn head_and_options_work_and_nothing_else() {
    on_every_database(async |app| {
        for path in ["/docs", "/docs/try", "/docs/redoc.js", "/"] {
            let got = app.get(path).await;
            let head = app.request("HEAD", path).await.expect(got.status());
            assert_eq!(head.bytes().len(), 0, "{path}");
            let length = head
                .header("Content-Length")
                .map_or(0, |text| text.parse().expect("a number"));
            assert_eq!(length, got.bytes().len(), "{path}");
            let options = app.request("OPTIONS", path).await.expect(204);
            assert_eq!(options.header("Allow"), Some("GET, HEAD, OPTIONS"), "{path}");
            app.post(path, "{}").await.expect(405);
        }
    })
    .await;
}

#[tokio::test]
async fn the_root_leads_to_the_page() {
    on_every_database(async |app| {
        let reply = app.get("/").await.expect(307);
        assert_eq!(reply.header("Location"), Some("./docs"));
        for path in ["/docs/", "/docs/nothing", "/v1", "/v1/docs"] {
            app.get(path).await.expect(404);
        }
    })
    .await;
}

#[tokio::test]
async fn below_a_prefix_every_link_still_leads_somewhere() {
    for database in databases().await {
        database.create_tables(Suite::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let filter = warp::path("a").and(warp::path("b")).and(Suite::filter(state));
        let app = App::serve(database, filter).await;
        for path in ["/a/b/docs", "/a/b/docs/try"] {
            is_whole(&app, path).await;
        }
        for (path, location) in [("/a/b", "./b/docs"), ("/a/b/", "./docs")] {
            assert_eq!(
                app.get(path).await.expect(307).header("Location"),
                Some(location),
                "{path}"
            );
        }
        app.get("/docs").await.expect(404);
        app.get("/").await.expect(404);
    }
}

#[tokio::test]
async fn the_pages_can_be_elsewhere() {
    let settings = settings(|settings| {
        settings.docs_route = Some("/meta/for/people".to_owned());
        settings.spec_route = "/meta/document".to_owned();
    });
    with_settings(settings, async |app| {
        for path in ["/meta/for/people", "/meta/for/people/try"] {
            is_whole(app, path).await;
        }
        assert_eq!(
            app.get("/").await.expect(307).header("Location"),
            Some("./meta/for/people")
        );
        app.get("/docs").await.expect(404);
    })
    .await;
}

/// Asserts where the page at `path` says that the document of the sockets is, and that it is there.
async fn leads_to_the_sockets(app: &App, path: &str, expected: &str) {
    let page = app.get(path).await.expect(200);
    let links = attribute(&page, "href");
    let link = links.iter().find(|link| link.contains("asyncapi"));
    assert_eq!(link, Some(&expected), "{path}");
    let base = url::Url::parse(&format!("http://{}{path}", app.address())).expect("a URL");
    let target = base.join(expected).expect("a URL");
    let document = app.get(target.path()).await.expect(200).json();
    assert!(document["channels"]["Feed"].is_object(), "{document}");
}

#[tokio::test]
async fn the_pages_lead_to_the_document_of_the_sockets_if_there_are_any() {
    let deep = |settings: &mut Settings| {
        settings.docs_route = Some("/meta/for/people".to_owned());
        // A proxy takes its path away, and links that are relative keep it.
        settings.public_url = Some("https://c.example/x".to_owned());
    };
    for database in databases().await {
        let app = App::start(Depot::API, database).await;
        leads_to_the_sockets(&app, "/docs", "./asyncapi.json").await;
        leads_to_the_sockets(&app, "/docs/try", "../asyncapi.json").await;
    }
    for database in databases().await {
        let app = App::start_with(Depot::API, database, settings(deep)).await;
        leads_to_the_sockets(&app, "/meta/for/people", "../../asyncapi.json").await;
        leads_to_the_sockets(&app, "/meta/for/people/try", "../../../asyncapi.json").await;
    }
    for database in databases().await {
        let state = State::new(database.connection().clone()).expect("a supported database");
        let app = App::serve(database, warp::path("a").and(Depot::filter(state))).await;
        leads_to_the_sockets(&app, "/a/docs", "./asyncapi.json").await;
    }
    on_every_database(async |app| {
        for path in ["/docs", "/docs/try"] {
            let page = app.get(path).await.expect(200);
            let links = attribute(&page, "href");
            assert!(!links.iter().any(|link| link.contains("asyncapi")), "{links:?}");
        }
        app.get("/asyncapi.json").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn the_pages_can_be_switched_off() {
    with_settings(settings(|settings| settings.docs_route = None), async |app| {
        for path in ["/", "/docs", "/docs/try", "/docs/page.js"] {
            app.get(path).await.expect(404);
        }
        app.get("/spec").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn title_and_theme_can_be_set_and_the_title_is_text() {
    let hostile = "</script><img src=x onerror=alert(1)> \" ' & {title}";
    let settings = settings(|settings| {
        settings.docs_title = Some(hostile.to_owned());
        settings.docs_theme = DocsTheme::Dark;
    });
    with_settings(settings, async |app| {
        for path in ["/docs", "/docs/try"] {
            let page = app.get(path).await.expect(200);
            let escaped = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &quot; &#39; &amp; {title}";
            assert!(
                page.text().contains(&format!("<title>{escaped}</title>")),
                "{}",
                page.text()
            );
            assert!(!page.text().contains("<img"), "{}", page.text());
            assert_eq!(attribute(&page, "data-theme"), ["dark"], "{path}");
        }
    })
    .await;
    on_every_database(async |app| {
        let page = app.get("/docs").await.expect(200);
        assert_eq!(attribute(&page, "data-theme"), ["auto"]);
    })
    .await;
}

#[tokio::test]
async fn routes_of_the_api_take_precedence_over_the_pages() {
    for database in databases().await {
        let app = App::start(Library::API, database).await;
        app.put("/docs/try", r#"{"text": "a leaf"}"#).await.expect(201);
        assert_eq!(app.get("/docs/try").await.expect(200).json()["text"], "a leaf");
        app.get("/docs/page.js").await.expect(404);
        // A page that could load none of its files would be no help.
        app.get("/docs").await.expect(404);
        app.get("/").await.expect(404);
    }
}
