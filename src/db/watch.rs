//! Ends statements of SQLite: it runs within this program, and nobody else would end one that takes too long or that nobody waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

tokio::task_local! {
    static CURRENT: Arc<Watch>;
}

/// The time of one connection's statements.
#[derive(Debug)]
pub(crate) struct Watch {
    made: Instant,
    limit: Duration,
    /// When the present statement must be over, in microseconds since `made`.
    ends: AtomicU64,
    /// Whether the transaction that the connection was taken for has been taken back.
    #[cfg_attr(
        not(feature = "sqlite"),
        allow(dead_code, reason = "only SQLite takes one back by itself")
    )]
    is_over: Option<Arc<AtomicBool>>,
}

impl Watch {
    /// The watch of a connection whose statement begins now.
    pub(crate) fn new(limit: Duration) -> Arc<Self> {
        Self::with(limit, None)
    }

    /// That of a connection that is taken for one transaction: notes in `is_over` that the database has taken it back.
    pub(crate) fn of_transaction(limit: Duration, is_over: &Arc<AtomicBool>) -> Arc<Self> {
        Self::with(limit, Some(Arc::clone(is_over)))
    }

    fn with(limit: Duration, is_over: Option<Arc<AtomicBool>>) -> Arc<Self> {
        let watch = Arc::new(Self {
            made: Instant::now(),
            limit,
            ends: AtomicU64::new(0),
            is_over,
        });
        watch.start();
        watch
    }

    /// The watch of whoever takes a connection in this task; a new one where nobody does.
    #[cfg(feature = "sqlite")]
    pub(crate) fn of_task(limit: Duration) -> Arc<Self> {
        CURRENT.try_with(Arc::clone).unwrap_or_else(|_| Self::new(limit))
    }

    /// Begins the time of a statement.
    pub(crate) fn start(&self) {
        let ends = self.made.elapsed().saturating_add(self.limit);
        self.ends
            .store(u64::try_from(ends.as_micros()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether a statement may go on.
    #[cfg(feature = "sqlite")]
    pub(crate) fn goes_on(&self) -> bool {
        self.made.elapsed().as_micros() < u128::from(self.ends.load(Ordering::Acquire))
    }

    /// Notes that what has begun is taken back.
    #[cfg(feature = "sqlite")]
    pub(crate) fn rolled_back(&self) {
        if let Some(is_over) = &self.is_over {
            is_over.store(true, Ordering::Release);
        }
    }

    /// Whether changes may be made permanent: those that follow a transaction that was taken back would stand for themselves.
    #[cfg(feature = "sqlite")]
    pub(crate) fn may_commit(&self) -> bool {
        let is_over = self.is_over.as_ref();
        !is_over.is_some_and(|is_over| is_over.load(Ordering::Acquire))
    }

    fn stop(&self) {
        self.ends.store(0, Ordering::Release);
    }

    /// Takes a connection that gets this watch.
    pub(crate) async fn on<F: Future>(self: &Arc<Self>, taken: F) -> F::Output {
        CURRENT.scope(Arc::clone(self), taken).await
    }
}

/// Ends the statement that is running when it is dropped: nobody waits for it any more.
#[derive(Debug)]
pub(crate) struct Watched(pub(crate) Arc<Watch>);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.stop();
    }
}

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests {
    use super::*;

    #[test]
    fn a_statement_ends_with_its_time_or_with_who_waits_for_it() {
        let watch = Watch::new(Duration::from_secs(60));
        assert!(watch.goes_on());
        drop(Watched(Arc::clone(&watch)));
        assert!(!watch.goes_on());
        watch.start();
        assert!(watch.goes_on());
        assert!(!Watch::new(Duration::ZERO).goes_on());
    }
}
