//! The activity of a connection: whatever reads or writes on it reports that here, and the connection ends when it is inactive for too long.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::connection_state::{ConnectionState, EndReason, FINAL_READ, IDLE_WHEN_FULL, ServerState};
use super::limits::Limits;
use super::unsent::Unsent;

/// The state of one connection, shared by all that work on it.
#[derive(Debug)]
pub(super) struct Activity {
    state: Mutex<ConnectionState>,
    /// The longest interval between two looks at the state.
    tick: Duration,
    /// Whether the connection is to be reset.
    reset: AtomicBool,
}

impl Activity {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            state: Mutex::new(ConnectionState::new(limits, Instant::now())),
            tick: limits.header_read.min(limits.keep_alive).min(limits.write),
            reset: AtomicBool::new(false),
        }
    }

    fn state(&self) -> MutexGuard<'_, ConnectionState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes were received.
    pub(super) fn received(&self, bytes: &[u8]) {
        self.state().received(Instant::now(), bytes);
    }

    /// A write is blocked, because the client doesn't read.
    pub(super) fn blocked(&self) {
        self.state().blocked(Instant::now());
    }

    /// Bytes were written.
    pub(super) fn wrote(&self, bytes: usize) {
        self.state().wrote(Instant::now(), bytes);
    }

    /// The head of a request was received.
    pub(super) fn request_begins(&self, http2: bool) {
        self.state().request_begins(http2);
    }

    /// A request was read and answered.
    pub(super) fn request_ends(&self) {
        self.state().request_ends(Instant::now());
    }

    /// A chunk of a reply is queued in its stream.
    pub(super) fn chunk_queued(&self) {
        self.state().chunk_queued(Instant::now());
    }

    /// Bytes of a chunk were sent.
    pub(super) fn chunk_sent(&self, bytes: usize) {
        self.state().chunk_sent(Instant::now(), bytes);
    }

    /// A chunk was sent as a whole, or dropped with its stream.
    pub(super) fn chunk_done(&self) {
        self.state().chunk_done(Instant::now());
    }

    /// Whether a graceful shutdown is possible: HTTP/2, and it was not started before. It counts as started then.
    pub(super) fn start_shutdown(&self) -> bool {
        self.state().start_shutdown(Instant::now())
    }

    /// Has the connection reset instead of closed, so that the kernel drops the data that it has buffered for the client.
    pub(super) fn reset(&self) {
        self.reset.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_reset(&self) -> bool {
        self.reset.load(Ordering::Relaxed)
    }

    /// Waits until the connection must end.
    pub(super) async fn overdue(&self, server: &mut watch::Receiver<ServerState>, unsent: &Unsent) -> EndReason {
        loop {
            let server_state = *server.borrow_and_update();
            let now = Instant::now();
            // Reports don't wake this task, so it looks at the state before any limit can be over.
            let tick = match server_state {
                ServerState::Open => self.tick,
                ServerState::Full => self.tick.min(IDLE_WHEN_FULL),
                ServerState::Stopping(_) => self.tick.min(FINAL_READ),
            };
            let due = {
                let mut connection = self.state();
                connection.set_memory_exhausted(unsent.is_exhausted());
                connection.due(server_state)
            };
            let mut next = now + tick;
            if let Some((at, reason)) = due {
                if at <= now {
                    return reason;
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
