//! Messages to all subscribers of a channel: what sends them, and how they wait for the commit of a transaction.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::commit_order::CommitOrder;
use crate::db::Pending;
use crate::error::Error;

/// How many bytes of messages may wait for the commit of one transaction.
const MAX_WAITING: usize = 64 * 1024 * 1024;

/// One message to all subscribers of a channel.
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
    /// How many bytes of memory it takes.
    const fn size(&self) -> usize {
        size_of::<Self>() + self.channel.len() + self.event.len() + self.data.len()
    }
}

/// How many bytes of memory these take.
fn size(messages: &[Message]) -> usize {
    messages.iter().map(Message::size).sum()
}

/// Sends messages to the subscribers of channels.
pub(crate) trait Publish: Send + Sync {
    /// Sends one.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if it didn't reach the broker.
    fn publish(&self, message: Message) -> Pending<'_, ()>;

    /// Where messages wait for the commit, if this is the publisher of a transaction.
    fn outbox(&self) -> Option<&Outbox> {
        None
    }

    /// Whether there can be subscribers; without any, messages needn't be made.
    fn has_listeners(&self) -> bool {
        true
    }

    /// The order of commits, by which the messages of a channel are sent in the order of their commits.
    fn commit_order(&self) -> Option<&CommitOrder> {
        None
    }
}

/// Sends nothing, where there are no sockets.
pub(crate) struct NoopPublisher;

impl Publish for NoopPublisher {
    fn publish(&self, _: Message) -> Pending<'_, ()> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn has_listeners(&self) -> bool {
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
    /// Whether a message found no room.
    overflowed: bool,
}

impl Outbox {
    /// The outbox of a transaction within `outer`, which is that of another transaction or sends.
    pub(super) fn nested_in(outer: &Arc<dyn Publish>) -> Self {
        Self {
            waiting: Mutex::default(),
            outer: Arc::clone(outer),
        }
    }

    /// Adds messages at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if there are too many. Then the transaction can't commit any more, even if the error is ignored: the change is made
    /// already, and its message may not be left out.
    pub(super) fn add(&self, messages: Vec<Message>) -> Result<(), Error> {
        self.check_room(&messages)
            .inspect_err(|_| self.waiting().overflowed = true)?;
        self.add_checked(messages);
        Ok(())
    }

    /// Whether there is room for these messages.
    ///
    /// # Errors
    ///
    /// Those of [`Outbox::add`].
    pub(super) fn check_room(&self, messages: &[Message]) -> Result<(), Error> {
        if self.waiting().bytes + size(messages) > MAX_WAITING {
            return Err(overflow());
        }
        Ok(())
    }

    /// Adds messages that there is room for.
    pub(super) fn add_checked(&self, messages: Vec<Message>) {
        let mut waiting = self.waiting();
        waiting.bytes += size(&messages);
        waiting.messages.extend(messages);
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes all messages out, for the commit.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if a message found no room.
    pub(super) fn take(&self) -> Result<Vec<Message>, Error> {
        let waiting = std::mem::take(&mut *self.waiting());
        if waiting.overflowed {
            Err(overflow())
        } else {
            Ok(waiting.messages)
        }
    }
}

fn overflow() -> Error {
    Error::internal("more than 64 MiB of messages wait for the commit of one transaction; split it into several")
}

impl Publish for Outbox {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        Box::pin(std::future::ready(if self.has_listeners() {
            self.add(vec![message])
        } else {
            Ok(())
        }))
    }

    fn outbox(&self) -> Option<&Outbox> {
        Some(self)
    }

    fn has_listeners(&self) -> bool {
        self.outer.has_listeners()
    }
}

/// Adds the messages of a change to the outbox of the transaction that it was made in.
///
/// # Errors
///
/// Those of [`Outbox::add`]; [`Error::Internal`] if there is no transaction.
pub(super) fn add_to_outbox(publisher: &dyn Publish, messages: Vec<Message>) -> Result<(), Error> {
    match publisher.outbox() {
        _ if messages.is_empty() => Ok(()),
        Some(outbox) => outbox.add(messages),
        None => Err(Error::internal("a change with messages needs a transaction")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Has listeners, and sends nothing.
    struct Listened;

    impl Publish for Listened {
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
        let publisher: Arc<dyn Publish> = Arc::new(Listened);
        let outer: Arc<Outbox> = Arc::new(Outbox::nested_in(&publisher));
        let inner = Outbox::nested_in(&(Arc::clone(&outer) as _));
        outer.add(messages(&["a"])).unwrap();
        inner.add(messages(&["b"])).unwrap();
        outer.add(inner.take().unwrap()).unwrap();
        outer.add(messages(&["c"])).unwrap();
        let mut large = messages(&["large"]);
        large[0].data = vec![b' '; MAX_WAITING];
        assert!(matches!(outer.check_room(&large), Err(Error::Internal(_))));
        assert_eq!(outer.take().unwrap(), messages(&["a", "b", "c"]));
    }

    #[test]
    fn an_outbox_that_refused_a_message_cannot_be_committed() {
        let publisher: Arc<dyn Publish> = Arc::new(Listened);
        let outbox = Outbox::nested_in(&publisher);
        let mut large = messages(&["large"]);
        large[0].data = vec![b' '; MAX_WAITING];
        assert!(outbox.add(large).is_err());
        outbox.add(messages(&["small"])).unwrap();
        assert!(matches!(outbox.take(), Err(Error::Internal(_))));
    }

    #[tokio::test]
    async fn without_listeners_nothing_is_kept() {
        let noop: Arc<dyn Publish> = Arc::new(NoopPublisher);
        let outbox = Outbox::nested_in(&noop);
        assert!(!outbox.has_listeners());
        for message in messages(&["a"]) {
            outbox.publish(message).await.unwrap();
        }
        assert!(outbox.waiting.lock().unwrap().messages.is_empty());
    }
}
