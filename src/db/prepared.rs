//! Statements that connections keep prepared, and tables that somebody alters meanwhile.
//!
//! PostgreSQL refuses a prepared statement whose result would have other types than when it was prepared, and a driver goes on to send
//! it. Which connection the statement failed on can't be told of those of sea-orm, so each that is older than the failure is replaced
//! when it is taken next: it costs one connection each for every change of tables.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::DbErr;

use super::dialect::DbCondition;
use crate::error::Error;

/// How often a statement or a transaction of which nothing was done is run.
pub(crate) const TRIES: u32 = 3;

/// When a statement was last found outdated, on any connection of this program.
static CHANGED: Mutex<Option<Instant>> = Mutex::new(None);

/// Notes that tables have changed since some statements were prepared.
pub(super) fn note_change() {
    *CHANGED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
}

/// Whether a connection of this age may keep statements that are outdated.
#[cfg_attr(
    not(feature = "postgres"),
    allow(dead_code, reason = "SQLite prepares statements anew by itself")
)]
pub(super) fn may_be_outdated(age: Duration) -> bool {
    let changed = *CHANGED.lock().unwrap_or_else(PoisonError::into_inner);
    changed.is_some_and(|changed| age >= changed.elapsed())
}

/// Whether the same again may well succeed, since nothing was done: a statement was prepared for other tables, or was undone for the sake of
/// others.
pub(crate) fn may_run_again(error: &Error) -> bool {
    let Error::Unavailable(cause) = error else {
        return false;
    };
    let condition = cause.downcast_ref::<DbErr>().and_then(DbCondition::of_sea_orm);
    condition.is_some_and(DbCondition::is_transient)
}
