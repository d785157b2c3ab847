//! What a change can do to the rows that are there, and to the programs that use them.

use super::step::{Change, Step};

/// The class of a step, the least bad first. The worst of what can happen counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Risk {
    /// Nothing but a moment's lock.
    Safe,
    /// Others wait while it reads or writes the table, or programs that use the old name fail.
    Locks,
    /// Rows that are there may refuse it; then nothing is changed.
    MayFail,
    /// Values are gone afterwards.
    LosesData,
}

/// What a step does, in one line for people, with its class; one for each change of a table.
#[must_use]
pub(crate) fn risks(_step: &Step) -> Vec<(String, Risk)> {
    Vec::new()
}

/// The class of one change of a table, beside all the changes that come with it.
#[must_use]
pub(crate) fn risk(_change: &Change, _beside: &[Change]) -> Risk {
    Risk::Safe
}
