//! Brokers transport messages between the servers of an API. They know nothing of patterns, sockets and queues.

#[cfg(any(feature = "postgres", feature = "redis"))]
mod backoff;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
#[cfg(test)]
#[cfg(feature = "redis")]
mod tests;

pub use self::memory::Memory;
#[cfg(feature = "postgres")]
pub use self::postgres::Postgres;
#[cfg(feature = "redis")]
pub use self::redis::Redis;

use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::BoxStream;

use crate::error::Cause;

/// How long a call of a broker may take.
pub(super) const BROKER_TIMEOUT: Duration = Duration::from_secs(5);

/// Transports messages between all servers of an API, this one included.
///
/// While connections hold, a message reaches each server that is subscribed to its channel exactly once, the publisher's own included.
/// Messages of one publisher to one channel keep their order. Nothing is stored for servers that aren't connected. A broker restores lost
/// connections and subscriptions by itself.
pub trait Broker: Send + Sync + 'static {
    /// Publishes a message. It may be called before an earlier call has completed: messages to one channel arrive in the order in which
    /// the futures were first polled.
    ///
    /// # Errors
    ///
    /// If it isn't certain that the message arrives.
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>>;

    /// Subscribes this server to a channel. Messages that are published after this has returned arrive.
    ///
    /// # Errors
    ///
    /// If the broker can't subscribe. Then the server isn't subscribed.
    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>>;

    /// Unsubscribes this server from a channel.
    ///
    /// # Errors
    ///
    /// If the broker can't unsubscribe. Messages that still come are dropped all the same.
    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>>;

    /// Whether messages reach other servers at the moment, as far as that is known. `/ready` says so.
    fn is_connected(&self) -> bool {
        true
    }

    /// Returns the messages of all subscribed channels. It is called once; a second stream is empty.
    fn messages(&self) -> BoxStream<'static, Delivery>;
}

/// A message that a broker delivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its channel.
    pub channel: String,
    /// What was published.
    pub message: Bytes,
}
