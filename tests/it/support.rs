//! What the cases share.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use warp_openapi::testing::{App, Reply, databases};
use warp_openapi::{Config, Database, Settings, connect};

use crate::api::Suite;

/// Runs a case on each database, against an API of its own.
pub(crate) async fn on_every_database(case: impl AsyncFn(&App)) {
    with_settings(Settings::default(), case).await;
}

/// Runs a case on each database, with settings.
pub(crate) async fn with_settings(settings: Settings, case: impl AsyncFn(&App)) {
    for database in databases().await {
        let app = App::start_with(Suite::API, database, settings.clone()).await;
        case(&app).await;
    }
}

/// Runs a case on each database and asserts that it gives the same everywhere.
pub(crate) async fn same_on_every_database(case: impl AsyncFn(&App) -> String) {
    let seen: Mutex<Vec<(&str, String)>> = Mutex::new(Vec::new());
    on_every_database(async |app| {
        let result = case(app).await;
        seen.lock().expect("no panic").push((app.database().name(), result));
    })
    .await;
    let seen = seen.into_inner().expect("no panic");
    for pair in seen.windows(2) {
        assert_eq!(pair[0].1, pair[1].1, "{} and {} differ", pair[0].0, pair[1].0);
    }
}

/// Creates a row and gives back the reply's JSON.
pub(crate) async fn create(app: &App, path: &str, body: Value) -> Value {
    app.post(path, body).await.expect(201).json()
}

/// Creates tasks with these titles.
pub(crate) async fn create_tasks(app: &App, titles: &[&str]) {
    for title in titles {
        create(app, "/v1/tasks", json!({ "title": title })).await;
    }
}

/// How many rows a list has.
pub(crate) async fn count(app: &App, path: &str) -> u64 {
    let reply = app.get(path).await.expect(200);
    let total = reply.header("X-Total-Count").expect("a count");
    total.parse().expect("a number")
}

/// The texts of one member of each row of a list; rows without it give `-`.
#[track_caller]
pub(crate) fn column(reply: &Reply, member: &str) -> Vec<String> {
    let rows = reply.json();
    let rows = rows.as_array().expect("a list");
    let text = |row: &Value| match &row[member] {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    rows.iter().map(text).collect()
}

/// Asserts a 422 with just these errors, in any order.
#[track_caller]
pub(crate) fn refuses(reply: Reply, expected: &[(&str, &str)]) {
    let reply = reply.expect(422);
    let mut found = reply.errors();
    let mut expected: Vec<(String, String)> = expected
        .iter()
        .map(|(field, message)| ((*field).to_owned(), (*message).to_owned()))
        .collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// The path and query of the link with this relation, checked to be an absolute URL of the server.
#[track_caller]
pub(crate) fn link(app: &App, reply: &Reply, relation: &str) -> Option<String> {
    let base = format!("http://{}", app.address());
    let links = reply.header("Link")?;
    let found = links
        .split(", <")
        .find(|link| link.ends_with(&format!(">; rel=\"{relation}\"")))?;
    let url = found.trim_start_matches('<').split('>').next().expect("a URL");
    let path = url.strip_prefix(&base);
    Some(
        path.unwrap_or_else(|| panic!("{url} does not begin with {base}"))
            .to_owned(),
    )
}

/// Another program at the same database, which waits for nothing.
pub(crate) async fn other(app: &App) -> Database {
    connect(&Config::parse(app.database().url()).expect("a database"))
        .await
        .expect("a database that answers")
}

/// How many statements of this database wait for locks.
pub(crate) async fn waiting(other: &Database) -> i64 {
    // Not by `wait_event_type`: that is unset for a moment whenever a waiting statement looks whether its client is still there.
    let sql = "SELECT count(*) AS number FROM pg_locks JOIN pg_stat_activity USING (pid) \
               WHERE datname = current_database() AND NOT granted";
    let connection = other.connection();
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    let row = connection.query_one_raw(statement).await.expect("an answer");
    row.expect("a row").try_get("", "number").expect("a number")
}

/// Waits until so many statements wait for locks.
pub(crate) async fn until_waiting(other: &Database, number: i64) {
    let until = Instant::now() + Duration::from_secs(6);
    while waiting(other).await != number {
        assert!(
            Instant::now() < until,
            "{} wait instead of {number}",
            waiting(other).await
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
