//! What a client may take: time, connections and memory.

use std::time::Duration;

/// What one client, and all of them together, may take of the server.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// How long the head of a request may take to arrive, from its first byte on, and that of the first from the beginning of the
    /// connection on: 10 s.
    pub(crate) header_read: Duration,
    /// How long a connection may be idle between two requests: 75 s.
    pub(crate) keep_alive: Duration,
    /// How long a body may keep us waiting: 30 s, and another second for each 8 KiB that arrive, but never more than 30 s at a time.
    pub(crate) body_read: Duration,
    /// How long a client may leave a reply unread: 30 s, and another second for each 8 KiB that it takes, but never more than 30 s at a
    /// time.
    pub(crate) write: Duration,
    /// How long an answer may take beside the time that the body takes to arrive: 60 s.
    pub(crate) handler: Duration,
    /// How long open requests may take once the server is asked to end: 10 s.
    pub(crate) drain: Duration,
    /// The most connections at a time: 10,000. More wait in the kernel's queue.
    pub(crate) connections: usize,
    /// The most connections of one address, if there is such a limit.
    pub(crate) per_address: Option<PerAddress>,
    /// The most bytes in the head of a request: 64 KiB.
    pub(crate) header_bytes: u32,
    /// The most bytes of whole replies that wait to be read by clients, all together: 512 MiB.
    pub(crate) unsent: u64,
    /// The most of these bytes that are sent to one connection at a time: 64 MiB, or a quarter of what its address may have. More wait for
    /// their turn; a single reply may have more.
    pub(crate) unsent_connection: u64,
}

/// The limit of connections from one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PerAddress {
    /// The most connections: 1,000.
    pub(crate) most: usize,
    /// Whether the machine's own addresses are limited too, where proxies are at home: no.
    pub(crate) loopback: bool,
    /// The most bytes of whole replies that wait to be read by it, if its clients aren't those of a proxy: an eighth of all. A single
    /// reply may have more.
    pub(crate) unsent: Option<u64>,
}

impl PerAddress {
    /// The part of all bytes that may wait that one address has.
    pub(crate) const SHARE: u64 = 8;
}

/// The most bytes of whole replies that wait to be read by clients.
const UNSENT: u64 = 512 * 1024 * 1024;

impl Default for PerAddress {
    fn default() -> Self {
        Self {
            most: 1_000,
            loopback: false,
            unsent: Some(UNSENT / Self::SHARE),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_read: Duration::from_secs(10),
            keep_alive: Duration::from_secs(75),
            body_read: Duration::from_secs(30),
            write: Duration::from_secs(30),
            handler: Duration::from_mins(1),
            drain: Duration::from_secs(10),
            connections: 10_000,
            per_address: Some(PerAddress::default()),
            header_bytes: 64 * 1024,
            unsent: UNSENT,
            unsent_connection: 64 * 1024 * 1024,
        }
    }
}
