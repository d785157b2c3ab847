//! Files of migrations.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::super::{Init, New, Written, init, new, rustfmt};
use crate::cli::Failure;
use crate::schema::change::Step;

fn time() -> DateTime<Utc> {
    "2026-11-22T10:15:00Z".parse().unwrap()
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    init(&Init {
        program: "api".to_owned(),
        folder: folder.path().join("migration"),
    })
    .unwrap();
    folder
}

fn write(folder: &Path, message: &str, auto: bool, steps: &[Step]) -> Result<Written, Failure> {
    new(
        &New {
            folder: folder.join("migration"),
            message: message.to_owned(),
            allow_loss: false,
            auto,
            now: time(),
            program: "api".to_owned(),
        },
        steps,
    )
}

/// The name of the file that a message makes, or why there is none.
fn name(message: &str) -> String {
    match write(folder().path(), message, false, &[]) {
        Ok(written) => written.file.unwrap().file_name().unwrap().to_str().unwrap().to_owned(),
        Err(error) => error.to_string(),
    }
}

fn lib(folder: &Path) -> String {
    fs::read_to_string(folder.join("migration/src/lib.rs")).unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("migration/src")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn renamed() -> Step {
    Step::RenameTable {
        from: "a".to_owned(),
        to: "b".to_owned(),
    }
}

#[test]
fn files_are_named_by_time_and_message() {
    for (message, expected) in [
        ("add severity", "m20261122_101500_add_severity.rs"),
        (
            "Größe für Café, naïve Łódź",
            "m20261122_101500_grosse_fur_cafe_naive_lodz.rs",
        ),
        ("cafe\u{301}", "m20261122_101500_cafe.rs"),
        (
            "  Add: `Severity`, 2nd try! ",
            "m20261122_101500_add_severity_2nd_try.rs",
        ),
        ("größe 漢 2", "m20261122_101500_grosse_han_2.rs"),
        ("Цена", "m20261122_101500_tsena.rs"),
        ("../../etc/passwd", "m20261122_101500_etc_passwd.rs"),
    ] {
        assert_eq!(name(message), expected);
    }
    let long = name(&"word ".repeat(50));
    assert!(long.ends_with("_word.rs") && long.len() < 85, "{long}");
    assert!(name(&"w".repeat(500)).len() < 85);
    let remedy = "name what the migration does, such as -m \"add severity\"";
    assert_eq!(name(" "), format!("the message is empty: {remedy}"));
    assert_eq!(
        name("—"),
        format!("the message has no letter from a to z and no digit: {remedy}")
    );
}

#[test]
fn a_second_one_in_the_same_second_takes_the_next() {
    let folder = folder();
    for expected in ["m20261122_101500_same.rs", "m20261122_101501_same.rs"] {
        let written = write(folder.path(), "same", false, &[renamed()]).unwrap();
        let file = written.file.unwrap();
        assert!(file.ends_with(expected), "{}", file.display());
        assert_eq!(written.message, format!("wrote {}\n", file.display()));
    }
    let text = lib(folder.path());
    let modules = "use sea_orm_migration::prelude::*;\n\nmod m20261122_101500_same;\nmod m20261122_101501_same;\n\n/// All migrations.";
    assert!(text.contains(modules), "{text}");
    let list = "        vec![\n            Box::new(m20261122_101500_same::Migration),\n            Box::new(m20261122_101501_same::Migration),\n        ]\n";
    assert!(text.contains(list), "{text}");
    // A file that was removed by hand is still registered.
    fs::remove_file(folder.path().join("migration/src/m20261122_101501_same.rs")).unwrap();
    let third = write(folder.path(), "same", false, &[]).unwrap().file.unwrap();
    assert!(third.ends_with("m20261122_101502_same.rs"));
}

#[test]
fn what_is_written_is_as_rustfmt_sets_it() {
    for settings in ["", "max_width = 40\nhard_tabs = true\n"] {
        let folder = folder();
        fs::write(folder.path().join("rustfmt.toml"), settings).unwrap();
        let source = folder.path().join("migration/src");
        let set = |text: &str| rustfmt::formatted("rustfmt", &source, "2024", text).unwrap();
        let before = set(&lib(folder.path()));
        fs::write(source.join("lib.rs"), before).unwrap();
        let written = write(folder.path(), "rename", true, &[renamed()]).unwrap();
        for file in [written.file.unwrap(), source.join("lib.rs")] {
            let text = fs::read_to_string(file).unwrap();
            assert_eq!(set(&text), text);
        }
        assert_eq!(lib(folder.path()).contains("\n\tfn migrations"), !settings.is_empty());
    }
}

#[test]
fn a_lib_that_is_set_in_another_way_stays_so() {
    let folder = folder();
    let text = lib(folder.path()).replace("pub struct Migrator;", "pub   struct   Migrator  ;");
    fs::write(folder.path().join("migration/src/lib.rs"), text).unwrap();
    write(folder.path(), "rename", true, &[renamed()]).unwrap();
    let text = lib(folder.path());
    assert!(text.contains("pub   struct   Migrator  ;"), "{text}");
    assert!(text.contains("Box::new(m20261122_101500_rename::Migration)"), "{text}");
}

#[test]
fn without_rustfmt_nothing_is_set() {
    let folder = folder();
    assert_eq!(
        rustfmt::formatted("no-such-program", folder.path(), "2024", "fn  a() {}"),
        None
    );
    assert_eq!(rustfmt::formatted("rustfmt", folder.path(), "2024", "fn ("), None);
    assert_eq!(
        rustfmt::formatted("rustfmt", folder.path(), "2024", "mod  gone;").as_deref(),
        Some("mod gone;\n")
    );
}

#[test]
fn nothing_to_do_writes_nothing() {
    let folder = folder();
    let before = lib(folder.path());
    let written = write(folder.path(), "none", true, &[]).unwrap();
    assert_eq!(written.file, None);
    assert_eq!(
        written.message,
        "nothing to do: the database is as the API declares it\n"
    );
    assert_eq!(
        (files(folder.path()), lib(folder.path())),
        (vec!["lib.rs".to_owned()], before)
    );
}

#[test]
fn commented_steps_and_empty_migrations_are_reported() {
    let folder = folder();
    let table = crate::schema::model::Table {
        name: "old".to_owned(),
        ..Default::default()
    };
    let lost = write(folder.path(), "drop", true, &[Step::DropTable(table.into())]).unwrap();
    assert!(
        lost.message.contains("\nsteps that lose data are commented out there"),
        "{}",
        lost.message
    );
    let empty = write(folder.path(), "later", false, &[]).unwrap();
    assert!(empty.message.contains("\nit does nothing yet: "), "{}", empty.message);
}

#[test]
fn without_a_crate_the_remedy_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let error = write(folder.path(), "a", false, &[]).unwrap_err().to_string();
    let place = folder.path().join("migration");
    let expected = format!(
        "there is no migration crate at `{}`; run `api migrate init` or name its folder with --folder",
        place.display()
    );
    assert_eq!(error, expected);
    assert!(!place.exists());
}

