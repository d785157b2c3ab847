//! What can be wrong: one line that says what to do, exit code 1, and a database as it was.

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
async fn without_migrations_there_is_nothing_to_take_back() {
    on_each(async |database| {
        let url = database.url();
        for name in ["down", "redo", "status", "fresh", "sql"] {
            let line = run("plain", url, &["migrate", name]).refused();
            assert!(
                line.starts_with("this program has no migrations: `shelf migrate init`"),
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
async fn fresh_asks_for_force_on_a_server() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        let said = run("first", url, &["migrate", "fresh"]);
        if database.name() == "SQLite" {
            assert!(said.fine().ends_with("applied m1_books\n"));
            return;
        }
        let line = said.refused();
        assert!(
            line.contains("table books, table seaql_migrations; `shelf migrate fresh --force` does it"),
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
fn a_database_that_does_not_answer_is_told_and_none_is_made_to_look_at() {
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
fn numbers_that_are_none_are_refused() {
    for arguments in [
        ["migrate", "up", "x"],
        ["migrate", "down", "0"],
        ["migrate", "sql", "sideways"],
    ] {
        let said = run("first", "sqlite::memory:", &arguments);
        assert!(said.error.contains("invalid value"), "{said:?}");
    }
}
