//! A PostgreSQL server for tests: the one in the environment, else a private one from installed binaries, else the reason why there is none.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// The variable with the URL of a server whose user may create databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

const INSTALL: &str = "install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql)";

/// Runs a private server as long as its standard input is open, that is as long as the process of the tests lives, however it ends. It prints
/// the directory of the server's socket, or why there is none. Then it reads commands, one in a line, and prints `done` after each.
const SUPERVISOR: &str = r#"
directory=$(mktemp -d /tmp/warp-openapi-postgres.XXXXXX) || { echo "no: mktemp failed"; exit 1; }
log="$directory/log"
fail() { echo "no: $1: $(tail -n 3 "$log" 2>/dev/null | tr '\n' ' ')"; rm -rf "$directory"; exit 1; }
cd "$directory" || fail "no access to $directory"
make() { "$1/initdb" --pgdata="$directory/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync "$2" >"$log" 2>&1; }
# A locale with upper and lower case of all scripts, by its name on most systems, else that on macOS.
make "$1" --locale=C.UTF-8 || make "$1" --locale=en_US.UTF-8 || fail "initdb failed"
listen="-c listen_addresses=''"
[ -z "$2" ] || listen="-c listen_addresses=127.0.0.1 -p $2"
start() {
  "$1/pg_ctl" --pgdata="$directory/data" --log="$log" --wait --timeout=60 --silent \
    -o "-k $directory $listen -c fsync=off -c full_page_writes=off -c max_connections=200" start \
    >/dev/null 2>&1 </dev/null
}
stop() { "$1/pg_ctl" --pgdata="$directory/data" --mode=immediate --wait --silent stop >/dev/null 2>&1 </dev/null; }
start "$1" || fail "the server did not start"
echo "yes: $directory"
while read -r word; do
  case "$word" in
    stop) stop "$1" && echo "done" || echo "no: the server did not stop" ;;
    start) start "$1" && echo "done" || echo "no: the server did not start" ;;
  esac
done
stop "$1"
rm -rf "$directory"
"#;

/// A private PostgreSQL server of one test, which can stop and start it. It stops when it is dropped.
#[derive(Debug)]
pub struct PostgresServer {
    url: String,
    /// The input and output of its supervisor; `None` while a command runs.
    supervisor: Option<(ChildStdin, BufReader<ChildStdout>)>,
}

impl PostgresServer {
    /// Starts a private server from installed binaries. `None`, with a message, if there are none.
    ///
    /// # Panics
    ///
    /// If there are none and `CI` is set.
    pub async fn private() -> Option<Self> {
        // On another thread, since starting a server takes seconds.
        Self::private_at(None).await
    }

    /// Starts a private server that listens on a port of 127.0.0.1 as well, if there is one.
    pub(super) async fn private_at(port: Option<u16>) -> Option<Self> {
        match tokio::task::spawn_blocking(move || start(port))
            .await
            .expect("no panic")
        {
            Ok(server) => Some(server),
            Err(reason) => {
                skip(&reason);
                None
            }
        }
    }

    /// Returns the URL of its database `postgres`, as for `DATASTORE`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server at once, as a power failure would, and waits until it has stopped.
    ///
    /// # Panics
    ///
    /// If it isn't running.
    pub async fn stop(&mut self) {
        self.command("stop").await;
    }

    /// Starts the server again with its data, and waits until it answers.
    ///
    /// # Panics
    ///
    /// If it doesn't start.
    pub async fn start_again(&mut self) {
        self.command("start").await;
    }

    async fn command(&mut self, command: &'static str) {
        let (mut input, mut output) = self.supervisor.take().expect("one command at a time");
        let run = tokio::task::spawn_blocking(move || {
            writeln!(input, "{command}").expect("a running supervisor");
            let mut answer = String::new();
            output.read_line(&mut answer).expect("an answer of the supervisor");
            (input, output, answer)
        });
        let (input, output, answer) = run.await.expect("no panic");
        assert_eq!(answer.trim_end(), "done");
        self.supervisor = Some((input, output));
    }
}

