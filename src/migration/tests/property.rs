//! Random pairs of catalogues: the steps from one to the other lead there, and those that take them back lead back.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use super::catalogues::Tape;
use crate::schema::change::{Step, apply_step, inverse};
use crate::schema::diff::diff;
use crate::schema::model::Table;
use crate::sql::Dialect;

/// Runs a test for so many pairs, by default always for the same ones: `PROPTEST_RNG_SEED` and `PROPTEST_CASES` ask for others.
pub(super) fn for_pairs(cases: u32, wild: bool, test: impl Fn(&[Table], &[Table]) -> Result<(), String>) {
    let default = Config::default();
    let config = Config {
        cases: match std::env::var_os("PROPTEST_CASES") {
            Some(_) => default.cases,
            None => cases,
        },
        rng_seed: match std::env::var_os("PROPTEST_RNG_SEED") {
            Some(_) => default.rng_seed,
            None => RngSeed::Fixed(4),
        },
        failure_persistence: None,
        max_shrink_iters: 4 * cases,
        ..default
    };
    let run = TestRunner::new(config).run(&vec(any::<u8>(), 0..400), |bytes| {
        let (from, to) = Tape::new(&bytes, wild).pair();
        test(&from, &to).map_err(|reason| TestCaseError::fail(format!("{reason}\nfrom {from:#?}\nto {to:#?}")))
    });
    if let Err(failure) = run {
        panic!("{failure}");
    }
}

fn followed(tables: &[Table], steps: &[Step]) -> Result<Vec<Table>, String> {
    let mut tables = tables.to_vec();
    for step in steps {
        apply_step(&mut tables, step).map_err(|reason| format!("{reason}, in {step}, of\n{steps:#?}"))?;
        names_differ(&tables).map_err(|reason| format!("{reason} after {step}, of\n{steps:#?}"))?;
    }
    Ok(tables)
}

/// PostgreSQL's indexes share their names among all tables.
fn names_differ(tables: &[Table]) -> Result<(), String> {
    let mut names: Vec<&str> = Vec::new();
    for index in tables
        .iter()
        .flat_map(|table| table.uniques.iter().chain(&table.indexes))
    {
        if names.contains(&index.name.as_str()) {
            return Err(format!("two indexes are called {}", index.name));
        }
        names.push(&index.name);
    }
    Ok(())
}

/// What holds two catalogues apart, each way.
pub(super) fn apart(dialect: Dialect, one: &[Table], other: &[Table]) -> Result<(), String> {
    for (one, other) in [(one, other), (other, one)] {
        let steps = diff(&dialect, one, other)?;
        if !steps.is_empty() {
            return Err(format!("there is a difference: {steps:#?}"));
        }
    }
    Ok(())
}

/// Without the previous names of tables and columns.
pub(super) fn settled(tables: &[Table]) -> Vec<Table> {
    let mut tables = tables.to_vec();
    for table in &mut tables {
        table.was = None;
        table.columns.iter_mut().for_each(|column| column.was = None);
    }
    tables
}

#[test]
fn steps_lead_from_one_catalogue_to_another_and_back() {
    for dialect in [Dialect::SQLITE, Dialect::POSTGRES] {
        for wild in [true, false] {
            for_pairs(512, wild, |from, to| {
                let steps = diff(&dialect, from, to)?;
                let there = followed(from, &steps)?;
                let remain = diff(&dialect, &there, to)?;
                if !remain.is_empty() {
                    return Err(format!("steps remain: {remain:#?}"));
                }
                apart(dialect, &there, &settled(to))?;
                let back = followed(&there, &inverse(&steps))?;
                apart(dialect, &back, from)
            });
        }
    }
}

#[test]
fn two_equal_catalogues_have_no_difference() {
    for_pairs(64, true, |from, _| apart(Dialect::POSTGRES, from, from));
}
