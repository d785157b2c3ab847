//! `migrate init` and `migrate new`: the output, and the files that are written.

use std::fs;
use std::path::Path;

use super::{Outcome, command, execute, on_each, outcome, run};

/// Runs a program in a folder.
pub(super) fn run_in(folder: &Path, program: &str, url: &str, arguments: &[&str]) -> Outcome {
    let mut command = command(program, url, arguments);
    outcome(command.current_dir(folder).output().expect("a process"))
}

/// A folder with a crate of migrations.
pub(super) fn begun() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run_in(folder.path(), "plain", "sqlite::memory:", &["migrate", "init"]).fine();
    let expected = "wrote migration/Cargo.toml and migration/src/lib.rs\n\
                    now add to the [dependencies] of your program: migration = { path = \"migration\" }\n\
                    and to its command line: .migrator::<migration::Migrator>()\n";
    assert_eq!(made, expected);
    folder
}

/// The migrations that were written.
pub(super) fn written(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("migration/src")).expect("a folder");
    let names = entries.map(|entry| entry.expect("a file").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| name != "lib.rs").collect();
    names.sort();
    names
}

/// The text of the only migration.
pub(super) fn only(folder: &Path) -> String {
    let names = written(folder);
    assert_eq!(names.len(), 1, "{names:?}");
    let module = names[0].trim_end_matches(".rs");
    let lib = fs::read_to_string(folder.join("migration/src/lib.rs")).expect("lib.rs");
    assert!(
        lib.contains(&format!("mod {module};")) && lib.contains(&format!("Box::new({module}::Migration)")),
        "{lib}"
    );
    fs::read_to_string(folder.join("migration/src").join(&names[0])).expect("a migration")
}

#[test]
fn a_crate_is_made_once_and_an_empty_migration_written_into_it() {
    let folder = begun();
    let again = run_in(folder.path(), "plain", "sqlite::memory:", &["migrate", "init"]).refused();
    assert!(
        again.starts_with("there is a crate at `migration` already; "),
        "{again}"
    );
    let outcome = run_in(
        folder.path(),
        "plain",
        "sqlite::memory:",
        &["migrate", "new", "-m", "Add x!"],
    )
    .fine();
    let name = written(folder.path()).remove(0);
    assert!(name.ends_with("_add_x.rs"), "{name}");
    assert_eq!(
        outcome,
        format!(
            "wrote migration/src/{name}\nit does nothing yet: write what is to change in `up`, and what undoes it in `down`\n"
        )
    );
    let text = only(folder.path());
    assert!(text.contains("async fn up") && text.contains("async fn down"), "{text}");
}

