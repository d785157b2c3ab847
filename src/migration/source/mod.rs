//! Steps as the Rust source of a migration: calls of [`migration`](super::migration), in a file that a person reads and may change.
//!
//! `words` turns steps into calls, `code` sets calls in lines, `literal` writes values, `waiting` decides what waits in comments.

mod code;
mod file;
mod literal;
mod waiting;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use file::{Source, render};