/// The URL of the server without a database, or what is missing and how to install it. It is found once per process.
pub(super) fn server() -> Result<&'static str, &'static str> {
    static FOUND: OnceLock<Result<String, String>> = OnceLock::new();
    static KEPT: Mutex<Vec<PostgresServer>> = Mutex::new(Vec::new());
    let found = FOUND.get_or_init(|| match env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => Ok(url),
        _ => start(None)
            .map(|server| {
                let url = server.url.clone();
                KEPT.lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push(server);
                url
            })
            .map_err(|reason| {
                format!("{VARIABLE} is unset, and {reason}. Set {VARIABLE} to a server whose user may create databases (postgres://user:password@host/postgres)")
            }),
    });
    found.as_ref().map(String::as_str).map_err(String::as_str)
}

/// The URL of the server for unit tests, which create databases or schemas themselves. `None`, with a message, if there is none.
///
/// # Panics
///
/// If there is none and `CI` is set.
#[cfg(test)]
pub(crate) fn postgres_url() -> Option<String> {
    if !cfg!(feature = "postgres") {
        return None;
    }
    server().inspect_err(|reason| skip(reason)).ok().map(str::to_owned)
}

/// Starts a private server.
fn start(port: Option<u16>) -> Result<PostgresServer, String> {
    let binaries = binaries().ok_or_else(|| format!("no initdb and pg_ctl are installed; {INSTALL}"))?;
    let mut supervisor = supervisor(&binaries, port)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("no private server could be started: {error}"))?;
    let mut answer = String::new();
    if let (Some(input), Some(output)) = (supervisor.stdin.take(), supervisor.stdout.take()) {
        let mut output = BufReader::new(output);
        // After a broken pipe the answer is empty, which counts as a failure.
        let _ = output.read_line(&mut answer);
        if let Some(directory) = answer.trim_end().strip_prefix("yes: ") {
            let host: String = form_urlencoded::byte_serialize(directory.as_bytes()).collect();
            return Ok(PostgresServer {
                url: match port {
                    Some(port) => format!("postgres://postgres@{host}:{port}/postgres"),
                    None => format!("postgres://postgres@{host}/postgres"),
                },
                supervisor: Some((input, output)),
            });
        }
    }
    Err(format!(
        "a private server from {} did not start ({})",
        binaries.display(),
        answer.trim_end().trim_start_matches("no: ")
    ))
}

/// The command of the supervisor. initdb refuses to run as root, so root runs it as the user `postgres`, which packages create.
fn supervisor(binaries: &Path, port: Option<u16>) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", SUPERVISOR, "supervisor"]).arg(binaries);
    command.arg(port.map_or_else(String::new, |port| port.to_string()));
    // In a process group of its own: an interrupt from the keyboard ends the tests, and the supervisor then cleans up.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// The folder with `initdb` and `pg_ctl`: on the PATH, else the newest of Debian.
fn binaries() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    debian.sort_by_key(|folder| {
        let version = folder.parent().and_then(Path::file_name).and_then(|name| name.to_str());
        std::cmp::Reverse(version.and_then(|version| version.parse::<u32>().ok()))
    });
    env::split_paths(&path)
        .chain(debian)
        .find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

/// Prints once per process that tests with PostgreSQL are skipped.
///
/// # Panics
///
/// If `CI` is set.
pub(super) fn skip(reason: &str) {
    static PRINTED: OnceLock<()> = OnceLock::new();
    assert!(
        env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"),
        "no PostgreSQL for the tests, and CI is set: {reason}"
    );
    PRINTED.get_or_init(|| {
        let text = format!("\n*** PostgreSQL is NOT tested: {reason}.\n\n");
        // Not by `eprintln!`, which the harness captures: this must be seen also if the tests pass.
        let _ = std::io::stderr().write_all(text.as_bytes());
    });
}