#[test]
fn without_a_crate_nothing_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = run_in(
        folder.path(),
        "plain",
        "sqlite::memory:",
        &["migrate", "new", "-m", "x"],
    )
    .refused();
    let expected =
        "there is no migration crate at `migration`; run `shelf migrate init` or name its folder with --folder";
    assert_eq!(line, expected);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    let outcome = run_in(folder.path(), "plain", "sqlite::memory:", &["migrate", "new"]);
    assert!(
        outcome.code == 2 && outcome.error.contains("--message <TEXT>"),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_difference_is_written_and_its_risks_reported_once() {
    on_each(async |database| {
        let (url, folder) = (database.url(), begun());
        let new = ["migrate", "new", "-m", "first", "--auto"];
        let outcome = run_in(folder.path(), "plain", url, &new).fine();
        let lines: Vec<&str> = outcome.lines().collect();
        assert!(lines[0].starts_with("safe  create table books"), "{outcome}");
        assert!(
            lines[lines.len() - 1].starts_with("wrote migration/src/m2"),
            "{outcome}"
        );
        assert_eq!(outcome.matches("create table books").count(), 1, "{outcome}");
        let text = only(folder.path());
        assert!(text.contains("create_table(\"books\")"), "{text}");
        // Nothing ran.
        run("plain", url, &["migrate", "check"]).refused();

        run("first", url, &["migrate"]).fine();
        let outcome = run_in(folder.path(), "first", url, &new).fine();
        assert_eq!(outcome, "nothing to do: the database is as the API declares it\n");
        only(folder.path());
    })
    .await;
}

#[tokio::test]
async fn tables_that_refer_to_one_another_are_created_dropped_and_inspected() {
    on_each(async |database| {
        let (url, folder) = (database.url(), begun());
        run_in(
            folder.path(),
            "circle",
            url,
            &["migrate", "new", "-m", "first", "--auto"],
        )
        .fine();
        let text = only(folder.path());
        // As in the program that follows.
        let calls = [
            "async fn up",
            "create_table(\"writers\")",
            "create_table(\"articles\")",
            ".foreign_key(",
            ".add_foreign_key(",
            "async fn down",
            ".drop_foreign_key(",
            "drop_table(\"articles\")",
            "drop_table(\"writers\")",
        ];
        let places = calls.map(|call| text.find(call).unwrap_or_else(|| panic!("{call}\n{text}")));
        assert!(places.is_sorted(), "{text}");

        run("circled", url, &["migrate"]).fine();
        run("circled", url, &["migrate", "check"]).fine();
        let printed = run("circled", url, &["db", "inspect"]).fine();
        for reference in ["references(\"articles\", set_null)", "references(\"writers\", cascade)"] {
            assert!(printed.contains(reference), "{printed}");
        }
        // Both keys hold.
        execute(database, "INSERT INTO writers (id) VALUES (1)").await;
        execute(database, "INSERT INTO articles (id, writer_id) VALUES (2, 1)").await;
        execute(database, "UPDATE writers SET best_id = 2").await;
        execute(database, "DELETE FROM writers").await;
        run("circled", url, &["migrate", "down"]).fine();
        let tables = run("circle", url, &["db", "tables", "--db"]).fine();
        assert!(!tables.contains("writers"), "{tables}");
    })
    .await;
}

#[tokio::test]
async fn with_migrations_pending_no_difference_is_written() {
    on_each(async |database| {
        let folder = begun();
        let new = ["migrate", "new", "-m", "more", "--auto"];
        let line = run_in(folder.path(), "first", database.url(), &new).refused();
        assert!(
            line.starts_with("migrations are pending on ") && line.ends_with(": m1_books; run `shelf migrate` first"),
            "{line}"
        );
        assert!(written(folder.path()).is_empty());
        // An empty one doesn't connect.
        run_in(folder.path(), "first", database.url(), &new[..4]).fine();
        only(folder.path());
    })
    .await;
}

#[tokio::test]
async fn a_step_that_loses_data_is_written_as_a_comment_unless_that_is_allowed() {
    on_each(async |database| {
        let url = database.url();
        run("first", url, &["migrate"]).fine();
        execute(database, "ALTER TABLE books ADD COLUMN year INT").await;
        let new = ["migrate", "new", "-m", "no year", "--auto", "--allow-loss"];

        let folder = begun();
        let outcome = run_in(folder.path(), "first", url, &new[..5]).fine();
        assert_eq!(outcome.matches("loses data  drop column books.year").count(), 1, "{outcome}");
        let hint = "steps that lose data are commented out there, with those that depend on them; --allow-loss writes them out\n";
        assert!(outcome.ends_with(hint), "{outcome}");
        let text = only(folder.path());
        let dropped = |line: &&str| line.contains("drop_column(\"year\")");
        let line = text.lines().find(dropped).unwrap_or_else(|| panic!("{text}"));
        assert!(line.trim_start().starts_with("//"), "{text}");

        let folder = begun();
        let outcome = run_in(folder.path(), "first", url, &new).fine();
        assert_eq!(outcome.matches("drop column books.year").count(), 1, "{outcome}");
        assert!(!outcome.contains("--allow-loss"), "{outcome}");
        let text = only(folder.path());
        let line = text.lines().find(dropped).unwrap_or_else(|| panic!("{text}"));
        assert!(!line.trim_start().starts_with("//"), "{text}");

        let alone = run_in(
            folder.path(),
            "first",
            url,
            &["migrate", "new", "-m", "x", "--allow-loss"],
        );
        assert!(alone.code == 2 && alone.error.contains("--auto"), "{alone:?}");
    })
    .await;
}
