//! What a client may take: time, connections and memory.

use std::time::Duration;

/// What one client, and all of them together, may take of the server.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// How long the head of a request may take to arrive, idle time before it included: 10 s.
    pub(crate) header_read: Duration,
    /// How long a body may keep us waiting: 30 s, and another second for each 8 KiB that arrive, but never more than 30 s at a time.
    pub(crate) body_read: Duration,
    /// How long an answer may take beside the time that the body takes to arrive: 60 s.
    pub(crate) handler: Duration,
    /// How long open requests may take once the server is asked to end: 10 s.
    pub(crate) drain: Duration,
    /// The most connections at a time: 10,000. More wait in the kernel's queue.
    pub(crate) connections: usize,
    /// The most bytes in the head of a request: 64 KiB.
    pub(crate) header_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_read: Duration::from_secs(10),
            body_read: Duration::from_secs(30),
            handler: Duration::from_mins(1),
            drain: Duration::from_secs(10),
            connections: 10_000,
            header_bytes: 64 * 1024,
        }
    }
}
