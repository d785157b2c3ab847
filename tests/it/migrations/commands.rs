//! Each subcommand, and its output.

use super::{execute, on_each, run};

#[tokio::test]
async fn migrations_go_up_and_down() {
    on_each(async |database| {
        let url = database.url();
        assert_eq!(run("first", url, &["migrate", "status"]).fine(), "m1_books  pending\n");
        assert_eq!(run("first", url, &["migrate"]).fine(), "applied m1_books\n");
        assert!(
            run("first", url, &["migrate", "up"])
                .fine()
                .starts_with("nothing to do: ")
        );
        let status = run("both", url, &["migrate", "status"]).fine();
        let lines: Vec<&str> = status.lines().collect();
        assert!(
            lines[0].starts_with("m1_books  applied 2") && lines[0].ends_with(" UTC"),
            "{status}"
        );
        assert_eq!(lines[1], "m2_rows   pending");
        assert_eq!(run("both", url, &["migrate", "up", "1"]).fine(), "applied m2_rows\n");
        let redone = run("first", database.url(), &["migrate", "redo"]).refused();
        assert!(
            redone.contains("`m2_rows`, which this program doesn't know"),
            "{redone}"
        );
        let fresh = run("first", url, &["migrate", "fresh", "--force"]).fine();
        assert_eq!(
            fresh,
            "dropped table books\ndropped table seaql_migrations\napplied m1_books\n"
        );
        assert_eq!(
            run("first", url, &["migrate", "redo"]).fine(),
            "reverted m1_books\napplied m1_books\n"
        );
        assert_eq!(run("first", url, &["migrate", "down"]).fine(), "reverted m1_books\n");
        assert!(
            run("first", url, &["migrate", "down"])
                .fine()
                .starts_with("nothing to do: ")
        );
    })
    .await;
}

#[tokio::test]
async fn the_flag_of_other_tools_names_the_database_too() {
    on_each(async |database| {
        let outcome = run(
            "first",
            "sqlite::memory:",
            &["migrate", "--database-url", database.url()],
        );
        assert_eq!(outcome.fine(), "applied m1_books\n");
        assert!(
            run("first", database.url(), &["migrate"])
                .fine()
                .starts_with("nothing to do: ")
        );
    })
    .await;
}

#[tokio::test]
async fn check_reports_whether_the_database_is_as_declared() {
    on_each(async |database| {
        let url = database.url();
        let pending = run("first", url, &["migrate", "check"]).refused();
        assert!(pending.starts_with("migrations are pending on "), "{pending}");
        assert!(pending.ends_with(": m1_books; run `shelf migrate` first"), "{pending}");
        run("first", url, &["migrate"]).fine();
        let fine = run("first", url, &["migrate", "check"]).fine();
        assert!(
            fine.starts_with("the database at ") && fine.ends_with(" is as declared\n"),
            "{fine}"
        );

        execute(database, "CREATE TABLE mine (id INT)").await;
        execute(database, "CREATE INDEX books_both ON books (title, pages)").await;
        let fine = run("first", url, &["migrate", "check"]).fine();
        let left =
            "\nleft alone, since no declaration can ask for it: the index `books_both` of `books`, the table `mine`\n";
        assert!(fine.ends_with(left), "{fine}");
        execute(database, "CREATE TABLE theirs (id INT)").await;
        execute(database, "ALTER TABLE books ADD COLUMN year INT").await;
        execute(database, "DROP INDEX books_pages_idx").await;
        let outcome = run("first", url, &["migrate", "check"]);
        let lines: Vec<&str> = outcome.out.lines().collect();
        assert!(lines.contains(&"loses data  drop table theirs"), "{outcome:?}");
        assert!(lines.contains(&"locks       add index on books (pages)"), "{outcome:?}");
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("loses data  drop column books.year")),
            "{outcome:?}"
        );
        assert_eq!(lines.len(), 3, "{outcome:?}");
        let line = outcome.refused();
        assert!(
            line.contains(" differs from the declaration") && line.contains("`shelf migrate new -m"),
            "{line}"
        );
    })
    .await;
}

#[tokio::test]
async fn sql_is_printed_and_not_run() {
    on_each(async |database| {
        let url = database.url();
        let text = run("both", url, &["migrate", "sql"]).fine();
        assert!(
            text.contains("-- m1_books: up\nBEGIN") && text.contains("CREATE TABLE \"books\""),
            "{text}"
        );
        assert!(
            run("both", url, &["migrate", "status"])
                .fine()
                .starts_with("m1_books  pending")
        );
        execute(database, &text).await;
        run("both", url, &["migrate", "check"]).fine();
        let down = run("first", url, &["migrate", "sql", "down"]);
        assert!(down.refused().contains("`m2_rows`"));
        assert!(
            run("both", url, &["migrate", "sql"])
                .fine()
                .starts_with("-- nothing to do on ")
        );
        execute(database, "DELETE FROM seaql_migrations WHERE version = 'm2_rows'").await;
        let down = run("first", url, &["migrate", "sql", "down"]).fine();
        assert!(
            down.contains("-- m1_books: down\n") && down.contains("DROP TABLE \"books\";\nDELETE FROM"),
            "{down}"
        );
        run("first", url, &["migrate", "check"]).fine();
    })
    .await;
}

/// The broker of PostgreSQL makes it; a database of another kind may have one of that name all the same.
#[tokio::test]
async fn migrations_and_inspection_ignore_the_table_of_long_messages() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        let tables = run("first", url, &["db", "tables", "--db"]).fine();
        let inspected = run("first", url, &["db", "inspect"]).fine();
        execute(database, "CREATE TABLE warp_openapi_messages (id bigint PRIMARY KEY)").await;
        run("first", url, &["migrate", "check"]).fine();
        assert_eq!(run("first", url, &["db", "tables", "--db"]).fine(), tables);
        assert_eq!(run("first", url, &["db", "inspect"]).fine(), inspected);
        execute(database, "CREATE TABLE warp_openapi_others (id bigint PRIMARY KEY)").await;
        run("first", url, &["migrate", "check"]).refused();
    })
    .await;
}