#[test]
fn an_incomplete_crate_is_reported_alike_by_both_commands() {
    for (gone, left) in [("src/lib.rs", "Cargo.toml"), ("Cargo.toml", "src/lib.rs")] {
        let folder = folder();
        let place = folder.path().join("migration");
        fs::remove_file(place.join(gone)).unwrap();
        let (gone, left) = (place.join(gone), place.join(left));
        let expected = format!(
            "{} is missing: bring it back, or move {} away and run `api migrate init`",
            gone.display(),
            left.display()
        );
        let error = write(folder.path(), "a", false, &[]).unwrap_err().to_string();
        assert_eq!(error, expected);
        let options = Init {
            folder: place,
            program: "api".to_owned(),
        };
        assert_eq!(init(&options).unwrap_err().to_string(), expected);
        // The message's remedy works.
        fs::remove_file(left).unwrap();
        init(&options).unwrap();
    }
}

#[test]
fn a_lib_without_the_list_leaves_everything_as_it_was() {
    let folder = folder();
    let text = "impl MigratorTrait for Migrator {\n    fn migrations() -> X {\n        all()\n    }\n}\n";
    fs::write(folder.path().join("migration/src/lib.rs"), text).unwrap();
    let error = write(folder.path(), "a", false, &[]).unwrap_err().to_string();
    assert!(
        error.contains("lib.rs has no `vec![..]` in its `fn migrations`, so nothing is written: "),
        "{error}"
    );
    assert!(!error.contains('\n'), "{error}");
    assert_eq!(
        (files(folder.path()), lib(folder.path())),
        (vec!["lib.rs".to_owned()], text.to_owned())
    );
}

#[test]
fn a_lib_that_cannot_be_written_leaves_everything_as_it_was() {
    let folder = folder();
    let path = folder.path().join("migration/src/lib.rs");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = write(folder.path(), "a", false, &[]).unwrap_err().to_string();
    assert!(error.contains("lib.rs can't be written: "), "{error}");
    assert_eq!(files(folder.path()), ["lib.rs"]);
}
