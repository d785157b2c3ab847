//! Blocks that are refused, each with a message that helps. Blocks that compile are in `pass`.
//!
//! A case is `fail/<subject>/<mistake>.rs`. Its last lines are what the compiler reports: ``//~ 6:57 `unsubscribbe` E0425`` is the
//! place, the token there, the code, and the message if it is of this crate. What rustc says in words of its own, and differently in
//! each version, is left out. A case with a `.stderr` beside it is compared whole instead, as users see it.
//!
//! `UPDATE_REFUSED=1` renews what is expected; `CASE=NAME` takes only the cases that have NAME in their path.
#![allow(
    clippy::unwrap_used,
    reason = "this is a test as a whole, and one that can't go on fails"
)]

mod cargo;
mod case;
mod report;
mod rendered;

#[test]
fn blocks_are_refused_with_help() {
    let cases = case::chosen();
    let mut reports = cargo::check(&cases);
    let renew = std::env::var_os("UPDATE_REFUSED").is_some();
    let mut failures = String::new();
    for case in &cases {
        let reported = reports.remove(&case.name()).unwrap_or_default();
        if renew && !reported.is_empty() {
            case.expect(reported);
        } else if let Some(difference) = case.difference(reported) {
            failures.push_str(&difference);
        }
    }
    assert!(
        failures.is_empty(),
        "lines with - are expected, those with + came; `UPDATE_REFUSED=1` takes them over\n\n{failures}"
    );
}
