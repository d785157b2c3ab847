//! A database that is known to be down: requests fail at once, instead of waiting for a connection that can't come.
//!
//! A request that finds no connection, or loses its own, raises a suspicion. Then a probe connects beside the pool, again and again. While it can't, and no
//! statement succeeds either, the database counts as down. The first success of either ends that.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::sync::Notify;

use crate::error::{Cause, Error};

/// The time between two probes.
const PAUSE: Duration = Duration::from_millis(500);

/// How long a request waits for a connection before it suspects that none can come.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// The database is known to be out of reach.
#[derive(Debug, thiserror::Error)]
#[error("the database is out of reach, as a probe finds twice a second")]
pub(crate) struct DatabaseDown;

/// Connects to the database, and tells whether that is possible.
pub(super) type Probe = Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// Whether a database is known to be down. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Breaker(Arc<State>);

struct State {
    probe: Probe,
    down: AtomicBool,
    probing: AtomicBool,
    /// How many statements succeeded.
    successes: AtomicU64,
    /// Notified when it is found to be down.
    found_down: Notify,
}

impl Breaker {
    pub(super) fn new(probe: Probe) -> Self {
        Self(Arc::new(State {
            probe,
            down: AtomicBool::new(false),
            probing: AtomicBool::new(false),
            successes: AtomicU64::new(0),
            found_down: Notify::new(),
        }))
    }

    /// Refuses work on a database that is down.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`].
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.is_down() {
            let cause: Cause = Box::new(DatabaseDown);
            return Err(Error::Unavailable(cause));
        }
        Ok(())
    }

    pub(super) fn is_down(&self) -> bool {
        self.0.down.load(Ordering::Acquire)
    }

    /// Waits until it is found to be down.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(super) async fn down(&self) {
        loop {
            let found = self.0.found_down.notified();
            if self.is_down() {
                return;
            }
            found.await;
        }
    }

    /// Records that a statement succeeded.
    pub(super) fn succeeded(&self) {
        self.0.successes.fetch_add(1, Ordering::Relaxed);
        if self.is_down() {
            self.0.down.store(false, Ordering::Release);
        }
    }

    /// Begins to probe, unless that goes on already.
    pub(super) fn suspect(&self) {
        if !self.0.probing.swap(true, Ordering::AcqRel) {
            tokio::spawn(probe(Arc::downgrade(&self.0)));
        }
    }
}

/// Probes until the database can be reached, or nobody needs it any more.
async fn probe(state: Weak<State>) {
    loop {
        let Some(state) = state.upgrade() else { return };
        let before = state.successes.load(Ordering::Relaxed);
        let is_reachable = (state.probe)().await;
        let has_succeeded = state.successes.load(Ordering::Relaxed) != before;
        let is_down = !is_reachable && !has_succeeded;
        state.down.store(is_down, Ordering::Release);
        if is_down {
            state.found_down.notify_waiters();
        }
        if is_reachable {
            state.probing.store(false, Ordering::Release);
            return;
        }
        drop(state);
        tokio::time::sleep(PAUSE).await;
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("down", &self.down)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A breaker, and whether its probe finds the database.
    fn breaker(reachable: bool) -> (Breaker, Arc<AtomicBool>) {
        let reachable = Arc::new(AtomicBool::new(reachable));
        let answer = Arc::clone(&reachable);
        let probe = move || -> BoxFuture<'static, bool> {
            let answer = answer.load(Ordering::SeqCst);
            Box::pin(async move { answer })
        };
        (Breaker::new(Box::new(probe)), reachable)
    }

    #[tokio::test]
    async fn a_database_that_no_probe_reaches_is_down_until_one_does() {
        let (breaker, reachable) = breaker(false);
        assert!(breaker.check().is_ok());
        breaker.suspect();
        breaker.down().await;
        assert!(matches!(breaker.check(), Err(Error::Unavailable(cause)) if cause.is::<DatabaseDown>()));
        reachable.store(true, Ordering::SeqCst);
        let answers = async {
            while breaker.is_down() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PAUSE * 20, answers)
            .await
            .expect("the probe reaches it");
        // Another outage is found again.
        reachable.store(false, Ordering::SeqCst);
        breaker.suspect();
        breaker.down().await;
    }

    #[tokio::test]
    async fn a_suspicion_alone_refuses_nothing() {
        let (breaker, _) = breaker(true);
        breaker.suspect();
        while breaker.0.probing.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        assert!(breaker.check().is_ok());
    }

    #[tokio::test]
    async fn a_statement_that_succeeds_ends_it() {
        let (breaker, _) = breaker(false);
        breaker.suspect();
        breaker.down().await;
        breaker.succeeded();
        assert!(breaker.check().is_ok());
    }
}
