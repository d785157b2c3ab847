//! Messages of the application to all who follow a channel: what sends them, and how they wait for the end of a transaction.

use std::sync::{Arc, Mutex, PoisonError};

use crate::db::Pending;
use crate::error::{Error, chain};

/// One message to all who follow a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// The channel.
    pub(crate) channel: String,
    /// The event; may be empty.
    pub(crate) event: String,
    /// The data, as JSON.
    pub(crate) data: Vec<u8>,
}

/// What sends messages.
pub(crate) trait Publish: Send + Sync {
    /// Sends one.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if it didn't reach the broker.
    fn publish(&self, message: Message) -> Pending<'_, ()>;
}

/// Sends nothing, since nobody can follow anything.
pub(crate) struct Nobody;

impl Publish for Nobody {
    fn publish(&self, _: Message) -> Pending<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The messages of a transaction, which wait for its commit.
pub(super) struct Outbox {
    waiting: Mutex<Vec<Message>>,
    outer: Arc<dyn Publish>,
}

impl Outbox {
    /// The messages of a transaction within `outer`: another transaction, or what sends.
    pub(super) fn within(outer: &Arc<dyn Publish>) -> Self {
        Self {
            waiting: Mutex::default(),
            outer: Arc::clone(outer),
        }
    }

    /// Sends all, now that the changes are permanent. What doesn't reach the broker is logged: the change itself succeeded, and saying
    /// otherwise would make clients repeat it.
    pub(super) async fn send(&self) {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for message in waiting {
            announce(self.outer.as_ref(), message).await;
        }
    }
}

impl Publish for Outbox {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Tells of a change that is permanent already.
pub(super) async fn announce(publisher: &dyn Publish, message: Message) {
    let (channel, event) = (message.channel.clone(), message.event.clone());
    if let Err(error) = publisher.publish(message).await {
        let cause = match &error {
            Error::Unavailable(cause) | Error::Internal(cause) => chain(cause.as_ref()),
            other => other.to_string(),
        };
        tracing::error!(
            channel,
            event,
            cause,
            "a change is stored, but its message reached nobody"
        );
    }
}
