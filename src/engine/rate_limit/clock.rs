//! The clock by which requests are counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

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
#[derive(Debug, Clone, Default)]
pub struct ManualClock(Arc<AtomicU64>);

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
    Manual(ManualClock),
}

impl LimitClock {
    pub(super) fn real() -> Self {
        Self::Real(Instant::now())
    }

    pub(super) fn nanos(&self) -> u64 {
        match self {
            Self::Real(started) => u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX),
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
