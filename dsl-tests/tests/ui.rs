//! Blocks that are refused, each with a message that helps. Blocks that compile are in `pass`.

#[test]
fn blocks_are_refused_with_help() {
    trybuild::TestCases::new().compile_fail("tests/fail/*/*.rs");
}
