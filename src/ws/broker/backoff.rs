//! Exponential backoff with jitter, for attempts to restore a lost connection.

use std::time::{Duration, Instant};

use crate::observe::metrics::{self, Lasting};

/// The delay of the first attempt, without jitter.
const FIRST: Duration = Duration::from_millis(100);
/// The longest delay.
const LONGEST: Duration = Duration::from_secs(10);

/// Delays that double from one attempt to the next. Jitter shortens each, so that the servers of an API don't reconnect all at once.
#[derive(Debug)]
pub(super) struct Backoff {
    attempts: u32,
    connected: Instant,
    /// Counts the connection while it is lost.
    lost: Option<Lasting>,
}

impl Backoff {
    /// Starts with a connection that is established.
    pub(super) fn new() -> Self {
        Self {
            attempts: 0,
            connected: Instant::now(),
            lost: None,
        }
    }

    /// Records that a connection is established. The next delay is short again only if the connection holds: a server that accepts and
    /// hangs up mustn't be called in a loop.
    pub(super) fn connected(&mut self) {
        self.connected = Instant::now();
        self.lost = None;
    }

    /// Records that the connection is lost.
    pub(super) fn lost(&mut self) {
        if self.connected.elapsed() >= LONGEST {
            self.attempts = 0;
        }
        self.lost = Some(metrics::broker_lost());
    }

    /// Waits until the next attempt is due.
    pub(super) async fn wait(&mut self) {
        let delay = delay(self.attempts, uuid::Uuid::new_v4().as_fields().0);
        self.attempts = self.attempts.saturating_add(1);
        tokio::time::sleep(delay).await;
    }
}

/// The delay of an attempt: at least half of the whole, the more the greater `chance` is.
fn delay(attempts: u32, chance: u32) -> Duration {
    let whole = FIRST.saturating_mul(2u32.saturating_pow(attempts)).min(LONGEST);
    whole / 2 + (whole / 2).mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(attempts: u32, chance: u32, milliseconds: u64) {
        assert_eq!(delay(attempts, chance), Duration::from_millis(milliseconds));
    }

    #[test]
    fn delays_double_up_to_the_longest() {
        case(0, 0, 50);
        case(0, u32::MAX, 100);
        case(1, 0, 100);
        case(1, u32::MAX, 200);
        case(6, u32::MAX, 6_400);
        case(7, u32::MAX, 10_000);
        case(u32::MAX, 0, 5_000);
    }
}
