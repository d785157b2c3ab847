//! Which sockets are subscribed to which channels. The broker is subscribed to exactly the channels that have a subscriber on this server.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::broker::{BROKER_TIMEOUT, Broker};
use super::pattern::Pattern;
use super::socket_state::SocketState;
use super::subscriptions::Subscriptions;
use super::sync::{
    AsyncMutex, AtomicBool, Mutex, MutexGuard, Runtime, RwLock, RwLockReadGuard, RwLockWriteGuard, spawn, timeout,
};
use crate::error::{Cause, Error};

/// How long a subscription may take, the wait for earlier calls of the broker included.
const SUBSCRIBE_TIMEOUT: Duration = Duration::from_secs(15);

/// The channels of one API on this server.
pub(super) struct Channels {
    broker: Arc<dyn Broker>,
    subscriptions: RwLock<Subscriptions>,
    /// Held during calls of the broker, so that it gets those about one channel in order.
    broker_lock: AsyncMutex<()>,
    /// The channels that the broker is subscribed to.
    active: Mutex<HashSet<String>>,
    /// Whether the server stops: then the broker isn't unsubscribed from anything any more.
    closed: AtomicBool,
}

impl Channels {
    pub(super) fn new(broker: Arc<dyn Broker>) -> Arc<Self> {
        Arc::new(Self {
            broker,
            subscriptions: RwLock::default(),
            broker_lock: AsyncMutex::default(),
            active: Mutex::default(),
            closed: AtomicBool::new(false),
        })
    }

    /// Subscribes a socket to the events of a channel that match the pattern. Messages that are published after this has returned
    /// arrive. The socket isn't subscribed if this is cancelled.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the broker fails.
    pub(super) async fn subscribe(
        self: &Arc<Self>,
        socket: &Arc<SocketState>,
        channel: &str,
        text: &str,
        pattern: Pattern,
    ) -> Result<(), Error> {
        let new = {
            let mut patterns = socket.patterns();
            patterns.entry(channel.to_owned()).or_default().insert(text.to_owned())
        };
        if !new {
            return Ok(());
        }
        self.subscriptions_mut().add(channel, text, pattern, socket);
        if self.is_active(channel) {
            return Ok(());
        }
        let rollback = Rollback(Some((self, socket, channel, text)));
        // In a task of its own: if the socket ends meanwhile, the call of the broker must not stop halfway.
        let (channels, name) = (Arc::clone(self), channel.to_owned());
        let subscribed = spawn(async move { channels.ensure_subscribed(&name).await });
        let subscribed = timeout(SUBSCRIBE_TIMEOUT, subscribed).await;
        let subscribed = subscribed
            .map_err(Cause::from)
            .and_then(|joined| joined.map_err(Cause::from));
        subscribed.flatten().map_err(Error::Unavailable)?;
        rollback.disarm();
        Ok(())
    }

    /// Ends the subscription of a socket to this pattern; `false` if there is none.
    pub(super) fn unsubscribe(self: &Arc<Self>, socket: &Arc<SocketState>, channel: &str, text: &str) -> bool {
        {
            let mut subscribed = socket.patterns();
            let Some(patterns) = subscribed.get_mut(channel) else {
                return false;
            };
            if !patterns.remove(text) {
                return false;
            }
            if patterns.is_empty() {
                subscribed.remove(channel);
            }
        }
        let last = self.subscriptions_mut().remove(channel, text, socket.id);
        if last {
            self.release_later(vec![channel.to_owned()]);
        }
        true
    }

    /// Ends all subscriptions of a socket.
    pub(super) fn unsubscribe_all(self: &Arc<Self>, socket: &SocketState) {
        let subscribed: BTreeMap<String, BTreeSet<String>> = std::mem::take(&mut *socket.patterns());
        if subscribed.is_empty() {
            return;
        }
        let mut unused = Vec::new();
        {
            let mut subscriptions = self.subscriptions_mut();
            for (channel, patterns) in subscribed {
                let mut last = false;
                for text in patterns {
                    last |= subscriptions.remove(&channel, &text, socket.id);
                }
                if last {
                    unused.push(channel);
                }
            }
        }
        self.release_later(unused);
    }

