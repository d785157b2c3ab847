//! Blocks that compile, and blocks that are refused with a message that helps.

#[test]
fn blocks_are_accepted_or_refused_with_help() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
    cases.compile_fail("tests/fail/*/*.rs");
}
