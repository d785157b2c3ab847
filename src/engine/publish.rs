//! Messages of the application to all who follow a channel: what sends them, and how they wait for the end of a transaction.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use crate::db::Pending;
use crate::error::{Error, chain};

/// How long messages of a change may go without one that reaches the broker: 5 s, as long as a single one may take.
const PATIENCE: Duration = Duration::from_secs(5);

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
    fn keep(&self, messages: Vec<Message>) -> Result<(), Error> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = waiting.bytes + messages.iter().map(Message::size).sum::<usize>();
        if bytes > MOST_WAITING {
            return Err(Error::internal(
                "more than 64 MiB of messages wait for the commit of one transaction; make it several",
            ));
        }
        waiting.bytes = bytes;
        waiting.messages.extend(messages);
        Ok(())
    }

    /// Sends all, now that the changes are permanent; in a transaction within another, hands them to that one.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the other one can't keep them.
    pub(super) async fn send(&self) -> Result<(), Error> {
        let waiting = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        if waiting.messages.is_empty() {
            return Ok(());
        }
        announce(&self.outer, waiting.messages).await
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

/// Tells of changes, in this order: at once where they are permanent already, else after the commit.
///
/// The reply to a change waits until the broker has its messages. So whoever makes one change after the other has them told in that
/// order, on whichever server each runs, and a slow broker slows down those who write instead of filling the memory. What the wait
/// costs is bounded: after [`PATIENCE`] without success the others are given up. They leave in a task of their own, since a
/// client that hangs up drops its request, and the change is stored all the same.
///
/// What doesn't reach the broker is logged, and no error: the change succeeded, and saying otherwise would make clients repeat it.
///
/// # Errors
///
/// [`Error::Internal`] if a transaction can't keep them.
pub(super) async fn announce(publisher: &Arc<dyn Publish>, messages: Vec<Message>) -> Result<(), Error> {
    if let Some(outbox) = publisher.outbox() {
        return outbox.keep(messages);
    }
    let sending = send_all(Arc::clone(publisher), messages, PATIENCE).in_current_span();
    // It fails only where the broker panics, which is told by the panic.
    let _ = tokio::spawn(sending).await;
    Ok(())
}

async fn send_all(publisher: Arc<dyn Publish>, messages: Vec<Message>, patience: Duration) {
    let (total, mut lost, mut why) = (messages.len(), 0, None);
    let mut deadline = Instant::now() + patience;
    for (at, message) in messages.into_iter().enumerate() {
        let (channel, event) = (message.channel.clone(), message.event.clone());
        let error = match timeout_at(deadline, publisher.publish(message)).await {
            Ok(Ok(())) => {
                deadline = Instant::now() + patience;
                continue;
            }
            Ok(Err(error)) => error,
            Err(elapsed) => Error::Unavailable(elapsed.into()),
        };
        lost += 1;
        why.get_or_insert((channel, event, error));
        if Instant::now() >= deadline {
            lost += total - at - 1;
            break;
        }
    }
    // One line for a change of many rows: the log isn't where to read a thousand times that the broker is away.
    if let Some((channel, event, error)) = why {
        let cause = match &error {
            Error::Unavailable(cause) | Error::Internal(cause) => chain(cause.as_ref()),
            other => other.to_string(),
        };
        tracing::error!(
            channel,
            event,
            lost,
            cause,
            "a change is stored, but its message reached nobody"
        );
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    /// Writes down what it is asked to send; some it refuses, at some it hangs.
    #[derive(Default)]
    struct Wire {
        sent: Mutex<Vec<String>>,
        hangs_at: Option<usize>,
        refuses: Option<&'static str>,
    }

    impl Wire {
        fn seen(&self) -> Vec<String> {
            self.sent.lock().unwrap().clone()
        }
    }

    impl Publish for Wire {
        fn publish(&self, message: Message) -> Pending<'_, ()> {
            Box::pin(async move {
                // As a broker that answers later.
                tokio::task::yield_now().await;
                let at = {
                    let mut sent = self.sent.lock().unwrap();
                    sent.push(message.event.clone());
                    sent.len()
                };
                if self.hangs_at == Some(at) {
                    std::future::pending::<()>().await;
                }
                if self.refuses == Some(&message.event) {
                    return Err(Error::Unavailable("refused".into()));
                }
                Ok(())
            })
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

    #[tokio::test]
    async fn a_broker_that_hangs_is_waited_for_once() {
        let wire = Arc::new(Wire {
            hangs_at: Some(2),
            ..Wire::default()
        });
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        send_all(publisher, messages(&["a", "b", "c", "d"]), Duration::from_secs(1)).await;
        assert_eq!(wire.seen(), ["a", "b"]);
    }

    #[tokio::test]
    async fn one_that_is_refused_keeps_no_other_back() {
        let wire = Arc::new(Wire {
            refuses: Some("b"),
            ..Wire::default()
        });
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        announce(&publisher, messages(&["a", "b", "c"])).await.unwrap();
        assert_eq!(wire.seen(), ["a", "b", "c"]);
    }

    #[tokio::test]
    async fn a_request_that_is_dropped_loses_no_message() {
        let wire = Arc::new(Wire::default());
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        // Asked once, then dropped, as the request of a client that hangs up.
        assert!(announce(&publisher, messages(&["a", "b"])).now_or_never().is_none());
        while wire.seen().len() < 2 {
            tokio::task::yield_now().await;
        }
        assert_eq!(wire.seen(), ["a", "b"]);
    }

    #[tokio::test]
    async fn an_outbox_is_bounded_and_hands_on_in_order() {
        let wire = Arc::new(Wire::default());
        let publisher: Arc<dyn Publish> = Arc::clone(&wire) as _;
        let outer: Arc<Outbox> = Arc::new(Outbox::within(&publisher));
        let inner = Outbox::within(&(Arc::clone(&outer) as _));
        outer.keep(messages(&["a"])).unwrap();
        inner.keep(messages(&["b"])).unwrap();
        inner.send().await.unwrap();
        outer.keep(messages(&["c"])).unwrap();
        let mut large = messages(&["large"]);
        large[0].data = vec![b' '; MOST_WAITING];
        assert!(matches!(outer.keep(large), Err(Error::Internal(_))));
        assert_eq!(wire.seen(), [""; 0]);
        outer.send().await.unwrap();
        assert_eq!(wire.seen(), ["a", "b", "c"]);
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
