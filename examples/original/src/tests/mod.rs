//! Every endpoint of the original, on SQLite, and on PostgreSQL where there is a server.

mod document;
mod lists;
mod multikeys;
mod plain;
#[path = "../../../../tests/samples/mod.rs"]
mod samples;
mod sequences;
mod stream;
mod tasks;
mod transactions;

use serde_json::Value;
use warp_openapi::testing::{App, Reply, databases};

use super::Original;

#[tokio::test]
async fn whatever_the_document_allows_is_taken() {
    // Those that fail on purpose, and one whose parts are files.
    let without = ["error", "create_in_transaction", "upload"];
    samples::all_are_taken(Original::API, &without, 100).await;
}

/// Runs a test on a new server over each database.
async fn on_every_database(test: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start(Original::API, database).await;
        test(&app).await;
    }
}

/// Creates tasks.
async fn given(app: &App, tasks: &[Value]) {
    for task in tasks {
        app.post("/tasks", task).await.expect(201);
    }
}

/// Asserts that a request is refused for these reasons, in whatever order.
#[track_caller]
fn refused(reply: Reply, expected: &[(&str, &str)]) {
    let mut found = reply.expect(422).errors();
    found.sort();
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(f, m)| ((*f).to_owned(), (*m).to_owned()))
        .collect();
    expected.sort();
    assert_eq!(found, expected);
}

/// One member of each row of a list.
#[track_caller]
fn column(reply: &Reply, name: &str) -> Vec<String> {
    let rows = reply.json();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[name].as_str().map_or_else(|| row[name].to_string(), str::to_owned))
        .collect()
}

/// The relations and queries of a `Link` header, in its order.
fn links(reply: &Reply) -> Vec<(String, String)> {
    let header = reply.header("Link").unwrap_or_default();
    let links = header.split(", ").filter(|link| !link.is_empty());
    links
        .map(|link| {
            let (url, relation) = link.split_once(">; rel=\"").unwrap();
            let (_, query) = url.split_once('?').unwrap();
            (relation.trim_end_matches('"').to_owned(), query.to_owned())
        })
        .collect()
}
