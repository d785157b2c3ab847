//! Outages of the database, as seen by statements: each is one line of the log, not one for each request.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::DbErr;

use super::breaker::DatabaseDown;
use crate::error::Cause;
use crate::sql::{DbErrorClass, is_without_connection};

/// How long nothing must fail before an outage is over: while some statements fail and others don't, it lasts.
const QUIET: Duration = Duration::from_secs(5);
/// A failure so long after the last one begins another outage, even if nothing has succeeded between.
const ANOTHER: Duration = Duration::from_mins(1);

/// A write waited too long for its permit: SQLite has one writer at a time.
#[derive(Debug, thiserror::Error)]
#[error("no write lock within {} ms", .0.as_millis())]
pub(super) struct WriteTimeout(pub(super) Duration);

/// The failures of statements on one database.
#[derive(Debug, Default)]
pub(crate) struct Outage {
    /// Whether there is an outage: while there is none, no statement takes the lock.
    lasts: AtomicBool,
    failures: Mutex<Option<Failures>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Failures {
    first: Instant,
    last: Instant,
    count: u64,
    /// Whether only writes failed, so that a read doesn't end the outage.
    of_writes: bool,
}

/// An outage that is over.
#[derive(Debug, PartialEq, Eq)]
struct OutageSummary {
    failures: u64,
    lasted: Duration,
}

impl Outage {
    /// Counts a failure, if its cause is the database itself: `Some(true)` for the first of an outage, which is to be logged.
    pub(crate) fn count(&self, cause: &Cause) -> Option<bool> {
        let of_writes = match cause.downcast_ref::<DbErr>() {
            Some(error) if is_without_connection(error) => false,
            Some(error) => {
                let class = DbErrorClass::of_sea_orm(error);
                class.is_of_database().then_some(class.is_of_writes())?
            }
            None => {
                if !cause.is::<WriteTimeout>() && !cause.is::<DatabaseDown>() {
                    return None;
                }
                false
            }
        };
        Some(self.failed(of_writes, Instant::now()))
    }

    /// Records that a statement succeeded, one that writes or one that reads.
    pub(super) fn succeeded(&self, writes: bool) {
        if self.lasts.load(Ordering::Relaxed)
            && let Some(over) = self.ended(writes, Instant::now())
        {
            tracing::info!(
                failures = over.failures,
                seconds = over.lasted.as_secs(),
                "the database answers again"
            );
        }
    }

    fn failed(&self, of_writes: bool, now: Instant) -> bool {
        let mut failures = self.failures();
        match &mut *failures {
            Some(known) if now.saturating_duration_since(known.last) < ANOTHER => {
                known.last = now;
                known.count += 1;
                known.of_writes &= of_writes;
                false
            }
            other => {
                *other = Some(Failures {
                    first: now,
                    last: now,
                    count: 1,
                    of_writes,
                });
                self.lasts.store(true, Ordering::Relaxed);
                true
            }
        }
    }

    fn ended(&self, writes: bool, now: Instant) -> Option<OutageSummary> {
        let mut failures = self.failures();
        let over = failures
            .take_if(|known| (writes || !known.of_writes) && now.saturating_duration_since(known.last) >= QUIET)?;
        self.lasts.store(false, Ordering::Relaxed);
        Some(OutageSummary {
            failures: over.count,
            lasted: now.saturating_duration_since(over.first),
        })
    }

    fn failures(&self) -> MutexGuard<'_, Option<Failures>> {
        // No panic can leave it half changed.
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_reported_once_and_its_end_once() {
        let (outage, start) = (Outage::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(outage.failed(false, at(0)));
        for second in 1..100 {
            assert!(!outage.failed(false, at(second)));
            // A success between failures doesn't end it.
            assert_eq!(outage.ended(true, at(second)), None);
        }
        let over = OutageSummary {
            failures: 100,
            lasted: Duration::from_secs(110),
        };
        assert_eq!(outage.ended(false, at(110)), Some(over));
        assert_eq!(outage.ended(false, at(111)), None);
        assert!(outage.failed(false, at(112)));
    }

    #[test]
    fn a_read_does_not_end_an_outage_of_writes() {
        let (outage, start) = (Outage::default(), Instant::now());
        let at = |seconds| start + Duration::from_secs(seconds);
        assert!(outage.failed(true, at(0)));
        assert_eq!(outage.ended(false, at(30)), None);
        assert!(!outage.failed(true, at(31)));
        assert!(outage.ended(true, at(40)).is_some());
    }

    #[test]
    fn a_failure_long_after_another_is_reported_again() {
        let (outage, start) = (Outage::default(), Instant::now());
        assert!(outage.failed(false, start));
        assert!(outage.failed(false, start + ANOTHER));
    }
}
