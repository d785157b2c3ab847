//! What carries messages between the servers of an API: it transports, and knows nothing of patterns, sockets or queues.

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

/// How long a broker may take for anything that it is asked: 5 s.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Carries messages between all servers of an API, this one included.
///
/// A message that is published reaches every server that is subscribed to its channel, the publisher too, once, as long as connections
/// hold; messages of one publisher to one channel keep their order. Nothing is kept for servers that aren't there. A broker restores
/// lost connections and its subscriptions by itself.
pub trait Broker: Send + Sync + 'static {
    /// Hands a message over. It may be called before an earlier call has completed: messages to one channel arrive in the order in which
    /// the futures were first polled.
    ///
    /// # Errors
    ///
    /// When it isn't certain that the broker has it.
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>>;

    /// Begins to receive the messages of a channel; those published after this has answered arrive.
    ///
    /// # Errors
    ///
    /// When they can't be had now; then it isn't subscribed.
    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>>;

    /// Receives the messages of a channel no more.
    ///
    /// # Errors
    ///
    /// When the broker couldn't be told; the messages are dropped all the same.
    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>>;

    /// All that arrives. It is asked once; a second time the stream is empty.
    fn messages(&self) -> BoxStream<'static, Delivery>;
}

/// A message that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its channel.
    pub channel: String,
    /// What was published.
    pub message: Bytes,
}
