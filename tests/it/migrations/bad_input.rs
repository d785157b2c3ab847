//! Bad input: one line with the remedy, exit code 1, and a database as it was.

use warp_openapi::sea_orm::ConnectionTrait as _;

use super::{execute, on_each, run};

#[tokio::test]
async fn a_failing_migration_names_itself_its_statement_and_what_is_left() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        execute(database, "INSERT INTO books (title) VALUES ('kept')").await;
        let line = run("broken", url, &["migrate"]).refused();
        assert!(line.starts_with("`m2_broken` can't be applied: "), "{line}");
        assert!(
            line.contains("; the statement was: INSERT INTO books (title) VALUES (NULL); nothing of it was applied; "),
            "{line}"
        );
        let status = run("broken", url, &["migrate", "status"]).fine();
        assert!(status.ends_with("m2_broken  pending\n"), "{status}");
        let deleted = run("first", url, &["migrate", "check"]).fine();
        assert!(deleted.ends_with("as declared\n"));
    })
    .await;
}

#[tokio::test]
async fn without_migrations_there_is_nothing_to_revert() {
    on_each(async |database| {
        let url = database.url();
        for name in ["down", "redo", "status", "fresh", "sql"] {
            let line = run("plain", url, &["migrate", name]).refused();
            assert!(
                // Tests run beside the example's crate.
                line.starts_with("this program doesn't have the migrations of `migration`: "),
                "{line}"
            );
        }
        let made = run("plain", url, &["migrate"]).fine();
        assert!(made.starts_with("created table books\n"), "{made}");
        run("plain", url, &["migrate", "check"]).fine();
    })
    .await;
}

#[tokio::test]
async fn fresh_requires_force_on_a_server() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        let outcome = run("first", url, &["migrate", "fresh"]);
        if database.name() == "SQLite" {
            assert!(outcome.fine().ends_with("applied m1_books\n"));
            return;
        }
        let line = outcome.refused();
        assert!(
            line.contains("table books, table seaql_migrations; pass --force to do it"),
            "{line}"
        );
        run("first", url, &["migrate", "check"]).fine();
    })
    .await;
}

#[tokio::test]
async fn a_read_only_database_can_be_looked_at() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        let read_only = match database.name() {
            "SQLite" => url.replace("mode=rwc", "mode=ro"),
            _ => format!("{url}?options=-cdefault_transaction_read_only%3Don"),
        };
        run("first", &read_only, &["migrate", "check"]).fine();
        run("first", &read_only, &["migrate", "status"]).fine();
        let line = run("both", &read_only, &["migrate"]).refused();
        assert!(
            line.ends_with("; the database is read-only: name one that can be written, or make it so"),
            "{line}"
        );
        let status = run("both", url, &["migrate", "status"]).fine();
        assert!(status.ends_with("m2_rows   pending\n"), "{status}");
    })
    .await;
}

#[test]
fn an_unreachable_database_is_reported_and_none_is_created() {
    let line = run("first", "postgres://nobody@127.0.0.1:1/none", &["migrate"]).refused();
    assert!(
        line.contains("can't be reached") && line.contains("set DATASTORE"),
        "{line}"
    );
    let path = std::env::temp_dir().join(format!("warp_openapi_none_{}.sqlite", std::process::id()));
    let url = format!("sqlite:{}", path.display());
    assert_eq!(run("first", &url, &["migrate", "status"]).fine(), "m1_books  pending\n");
    run("first", &url, &["migrate", "check"]).refused();
    run("first", &url, &["migrate", "sql"]).fine();
    assert!(!path.exists());
}

#[test]
fn invalid_databases_are_reported_alike_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "not a database, but sixteen bytes and more").expect("a file");
    for place in [folder.path(), &text, std::path::Path::new("/dev/null")] {
        let url = format!("sqlite:{}", place.display());
        let expected =
            format!("{url} isn't an SQLite database; nothing was touched. Name another file, or remove it yourself");
        for name in ["up", "status", "check", "sql", "adopt"] {
            assert_eq!(run("first", &url, &["migrate", name]).refused(), expected, "{name}");
        }
        assert_eq!(run("plain", &url, &["migrate"]).refused(), expected);
    }
    let url = format!("sqlite:{}", folder.path().join("none/db.sqlite").display());
    let line = run("plain", &url, &["migrate"]).refused();
    assert_eq!(
        line,
        format!(
            "{url} can't be reached: unable to open database file; set DATASTORE or --datastore to a database that answers"
        )
    );
}

