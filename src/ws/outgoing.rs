//! Messages on their way to the broker: one task hands them over, so that they reach it in the order in which they were published, even
//! where its queue is full and it takes them one by one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::broker::{Broker, PATIENCE};
use crate::error::Cause;

/// The most messages that wait, those that the broker was handed included.
const MOST: usize = 16_384;
/// The most bytes of them.
const WEIGHT: usize = 64 * 1024 * 1024;
/// How many are handed to the broker at a time.
const AT_ONCE: usize = 1_024;

/// The line of messages to a broker.
pub(super) struct Outgoing {
    broker: Arc<dyn Broker>,
    line: OnceLock<mpsc::UnboundedSender<Waiting>>,
    load: Arc<Load>,
}

/// What waits.
#[derive(Default)]
struct Load {
    messages: AtomicUsize,
    bytes: AtomicUsize,
}

/// A message's part of the load.
struct Part {
    load: Arc<Load>,
    bytes: usize,
}

impl Part {
    fn of(load: &Arc<Load>, bytes: usize) -> Option<Self> {
        let part = Self {
            load: Arc::clone(load),
            bytes,
        };
        let messages = load.messages.fetch_add(1, Ordering::AcqRel);
        let weight = load.bytes.fetch_add(bytes, Ordering::AcqRel);
        // A single message may be of any size.
        (messages < MOST && (weight == 0 || weight + bytes <= WEIGHT)).then_some(part)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        self.load.messages.fetch_sub(1, Ordering::AcqRel);
        self.load.bytes.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

struct Waiting {
    channel: String,
    message: Bytes,
    answer: oneshot::Sender<Result<(), Cause>>,
    _part: Part,
}

impl Outgoing {
    pub(super) fn to(broker: Arc<dyn Broker>) -> Self {
        Self {
            broker,
            line: OnceLock::new(),
            load: Arc::default(),
        }
    }

    /// Hands a message over behind those whose futures were polled before.
    ///
    /// # Errors
    ///
    /// When it isn't certain that the broker has it, or too much waits.
    pub(super) async fn send(&self, channel: String, message: Bytes) -> Result<(), Cause> {
        let part = Part::of(&self.load, message.len()).ok_or("too many messages wait for the broker")?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            channel,
            message,
            answer,
            _part: part,
        };
        self.line().send(waiting).map_err(|_| "nothing is published any more")?;
        timeout(PATIENCE, answered).await??
    }

    fn line(&self) -> &mpsc::UnboundedSender<Waiting> {
        self.line.get_or_init(|| {
            let (sender, line) = mpsc::unbounded_channel();
            tokio::spawn(hand_over(Arc::clone(&self.broker), line));
            sender
        })
    }
}

/// Hands over what waits, until nobody publishes any more.
async fn hand_over(broker: Arc<dyn Broker>, mut line: mpsc::UnboundedReceiver<Waiting>) {
    // It polls those that wake up in the order in which they did.
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            next = line.recv(), if under_way.len() < AT_ONCE => match next {
                // Who gave up was told that it failed.
                Some(waiting) if waiting.answer.is_closed() => {}
                Some(waiting) => under_way.push(one(&*broker, waiting)),
                None => break,
            },
            Some(()) = under_way.next() => {}
        }
    }
    while let Some(()) = under_way.next().await {}
}

async fn one(broker: &dyn Broker, waiting: Waiting) {
    let sent = timeout(PATIENCE, broker.publish(&waiting.channel, waiting.message)).await;
    // Nobody listens where the publisher has given up.
    let _ = waiting.answer.send(sent.unwrap_or_else(|elapsed| Err(elapsed.into())));
}
