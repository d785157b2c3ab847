//! The end of the server: pending requests are answered, then sockets are closed with 1001.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, ExitCode, Stdio, exit};
use std::time::Duration;

use serde_json::json;
use warp_openapi::testing::{Client, Database, Socket};

use super::{Gate, Talk, talk_within};

#[tokio::test]
async fn requests_are_answered_before_sockets_are_closed_with_1001() {
    talk_within(
        |_| {},
        async |app, gate, state| {
            let mut idle = app.socket("/v1/open").await;
            let mut busy = app.socket("/v1/open").await;
            busy.send(json!({ "id": "a", "method": "wait" })).await;
            // Answered after what was sent before it has begun.
            assert_eq!(busy.call("echo", json!({})).await, json!({}));
            let state = state.clone();
            let closing = tokio::spawn(async move { state.close_sockets().await });
            assert_eq!(idle.closed().await.0, 1001);
            assert_eq!(Socket::open(app.address(), "/v1/open", &[]).await.err(), Some(503));
            gate.0.notify_one();
            assert_eq!(busy.receive().await["id"], "a");
            assert_eq!(busy.closed().await.0, 1001);
            drop((idle, busy));
            closing.await.expect("the end");
        },
    )
    .await;
}

#[tokio::test]
async fn sockets_that_do_not_end_in_time_are_cut_off() {
    talk_within(
        |_| {},
        async |app, _, state| {
            let mut busy = app.socket("/v1/open").await;
            busy.send(json!({ "id": "a", "method": "wait" })).await;
            assert_eq!(busy.call("echo", json!({})).await, json!({}));
            let closing = tokio::time::timeout(Duration::from_millis(50), state.close_sockets());
            assert!(closing.await.is_err());
            assert_eq!(busy.closed().await.0, 1006);
            state.close_sockets().await;
        },
    )
    .await;
}

/// Not a case of its own: the server that the others start.
#[test]
fn runs() {
    if std::env::var_os("WARP_OPENAPI_TALK").is_none() {
        return;
    }
    let code = Talk::cli()
        .state(Gate::default())
        .run_from(["talk", "serve", "--port", "0"]);
    exit(i32::from(code != ExitCode::SUCCESS));
}

struct Server {
    child: Child,
    client: Client,
    // Gone after the server.
    _database: Database,
}

impl Server {
    async fn start() -> Self {
        let database = Database::sqlite().await;
        let mut child = Command::new(std::env::current_exe().expect("a path"))
            .args(["--exact", "sockets::endings::runs", "--nocapture", "--quiet"])
            .env("WARP_OPENAPI_TALK", "1")
            .env("DATASTORE", database.url())
            .env_remove("RUST_LOG")
            .env("LOG_LEVEL", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a process");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let mut lines = out.lines().map(|line| line.expect("UTF-8"));
        let line = lines.find(|line| line.contains("API       http://")).expect("a banner");
        let address = line.split('/').nth(2).expect("an address");
        let client = Client::new(address.parse().expect("an address"));
        // It must not find its output closed.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            client,
            _database: database,
        }
    }

    fn signal(&self) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(killed.expect("kill").success());
    }

    /// Waits for its end; returns whether it succeeded, and its log.
    async fn ended(mut self) -> (bool, String) {
        tokio::task::spawn_blocking(move || {
            let mut received = String::new();
            let mut log = self.child.stderr.take().expect("its log");
            log.read_to_string(&mut received).expect("UTF-8");
            (self.child.wait().expect("its end").success(), received)
        })
        .await
        .expect("no panic")
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_signal_closes_sockets_with_1001() {
    let server = Server::start().await;
    let mut socket = server.client.socket("/v1/open").await;
    assert_eq!(socket.call("echo", json!({})).await, json!({}));
    server.signal();
    assert_eq!(socket.closed().await.0, 1001);
    drop(socket);
    assert_eq!(server.ended().await, (true, String::new()));
}

#[cfg(unix)]
#[tokio::test]
async fn a_second_signal_ends_at_once() {
    let server = Server::start().await;
    let mut idle = server.client.socket("/v1/open").await;
    let mut busy = server.client.socket("/v1/open").await;
    busy.send(json!({ "id": "a", "method": "wait" })).await;
    assert_eq!(busy.call("echo", json!({})).await, json!({}));
    server.signal();
    // The first has come.
    assert_eq!(idle.closed().await.0, 1001);
    server.signal();
    let (well, log) = server.ended().await;
    assert!(well, "{log}");
    assert!(log.contains("open requests are aborted"), "{log}");
    assert_eq!(busy.closed().await.0, 1006);
}
