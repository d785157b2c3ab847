//! All sockets of one API on this server: who follows what, and what arrives for them.

use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};

use bytes::Bytes;
use futures::StreamExt as _;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;
use tokio_util::task::TaskTracker;

use super::broker::{Broker, Delivery, Memory, PATIENCE};
use super::frame;
use super::pattern::Pattern;
use super::socket::Shared;
use super::subscriptions::Subscriptions;
use crate::db::Pending;
use crate::engine::{Message, Publish};
use crate::error::{Cause, Error};

/// All sockets of one API on this server.
pub(crate) struct Hub {
    broker: Arc<dyn Broker>,
    subscriptions: RwLock<Subscriptions>,
    /// The channels that the broker is subscribed to. Held while it is asked, so that it hears of one channel in order.
    carried: tokio::sync::Mutex<()>,
    active: Mutex<HashSet<String>>,
    sockets: AtomicU64,
    ids: AtomicU64,
    pump: OnceLock<()>,
    ending: watch::Sender<bool>,
    tasks: TaskTracker,
    slots: Semaphore,
}

impl Hub {
    /// The sockets of an API whose servers are joined by this broker; at most `most` at a time.
    pub(crate) fn new(broker: Arc<dyn Broker>, most: usize) -> Arc<Self> {
        Arc::new(Self {
            broker,
            subscriptions: RwLock::default(),
            carried: tokio::sync::Mutex::default(),
            active: Mutex::default(),
            sockets: AtomicU64::new(0),
            ids: AtomicU64::new(1),
            pump: OnceLock::new(),
            ending: watch::Sender::new(false),
            tasks: TaskTracker::new(),
            slots: Semaphore::new(most.min(Semaphore::MAX_PERMITS)),
        })
    }

    /// The sockets of an API that runs in one process.
    pub(crate) fn alone(most: usize) -> Arc<Self> {
        Self::new(Arc::new(Memory::new()), most)
    }

    /// The same with another limit, as long as nothing is open.
    pub(crate) fn with_limit(&self, most: usize) -> Arc<Self> {
        Self::new(Arc::clone(&self.broker), most)
    }

    /// How many sockets are open.
    pub(super) fn connections(&self) -> u64 {
        self.sockets.load(Ordering::Relaxed)
    }

    /// Who follows what.
    pub(super) fn counts(&self) -> std::collections::BTreeMap<String, std::collections::BTreeMap<String, usize>> {
        self.subscriptions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .counts()
    }

    /// Admits one more socket; `None` if there are too many, or the server ends.
    pub(crate) fn admit(self: &Arc<Self>) -> Option<Slot> {
        if *self.ending.borrow() {
            return None;
        }
        self.slots.try_acquire().ok()?.forget();
        self.start();
        Some(Slot(Arc::clone(self)))
    }

    /// Runs a session's task, which the end of the server waits for.
    pub(crate) fn spawn(&self, session: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(session);
    }

    /// A socket for a client.
    pub(super) fn open(&self, queue: mpsc::Sender<Utf8Bytes>) -> Arc<Shared> {
        self.sockets.fetch_add(1, Ordering::Relaxed);
        Arc::new(Shared::new(self.ids.fetch_add(1, Ordering::Relaxed), queue))
    }

    /// Waits until the server ends.
    pub(super) async fn ending(&self) {
        // The sender lives as long as the hub.
        let _ = self.ending.subscribe().wait_for(|ending| *ending).await;
    }

