//! A PostgreSQL server for tests: the one that is given, else a private one from installed binaries, else a reason why not.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Where tests find a server whose user may create databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

const INSTALL: &str = "install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql)";

/// Keeps a private server for as long as its standard input is open, which is as long as the tests' process lives, however it ends.
/// Prints the directory of the server's socket, or why there is none; then does what each line that it is sent says, and prints `done`.
const KEEPER: &str = r#"
directory=$(mktemp -d /tmp/warp-openapi-postgres.XXXXXX) || { echo "no: mktemp failed"; exit 1; }
log="$directory/log"
fail() { echo "no: $1: $(tail -n 3 "$log" 2>/dev/null | tr '\n' ' ')"; rm -rf "$directory"; exit 1; }
cd "$directory" || fail "no access to $directory"
make() { "$1/initdb" --pgdata="$directory/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync "$2" >"$log" 2>&1; }
# A locale that knows upper and lower case of all scripts, by the name that most systems have for it, else macOS's.
make "$1" --locale=C.UTF-8 || make "$1" --locale=en_US.UTF-8 || fail "initdb failed"
start() {
  "$1/pg_ctl" --pgdata="$directory/data" --log="$log" --wait --timeout=60 --silent \
    -o "-k $directory -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200" start \
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

/// A private PostgreSQL server of one test, which it may stop and start again. It ends when it is dropped.
#[derive(Debug)]
pub struct PostgresServer {
    url: String,
    /// Its keeper; in the hands of whoever waits for its answer meanwhile.
    keeper: Option<(ChildStdin, BufReader<ChildStdout>)>,
}

impl PostgresServer {
    /// A private server from installed binaries. `None`, and a loud message, if there are none.
    ///
    /// # Panics
    ///
    /// When there are none and `CI` is set.
    pub async fn private() -> Option<Self> {
        // Starting a server takes seconds, and other tests go on meanwhile.
        match tokio::task::spawn_blocking(start).await.expect("no panic") {
            Ok(server) => Some(server),
            Err(reason) => {
                skip(&reason);
                None
            }
        }
    }

    /// The URL of its database `postgres`, as `DATASTORE` takes it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops the server at once, as a power cut would, and waits until it is gone.
    ///
    /// # Panics
    ///
    /// When it isn't running.
    pub async fn stop(&mut self) {
        self.told("stop").await;
    }

    /// Starts the server again with what it held, and waits until it answers.
    ///
    /// # Panics
    ///
    /// When it doesn't start.
    pub async fn start_again(&mut self) {
        self.told("start").await;
    }

    async fn told(&mut self, word: &'static str) {
        let (mut input, mut output) = self.keeper.take().expect("a keeper that isn't asked twice at a time");
        let told = tokio::task::spawn_blocking(move || {
            writeln!(input, "{word}").expect("a keeper that listens");
            let mut said = String::new();
            output.read_line(&mut said).expect("a keeper that answers");
            (input, output, said)
        });
        let (input, output, said) = told.await.expect("no panic");
        assert_eq!(said.trim_end(), "done");
        self.keeper = Some((input, output));
    }
}

/// The URL of the server, without a database; or what is missing and how to get it. Found once per process.
pub(super) fn server() -> Result<&'static str, &'static str> {
    static FOUND: OnceLock<Result<String, String>> = OnceLock::new();
    static KEPT: Mutex<Vec<PostgresServer>> = Mutex::new(Vec::new());
    let found = FOUND.get_or_init(|| match env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => Ok(url),
        _ => start()
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

/// The URL of the server, for unit tests, which choose databases or schemas of it themselves. `None`, and a loud message, if there is none.
///
/// # Panics
///
/// When there is none and `CI` is set.
#[cfg(test)]
pub(crate) fn postgres_url() -> Option<String> {
    if !cfg!(feature = "postgres") {
        return None;
    }
    server().inspect_err(|reason| skip(reason)).ok().map(str::to_owned)
}

/// Starts a private server.
fn start() -> Result<PostgresServer, String> {
    let binaries = binaries().ok_or_else(|| format!("no initdb and pg_ctl are installed; {INSTALL}"))?;
    let mut keeper = keeper(&binaries)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("no private server could be started: {error}"))?;
    let mut said = String::new();
    if let (Some(input), Some(output)) = (keeper.stdin.take(), keeper.stdout.take()) {
        let mut output = BufReader::new(output);
        // A broken pipe leaves `said` empty, which is no "yes".
        let _ = output.read_line(&mut said);
        if let Some(directory) = said.trim_end().strip_prefix("yes: ") {
            let host: String = form_urlencoded::byte_serialize(directory.as_bytes()).collect();
            return Ok(PostgresServer {
                url: format!("postgres://postgres@{host}/postgres"),
                keeper: Some((input, output)),
            });
        }
    }
    Err(format!(
        "a private server from {} did not start ({})",
        binaries.display(),
        said.trim_end().trim_start_matches("no: ")
    ))
}

/// The keeper's command. initdb refuses to run as root, so root runs it as the user `postgres`, which the packages create.
fn keeper(binaries: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", KEEPER, "keeper"]).arg(binaries);
    // A group of its own: an interrupt from the keyboard ends the tests, and the keeper then tidies up.
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

/// The folder that holds `initdb` and `pg_ctl`: on the PATH, else the newest of Debian's.
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

/// Says that the PostgreSQL half of the tests is left out, once per process, past the capture of test output.
///
/// # Panics
///
/// With `CI` set: there it is a failure.
pub(super) fn skip(reason: &str) {
    static SAID: OnceLock<()> = OnceLock::new();
    assert!(
        env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false"),
        "no PostgreSQL for the tests, and CI is set: {reason}"
    );
    SAID.get_or_init(|| {
        let text = format!("\n*** PostgreSQL is NOT tested: {reason}.\n\n");
        // The harness captures `eprintln!` of tests that pass, and this must be seen then, too.
        let _ = std::io::stderr().write_all(text.as_bytes());
    });
}
