//! The settings of a server whose values are in its documents, and their defaults.

/// The default of the most bytes of rows of a page.
pub(crate) const PAGE_BYTES: u32 = 8 * 1024 * 1024;

/// The default of the most items in one bulk request.
pub(crate) const BULK_LIMIT: u32 = 1_000;

/// The default of the most bytes in a body.
pub(crate) const BODY_LIMIT: u32 = 1024 * 1024;

/// The default of the most bytes in one message of a socket.
pub(crate) const SOCKET_MESSAGE: u32 = 256 * 1024;

/// The default of the most subscriptions of one socket.
pub(crate) const SOCKET_SUBSCRIPTIONS: u32 = 1_000;

/// The default of the most requests of one socket that are answered at a time.
pub(crate) const SOCKET_REQUESTS: u32 = 16;

/// The default of the seconds that the answer to a request of a socket may take.
pub(crate) const SOCKET_TIMEOUT: u32 = 60;

/// The default of the seconds of silence after which a socket is pinged.
pub(crate) const SOCKET_PING: u32 = 30;

/// The default of the most messages that wait for one client of a socket.
pub(crate) const SOCKET_QUEUE: u32 = 1_024;

/// The default of the most bytes of them.
pub(crate) const SOCKET_QUEUE_BYTES: u32 = 4 * 1024 * 1024;

/// The default of the most sockets at a time.
pub(crate) const SOCKET_LIMIT: u32 = 10_000;

/// A setting whose value is in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The list or object of servers.
    Servers,
    /// The greatest limit of a page, if the declaration has none.
    MaxLimit,
    /// The default limit of a page, if the declaration has none.
    DefaultLimit {
        /// The declared limit; 0: none.
        limit: u32,
        /// The declared maximum; 0: none.
        max: u32,
    },
    /// The greatest offset.
    MaxOffset,
    /// The most bytes of rows on a page.
    PageBytes,
    /// The most items in one bulk request.
    BulkLimit,
    /// The same, of a list that takes no more than this.
    ListLimit(u32),
    /// The most bytes in a body.
    BodyLimit,
    /// The most bytes in one message of a socket.
    SocketMessage,
    /// The most subscriptions of one socket.
    SocketSubscriptions,
    /// The most requests of one socket that are answered at a time.
    SocketRequests,
    /// The seconds that the answer to a request of a socket may take.
    SocketTimeout,
    /// The seconds of silence after which a socket is pinged.
    SocketPing,
    /// The most messages that wait for one client of a socket.
    SocketQueue,
    /// The most bytes of them.
    SocketQueueBytes,
    /// The most sockets at a time.
    SocketLimit,
}
