//! Texts of a request to typed values; all violations are collected in one list.

pub(super) mod address;
pub(super) mod body;
pub(super) mod default;
pub(super) mod filter;
mod known_filters;
pub(super) mod order;
pub(super) mod page;
pub(super) mod query;
pub(super) mod search;

pub(super) use filter::Predicate;
pub(crate) use query::Query;
