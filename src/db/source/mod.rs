//! Steps as the Rust source of a migration: calls of [`migration`](super::migration), in a file that a person reads and may change.

use super::catalog::Step;

/// What a migration is to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'s> {
    /// What it does, in the words of who wants it.
    pub message: &'s str,
    /// What it does, as steps; none to leave it to a person.
    pub steps: &'s [Step],
    /// Whether steps that lose data are written like the others; else they wait in comments.
    pub allow_loss: bool,
}

/// The file of a migration.
#[must_use]
pub(crate) fn render(_source: &Source<'_>) -> String {
    String::new()
}
