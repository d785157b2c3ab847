//! A Redis server for tests: the one in the environment, else a private one from installed binaries.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

/// The variable with the URL of a server.
const VARIABLE: &str = "TEST_REDIS_URL";

/// How long a server may take to start.
const START_TIMEOUT: Duration = Duration::from_secs(30);

/// Runs a private server as long as its standard input is open, that is as long as the test lives, however it ends. The server has no files, so
/// it can be killed.
const SUPERVISOR: &str = r#"
redis-server "$@" --bind 127.0.0.1 --save '' --appendonly no --dir /tmp --daemonize no </dev/null 2>&1 &
cat >/dev/null
kill -KILL $!
wait $! 2>/dev/null
"#;

/// A Redis server of one test. A private one stops when it is dropped.
#[derive(Debug)]
pub struct RedisServer {
    url: String,
    private: Option<Private>,
}

#[derive(Debug)]
struct Private {
    options: Vec<String>,
    supervisor: Option<Child>,
}

impl RedisServer {
    /// Connects to the server in `TEST_REDIS_URL`, which others may use, too, or starts a private one. `None`, with a message, if there is none.
    ///
    /// # Panics
    ///
    /// If there is none and `CI` is set.
    pub async fn start() -> Option<Self> {
        match env::var(VARIABLE) {
            Ok(url) if !url.is_empty() => Some(Self { url, private: None }),
            _ => Self::private().await,
        }
    }

    /// Starts a private server, which can be stopped, from a `redis-server` on the PATH. `None`, with a message, if there is none.
    ///
    /// # Panics
    ///
    /// If there is none and `CI` is set.
    pub async fn private() -> Option<Self> {
        Self::private_with("redis", |port| vec!["--port".to_owned(), port.to_string()]).await
    }

    /// Starts a private server with the options for a port.
    pub(super) async fn private_with(
        scheme: &str,
        options: impl Fn(u16) -> Vec<String> + Send + 'static,
    ) -> Option<Self> {
        let started = tokio::task::spawn_blocking(move || {
            // Another program may take the port in between.
            let mut tries = (0..5).map(|_| {
                let port = free_port()?;
                let options = options(port);
                let supervisor = start_server(&options)?;
                Ok((port, options, supervisor))
            });
            tries.find(Result::is_ok).unwrap_or_else(|| Err(missing()))
        });
        match started.await.expect("no panic") {
            Ok((port, options, supervisor)) => Some(Self {
                url: format!("{scheme}://127.0.0.1:{port}"),
                private: Some(Private {
                    options,
                    supervisor: Some(supervisor),
                }),
            }),
            Err(reason) => {
                skip(&reason);
                None
            }
        }
    }

    /// Returns the URL, as for `REDIS_URL`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops a private server at once.
    ///
    /// # Panics
    ///
    /// If it isn't private.
    pub async fn stop(&mut self) {
        let private = self.private.as_mut().expect("a private server");
        if let Some(supervisor) = private.supervisor.take() {
            tokio::task::spawn_blocking(move || stop(supervisor))
                .await
                .expect("no panic");
        }
    }

    /// Starts a private server again, at the same port, empty.
    ///
    /// # Panics
    ///
    /// If it isn't private or doesn't start.
    pub async fn start_again(&mut self) {
        self.stop().await;
        let private = self.private.as_mut().expect("a private server");
        let options = private.options.clone();
        let started = tokio::task::spawn_blocking(move || start_server(&options)).await;
        private.supervisor = Some(started.expect("no panic").expect("a server that started once"));
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(supervisor) = self.private.as_mut().and_then(|private| private.supervisor.take()) {
            stop(supervisor);
        }
    }
}

pub(super) fn free_port() -> Result<u16, String> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| error.to_string())
}

/// Starts a server, and waits until it accepts connections.
fn start_server(options: &[String]) -> Result<Child, String> {
    let mut supervisor = Command::new("sh")
        .args(["-c", SUPERVISOR, "supervisor"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let (sender, ready) = mpsc::channel();
    if let Some(output) = supervisor.stdout.take() {
        // To its end: a server whose output isn't read blocks at some time.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if line.contains("Ready to accept connections") {
                    // The receiver may have timed out.
                    let _ = sender.send(());
                }
            }
        });
    }
    if ready.recv_timeout(START_TIMEOUT).is_ok() {
        return Ok(supervisor);
    }
    stop(supervisor);
    Err(missing())
}

/// Stops a server and waits until it has stopped.
fn stop(mut supervisor: Child) {
    drop(supervisor.stdin.take());
    // An error means that it has stopped before.
    let _ = supervisor.wait();
}

fn missing() -> String {
    format!(
        "{VARIABLE} is unset, and no private server started. Set {VARIABLE} to a server (redis://127.0.0.1:6379), or install Redis \
         (Debian: apt-get install redis-server; macOS: brew install redis)"
    )
}

/// Prints once per process that tests with Redis are skipped.
fn skip(reason: &str) {
    static PRINTED: OnceLock<()> = OnceLock::new();
    assert!(
        env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"),
        "no Redis for the tests, and CI is set: {reason}"
    );
    PRINTED.get_or_init(|| {
        let text = format!("\n*** Redis is NOT tested: {reason}.\n\n");
        // Not by `eprintln!`, which the harness captures: this must be seen also if the tests pass.
        let _ = std::io::stderr().write_all(text.as_bytes());
    });
}
