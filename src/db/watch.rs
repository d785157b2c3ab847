//! Ends statements of SQLite: it runs within this program, and nobody else would end one that takes too long or that nobody waits for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

tokio::task_local! {
    static CURRENT: Arc<Watch>;
}

/// The time of one connection's statements.
#[derive(Debug)]
pub(super) struct Watch {
    made: Instant,
    limit: Duration,
    /// When the present statement must be over, in microseconds since `made`.
    ends: AtomicU64,
}

impl Watch {
    /// The watch of a connection whose statement begins now.
    pub(super) fn new(limit: Duration) -> Arc<Self> {
        let watch = Arc::new(Self {
            made: Instant::now(),
            limit,
            ends: AtomicU64::new(0),
        });
        watch.start();
        watch
    }

    /// The watch of whoever takes a connection in this task; a new one where nobody does.
    #[cfg(feature = "sqlite")]
    pub(super) fn of_task(limit: Duration) -> Arc<Self> {
        CURRENT.try_with(Arc::clone).unwrap_or_else(|_| Self::new(limit))
    }

    /// Begins the time of a statement.
    pub(super) fn start(&self) {
        let ends = self.made.elapsed() + self.limit;
        self.ends
            .store(u64::try_from(ends.as_micros()).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether a statement may go on.
    #[cfg(feature = "sqlite")]
    pub(super) fn goes_on(&self) -> bool {
        self.made.elapsed().as_micros() < u128::from(self.ends.load(Ordering::Acquire))
    }

    fn stop(&self) {
        self.ends.store(0, Ordering::Release);
    }

    /// Takes a connection that gets this watch.
    pub(super) async fn on<F: Future>(self: &Arc<Self>, taken: F) -> F::Output {
        CURRENT.scope(Arc::clone(self), taken).await
    }
}

/// Ends the statement that is running when it is dropped: nobody waits for it any more.
#[derive(Debug)]
pub(super) struct Watched(pub(super) Arc<Watch>);

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
