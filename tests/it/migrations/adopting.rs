//! From a program without migrations to one that has them, with rows in its tables.

use std::fs;

use warp_openapi::sea_orm::ConnectionTrait as _;

use super::writing::{begun, only, run_in, written};
use super::{execute, on_each, run};

#[tokio::test]
async fn tables_made_without_migrations_are_adopted() {
    on_each(async |database| {
        let (url, folder) = (database.url(), begun());
        run("plain", url, &["migrate"]).fine();
        execute(database, "INSERT INTO books (title) VALUES ('kept')").await;

        // With a migrator that is empty, or not yet connected.
        let new = ["migrate", "new", "-m", "first", "--auto"];
        for program in ["empty", "plain"] {
            let line = run_in(folder.path(), program, url, &new).refused();
            assert!(
                line.starts_with("`books` and what else is on ") && line.contains(" was made without migrations, "),
                "{line}"
            );
            let way = "`shelf migrate new -m \"first\" --auto --database-url sqlite::memory:`, and record it here with `shelf migrate adopt`";
            assert!(line.ends_with(way), "{line}");
            assert!(written(folder.path()).is_empty());
        }
        let new = [new.as_slice(), &["--database-url", "sqlite::memory:"]].concat();
        let outcome = run_in(folder.path(), "empty", url, &new).fine();
        assert!(outcome.starts_with("safe  create table books"), "{outcome}");
        assert!(only(folder.path()).contains("create_table(\"books\")"));

        // `Books` is such a migration.
        let line = run("first", url, &["migrate"]).refused();
        assert!(
            line.contains("already exists")
                && line.ends_with("; if the tables were made without migrations, `migrate adopt` records these as applied"),
            "{line}"
        );
        let line = run("first", url, &["migrate", "check"]).refused();
        assert!(
            line.ends_with("; run `shelf migrate` first, or `shelf migrate adopt` if its tables were made without them"),
            "{line}"
        );
        assert_eq!(
            run("first", url, &["migrate", "adopt"]).fine(),
            "adopted m1_books\nthe database is as declared, so they count as applied; none of them was run\n"
        );
        assert!(run("first", url, &["migrate", "status"]).fine().starts_with("m1_books  applied 2"));
        run("first", url, &["migrate", "check"]).fine();
        for name in ["adopt", "up"] {
            let outcome = run("first", url, &["migrate", name]).fine();
            assert!(outcome.starts_with("nothing to do: "), "{outcome}");
        }
        assert_eq!(run("both", url, &["migrate"]).fine(), "applied m2_rows\n");
        let kept = database.connection().execute_unprepared("DELETE FROM books").await;
        assert_eq!(kept.expect("rows").rows_affected(), 2);
    })
    .await;
}

#[tokio::test]
async fn adopting_restores_a_missing_line_of_the_history() {
    on_each(async |database| {
        let url = database.url();
        run("both", url, &["migrate"]).fine();
        execute(database, "DELETE FROM seaql_migrations WHERE version = 'm1_books'").await;
        let outcome = run("both", url, &["migrate"]);
        assert_eq!(outcome.code, 1, "{outcome:?}");
        let remedy = "; if it ran before and its line of the history is gone, `migrate adopt` records it again, where the database is as declared\n";
        assert!(
            outcome.error.contains("error: `m1_books` can't be applied: ") && outcome.error.ends_with(remedy),
            "{outcome:?}"
        );
        let adopted = run("both", url, &["migrate", "adopt"]).fine();
        assert!(adopted.starts_with("adopted m1_books\n"), "{adopted}");
        run("both", url, &["migrate", "check"]).fine();
    })
    .await;
}

#[tokio::test]
async fn a_database_that_differs_is_not_adopted() {
    on_each(async |database| {
        let url = database.url();
        let empty = run("first", url, &["migrate", "adopt"]);
        assert!(empty.out.starts_with("safe  create table books"), "{empty:?}");
        assert!(
            empty
                .refused()
                .contains("On an empty database, `shelf migrate` makes everything")
        );

        run("plain", url, &["migrate"]).fine();
        execute(database, "DROP INDEX books_pages_idx").await;
        let outcome = run("first", url, &["migrate", "adopt"]);
        assert_eq!(outcome.out, "locks  add index on books (pages)\n");
        let line = outcome.refused();
        assert!(
            line.starts_with("nothing is recorded: the database at ")
                && line.contains(" differs from the declaration, "),
            "{line}"
        );
        assert_eq!(run("first", url, &["migrate", "status"]).fine(), "m1_books  pending\n");

        // Others' tables are no difference; a history of other migrations is refused.
        execute(database, "CREATE INDEX books_pages_idx ON books (pages)").await;
        execute(database, "CREATE TABLE mine (id INT)").await;
        run("both", url, &["migrate", "adopt"]).fine();
        let line = run("first", url, &["migrate", "adopt"]).refused();
        assert!(line.contains("`m2_rows`, which this program doesn't know"), "{line}");
    })
    .await;
}

