//! Deadlines of statements on SQLite: it runs within this program, and nobody else would end a statement that takes too long or
//! that nobody waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

tokio::task_local! {
    static CURRENT: Arc<Deadline>;
}

/// When the running statement of one connection must end.
#[derive(Debug)]
pub(crate) struct Deadline {
    created: Instant,
    limit: Duration,
    /// In microseconds since `created`.
    at: AtomicU64,
    /// Whether the transaction that the connection was acquired for has been rolled back.
    #[cfg_attr(
        not(feature = "sqlite"),
        allow(dead_code, reason = "only SQLite rolls back by itself")
    )]
    rolled_back: Option<Arc<AtomicBool>>,
}

impl Deadline {
    /// The deadline of a connection whose statement begins now.
    pub(crate) fn new(limit: Duration) -> Arc<Self> {
        Self::with(limit, None)
    }

    /// That of a connection that is acquired for one transaction: sets `rolled_back` when the database has rolled that back by itself.
    pub(crate) fn of_transaction(limit: Duration, rolled_back: &Arc<AtomicBool>) -> Arc<Self> {
        Self::with(limit, Some(Arc::clone(rolled_back)))
    }

    fn with(limit: Duration, rolled_back: Option<Arc<AtomicBool>>) -> Arc<Self> {
        let deadline = Arc::new(Self {
            created: Instant::now(),
            limit,
            at: AtomicU64::new(0),
            rolled_back,
        });
        deadline.restart();
        deadline
    }

    /// The deadline that this task acquires a connection with; a new one if it has none.
    #[cfg(feature = "sqlite")]
    pub(crate) fn of_task(limit: Duration) -> Arc<Self> {
        CURRENT.try_with(Arc::clone).unwrap_or_else(|_| Self::new(limit))
    }

    /// Begins the time of another statement.
    pub(crate) fn restart(&self) {
        let at = self.created.elapsed().saturating_add(self.limit);
        self.at
            .store(u64::try_from(at.as_micros()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether the statement must end.
    #[cfg(feature = "sqlite")]
    pub(crate) fn has_passed(&self) -> bool {
        self.created.elapsed().as_micros() >= u128::from(self.at.load(Ordering::Acquire))
    }

    /// Records that the database has rolled back the transaction.
    #[cfg(feature = "sqlite")]
    pub(crate) fn record_rollback(&self) {
        if let Some(rolled_back) = &self.rolled_back {
            rolled_back.store(true, Ordering::Release);
        }
    }

    /// Whether changes may be committed: those that follow a transaction that was rolled back would be committed one by one.
    #[cfg(feature = "sqlite")]
    pub(crate) fn may_commit(&self) -> bool {
        let rolled_back = self.rolled_back.as_ref();
        !rolled_back.is_some_and(|rolled_back| rolled_back.load(Ordering::Acquire))
    }

    /// Acquires a connection that gets this deadline.
    pub(crate) async fn scope<F: Future>(self: &Arc<Self>, acquire: F) -> F::Output {
        CURRENT.scope(Arc::clone(self), acquire).await
    }
}

/// Ends the running statement when it is dropped: nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct DeadlineGuard(pub(crate) Arc<Deadline>);

impl Drop for DeadlineGuard {
    fn drop(&mut self) {
        self.0.at.store(0, Ordering::Release);
    }
}

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_at_its_deadline_or_when_nobody_waits_for_it() {
        let deadline = Deadline::new(Duration::from_secs(60));
        assert!(!deadline.has_passed());
        drop(DeadlineGuard(Arc::clone(&deadline)));
        assert!(deadline.has_passed());
        deadline.restart();
        assert!(!deadline.has_passed());
        assert!(Deadline::new(Duration::ZERO).has_passed());
    }
}
