//! Who follows what, and what the broker is asked for: it is subscribed to a channel as long as somebody here follows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, MutexGuard, PoisonError, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use super::broker::PATIENCE;
use super::hub::Hub;
use super::pattern::Pattern;
use super::socket::Shared;
use super::subscriptions::Subscriptions;
use crate::error::{Cause, Error};

/// How long a subscription waits for its turn at the broker, and for the broker.
const TURN: Duration = Duration::from_secs(15);

impl Hub {
    /// Lets a socket follow a channel's events. Once this has answered, whatever is published arrives; if it is cancelled, the socket
    /// doesn't follow them.
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
        let new = {
            let mut followed = socket.followed();
            followed.entry(channel.to_owned()).or_default().insert(text.to_owned())
        };
        if !new {
            return Ok(());
        }
        self.subscribed_mut().add(channel, text, pattern, socket);
        if self.is_active(channel) {
            return Ok(());
        }
        let undo = Undo(Some((self, socket, channel, text)));
        // In a task of its own: a socket that ends meanwhile mustn't leave the broker in between.
        let (hub, name) = (Arc::clone(self), channel.to_owned());
        let carried = tokio::spawn(async move { hub.carry(&name).await });
        let carried = tokio::time::timeout(TURN, carried).await;
        let carried = carried
            .map_err(Cause::from)
            .and_then(|joined| joined.map_err(Cause::from));
        carried.flatten().map_err(Error::Unavailable)?;
        undo.forget();
        Ok(())
    }

    /// Lets a socket follow a channel's events no more; `false` if it didn't.
    pub(super) fn unfollow(self: &Arc<Self>, socket: &Arc<Shared>, channel: &str, text: &str) -> bool {
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
        let last = self.subscribed_mut().remove(channel, text, socket.id);
        if last {
            self.drop_channels(vec![channel.to_owned()]);
        }
        true
    }

    /// Ends all that a socket follows.
    pub(super) fn unfollow_all(self: &Arc<Self>, socket: &Shared) {
        let followed: BTreeMap<String, BTreeSet<String>> = std::mem::take(&mut *socket.followed());
        if followed.is_empty() {
            return;
        }
        let mut left = Vec::new();
        {
            let mut subscriptions = self.subscribed_mut();
            for (channel, patterns) in followed {
                let mut last = false;
                for text in patterns {
                    last |= subscriptions.remove(&channel, &text, socket.id);
                }
                if last {
                    left.push(channel);
                }
            }
        }
        self.drop_channels(left);
    }

    /// Unsubscribes the broker from channels that nobody follows any more, by and by: nobody has to wait for that.
    fn drop_channels(self: &Arc<Self>, channels: Vec<String>) {
        // Without a runtime the program ends, and its connection to the broker too.
        if channels.is_empty() || self.is_ending() {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            return;
        };
        let hub = Arc::clone(self);
        runtime.spawn(async move {
            for channel in channels {
                let _turn = hub.carried.lock().await;
                hub.uncarry(&channel).await;
            }
        });
    }

    /// Subscribes the broker to a channel that somebody follows.
    async fn carry(&self, channel: &str) -> Result<(), Cause> {
        let _turn = self.carried.lock().await;
        if self.is_active(channel) || !self.is_followed(channel) {
            return Ok(());
        }
        match tokio::time::timeout(PATIENCE, self.broker.subscribe(channel)).await {
            Ok(Ok(())) => {
                self.active().insert(channel.to_owned());
                // Whoever wanted it may have left meanwhile.
                if !self.is_followed(channel) {
                    self.uncarry(channel).await;
                }
                Ok(())
            }
            Ok(Err(cause)) => Err(cause),
            Err(elapsed) => {
                // It may have got through all the same.
                self.forget(channel).await;
                Err(elapsed.into())
            }
        }
    }

    /// Unsubscribes the broker from a channel if nobody follows it any more. The caller has the turn.
    async fn uncarry(&self, channel: &str) {
        // First out of the set, then the look at who follows: whoever begins to in between finds it inactive and waits for its turn.
        if !self.active().remove(channel) {
            return;
        }
        if self.is_followed(channel) {
            self.active().insert(channel.to_owned());
            return;
        }
        self.forget(channel).await;
    }

    /// Unsubscribes the broker from a channel. The caller has the turn.
    async fn forget(&self, channel: &str) {
        let told = tokio::time::timeout(PATIENCE, self.broker.unsubscribe(channel)).await;
        if let Err(cause) = told.map_err(Cause::from).flatten() {
            tracing::warn!(channel, %cause, "the broker goes on sending a channel that nobody follows");
        }
    }

    fn is_active(&self, channel: &str) -> bool {
        self.active().contains(channel)
    }

    fn active(&self) -> MutexGuard<'_, std::collections::HashSet<String>> {
        self.active.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_followed(&self, channel: &str) -> bool {
        self.subscribed().has(channel)
    }

    pub(super) fn subscribed(&self) -> RwLockReadGuard<'_, Subscriptions> {
        self.subscriptions.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn subscribed_mut(&self) -> RwLockWriteGuard<'_, Subscriptions> {
        self.subscriptions.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a subscription back when it is dropped: its socket was told nothing, or that it failed.
struct Undo<'f>(Option<(&'f Arc<Hub>, &'f Arc<Shared>, &'f str, &'f str)>);

impl Undo<'_> {
    fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        if let Some((hub, socket, channel, text)) = self.0.take() {
            hub.unfollow(socket, channel, text);
        }
    }
}
