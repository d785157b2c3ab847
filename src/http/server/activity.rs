//! A connection's clock: who does something on it notes that here, and it ends when it does nothing for too long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::doing::{Doing, EndReason, IDLE_WHEN_FULL, LAST_LOOK, ServerState};
use super::limits::Limits;
use super::unsent::Unsent;

/// What one connection is doing, noted by all that take part in it.
#[derive(Debug)]
pub(super) struct Activity {
    doing: Mutex<Doing>,
    /// The longest time without a look at the clock.
    tick: Duration,
    /// Whether the connection is to be reset.
    reset: AtomicBool,
}

impl Activity {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            doing: Mutex::new(Doing::new(limits, Instant::now())),
            tick: limits.header_read.min(limits.keep_alive).min(limits.write),
            reset: AtomicBool::new(false),
        }
    }

    fn doing(&self) -> MutexGuard<'_, Doing> {
        self.doing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes came.
    pub(super) fn received(&self, bytes: &[u8]) {
        self.doing().received(Instant::now(), bytes);
    }

    /// The client must make room before more can be written.
    pub(super) fn blocked(&self) {
        self.doing().blocked(Instant::now());
    }

    /// Bytes were written.
    pub(super) fn wrote(&self, bytes: usize) {
        self.doing().wrote(Instant::now(), bytes);
    }

    /// The head of a request has come.
    pub(super) fn request_begins(&self, http2: bool) {
        self.doing().request_begins(http2);
    }

    /// A request is read and answered.
    pub(super) fn request_ends(&self) {
        self.doing().request_ends(Instant::now());
    }

    /// A piece of a reply waits to be sent in its stream.
    pub(super) fn piece_waits(&self) {
        self.doing().piece_waits(Instant::now());
    }

    /// So many bytes of a piece were sent.
    pub(super) fn piece_sent(&self, bytes: usize) {
        self.doing().piece_sent(Instant::now(), bytes);
    }

    /// A piece was sent, or thrown away with its stream.
    pub(super) fn piece_ends(&self) {
        self.doing().piece_ends(Instant::now());
    }

    /// Says whether the client can be told to leave first, and takes it that it has been told.
    pub(super) fn leave(&self) -> bool {
        self.doing().leave(Instant::now())
    }

    /// The connection is to be reset rather than closed: what is in the kernel for the client goes with it.
    pub(super) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }

    /// Waits until the connection is to end.
    pub(super) async fn overdue(&self, server: &mut watch::Receiver<ServerState>, unsent: &Unsent) -> EndReason {
        loop {
            let state = *server.borrow_and_update();
            let now = Instant::now();
            // Nothing wakes this when the connection does something else, so it looks before that can be overdue.
            let tick = match state {
                ServerState::Open => self.tick,
                ServerState::Full => self.tick.min(IDLE_WHEN_FULL),
                ServerState::Ending(_) => self.tick.min(LAST_LOOK),
            };
            let due = {
                let mut doing = self.doing();
                doing.hurry(unsent.is_exhausted());
                doing.due(state)
            };
            let mut next = now + tick;
            if let Some((at, why)) = due {
                if at <= now {
                    return why;
                }
                next = next.min(at);
            }
            tokio::select! {
                () = tokio::time::sleep_until(next) => {}
                Ok(()) = server.changed() => {}
            }
        }
    }
}
