//! A Redis server for tests: the one that is given, or a private one from installed binaries.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

/// Where tests find a server.
const VARIABLE: &str = "TEST_REDIS_URL";

/// How long a server may take to start.
const START: Duration = Duration::from_secs(30);

/// Keeps a private server for as long as its standard input is open, which is as long as the test lives, however it ends. It has no
/// files, so nothing is lost when it is stopped at once.
const KEEPER: &str = r#"
redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --dir /tmp --daemonize no </dev/null 2>&1 &
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
    port: u16,
    keeper: Option<Child>,
}

impl RedisServer {
    /// The server in `TEST_REDIS_URL`, which others use, too; else a private one. `None`, and a loud message, if there is neither.
    ///
    /// # Panics
    ///
    /// When there is none and `CI` is set.
    pub async fn start() -> Option<Self> {
        match env::var(VARIABLE) {
            Ok(url) if !url.is_empty() => Some(Self { url, private: None }),
            _ => Self::private().await,
        }
    }

    /// A private server, from a `redis-server` on the PATH, that can be stopped. `None`, and a loud message, if there is none.
    ///
    /// # Panics
    ///
    /// When there is none and `CI` is set.
    pub async fn private() -> Option<Self> {
        let started = tokio::task::spawn_blocking(|| {
            // Another program may take the port in between.
            let mut tries = (0..5).map(|_| {
                let port = free_port()?;
                Ok((port, keep(port)?))
            });
            tries.find(Result::is_ok).unwrap_or_else(|| Err(missing()))
        });
        match started.await.expect("no panic") {
            Ok((port, keeper)) => Some(Self {
                url: format!("redis://127.0.0.1:{port}"),
                private: Some(Private {
                    port,
                    keeper: Some(keeper),
                }),
            }),
            Err(reason) => {
                skip(&reason);
                None
            }
        }
    }

    /// The URL, as `REDIS_URL` takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops a private server at once.
    ///
    /// # Panics
    ///
    /// When it isn't private.
    pub async fn stop(&mut self) {
        let private = self.private.as_mut().expect("a private server");
        if let Some(keeper) = private.keeper.take() {
            tokio::task::spawn_blocking(move || end(keeper))
                .await
                .expect("no panic");
        }
    }

    /// Starts a private server again, at the same port, empty.
    ///
    /// # Panics
    ///
    /// When it isn't private or doesn't start.
    pub async fn start_again(&mut self) {
        self.stop().await;
        let private = self.private.as_mut().expect("a private server");
        let port = private.port;
        let kept = tokio::task::spawn_blocking(move || keep(port)).await.expect("no panic");
        private.keeper = Some(kept.expect("a server that started once"));
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(keeper) = self.private.as_mut().and_then(|private| private.keeper.take()) {
            end(keeper);
        }
    }
}

fn free_port() -> Result<u16, String> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    port.map(|address| address.port()).map_err(|error| error.to_string())
}

/// Starts a server, and waits until it accepts connections.
fn keep(port: u16) -> Result<Child, String> {
    let mut keeper = Command::new("sh")
        .args(["-c", KEEPER, "keeper", &port.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let (tell, told) = mpsc::channel();
    if let Some(output) = keeper.stdout.take() {
        // To its end: a server whose output nobody reads would stop at some time.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if line.contains("Ready to accept connections") {
                    // Nobody is left to tell if it took too long.
                    let _ = tell.send(());
                }
            }
        });
    }
    if told.recv_timeout(START).is_ok() {
        return Ok(keeper);
    }
    end(keeper);
    Err(missing())
}

/// Stops a server and waits until it is gone.
fn end(mut keeper: Child) {
    drop(keeper.stdin.take());
    // It can't be waited for if it is gone.
    let _ = keeper.wait();
}

fn missing() -> String {
    format!(
        "{VARIABLE} is unset, and no private server started. Set {VARIABLE} to a server (redis://127.0.0.1:6379), or install Redis \
         (Debian: apt-get install redis-server; macOS: brew install redis)"
    )
}

/// Says that what needs Redis is left out, once per process, past the capture of test output.
fn skip(reason: &str) {
    static SAID: OnceLock<()> = OnceLock::new();
    assert!(
        env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"),
        "no Redis for the tests, and CI is set: {reason}"
    );
    SAID.get_or_init(|| {
        let text = format!("\n*** Redis is NOT tested: {reason}.\n\n");
        // The harness captures `eprintln!` of tests that pass, and this must be seen then, too.
        let _ = std::io::stderr().write_all(text.as_bytes());
    });
}
