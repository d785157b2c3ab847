//! Statements whose text is kept are those that are rendered anew.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

use super::schema::{THING, along, down, up};
use super::support::{ask, statements};
use crate::engine::statement::shape::{forget_all, is_kept};
use crate::meta::OperationKind::List;
use crate::meta::{Operation, OrderColumn};
use crate::sql::Dialect;

const LISTS: &[Operation] = &[
    along(&[up(0)]),
    along(&[down(2), up(1)]),
    along(&[up(3)]),
    along(ALL_DOWN),
];

const ALL_DOWN: &[OrderColumn] = &[down(1), down(2), down(3), down(0)];

/// A parameter without its value, and the values that it may have.
type Parameter = (&'static str, Vec<String>);

fn parameters() -> Vec<Parameter> {
    let numbers = |most: u32| (0..=most).map(|number| number.to_string()).collect::<Vec<_>>();
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let severity = [
        "severity",
        "severity:ne",
        "severity:lt",
        "severity:le",
        "severity:gt",
        "severity:ge",
    ];
    let mut all: Vec<Parameter> = severity.into_iter().map(|name| (name, numbers(10))).collect();
    all.extend([
        ("severity", numbers(10)),
        ("severity:null", texts(&["true", "false"])),
        ("points:le", texts(&["0", "1.50", "2"])),
        ("title", texts(&["abc", "?", "$1", "%27"])),
        ("title:contains", texts(&["b", "%00", ""])),
        ("done:ge", texts(&["2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"])),
        ("finished", texts(&["true", "false"])),
        ("locked", texts(&["true", "false"])),
        ("search", texts(&["x", "y"])),
        ("limit", numbers(9)[1..].to_vec()),
        ("direction", texts(&["asc", "desc"])),
    ]);
    all
}

/// Two queries with the same parameters, and other values perhaps.
fn queries() -> impl Strategy<Value = (String, String)> {
    let chosen = subsequence(parameters(), 0..=5);
    chosen.prop_flat_map(|chosen| {
        let pairs: Vec<_> = chosen
            .into_iter()
            .map(|(name, values)| (Just(name), select(values.clone()), select(values)))
            .collect();
        pairs.prop_map(|pairs| {
            let joined = |second: bool| {
                let texts = pairs
                    .iter()
                    .map(|(name, one, two)| format!("{name}={}", if second { two } else { one }));
                texts.collect::<Vec<_>>().join("&")
            };
            (joined(false), joined(true))
        })
    })
}

#[test]
fn a_kept_text_is_that_of_a_statement_rendered_anew() {
    let mut runner = TestRunner::new(Config::default());
    let mut kept = 0;
    for case in 0..600 {
        let (one, other) = queries().new_tree(&mut runner).expect("queries").current();
        let operation = &LISTS[case % LISTS.len()];
        for dialect in [Dialect::SQLITE, Dialect::POSTGRES] {
            let list = |query| statements(dialect, ask(THING, List).operation(operation).query(query));
            forget_all();
            list(&one);
            kept += usize::from(is_kept());
            let after_another = list(&other);
            forget_all();
            assert_eq!(after_another, list(&other), "{dialect:?}: {other} after {one}");
        }
    }
    assert!(kept > 300, "{kept} texts were kept");
}