    /// Makes no more calls of the broker for channels that lose their subscribers, since the server stops.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// How many sockets are subscribed, by channel and pattern.
    pub(super) fn counts(&self) -> BTreeMap<String, BTreeMap<String, usize>> {
        self.subscriptions().counts()
    }

    /// Calls `send` once for each socket that is subscribed to this event of this channel. Returns how many globs were tried and sockets
    /// found.
    pub(super) fn for_each_subscriber(&self, channel: &str, event: &str, send: impl FnMut(&Arc<SocketState>)) -> usize {
        self.subscriptions().for_each(channel, event, send)
    }

    /// Unsubscribes the broker in the background from channels that have no subscriber any more.
    fn release_later(self: &Arc<Self>, unused: Vec<String>) {
        if unused.is_empty() || self.closed.load(Ordering::Acquire) {
            return;
        }
        // Without a runtime the program ends, and so does its connection to the broker.
        let Ok(runtime) = Runtime::try_current() else {
            return;
        };
        let channels = Arc::clone(self);
        runtime.spawn(async move {
            for channel in unused {
                let _lock = channels.broker_lock.lock().await;
                channels.release(&channel).await;
            }
        });
    }

    /// Subscribes the broker to a channel that has a subscriber.
    async fn ensure_subscribed(&self, channel: &str) -> Result<(), Cause> {
        let _lock = self.broker_lock.lock().await;
        if self.is_active(channel) || !self.has_subscriber(channel) {
            return Ok(());
        }
        match timeout(BROKER_TIMEOUT, self.broker.subscribe(channel)).await {
            Ok(Ok(())) => {
                self.active().insert(channel.to_owned());
                // The subscriber may have left meanwhile.
                if !self.has_subscriber(channel) {
                    self.release(channel).await;
                }
                Ok(())
            }
            Ok(Err(cause)) => Err(cause),
            Err(elapsed) => {
                // The broker may have subscribed all the same.
                self.unsubscribe_broker(channel).await;
                Err(elapsed.into())
            }
        }
    }

    /// Unsubscribes the broker from a channel unless it has a subscriber. The caller holds the lock.
    async fn release(&self, channel: &str) {
        // The channel is inactive before its subscribers are looked at: one that comes in between finds it inactive, and waits for the lock.
        if !self.active().remove(channel) {
            return;
        }
        if self.has_subscriber(channel) {
            self.active().insert(channel.to_owned());
            return;
        }
        self.unsubscribe_broker(channel).await;
    }

    /// Unsubscribes the broker from a channel. The caller holds the lock.
    async fn unsubscribe_broker(&self, channel: &str) {
        let done = timeout(BROKER_TIMEOUT, self.broker.unsubscribe(channel)).await;
        if let Err(cause) = done.map_err(Cause::from).flatten() {
            tracing::warn!(channel, %cause, "the broker couldn't be unsubscribed from a channel without subscribers");
        }
    }

    fn is_active(&self, channel: &str) -> bool {
        self.active().contains(channel)
    }

    fn active(&self) -> MutexGuard<'_, HashSet<String>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_subscriber(&self, channel: &str) -> bool {
        self.subscriptions().has(channel)
    }

    fn subscriptions(&self) -> RwLockReadGuard<'_, Subscriptions> {
        self.subscriptions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn subscriptions_mut(&self) -> RwLockWriteGuard<'_, Subscriptions> {
        self.subscriptions.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a subscription when it is dropped: its request was cancelled or failed.
struct Rollback<'s>(Option<(&'s Arc<Channels>, &'s Arc<SocketState>, &'s str, &'s str)>);

impl Rollback<'_> {
    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for Rollback<'_> {
    fn drop(&mut self) {
        if let Some((channels, socket, channel, text)) = self.0.take() {
            channels.unsubscribe(socket, channel, text);
        }
    }
}
