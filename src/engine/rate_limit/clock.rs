//! The clock by which requests are counted.

#[cfg(any(test, feature = "testing"))]
use std::sync::Arc;
#[cfg(any(test, feature = "testing"))]
use std::sync::atomic::{AtomicU64, Ordering};
#[cfg(any(test, feature = "testing"))]
use std::time::Duration;
use std::time::Instant;

use governor::clock::Clock;
use governor::nanos::Nanos;

/// A clock that stands still until a test advances it.
///
/// ```
/// use std::time::Duration;
/// use warp_openapi::testing::ManualClock;
///
/// let clock = ManualClock::new();
/// clock.advance(Duration::from_secs(60));
/// ```
#[cfg(any(test, feature = "testing"))]
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<AtomicU64>);

#[cfg(any(test, feature = "testing"))]
impl ManualClock {
    /// Creates a clock.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets time pass.
    pub fn advance(&self, time: Duration) {
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.0.fetch_add(nanos, Ordering::SeqCst);
    }
}

/// The time since a server started.
#[derive(Debug, Clone)]
pub(super) enum LimitClock {
    Real(Instant),
    #[cfg(any(test, feature = "testing"))]
    Manual(ManualClock),
}

impl LimitClock {
    pub(super) fn real() -> Self {
        Self::Real(Instant::now())
    }

    pub(super) fn nanos(&self) -> u64 {
        match self {
            Self::Real(started) => u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX),
            #[cfg(any(test, feature = "testing"))]
            Self::Manual(clock) => clock.0.load(Ordering::SeqCst),
        }
    }
}

impl Clock for LimitClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(self.nanos())
    }
}