#[tokio::test]
async fn a_program_without_migrations_gets_the_next_step() {
    on_each(async |database| {
        let (url, folder, none) = (database.url(), begun(), tempfile::tempdir().expect("a folder"));
        let line = run_in(none.path(), "plain", url, &["migrate", "adopt"]).refused();
        assert!(line.starts_with("this program has no migrations: `shelf migrate init` "), "{line}");
        let connect = "this program doesn't have the migrations of `migration`: add `.migrator::<migration::Migrator>()` to its command line";
        for name in ["adopt", "status"] {
            assert_eq!(run_in(folder.path(), "plain", url, &["migrate", name]).refused(), connect);
        }

        let line = run_in(none.path(), "plain", url, &["migrate", "check"]).refused();
        assert!(line.ends_with("; `shelf migrate` creates the tables that are missing"), "{line}");
        run("plain", url, &["migrate"]).fine();
        execute(database, "DROP INDEX books_pages_idx").await;
        let line = run_in(none.path(), "plain", url, &["migrate", "check"]).refused();
        assert!(
            line.contains("; to change the others takes migrations, unless ") && line.contains("`shelf migrate init`"),
            "{line}"
        );
        // A crate that holds some is only to be connected.
        run_in(folder.path(), "plain", url, &["migrate", "new", "-m", "x"]).fine();
        let new = ["migrate", "new", "-m", "y", "--auto"];
        assert_eq!(run_in(folder.path(), "plain", url, &new).refused(), connect);
        assert_eq!(written(folder.path()).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_history_takes_only_the_right_to_read_it() {
    on_each(async |database| {
        // SQLite has no users.
        if database.name() == "SQLite" {
            return;
        }
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        let role = format!("reader_{}", std::process::id());
        execute(database, &format!("CREATE ROLE {role} LOGIN")).await;
        let (host, name) = url.split_once('@').expect("a host");
        let scheme = host.split_once("//").map_or(host, |(scheme, _)| scheme);
        let reader = format!("{scheme}//{role}@{name}");
        let lines: Vec<String> = ["status", "check", "sql"]
            .map(|name| run("both", &reader, &["migrate", name]).refused())
            .into();
        execute(database, &format!("GRANT SELECT ON seaql_migrations TO {role}")).await;
        let status = run("first", &reader, &["migrate", "status"]);
        let check = run("first", &reader, &["migrate", "check"]);
        execute(database, &format!("DROP OWNED BY {role}")).await;
        execute(database, &format!("DROP ROLE {role}")).await;
        for line in lines {
            assert_eq!(
                line,
                "the history of migrations can't be read: permission denied for table seaql_migrations; connect as a user who may \
                 SELECT from `seaql_migrations`, or GRANT that"
            );
        }
        status.fine();
        check.fine();
    })
    .await;
}

#[tokio::test]
async fn statements_that_only_read_are_not_printed() {
    on_each(async |database| {
        let text = run("altered", database.url(), &["migrate", "sql"]).fine();
        assert!(text.contains("-- m2_altering: up\n"), "{text}");
        for line in text.lines() {
            let line = line.trim_start();
            assert!(!line.starts_with("WITH") && !line.starts_with("SELECT"), "{text}");
        }
        execute(database, &text).await;
        assert!(
            run("altered", database.url(), &["migrate", "status"])
                .fine()
                .contains("m2_altering  applied")
        );
    })
    .await;
}

#[test]
fn the_whole_way_to_the_crate_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let arguments = ["migrate", "init", "--folder", "we ird/deep er"];
    let outcome = run_in(folder.path(), "plain", "sqlite::memory:", &arguments).fine();
    assert!(
        outcome.contains("migration = { path = \"we ird/deep er\" }\n"),
        "{outcome}"
    );
    assert!(fs::exists(folder.path().join("we ird/deep er/src/lib.rs")).expect("a file"));
}

#[tokio::test]
async fn a_table_in_another_case_is_the_declared_one_if_the_database_ignores_case() {
    on_each(async |database| {
        let (url, folder) = (database.url(), begun());
        execute(database, "CREATE TABLE \"BOOKS\" (id INT)").await;
        let outcome = run_in(
            folder.path(),
            "plain",
            url,
            &["migrate", "new", "-m", "first", "--auto"],
        );
        if url.starts_with("sqlite") {
            let line = outcome.refused();
            assert!(line.contains(" was made without migrations, "), "{line}");
        } else {
            let outcome = outcome.fine();
            assert!(outcome.contains("create table books"), "{outcome}");
        }
    })
    .await;
}
