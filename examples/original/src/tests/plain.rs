//! The endpoints without a table behind them.

use serde_json::json;

use super::on_every_database;

#[tokio::test]
async fn the_root_lists_the_urls_of_all_routes() {
    on_every_database(async |app| {
        let urls = app.get("/").await.expect(200).json();
        let root = format!("http://{}", app.address());
        let paths = [
            "/",
            "/asyncapi.json",
            "/bulk/tasks",
            "/docs",
            "/error",
            "/multikey",
            "/multikey-unique",
            "/openapi.json",
            "/series_cursor",
            "/series_offset",
            "/simple-list",
            "/sources",
            "/spec",
            "/status",
            "/stream",
            "/tasks",
            "/tasks/{id}",
            "/tasks2/{task_id}",
            "/transaction/bulk/tasks",
            "/transaction/tasks",
            "/transaction/tasks/{id}",
            "/upload",
        ];
        assert_eq!(urls, json!(paths.map(|path| format!("{root}{path}"))));
    })
    .await;
}

#[tokio::test]
async fn plain_endpoints_answer() {
    on_every_database(async |app| {
        for (path, body) in [("/status", "{}"), ("/simple-list", "[2,4,5]"), ("/sources", "[]")] {
            let reply = app.get(path).await.expect(200);
            assert_eq!(reply.text(), body);
            assert_eq!(reply.header("Content-Type"), Some("application/json"));
            let head = app.request("HEAD", path).await.expect(200);
            assert_eq!(head.text(), "");
        }
    })
    .await;
}

#[tokio::test]
async fn errors_do_not_reveal_their_cause() {
    on_every_database(async |app| {
        let reply = app.get("/error").await.expect(500);
        assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
        assert_eq!(
            reply.json(),
            json!({"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "Internal Server Error"})
        );
        app.get("/nothing").await.expect(404);
        let reply = app.post("/status", "{}").await.expect(405);
        assert_eq!(reply.header("Allow"), Some("GET, HEAD, OPTIONS"));
    })
    .await;
}

#[tokio::test]
async fn files_can_be_sent() {
    on_every_database(async |app| {
        let body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
                    Content-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
        let reply = app
            .request("POST", "/upload")
            .header("Content-Type", "multipart/form-data; boundary=b")
            .body(body)
            .await
            .expect(201);
        assert_eq!(reply.text(), r#"{"ok":true}"#);
    })
    .await;
}

#[tokio::test]
async fn the_document_and_its_page_are_served() {
    on_every_database(async |app| {
        let document = app.get("/spec").await.expect(200).json();
        let tags: Vec<_> = document["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| &tag["name"])
            .collect();
        assert_eq!(tags, ["Multikey", "Random", "Series", "Sources", "Task", "Transaction"]);
        for (path, methods) in [
            ("/", "get"),
            ("/status", "get"),
            ("/error", "get"),
            ("/tasks", "delete get post"),
            ("/tasks/{id}", "delete get patch"),
            ("/tasks2/{task_id}", "delete get patch"),
            ("/bulk/tasks", "post"),
            ("/transaction/tasks", "get post"),
            ("/transaction/tasks/{id}", "delete get patch"),
            ("/transaction/bulk/tasks", "delete post"),
            ("/simple-list", "get"),
            ("/sources", "get"),
            ("/multikey", "get post"),
            ("/multikey-unique", "get post"),
            ("/upload", "post"),
            ("/series_offset", "get"),
            ("/series_cursor", "get"),
        ] {
            let item = document["paths"][path]
                .as_object()
                .unwrap_or_else(|| panic!("{path} is missing"));
            let mut offered: Vec<&str> = item
                .keys()
                .map(String::as_str)
                .filter(|key| *key != "parameters")
                .collect();
            offered.sort_unstable();
            assert_eq!(offered.join(" "), methods, "{path}");
        }
        assert!(!document.to_string().contains("randoms"));
    })
    .await;
}
