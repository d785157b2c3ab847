//! Parsed requests to statements, by sea-query's builders. What differs between databases is `db::Dialect`'s.

pub(super) mod always_true;
pub(super) mod condition;
pub(super) mod delete;
pub(super) mod insert;
pub(super) mod keyset;
pub(super) mod related;
pub(super) mod select;
mod selection;
pub(super) mod shape;
mod source;
pub(super) mod update;
mod where_clause;

pub(super) use selection::Selection;
pub(super) use shape::{Shape, StatementShape};
pub(super) use source::Source;
