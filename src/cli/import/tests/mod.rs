//! Realistic files, and broken ones.

mod faults;
mod files;
mod pets;
mod security;
mod shape;
mod tracker;
mod warehouse;

use std::path::Path;

use super::{file, import};

/// What a file's text becomes, or the line that it is refused with.
fn imported(text: &str) -> Result<String, String> {
    import(file::parse(text).map_err(|fault| fault.to_string())?)
}

/// Compares with a program that `dsl-tests` compiles. `UPDATE_IMPORTED=1` rewrites it.
#[track_caller]
fn compiles(name: &str, text: &str) {
    let program = imported(text).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("dsl-tests/tests/pass/imported/{name}.rs"));
    if std::env::var_os("UPDATE_IMPORTED").is_some() {
        std::fs::write(&path, &program).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let difference = similar::TextDiff::from_lines(&expected, &program);
    let difference = difference.unified_diff().to_string();
    assert!(
        difference.is_empty(),
        "the program differs from {}; if that is meant, run this test with UPDATE_IMPORTED=1:\n{difference}",
        path.display()
    );
}

#[test]
fn a_pet_shop_compiles() {
    compiles("pets", pets::FILE);
}

#[test]
fn an_issue_tracker_compiles() {
    compiles("tracker", tracker::FILE);
}

#[test]
fn a_warehouse_compiles() {
    compiles("warehouse", &warehouse::file());
}

#[test]
fn the_guide_shows_what_is_printed() {
    let guide = include_str!("../../../guide/swagger.md");
    let block = |begin: &str| guide.split_once(begin).unwrap().1.split_once("```").unwrap().0;
    let (file, program) = (block("```yaml\n"), block("```rust,no_run\n"));
    assert_eq!(imported(file).unwrap(), program);
}
