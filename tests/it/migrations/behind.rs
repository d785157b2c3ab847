//! Programs without migrations, and tables that were made for an older declaration.

use super::{execute, on_each, run};

#[tokio::test]
async fn a_program_refuses_tables_that_lack_what_it_needs() {
    on_each(async |database| {
        let url = database.url();
        run("plain", url, &["migrate"]).fine();
        for arguments in [&["migrate"][..], &["serve", "--port", "0"]] {
            let line = run("grown", url, arguments).refused();
            assert!(line.starts_with("the tables on "), "{line}");
            assert!(
                line.contains(" aren't as declared: `books.nick` is missing; "),
                "{line}"
            );
            assert!(line.contains("`shelf migrate check` shows the steps"), "{line}");
        }
        execute(database, "ALTER TABLE books ADD COLUMN nick text").await;
        let outcome = run("grown", url, &["migrate"]).fine();
        assert!(outcome.starts_with("nothing to do: "), "{outcome}");
    })
    .await;
}

#[tokio::test]
async fn what_no_request_needs_keeps_no_program_from_migrating() {
    on_each(async |database| {
        let url = database.url();
        run("grown", url, &["migrate"]).fine();
        execute(database, "CREATE INDEX mine ON books (nick)").await;
        let outcome = run("plain", url, &["migrate"]).fine();
        assert!(outcome.starts_with("nothing to do: "), "{outcome}");
    })
    .await;
}

#[tokio::test]
async fn each_difference_is_named() {
    on_each(async |database| {
        execute(database, "CREATE TABLE books (id INT)").await;
        let line = run("plain", database.url(), &["migrate"]).refused();
        assert!(
            line.contains("`books.title` is missing, `books.pages` is missing"),
            "{line}"
        );
    })
    .await;
}
