//! Messages of the application to all who follow a channel: what sends them, and how they wait for the end of a transaction.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::order::Order;
use crate::db::Pending;
use crate::error::Error;

/// The most bytes of messages that wait for the commit of one transaction.
const MOST_WAITING: usize = 64 * 1024 * 1024;

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

impl Message {
    /// How many bytes it holds, itself included.
    const fn size(&self) -> usize {
        size_of::<Self>() + self.channel.len() + self.event.len() + self.data.len()
    }
}

/// How many bytes these hold.
fn size(messages: &[Message]) -> usize {
    messages.iter().map(Message::size).sum()
}

/// What sends messages.
pub(crate) trait Publish: Send + Sync {
    /// Sends one.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if it didn't reach the broker.
    fn publish(&self, message: Message) -> Pending<'_, ()>;

    /// Where messages wait, if this is a transaction's.
    fn outbox(&self) -> Option<&Outbox> {
        None
    }

    /// Whether anybody could hear; else messages needn't be made.
    fn is_heard(&self) -> bool {
        true
    }

    /// Whose turn it is to commit until the messages are on their way, so that those of a channel leave in the order of the commits.
    fn order(&self) -> Option<&Order> {
        None
    }
}

/// Sends nothing, since nobody can follow anything.
pub(crate) struct Nobody;

impl Publish for Nobody {
    fn publish(&self, _: Message) -> Pending<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn is_heard(&self) -> bool {
        false
    }
}

/// The messages of a transaction, which wait for its commit.
pub(crate) struct Outbox {
    waiting: Mutex<Waiting>,
    outer: Arc<dyn Publish>,
}

#[derive(Default)]
struct Waiting {
    messages: Vec<Message>,
    bytes: usize,
}

impl Outbox {
    /// The messages of a transaction within `outer`: another transaction, or what sends.
    pub(super) fn within(outer: &Arc<dyn Publish>) -> Self {
        Self {
            waiting: Mutex::default(),
            outer: Arc::clone(outer),
        }
    }

    /// Keeps messages behind those that are there.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if there are too many, so that the transaction is taken back: half of them would be a lie.
    pub(super) fn keep(&self, messages: Vec<Message>) -> Result<(), Error> {
        self.check(&messages)?;
        self.add(messages);
        Ok(())
    }

    /// Whether it can keep these messages, too.
    ///
    /// # Errors
    ///
    /// Those of [`Outbox::keep`].
    pub(super) fn check(&self, messages: &[Message]) -> Result<(), Error> {
        if self.waiting().bytes + size(messages) > MOST_WAITING {
            return Err(Error::internal(
                "more than 64 MiB of messages wait for the commit of one transaction; make it several",
            ));
        }
        Ok(())
    }

    /// Keeps messages that were checked.
    pub(super) fn add(&self, messages: Vec<Message>) {
        let mut waiting = self.waiting();
        waiting.bytes += size(&messages);
        waiting.messages.extend(messages);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands over all that waits.
    pub(super) fn take(&self) -> Vec<Message> {
        std::mem::take(&mut *self.waiting()).messages
    }
}

impl Publish for Outbox {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        Box::pin(std::future::ready(if self.is_heard() {
            self.keep(vec![message])
        } else {
            Ok(())
        }))
    }

    fn outbox(&self) -> Option<&Outbox> {
        Some(self)
    }

    fn is_heard(&self) -> bool {
        self.outer.is_heard()
    }
}

/// Keeps the messages of changes for the commit of the transaction that they were made in.
///
/// # Errors
///
/// [`Error::Internal`] if it can't keep them, or there is none.
pub(super) fn keep(publisher: &Arc<dyn Publish>, messages: Vec<Message>) -> Result<(), Error> {
    match publisher.outbox() {
        _ if messages.is_empty() => Ok(()),
        Some(outbox) => outbox.keep(messages),
        None => Err(Error::internal("messages of a change that has no transaction")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Is heard, and sends nothing.
    struct Somebody;

    impl Publish for Somebody {
        fn publish(&self, _: Message) -> Pending<'_, ()> {
            Box::pin(std::future::ready(Ok(())))
        }
    }

    fn messages(events: &[&str]) -> Vec<Message> {
        let message = |event: &&str| Message {
            channel: "tasks".to_owned(),
            event: (*event).to_owned(),
            data: b"{}".to_vec(),
        };
        events.iter().map(message).collect()
    }

    #[test]
    fn an_outbox_is_bounded_and_keeps_the_order() {
        let publisher: Arc<dyn Publish> = Arc::new(Somebody);
        let outer: Arc<Outbox> = Arc::new(Outbox::within(&publisher));
        let inner = Outbox::within(&(Arc::clone(&outer) as _));
        outer.keep(messages(&["a"])).unwrap();
        inner.keep(messages(&["b"])).unwrap();
        outer.keep(inner.take()).unwrap();
        outer.keep(messages(&["c"])).unwrap();
        let mut large = messages(&["large"]);
        large[0].data = vec![b' '; MOST_WAITING];
        assert!(matches!(outer.keep(large), Err(Error::Internal(_))));
        assert_eq!(outer.take(), messages(&["a", "b", "c"]));
    }

    #[tokio::test]
    async fn where_nobody_hears_nothing_is_kept() {
        let nobody: Arc<dyn Publish> = Arc::new(Nobody);
        let outbox = Outbox::within(&nobody);
        assert!(!outbox.is_heard());
        for message in messages(&["a"]) {
            outbox.publish(message).await.unwrap();
        }
        assert!(outbox.waiting.lock().unwrap().messages.is_empty());
    }
}
