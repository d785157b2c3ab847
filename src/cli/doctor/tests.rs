//! What `doctor` finds, and that it changes nothing.

use std::path::Path;

use super::*;
use crate::cli::config::tests::{configuration, read};
use crate::cli::{cli, migrate};
use crate::db::{Config, connect};
use crate::http::tests::API;
use crate::testing::databases;

async fn about_database(url: &str) -> String {
    let configuration = configuration(&[&format!("--datastore={url}")]);
    lines(&database::findings(&cli(&API), &configuration, "tasks").await)
}

async fn migrated(url: &str) {
    let database = connect(&Config::parse(url).unwrap()).await.unwrap();
    migrate::up(&cli(&API), &database).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_database_is_checked_before_and_after_it_is_migrated() {
    for database in databases().await {
        let url = database.url();
        let before = about_database(url).await;
        assert!(before.contains("answers, within "), "{before}");
        assert!(before.contains("ok       database  it takes changes\n"), "{before}");
        let expected = if url.starts_with("postgres") {
            "error    tables    tables are missing: task, pair; run `tasks migrate` first\n"
        } else {
            "ok       tables    tables are missing: task, pair; `serve` applies them\n"
        };
        assert!(before.contains(expected), "{before}");
        migrated(url).await;
        let after = about_database(url).await;
        assert!(after.contains("ok       tables    they are as declared\n"), "{after}");
        assert_eq!(
            after.contains("ok       clock     this machine and the database agree"),
            url.starts_with("postgres")
        );
        assert!(!after.contains("error") && !after.contains("warning"), "{after}");
    }
}

#[tokio::test]
async fn what_lacks_or_differs_is_reported() {
    for database in databases().await {
        let url = database.url();
        migrated(url).await;
        let run = async |sql: &str| {
            use sea_orm::ConnectionTrait as _;
            database.connection().execute_unprepared(sql).await.unwrap();
        };
        run("CREATE INDEX odd ON pair (\"right\")").await;
        let text = about_database(url).await;
        assert!(
            text.contains("warning  tables    they have what requests need, and differ in other ways, 1 in all; "),
            "{text}"
        );
        run("DROP TABLE pair").await;
        let text = about_database(url).await;
        assert!(text.contains("tables are missing: pair; "), "{text}");
    }
}

#[tokio::test]
async fn a_server_that_takes_no_changes_is_an_error() {
    for database in databases().await {
        let url = database.url();
        if !url.starts_with("postgres") {
            continue;
        }
        let sign = if url.contains('?') { '&' } else { '?' };
        let text = about_database(&format!("{url}{sign}options=-cdefault_transaction_read_only%3Don")).await;
        assert!(
            text.contains("error    database  it takes no changes: it is a standby, or read only; set DATASTORE"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_database_out_of_reach_is_an_error() {
    for url in [
        "postgres://me:secret@127.0.0.1:1/tasks",
        "sqlite:/nowhere/at/all/tasks.db",
    ] {
        let text = about_database(url).await;
        assert!(!text.contains("secret"), "{text}");
        let is_server = url.starts_with("postgres");
        assert_eq!(
            text.starts_with("error    database  postgres://me:***@127.0.0.1:1/tasks can't be reached: "),
            is_server,
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_file_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tasks.db");
    let url = format!("sqlite:{}", path.display());
    let text = about_database(&url).await;
    assert!(
        text.contains("isn't there yet; `serve` and `migrate` create it"),
        "{text}"
    );
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);

    // With a journal that `serve` would change.
    let other = sea_orm::Database::connect(format!("{url}?mode=rwc")).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&other, "CREATE TABLE other (number INTEGER)")
        .await
        .unwrap();
    other.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let text = about_database(&url).await;
    assert!(text.contains("ok       database  it takes changes\n"), "{text}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn the_clock_may_be_a_few_seconds_off() {
    #[track_caller]
    fn case(ahead: f64, expected: &str) {
        assert_eq!(lines(&[database::compared(ahead)]), expected);
    }
    case(-4.0, "ok       clock  this machine and the database agree\n");
    case(
        7.0,
        "warning  clock  the database's clock is 7 s ahead of this machine's; synchronize both (NTP)\n",
    );
    case(
        -60.2,
        "warning  clock  the database's clock is 60 s behind this machine's; synchronize both (NTP)\n",
    );
}

#[test]
fn little_space_is_reported() {
    #[track_caller]
    fn case(bytes: u64, expected: &str) {
        assert_eq!(
            lines(&[machine::space("the database", Path::new("/x"), bytes)]),
            expected
        );
    }
    case(
        1 << 20,
        "error    disk  the database: 1 MiB are free in /x; make room\n",
    );
    case(
        64 << 20,
        "warning  disk  the database: 64 MiB are free in /x; make room\n",
    );
    case(1 << 30, "ok       disk  the database: 1024 MiB are free in /x\n");
}

#[test]
fn disks_are_those_of_the_database_and_of_uploads() {
    let text = lines(&machine::disks(
        &configuration(&["--datastore=sqlite:/nowhere/at/all/tasks.db"]),
        "tasks",
    ));
    assert!(
        text.starts_with("error    disk  the database: /nowhere/at/all: "),
        "{text}"
    );
    let text = lines(&machine::disks(
        &configuration(&["--datastore=postgres://me@host/tasks"]),
        "tasks",
    ));
    assert!(!text.contains("the database"), "{text}");
    assert_eq!(
        text.contains("temporary files: "),
        cfg!(feature = "multipart"),
        "{text}"
    );
}

#[test]
fn settings_that_dont_fit_are_reported() {
    #[track_caller]
    fn case(flags: &[&str], expected: &[&str]) {
        let (configuration, readings) = read(flags, &[]).unwrap_or_else(|lines| panic!("{lines:?}"));
        let text = lines(&settings(&cli(&API), &configuration, &readings, "tasks"));
        assert_eq!(text.lines().count(), expected.len(), "{text}");
        for (line, expected) in text.lines().zip(expected) {
            assert!(line.starts_with(expected), "{line}");
        }
    }
    case(&[], &["ok       settings  they fit each other"]);
    case(
        &["--pool-min=5", "--pool-max=2"],
        &["error    settings  DBPOOL_MIN_SIZE=5 is above DBPOOL_MAX_SIZE=2; "],
    );
    case(
        &["--max-limit=1", "--default-limit=2", "--statement-timeout=60"],
        &[
            "error    settings  DEF_PAGINATION_LIMIT=2 is above MAX_PAGINATION_LIMIT=1; ",
            "error    settings  STATEMENT_TIMEOUT=60 isn't below HANDLER_TIMEOUT=60: ",
        ],
    );
    case(
        &["--spec-route=/v1/tasks"],
        &["error    settings  SPEC_ROUTE=/v1/tasks is the address of the document, but also "],
    );
    case(
        &["--lock-timeout=30", "--pool-timeout=60"],
        &[
            "warning  settings  LOCK_TIMEOUT=30 has no effect, since STATEMENT_TIMEOUT=30 ends a statement first; lower it",
            "warning  settings  DBPOOL_TIMEOUT=60 has no effect, since HANDLER_TIMEOUT=60 ends a request first; lower it",
        ],
    );
    case(
        &["--trust-proxy"],
        &["warning  settings  TRUST_PROXY is set, and neither PUBLIC_URL nor ALLOWED_HOSTS, so links are paths; "],
    );
    case(
        &["--trust-proxy", "--allowed-hosts=a.example"],
        &["ok       settings  they fit each other"],
    );
    case(
        &[
            "--unsent-limit=1048576",
            "--unsent-address-limit=2097152",
            "--unsent-connection-limit=65536",
        ],
        &["warning  settings  UNSENT_ADDRESS_LIMIT=2097152 has no effect above UNSENT_LIMIT=1048576; lower it"],
    );
    case(
        &["--broker=memory", "--redis-url=redis://host"],
        &["warning  settings  REDIS_URL has no effect with BROKER=memory; unset one of them"],
    );
    case(
        &["--datastore=postgres://me:secret@host/x"],
        &["warning  settings  the password in --datastore is in the list of processes"],
    );
}

#[test]
fn the_document_is_checked() {
    let text = lines(&document(&cli(&API), &configuration(&[])));
    assert!(text.lines().all(|line| line.contains("document")), "{text}");
    assert!(text.lines().count() <= LISTED + 1, "{text}");
}

#[tokio::test]
async fn the_broker_is_checked() {
    let about = async |flags: &[&str]| {
        let flags = [&["--datastore=sqlite::memory:"], flags].concat();
        lines(&[messages(&cli(&API), &configuration(&flags), "tasks").await])
    };
    let alone = about(&[]).await;
    assert_eq!(
        alone,
        "ok       broker  none: messages reach the sockets of this server alone\n"
    );
    let wrong = about(&["--broker=postgres"]).await;
    assert!(
        wrong.starts_with("error    broker  BROKER=postgres: the database is sqlite::memory:; set "),
        "{wrong}"
    );
}

#[test]
fn findings_are_lines_or_json() {
    let findings = [
        Finding::ok("database", &"all is well"),
        Finding::error("tls", &"none; turn it on; now"),
    ];
    assert_eq!(
        lines(&findings),
        "ok       database  all is well\nerror    tls       none; turn it on; now\n"
    );
    let read: serde_json::Value = serde_json::from_str(&json(&findings)).unwrap();
    let expected = serde_json::json!([
        { "level": "ok", "check": "database", "what": "all is well", "remedy": null },
        { "level": "error", "check": "tls", "what": "none", "remedy": "turn it on; now" },
    ]);
    assert_eq!(read, expected);
}

#[test]
fn the_exit_code_says_whether_there_is_an_error() {
    #[track_caller]
    fn case(flags: &[&str], expected: ExitCode) {
        let code = cli(&API).run_from(["tasks", "doctor"].iter().chain(flags));
        assert_eq!(code, expected, "{flags:?}");
    }
    case(&["--datastore=sqlite::memory:"], ExitCode::SUCCESS);
    case(&["--datastore=sqlite::memory:", "--format=json"], ExitCode::SUCCESS);
    case(&["--datastore=sqlite::memory:", "--pool-min=20"], ExitCode::FAILURE);
    case(&["--datastore=sqlite::memory:", "--pool-max=ten"], ExitCode::FAILURE);
    case(&["--datastore=postgres://127.0.0.1:1/x"], ExitCode::FAILURE);
    case(&["--format=xml"], ExitCode::from(2));
}

#[cfg(all(feature = "postgres", feature = "redis", feature = "tls"))]
#[tokio::test]
async fn encryption_is_reported() {
    use crate::testing::encrypted::{Authority, EncryptedPostgres};
    let Some(server) = EncryptedPostgres::start(&Authority::new(), "host all all 127.0.0.1/32 trust").await else {
        return;
    };
    let text = about_database(&server.url("localhost", "sslmode=require")).await;
    assert!(
        text.contains("ok       tls       connections to the database are encrypted, TLSv1."),
        "{text}"
    );
    let text = about_database(&server.url("localhost", "sslmode=disable")).await;
    assert!(
        text.contains("ok       tls       connections to the database aren't encrypted, and don't leave this machine"),
        "{text}"
    );
}
