//! The document is what `openapi.json` holds: a change of it shows in a review.

#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use std::process::Command;

const FILE: &str = include_str!("../openapi.json");

#[test]
fn the_document_is_that_of_the_file() {
    let spec = Command::new(env!("CARGO_BIN_EXE_tasks"))
        .arg("spec")
        .env_clear()
        .output()
        .unwrap();
    let document = String::from_utf8(spec.stdout).unwrap();
    if document == FILE {
        return;
    }
    let at = document
        .bytes()
        .zip(FILE.bytes())
        .take_while(|(new, old)| new == old)
        .count();
    panic!(
        "the document differs from openapi.json at byte {at}:\n  document      ..{}\n  openapi.json  ..{}\n\
         If that is wanted, renew the file: cargo run -q -p tasks -- spec > examples/tasks/openapi.json",
        around(&document, at),
        around(FILE, at),
    );
}

/// Those that `serve` refuses: the document doesn't follow them.
#[test]
fn variables_that_the_document_does_not_follow_are_not_read() {
    let spec = Command::new(env!("CARGO_BIN_EXE_tasks"))
        .args(["spec", "--max-limit=7"])
        .env_clear()
        .envs([
            ("BROKER", "bad"),
            ("SPEC_ROUTE", "bad"),
            ("DOCS_ROUTE", "bad"),
            ("DOCS_THEME", "pink"),
            ("ALLOWED_HOSTS", "http://bad"),
            ("TRUST_PROXY", "bad"),
            ("WRITE_TIMEOUT", "bad"),
            ("CHECK_TIMEOUT", "bad"),
            ("KEEP_ALIVE", "bad"),
        ])
        .output()
        .unwrap();
    assert!(spec.status.success(), "{}", String::from_utf8_lossy(&spec.stderr));
    let document = String::from_utf8(spec.stdout).unwrap();
    assert!(document.contains("\"maximum\":7}"), "{document}");
}

/// The text around a byte.
fn around(text: &str, at: usize) -> String {
    let bytes = &text.as_bytes()[at.saturating_sub(60)..text.len().min(at + 60)];
    String::from_utf8_lossy(bytes).into_owned()
}
