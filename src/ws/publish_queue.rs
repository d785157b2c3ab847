//! The queue of messages to the broker. One task passes them on, so that they reach the broker in the order in which they were published,
//! even if the broker's own queue is full and it takes them one by one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::broker::{BROKER_TIMEOUT, Broker};
use crate::error::Cause;
use crate::observe::metrics;

/// The most messages in the queue. Those that the broker hasn't answered yet count.
const MAX_MESSAGES: usize = 16_384;
/// The most bytes of messages in the queue.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// How many messages the broker may get before it answers the first.
const MAX_CONCURRENT: usize = 1_024;

/// The queue of messages to a broker.
pub(super) struct PublishQueue {
    broker: Arc<dyn Broker>,
    sender: OnceLock<mpsc::UnboundedSender<Waiting>>,
    load: Arc<Load>,
}

/// How much is in the queue.
#[derive(Default)]
struct Load {
    messages: AtomicUsize,
    bytes: AtomicUsize,
}

/// What one message adds to the load, until it is dropped.
struct LoadShare {
    load: Arc<Load>,
    bytes: usize,
}

impl LoadShare {
    /// `None` if the queue is full.
    fn of(load: &Arc<Load>, bytes: usize) -> Option<Self> {
        let share = Self {
            load: Arc::clone(load),
            bytes,
        };
        let messages = load.messages.fetch_add(1, Ordering::AcqRel);
        let queued = load.bytes.fetch_add(bytes, Ordering::AcqRel);
        // A single message may have any size.
        (messages < MAX_MESSAGES && (queued == 0 || queued + bytes <= MAX_BYTES)).then_some(share)
    }
}

impl Drop for LoadShare {
    fn drop(&mut self) {
        self.load.messages.fetch_sub(1, Ordering::AcqRel);
        self.load.bytes.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

/// A message that waits, and where the broker's answer goes.
struct Waiting {
    channel: String,
    message: Bytes,
    answer: oneshot::Sender<Result<(), Cause>>,
    _share: LoadShare,
}

impl PublishQueue {
    pub(super) fn new(broker: Arc<dyn Broker>) -> Self {
        Self {
            broker,
            sender: OnceLock::new(),
            load: Arc::default(),
        }
    }

    /// Passes a message to the broker, after those whose futures were polled first.
    ///
    /// # Errors
    ///
    /// If it isn't certain that the broker has it, or the queue is full.
    pub(super) async fn send(&self, channel: String, message: Bytes) -> Result<(), Cause> {
        let share = LoadShare::of(&self.load, message.len()).ok_or("too many messages wait for the broker")?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            channel,
            message,
            answer,
            _share: share,
        };
        self.sender()
            .send(waiting)
            .map_err(|_| "the queue of messages is closed")?;
        timeout(BROKER_TIMEOUT, answered).await??
    }

    fn sender(&self) -> &mpsc::UnboundedSender<Waiting> {
        self.sender.get_or_init(|| {
            let (sender, receiver) = mpsc::unbounded_channel();
            tokio::spawn(publish_all(Arc::clone(&self.broker), receiver));
            sender
        })
    }
}

/// Passes messages to the broker until the queue is dropped.
async fn publish_all(broker: Arc<dyn Broker>, mut receiver: mpsc::UnboundedReceiver<Waiting>) {
    // Futures are polled in the order in which they wake up, which keeps that of the messages.
    let mut running = FuturesUnordered::new();
    loop {
        tokio::select! {
            next = receiver.recv(), if running.len() < MAX_CONCURRENT => match next {
                // The publisher has given up and got an error.
                Some(waiting) if waiting.answer.is_closed() => {}
                Some(waiting) => running.push(publish(&*broker, waiting)),
                None => break,
            },
            Some(()) = running.next() => {}
        }
    }
    while let Some(()) = running.next().await {}
}

async fn publish(broker: &dyn Broker, waiting: Waiting) {
    let sent = timeout(BROKER_TIMEOUT, broker.publish(&waiting.channel, waiting.message)).await;
    metrics::published(matches!(sent, Ok(Ok(()))));
    // The publisher may have given up.
    let _ = waiting.answer.send(sent.unwrap_or_else(|elapsed| Err(elapsed.into())));
}
