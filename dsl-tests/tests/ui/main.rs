//! Blocks that are refused, each with a message that helps. Blocks that compile are in `pass`.
//!
//! A case is `fail/<subject>/<mistake>.rs`. Its last lines are what the compiler reports: ``//~ 6:57 `unsubscribbe` E0425`` is the
//! place, the token there, the code, and the message if it is of this crate. What rustc says in words of its own, and differently in
//! each version, is left out. A case with a `.stderr` beside it is compared whole instead, as users see it.
//!
//! None of it underlines the whole block, whose error nobody would find: [`SPANNING`] has the exceptions.
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

/// Cases with errors at the whole block beside the one at its token, and why they can't stand elsewhere.
const SPANNING: &[(&str, &str)] = &[
    ("computed-in_a_body", USED),
    ("computed-rust_name_twice", FIRST_WORD),
    ("computed-section_twice", FIRST_WORD),
    ("computed-unique_by_a_computed_field", USED),
    ("enum-two_numbers_of_one_name", NUMBERED),
    ("field-two_of_one_name", PASTED),
    ("links-without_relations", LACKING),
    ("op-reply_enum_name_taken", PASTED),
    ("relations-filter_through_no_relation", LACKING),
    ("relations-include_without_relations", LACKING),
    ("relations-ordered_through_no_relation", LACKING),
    ("owner-of_a_row_without_relations", LACKING),
    ("relations-list_of_an_op_ordered_by_related_rows", PASSED_ON),
    ("relations-twice", FIRST_WORD),
    ("resource-same_operation_id", FIRST_WORD),
    ("schema-two_properties_of_one_rust_name", FIRST_WORD),
    ("schema_of_others-base_is_an_enum", LACKING),
    ("schema_of_others-own_property_of_the_same_name", FIRST_WORD),
    ("schema_of_others-own_property_that_is_left", FIRST_WORD),
    ("schema_of_others-partial_of_what_is_no_column", LACKING),
    ("schema_of_others-property_twice", FIRST_WORD),
    ("union-two_variants_of_one_name", FIRST_WORD),
];
const NUMBERED: &str = "a value that has a number extends to that, which the macro has written";
const USED: &str =
    "the name of a computed field is a const with an error, which is at its token; notes say which consts use it";
const PASSED_ON: &str = "the place of a name in the options of an argument is lost where macros pass it on";
const PASTED: &str = "a name that `paste!` makes has the place of its brackets, which the macro has written";
const LACKING: &str = "a trait that a type lacks is reported at the whole path, whose brackets the macro has written";
const FIRST_WORD: &str =
    "what is declared beside the block has its place from its first word, which the macro has written: `pub`, `impl`";

#[test]
fn blocks_are_refused_with_help() {
    let cases = case::chosen();
    let mut reports = cargo::check(&cases);
    let renew = std::env::var_os("UPDATE_REFUSED").is_some();
    let mut failures = String::new();
    for case in &cases {
        let name = case.name();
        let reported = reports.remove(&name).unwrap_or_default();
        let spans_call = reported.iter().any(|report| report.spans_call);
        if spans_call != SPANNING.iter().any(|(case, _)| *case == name) {
            let fault = if spans_call {
                "an error underlines the whole block"
            } else {
                "no error underlines the whole block any more; take the case out of `SPANNING`"
            };
            failures.push_str(&format!("{}\n  {fault}\n\n", case.path.display()));
        }
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
