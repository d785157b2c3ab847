//! What the README and the guide say of the program is what it does.

#![allow(clippy::unwrap_used, reason = "all of it is a test")]

use std::collections::BTreeSet;
use std::process::Command;

const README: &str = include_str!("../../../README.md");
const RUNNING: &str = include_str!("../../../src/guide/running.md");

/// Variable, flag and default of each flag that `serve --help` lists.
fn reported() -> BTreeSet<[String; 3]> {
    let help = Command::new(env!("CARGO_BIN_EXE_tasks"))
        .args(["serve", "--help"])
        .env_clear()
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let lines = help.lines().filter(|line| line.contains("[env: "));
    lines
        .map(|line| {
            let between = |start: &str| line.split_once(start)?.1.split_once(']').map(|(text, _)| text);
            let flag = line.trim_start().split(' ').next().unwrap();
            let variable = between("[env: ").unwrap().trim_end_matches('=');
            let default = between("[default: ").unwrap_or_default();
            [variable, flag, default.trim_matches('"')].map(str::to_owned)
        })
        .collect()
}

/// The first three cells of each row of the guide's table.
fn written() -> BTreeSet<[String; 3]> {
    let (_, table) = RUNNING.split_once("| variable | flag | default | |\n").unwrap();
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row
            .split('|')
            .skip(1)
            .map(|cell| cell.trim_matches([' ', '`']).to_owned());
        [(); 3].map(|()| cells.next().unwrap())
    })
    .collect()
}

#[test]
fn the_table_of_variables_is_that_of_the_help() {
    assert_eq!(written(), reported());
}

#[test]
fn the_first_block_is_the_quickstart() {
    let quickstart = include_str!("../../quickstart.rs");
    let (_, block) = README.split_once("```rust,no_run\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let (_, code) = quickstart.split_once("\n\n").unwrap();
    assert_eq!(block, code);
}
