//! The crate that `init` and `new` write, through the compiler.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::writing::{run_in, written};

/// A program beside which the crate is made, in a workspace of its own. Profile and features are those of this test, so that all but this
/// crate is compiled already.
fn manifest(ours: &Path) -> String {
    format!(
        r#"[package]
name = "shelf"
version = "0.1.0"
edition = "2024"

[lib]
path = "lib.rs"

[workspace]

[profile.dev]
debug = "line-tables-only"

[dependencies]
warp-openapi = {{ path = {ours:?}, features = ["testing"] }}
"#
    )
}

#[test]
fn the_crate_compiles_as_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::write(path.join("Cargo.toml"), manifest(root)).expect("a manifest");
    fs::write(path.join("lib.rs"), "").expect("a program");
    // The same versions, which are there already.
    fs::copy(root.join("Cargo.lock"), path.join("Cargo.lock")).expect("a lock file");

    let migrate = |arguments: &[&str]| run_in(path, "plain", "sqlite::memory:", arguments).fine();
    migrate(&["migrate", "init"]);
    migrate(&["migrate", "new", "-m", "first", "--auto"]);
    migrate(&["migrate", "new", "-m", "by hand"]);
    assert_eq!(written(path).len(), 2);

    // Dependencies are those of this test: target/debug/deps.
    let test = std::env::current_exe().expect("a path");
    let target = test.ancestors().nth(3).expect("a target folder");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet", "--package", "migration"])
        .current_dir(path)
        .env("CARGO_TARGET_DIR", target)
        .stdin(Stdio::null())
        .output()
        .expect("cargo");
    let outcome = String::from_utf8_lossy(&output.stderr);
    // Nor has the compiler anything to warn of.
    assert!(output.status.success() && outcome.is_empty(), "{outcome}");
}
