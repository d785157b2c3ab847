//! Migrations as text. `dsl-tests` compiles the same files.

mod losses;
mod samples;
mod shape;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Source, render};
use crate::schema::change::Step;

fn rendered(message: &str, steps: &[Step], allow_loss: bool) -> String {
    let source = Source {
        message,
        steps,
        allow_loss,
    };
    render(&source)
}

/// The statements of `up` and of `down`, without the margin.
fn bodies(steps: &[Step], allow_loss: bool) -> (String, String) {
    let text = rendered("change", steps, allow_loss);
    let body = |name: &str| {
        let (_, rest) = text.split_once(&format!("async fn {name}")).unwrap();
        let (body, _) = rest.split_once("\n    }\n").unwrap();
        let lines = body.lines().skip(1).map(|line| line.strip_prefix("        ").unwrap());
        lines.collect::<Vec<_>>().join("\n")
    };
    (body("up"), body("down"))
}

#[track_caller]
fn case(steps: &[Step], up: &str, down: &str) {
    assert_eq!(bodies(steps, false), (up.to_owned(), down.to_owned()));
}

/// What rustfmt makes of a text when nothing is configured.
fn formatted(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    running.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{text}");
    String::from_utf8(output.stdout).unwrap()
}

/// Compares with a file that `dsl-tests` compiles. `UPDATE_MIGRATIONS=1` rewrites it.
#[track_caller]
fn compiles(name: &str, text: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dsl-tests/tests/pass/migrations");
    let path = folder.join(format!("{name}.rs"));
    if std::env::var_os("UPDATE_MIGRATIONS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        text,
        expected,
        "if that is meant, run this test with UPDATE_MIGRATIONS=1: {}",
        path.display()
    );
    assert_eq!(formatted(text), text, "rustfmt sets it in other lines");
}

#[test]
fn one_without_steps_compiles() {
    compiles("m20261122_101500_empty", &rendered("decide later", &[], false));
}

#[test]
fn all_kinds_of_steps_compile() {
    compiles(
        "m20261122_101501_everything",
        &rendered("Everything that\nthere is", &samples::everything(), true),
    );
}

#[test]
fn one_with_losing_steps_in_comments_compiles() {
    compiles(
        "m20261122_101502_losing",
        &rendered("everything but what loses data", &samples::everything(), false),
    );
}

#[test]
fn one_that_only_loses_compiles() {
    compiles("m20261122_101503_lost", &rendered("lose", &samples::losing(), false));
}
