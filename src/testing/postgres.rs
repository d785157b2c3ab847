//! A PostgreSQL server for tests: the one that is given, else a private one from installed binaries, else a reason why not.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Where tests find a server whose user may create databases.
const VARIABLE: &str = "TEST_POSTGRES_URL";

/// Keeps a private server for as long as its standard input is open, which is as long as the tests' process lives, however it ends.
/// Prints the directory of the server's socket, or why there is none.
const KEEPER: &str = r#"
directory=$(mktemp -d /tmp/warp-openapi-postgres.XXXXXX) || { echo "no: mktemp failed"; exit 1; }
log="$directory/log"
fail() { echo "no: $1: $(tail -n 3 "$log" 2>/dev/null | tr '\n' ' ')"; rm -rf "$directory"; exit 1; }
cd "$directory" || fail "no access to $directory"
make() { "$1/initdb" --pgdata="$directory/data" --username=postgres --auth=trust --encoding=UTF8 --no-sync "$2" >"$log" 2>&1; }
# A locale that knows upper and lower case of all scripts, by the name that most systems have for it, else macOS's.
make "$1" --locale=C.UTF-8 || make "$1" --locale=en_US.UTF-8 || fail "initdb failed"
"$1/pg_ctl" --pgdata="$directory/data" --log="$log" --wait --timeout=60 --silent \
  -o "-k $directory -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=200" start \
  >/dev/null 2>&1 </dev/null || fail "the server did not start"
echo "yes: $directory"
cat >/dev/null
"$1/pg_ctl" --pgdata="$directory/data" --mode=immediate --silent stop >/dev/null 2>&1 </dev/null
rm -rf "$directory"
"#;

/// The URL of the server, without a database; or what is missing and how to get it. Found once per process.
pub(super) fn server() -> Result<&'static str, &'static str> {
    static FOUND: OnceLock<Result<String, String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| match env::var(VARIABLE) {
        Ok(url) if !url.is_empty() => Ok(url),
        _ => start().map_err(|reason| {
            format!(
                "{reason}. Set {VARIABLE} to a server whose user may create databases (postgres://user:password@host/postgres), \
                 or install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install postgresql)"
            )
        }),
    });
    found.as_ref().map(String::as_str).map_err(String::as_str)
}

/// Starts a private server.
fn start() -> Result<String, String> {
    static KEPT: Mutex<Vec<ChildStdin>> = Mutex::new(Vec::new());
    let binaries = binaries().ok_or_else(|| format!("{VARIABLE} is unset, and no initdb and pg_ctl are installed"))?;
    let mut keeper = keeper(&binaries)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{VARIABLE} is unset, and no private server could be started: {error}"))?;
    let (input, output) = (keeper.stdin.take(), keeper.stdout.take());
    let mut said = String::new();
    if let Some(output) = output {
        // A broken pipe leaves `said` empty, which is no "yes".
        let _ = BufReader::new(output).read_line(&mut said);
    }
    match (said.trim_end().strip_prefix("yes: "), input) {
        (Some(directory), Some(input)) => {
            KEPT.lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push(input);
            let host: String = form_urlencoded::byte_serialize(directory.as_bytes()).collect();
            Ok(format!("postgres://postgres@{host}/postgres"))
        }
        _ => Err(format!(
            "{VARIABLE} is unset, and a private server from {} did not start ({})",
            binaries.display(),
            said.trim_end().trim_start_matches("no: ")
        )),
    }
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
