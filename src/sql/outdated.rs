//! When statements that connections keep prepared were last found outdated.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// When a statement was last found outdated, on any connection of this program.
static CHANGED: Mutex<Option<Instant>> = Mutex::new(None);

/// Notes that tables have changed since some statements were prepared.
pub(crate) fn note_change() {
    *CHANGED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Whether a connection of this age may keep statements that are outdated.
#[cfg_attr(
    not(feature = "postgres"),
    allow(dead_code, reason = "SQLite prepares statements anew by itself")
)]
pub(crate) fn may_be_outdated(age: Duration) -> bool {
    let changed = *CHANGED.lock().unwrap_or_else(PoisonError::into_inner);
    changed.is_some_and(|changed| age >= changed.elapsed())
}
