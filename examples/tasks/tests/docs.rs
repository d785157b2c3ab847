//! What the README and the guide say of the program is what it does.

#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use std::collections::BTreeSet;
use std::process::Command;

const README: &str = include_str!("../../../README.md");
const RUNNING: &str = include_str!("../../../src/guide/running.md");

/// The variables that `serve --help` lists.
fn reported() -> BTreeSet<String> {
    let help = Command::new(env!("CARGO_BIN_EXE_tasks"))
        .args(["serve", "--help"])
        .env_clear()
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let variables = help.split("[env: ").skip(1);
    variables
        .map(|rest| rest.split_once(']').unwrap().0.to_owned())
        .collect()
}

/// The variables in the first cells of the guide's tables of settings.
fn written() -> BTreeSet<String> {
    let lines = RUNNING.lines();
    let rows = lines.filter_map(|line| line.strip_prefix("| `")?.split_once("` | `--"));
    rows.map(|(variable, _)| variable.to_owned()).collect()
}

#[test]
fn the_tables_of_variables_have_those_of_the_help() {
    assert_eq!(written(), reported());
    assert!(reported().len() > 60);
}

#[test]
fn the_first_block_is_the_quickstart() {
    let quickstart = include_str!("../../quickstart.rs");
    let (_, block) = README.split_once("```rust,no_run\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let (_, code) = quickstart.split_once("\n\n").unwrap();
    assert_eq!(block, code);
}
