//! How long to wait before the next attempt.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

const FIRST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// Waits twice as long each time, up to 10 s, and a random part less: servers that lost one database together don't come back to it in step.
#[derive(Debug)]
pub(super) struct Backoff(Duration);

impl Backoff {
    /// Begins with the shortest.
    pub(super) const fn new() -> Self {
        Self(FIRST)
    }

    /// How long to wait now: between half and all of this turn's time.
    pub(super) fn next(&mut self) -> Duration {
        let turn = self.0;
        self.0 = (turn * 2).min(LONGEST);
        // Hashers of the standard library are seeded at random; more isn't needed here.
        let random = u32::try_from(RandomState::new().hash_one(()) >> 32).unwrap_or(u32::MAX);
        turn / 2 + (turn / 2).mul_f64(f64::from(random) / f64::from(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit_and_differ() {
        let mut backoff = Backoff::new();
        let mut turn = FIRST;
        let mut differ = false;
        for _ in 0..100 {
            let (one, other) = (backoff.next(), Backoff(turn).next());
            for wait in [one, other] {
                assert!((turn / 2..=turn).contains(&wait), "{wait:?} in a turn of {turn:?}");
            }
            differ |= one != other;
            turn = (turn * 2).min(LONGEST);
        }
        assert!(differ && turn == LONGEST);
    }
}