    /// Closes all sockets with 1001 and waits for their sessions.
    pub(crate) async fn end(&self) {
        self.ending.send_replace(true);
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Begins to take what the broker brings.
    fn start(self: &Arc<Self>) {
        self.pump.get_or_init(|| {
            let (hub, mut messages) = (Arc::downgrade(self), self.broker.messages());
            tokio::spawn(async move {
                while let Some(delivery) = messages.next().await {
                    let Some(hub) = Weak::upgrade(&hub) else { break };
                    hub.deliver(&delivery);
                }
            });
        });
    }

    fn deliver(&self, delivery: &Delivery) {
        let Some((event, frame)) = unpack(&delivery.message) else {
            tracing::warn!(
                channel = delivery.channel,
                "a message of another program is passed over"
            );
            return;
        };
        let subscriptions = self.subscriptions.read().unwrap_or_else(PoisonError::into_inner);
        subscriptions.each(&delivery.channel, event, |socket| socket.push(frame.clone()));
    }

    /// Lets a socket follow a channel's events. Once this has answered, whatever is published arrives.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the broker can't be had.
    pub(super) async fn follow(
        self: &Arc<Self>,
        socket: &Arc<Shared>,
        channel: &str,
        text: &str,
        pattern: Pattern,
    ) -> Result<(), Error> {
        socket
            .followed()
            .entry(channel.to_owned())
            .or_default()
            .insert(text.to_owned());
        self.subscriptions
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .add(channel, text, pattern, socket);
        if self.is_active(channel) {
            return Ok(());
        }
        // In a task of its own: a socket that ends meanwhile mustn't leave the broker in between.
        let (hub, name) = (Arc::clone(self), channel.to_owned());
        let carried = tokio::spawn(async move { hub.carry(&name).await }).await;
        let carried = carried.map_err(Cause::from).flatten();
        if carried.is_err() {
            self.unfollow(socket, channel, text).await;
        }
        carried.map_err(Error::Unavailable)
    }

    /// Lets a socket follow a channel's events no more; `false` if it didn't.
    pub(super) async fn unfollow(&self, socket: &Arc<Shared>, channel: &str, text: &str) -> bool {
        {
            let mut followed = socket.followed();
            let Some(patterns) = followed.get_mut(channel) else {
                return false;
            };
            if !patterns.remove(text) {
                return false;
            }
            if patterns.is_empty() {
                followed.remove(channel);
            }
        }
        if self.drop_one(channel, text, socket.id) {
            self.uncarry(channel).await;
        }
        true
    }

    fn drop_one(&self, channel: &str, text: &str, socket: u64) -> bool {
        let mut subscriptions = self.subscriptions.write().unwrap_or_else(PoisonError::into_inner);
        subscriptions.remove(channel, text, socket)
    }

    /// Ends all that a socket follows.
    pub(super) async fn leave(&self, socket: &Arc<Shared>) {
        self.sockets.fetch_sub(1, Ordering::Relaxed);
        let followed = std::mem::take(&mut *socket.followed());
        for (channel, patterns) in followed {
            let mut last = false;
            for text in patterns {
                last |= self.drop_one(&channel, &text, socket.id);
            }
            if last {
                self.uncarry(&channel).await;
            }
        }
    }

    fn is_active(&self, channel: &str) -> bool {
        self.active().contains(channel)
    }

    fn active(&self) -> std::sync::MutexGuard<'_, HashSet<String>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Subscribes the broker to a channel that somebody follows.
    async fn carry(&self, channel: &str) -> Result<(), Cause> {
        let asked = async {
            let _turn = self.carried.lock().await;
            if self.is_active(channel) || !self.is_followed(channel) {
                return Ok(());
            }
            match tokio::time::timeout(PATIENCE, self.broker.subscribe(channel)).await {
                Ok(Ok(())) => {
                    self.active().insert(channel.to_owned());
                    Ok(())
                }
                Ok(Err(cause)) => Err(cause),
                Err(elapsed) => {
                    // It may have got through all the same.
                    let _ = tokio::time::timeout(PATIENCE, self.broker.unsubscribe(channel)).await;
                    Err(elapsed.into())
                }
            }
        };
        tokio::time::timeout(PATIENCE * 3, asked).await?
    }

    /// Unsubscribes the broker from a channel that nobody follows any more.
    async fn uncarry(&self, channel: &str) {
        let asked = async {
            let _turn = self.carried.lock().await;
            // First out of the set, then the look at who follows: whoever begins to in between finds it inactive and waits for its turn.
            if !self.active().remove(channel) {
                return Ok(());
            }
            if self.is_followed(channel) {
                self.active().insert(channel.to_owned());
                return Ok(());
            }
            self.broker.unsubscribe(channel).await
        };
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => {
                tracing::warn!(channel, %cause, "the broker goes on sending a channel that nobody follows")
            }
            Err(_) => tracing::warn!(
                channel,
                "the broker goes on sending a channel that nobody follows: it took too long"
            ),
        }
    }

    fn is_followed(&self, channel: &str) -> bool {
        self.subscriptions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .has(channel)
    }
}

impl Publish for Hub {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        Box::pin(async move {
            let packed = pack(&message)?;
            let sent = self.broker.publish(&message.channel, packed);
            match tokio::time::timeout(PATIENCE, sent).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(cause)) => Err(Error::Unavailable(cause)),
                Err(elapsed) => Err(Error::Unavailable(elapsed.into())),
            }
        })
    }
}

/// A message as brokers carry it: the event, a line end, the frame that goes out to all.
fn pack(message: &Message) -> Result<Bytes, Error> {
    if message.event.contains('\n') {
        return Err(Error::invalid("event", "contains a line end"));
    }
    let frame = frame::broadcast(&message.channel, &message.event, &message.data)?;
    let mut packed = Vec::with_capacity(message.event.len() + 1 + frame.len());
    packed.extend_from_slice(message.event.as_bytes());
    packed.push(b'\n');
    packed.extend_from_slice(frame.as_bytes());
    Ok(packed.into())
}

fn unpack(packed: &Bytes) -> Option<(&str, Utf8Bytes)> {
    let end = packed.iter().position(|byte| *byte == b'\n')?;
    let event = std::str::from_utf8(packed.get(..end)?).ok()?;
    let frame = Utf8Bytes::try_from(packed.slice(end + 1..)).ok()?;
    Some((event, frame))
}

/// The right of one socket to be open, given back when it is dropped.
pub(crate) struct Slot(Arc<Hub>);

impl Slot {
    /// The sockets that it is one of.
    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.0
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.slots.add_permits(1);
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub")
            .field("sockets", &self.connections())
            .finish_non_exhaustive()
    }
}
