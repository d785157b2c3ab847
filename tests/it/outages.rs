//! A database that is unavailable or read-only: the replies to clients, and the log.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::future::join_all;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Client, Database, PostgresServer, databases};
use warp_openapi::{Config, State};

use crate::api::Suite;
use crate::support::create;

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Lets this thread's log go here, at this level and worse.
    fn listen(&self, level: tracing::Level) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(level)
            .with_ansi(false)
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// Asserts that it is one line about an outage, and nothing else, from any module; but the driver may log once for each of so many
    /// connections that it was lost.
    #[track_caller]
    fn is_one_line(&self, lost: usize) {
        let bytes = self.0.lock().expect("no panic").clone();
        let text = String::from_utf8(bytes).expect("text");
        let lines: Vec<&str> = text.lines().filter(|line| !line.contains("`after_release`")).collect();
        assert!(
            matches!(*lines, [line] if line.contains("service unavailable")),
            "{text}"
        );
        assert!(text.lines().count() <= 1 + lost, "{text}");
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Log {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// Asserts that a reply has `Retry-After`.
async fn refuses(client: &Client, method: &str, path: &str, body: &serde_json::Value) {
    let request = client.request(method, path);
    let reply = match body {
        serde_json::Value::Null => request.await,
        body => request.json(body).await,
    };
    let reply = reply.expect(503);
    assert_eq!(reply.header("Retry-After"), Some("1"), "{method} {path}");
}

#[tokio::test]
async fn a_database_that_may_only_be_read_is_unavailable_to_writers_alone() {
    for database in databases().await {
        let log = Log::default();
        let app = App::start(Suite::API, database).await;
        let task = create(&app, "/v1/tasks", json!({"title": "Buy milk"})).await;
        let path = format!("/v1/tasks/{}", task["id"].as_str().expect("an id"));
        let tag = app
            .get(&path)
            .await
            .expect(200)
            .header("ETag")
            .expect("a tag")
            .to_owned();
        let each = match app.database().name() {
            "SQLite" => "PRAGMA query_only = on",
            _ => "SET default_transaction_read_only = on",
        };
        // Each connection of the pool, of which each statement of its own takes one.
        let connection = app.database().connection();
        let mut held = Vec::new();
        for _ in 0..10 {
            use warp_openapi::sea_orm::TransactionTrait as _;
            held.push(connection.begin().await.expect("a connection"));
        }
        for transaction in held {
            transaction.execute_unprepared(each).await.expect("a setting");
            transaction.commit().await.expect("a commit");
        }
        let listening = log.listen(tracing::Level::WARN);
        for _ in 0..3 {
            refuses(&app, "POST", "/v1/tasks", &json!({"title": "Buy eggs"})).await;
            refuses(&app, "PATCH", &path, &json!({"severity": 1})).await;
            refuses(&app, "PUT", &path, &json!({"title": "Buy eggs"})).await;
            refuses(&app, "DELETE", &path, &json!(null)).await;
            let reply = app.patch(&path, json!({"severity": 1})).header("If-Match", &tag).await;
            reply.expect(503);
            app.get(&path).await.expect(200);
            app.get("/v1/tasks").await.expect(200);
        }
        drop(listening);
        log.is_one_line(0);
    }
}

/// What takes the connections of an API away, and what lets it connect again: two statements.
struct Refusal {
    begin: String,
    end: String,
}

/// Takes all connections of an API away by means of another database of its server. Asserts that its requests are refused while it may not
/// connect, with one line of the log, and that they succeed afterwards.
async fn is_unavailable_while_refused(app: &App, beside: &Database, name: &str, refusal: Refusal) {
    let say = async |sql: String| beside.connection().execute_unprepared(&sql).await.expect("done");
    app.get("/v1/tasks").await.expect(200);
    say(refusal.begin).await;
    say(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    let log = Log::default();
    let listening = log.listen(tracing::Level::WARN);
    for _ in 0..3 {
        join_all((0..5).map(|_| refuses(app, "GET", "/v1/tasks", &serde_json::Value::Null))).await;
        refuses(app, "POST", "/v1/tasks", &json!({"title": "Buy milk"})).await;
    }
    drop(listening);
    log.is_one_line(10);
    say(refusal.end).await;
    create(app, "/v1/tasks", json!({"title": "Buy milk"})).await;
    app.get("/v1/tasks").await.expect(200);
}

/// A new PostgreSQL database, its name, and another one of its server.
async fn postgres() -> Option<(Database, String, Database)> {
    let (database, beside) = (Database::postgres().await?, Database::postgres().await?);
    let name = database.url().rsplit('/').next().expect("a name").to_owned();
    Some((database, name, beside))
}

#[tokio::test]
async fn a_server_that_allows_no_connection_is_one_line_of_the_log_and_comes_back() {
    let Some((database, name, beside)) = postgres().await else {
        return;
    };
    let app = App::start(Suite::API, database).await;
    let allow = |allowed| format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}");
    let refusal = Refusal {
        begin: allow(false),
        end: allow(true),
    };
    is_unavailable_while_refused(&app, &beside, &name, refusal).await;
}

/// The server answers with 42501, which in a statement is no outage: there it means a table that the user may not use.
#[tokio::test]
async fn a_user_who_may_not_connect_any_more_is_one_line_of_the_log_and_comes_back() {
    let Some((database, name, beside)) = postgres().await else {
        return;
    };
    let role = format!("guest_of_{name}");
    let say = async |database: &Database, sql: String| {
        let connection = database.connection();
        connection.execute_unprepared(&sql).await.expect("done");
    };
    say(
        &database,
        format!("CREATE ROLE {role} LOGIN PASSWORD 'guest'; GRANT CREATE ON SCHEMA public TO {role}"),
    )
    .await;
    let mut url = url::Url::parse(database.url()).expect("a URL");
    url.set_username(&role).expect("a user");
    url.set_password(Some("guest")).expect("a password");
    let as_role = Config::parse(url.as_str()).expect("a database");
    let app = App::start(Suite::API, database.with(|_| as_role).await).await;
    let refusal = Refusal {
        begin: format!("REVOKE CONNECT ON DATABASE {name} FROM PUBLIC"),
        end: format!("GRANT CONNECT ON DATABASE {name} TO PUBLIC"),
    };
    is_unavailable_while_refused(&app, &beside, &name, refusal).await;
    // The database goes first, since the role owns its tables.
    drop(app);
    say(&beside, format!("DROP ROLE {role}")).await;
}

api! {
    api Counting { title: "Counting", version: "1.0.0" }

    /// A thing
    resource Counted { path: "/counted", key: { id: i64 [auto_increment] }, fields: { name: String }, ops: [list, create, read] }

    /// How many there are
    op how_many() -> i64 { route: GET "/how-many" }
}

async fn how_many(ctx: Ctx) -> Result<i64, Error> {
    i64::try_from(counted::Entity::find().count(&ctx.db()).await?).map_err(Error::internal)
}

#[tokio::test]
async fn a_read_on_a_dead_connection_is_tried_on_another_one() {
    let Some((database, name, beside)) = postgres().await else {
        return;
    };
    let app = App::start(Counting::API, database).await;
    app.post("/counted", json!({"name": "a"})).await.expect(201);
    for path in ["/counted", "/counted/1", "/how-many"] {
        // Several connections, all of which die, as when the server restarts.
        join_all((0..5).map(|_| async { app.get(path).await.expect(200) })).await;
        let terminated = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        beside.connection().execute_unprepared(&terminated).await.expect("done");
        join_all((0..5).map(|_| async { app.get(path).await.expect(200) })).await;
    }
}

/// The pool would wait for a connection longer than the client of the test waits for a reply.
#[tokio::test]
async fn requests_fail_at_once_while_the_server_is_known_to_be_down() {
    let Some(mut server) = PostgresServer::private().await else {
        return;
    };
    let config = Config::parse(server.url())
        .expect("a URL")
        .acquire_timeout(Duration::from_secs(300));
    let database = warp_openapi::connect(&config).await.expect("a server that runs");
    database.create_missing(Counting::API).await.expect("tables");
    let app = App::serve(Database::sqlite().await, Counting::filter(State::from(database))).await;
    app.post("/counted", json!({"name": "a"})).await.expect(201);
    server.stop().await;
    for _ in 0..3 {
        join_all((0..5).map(|_| refuses(&app, "GET", "/counted", &serde_json::Value::Null))).await;
        refuses(&app, "POST", "/counted", &json!({"name": "b"})).await;
    }
    server.start_again().await;
    let answers = async {
        while app.get("/counted").await.status() != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), answers)
        .await
        .expect("the database is found again");
    app.post("/counted", json!({"name": "c"})).await.expect(201);
}