#[tokio::test]
async fn a_missing_right_is_reported_with_the_error_of_the_database() {
    on_each(async |database| {
        // SQLite has no users.
        if database.name() == "SQLite" {
            return;
        }
        let role = format!("stranger_{}", std::process::id());
        execute(database, &format!("CREATE ROLE {role} LOGIN")).await;
        let (host, name) = database.url().split_once('@').expect("a host");
        let scheme = host.split_once("//").map_or(host, |(scheme, _)| scheme);
        let outcome = run("plain", &format!("{scheme}//{role}@{name}"), &["migrate"]);
        execute(database, &format!("DROP ROLE {role}")).await;
        assert_eq!(
            outcome.refused(),
            "the tables can't be created: permission denied for schema public; connect as a user who may do that, or GRANT it"
        );
    })
    .await;
}

#[test]
fn numbers_that_are_none_are_refused() {
    for arguments in [
        ["migrate", "up", "x"],
        ["migrate", "down", "0"],
        ["migrate", "sql", "sideways"],
    ] {
        let outcome = run("first", "sqlite::memory:", &arguments);
        assert!(
            outcome.code == 2 && outcome.error.contains("invalid value"),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_migration_that_panics_is_rolled_back_and_reported() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        execute(database, "INSERT INTO books (title) VALUES ('kept')").await;
        let outcome = run("panics", url, &["migrate"]);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        let line = outcome.error.lines().last().unwrap_or_default();
        let expected = "error: `m2_panic` can't be applied: its code panicked: no books; nothing of it was applied; ";
        assert!(line.starts_with(expected), "{outcome:?}");
        let kept = database
            .connection()
            .execute_unprepared("UPDATE books SET pages = 1")
            .await;
        assert_eq!(kept.expect("rows").rows_affected(), 1);
        let status = run("panics", url, &["migrate", "status"]).fine();
        assert!(status.ends_with("m2_panic  pending\n"), "{status}");
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_cannot_be_shown_names_its_statement() {
    on_each(async |database| {
        let line = run("broken", database.url(), &["migrate", "sql"]).refused();
        assert!(
            line.starts_with("`m2_broken` can't be shown: on a copy of the tables without their rows it fails: "),
            "{line}"
        );
        let end = "; the statement was: INSERT INTO books (title) VALUES (NULL); nothing was changed; put it right, or run `migrate` if it \
                   needs the rows";
        assert!(line.ends_with(end), "{line}");
        let status = run("broken", database.url(), &["migrate", "status"]).fine();
        assert!(status.starts_with("m1_books   pending\n"), "{status}");
    })
    .await;
}

#[tokio::test]
async fn an_invalid_history_is_reported_by_every_command() {
    on_each(async |database| {
        let url = database.url();
        execute(database, "CREATE TABLE seaql_migrations (id INT)").await;
        for name in ["up", "down", "redo", "status", "sql", "check"] {
            let line = run("first", url, &["migrate", name]).refused();
            assert!(
                line.starts_with("the table `seaql_migrations` isn't a history of migrations: "),
                "{name}: {line}"
            );
        }
        assert!(
            run("first", url, &["migrate", "fresh", "--force"])
                .fine()
                .ends_with("applied m1_books\n")
        );
    })
    .await;
}

#[test]
fn both_names_of_the_flag_at_once_are_refused() {
    let outcome = run(
        "first",
        "sqlite::memory:",
        &[
            "migrate",
            "--datastore",
            "sqlite::memory:",
            "--database-url",
            "sqlite::memory:",
        ],
    );
    assert_eq!(outcome.code, 2);
    assert!(outcome.error.contains("cannot be used multiple times"), "{outcome:?}");
}
