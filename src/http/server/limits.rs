//! The limits of the server: time, connections and memory.

use std::time::Duration;

/// The limits of one client, and of all together.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// How long the head of a request may take to arrive from its first byte on: 10 s. For the first request, it counts from the beginning
    /// of the connection.
    pub(crate) header_read: Duration,
    /// How long a connection may be idle between two requests: 75 s.
    pub(crate) keep_alive: Duration,
    /// How long the server waits for a body: 30 s, and another second for each 8 KiB that arrive, but never more than 30 s at a time.
    pub(crate) body_read: Duration,
    /// How long a client may leave a reply unread: 30 s, and another second for each 8 KiB that it reads, but never more than 30 s at a time.
    pub(crate) write: Duration,
    /// How long an answer may take, without the time in which the body arrives: 60 s.
    pub(crate) handler: Duration,
    /// How long open requests may take once the server is stopped: 10 s.
    pub(crate) drain: Duration,
    /// The most connections at a time: 10,000. More wait in the kernel's queue.
    pub(crate) connections: usize,
    /// The limits of one address, if there are any.
    pub(crate) per_address: Option<PerAddress>,
    /// The most bytes in the head of a request: 64 KiB.
    pub(crate) header_bytes: u32,
    /// The most unsent bytes of replies to all clients together: 512 MiB.
    pub(crate) unsent: u64,
    /// The most unsent bytes of replies to one connection: 64 MiB, or a quarter of the limit of its address. Further replies wait; a single
    /// reply may be larger.
    pub(crate) unsent_connection: u64,
}

/// The limits of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PerAddress {
    /// The most connections: 1,000.
    pub(crate) connections: usize,
    /// Whether loopback addresses are limited, too: no, since proxies often connect from there.
    pub(crate) loopback: bool,
    /// The most unsent bytes of replies to it: an eighth of the limit of all. A single reply may be larger. None if the clients of a proxy
    /// share the address.
    pub(crate) unsent: Option<u64>,
}

impl PerAddress {
    /// The limit of all divided by that of one address.
    pub(crate) const SHARE: u64 = 8;
}

/// The default of [`Limits::unsent`].
const UNSENT: u64 = 512 * 1024 * 1024;

impl Default for PerAddress {
    fn default() -> Self {
        Self {
            connections: 1_000,
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
