//! The broker of an API that runs in one process.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use futures::future::{BoxFuture, ready};
use futures::stream::{self, BoxStream, StreamExt};
use tokio::sync::mpsc;

use super::{BROKER_TIMEOUT, Broker, Delivery};
use crate::error::Cause;

/// How many messages are queued before publishers have to wait.
const QUEUE: usize = 1_024;

/// Transports messages within one process, for an API that runs on one server.
pub struct Memory {
    subscribed: Mutex<HashSet<String>>,
    sender: mpsc::Sender<Delivery>,
    receiver: Mutex<Option<mpsc::Receiver<Delivery>>>,
}

impl Memory {
    /// Creates a broker without subscriptions.
    #[must_use]
    pub fn new() -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            subscribed: Mutex::default(),
            sender,
            receiver: Mutex::new(Some(receiver)),
        }
    }

    fn is_subscribed(&self, channel: &str) -> bool {
        let subscribed = self.subscribed.lock().unwrap_or_else(PoisonError::into_inner);
        subscribed.contains(channel)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Broker for Memory {
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            if self.is_subscribed(channel) {
                let channel = channel.to_owned();
                self.sender
                    .send_timeout(Delivery { channel, message }, BROKER_TIMEOUT)
                    .await?;
            }
            Ok(())
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        let mut subscribed = self.subscribed.lock().unwrap_or_else(PoisonError::into_inner);
        subscribed.insert(channel.to_owned());
        Box::pin(ready(Ok(())))
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        let mut subscribed = self.subscribed.lock().unwrap_or_else(PoisonError::into_inner);
        subscribed.remove(channel);
        Box::pin(ready(Ok(())))
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream::unfold(receiver, |receiver| async move {
            let mut receiver = receiver?;
            let delivery = receiver.recv().await?;
            Some((delivery, Some(receiver)))
        })
        .boxed()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}
