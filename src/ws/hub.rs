//! All sockets of one API on this server: who follows what, and what arrives for them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::broker::{Broker, Delivery, Memory};
use super::frame;
use super::outgoing::Outgoing;
use super::socket::{Close, Shared};
use super::subscriptions::Subscriptions;
use crate::db::Pending;
use crate::engine::{CommitOrder, Message, Publish, SocketLimits};
use crate::error::Error;
use crate::meta::Resource;

/// How much is delivered before other tasks get their turn: sessions that aren't run can't send what waits for them. A message counts
/// as [`LEAST`], and as one for each socket that gets it and each glob that is tried.
const SHIFT: usize = 4_096;

/// See [`SHIFT`].
const LEAST: usize = 256;

/// All sockets of one API on this server.
pub(crate) struct Hub {
    pub(super) broker: Arc<dyn Broker>,
    limits: SocketLimits,
    pub(super) subscriptions: RwLock<Subscriptions>,
    /// Held while the broker is asked, so that it hears of one channel in order.
    pub(super) carried: tokio::sync::Mutex<()>,
    /// The channels that the broker is subscribed to.
    pub(super) active: Mutex<HashSet<String>>,
    open: Mutex<HashMap<u64, Arc<Shared>>>,
    ids: AtomicU64,
    pump: OnceLock<AbortHandle>,
    /// Why there are no sockets any more.
    ending: OnceLock<Close>,
    tasks: TaskTracker,
    /// Ends sessions wherever they are.
    cut: CancellationToken,
    slots: Semaphore,
    outgoing: Outgoing,
    /// Puts the commits of each channel in order.
    commit_order: CommitOrder,
    /// The resources that tell of their changes here, whichever API they are of.
    resources: RwLock<Vec<&'static Resource>>,
}

impl Hub {
    /// The sockets of an API whose servers are joined by this broker.
    pub(crate) fn new(broker: Arc<dyn Broker>, limits: &SocketLimits) -> Arc<Self> {
        Arc::new(Self {
            outgoing: Outgoing::to(Arc::clone(&broker)),
            broker,
            limits: limits.clone(),
            subscriptions: RwLock::default(),
            carried: tokio::sync::Mutex::default(),
            active: Mutex::default(),
            open: Mutex::default(),
            ids: AtomicU64::new(1),
            pump: OnceLock::new(),
            ending: OnceLock::new(),
            tasks: TaskTracker::new(),
            cut: CancellationToken::new(),
            slots: Semaphore::new(limits.open.min(Semaphore::MAX_PERMITS)),
            commit_order: CommitOrder::default(),
            resources: RwLock::default(),
        })
    }

    /// The sockets of an API that runs in one process.
    pub(crate) fn alone(limits: &SocketLimits) -> Arc<Self> {
        Self::new(Arc::new(Memory::new()), limits)
    }

    /// The same with other limits, as long as nothing is open.
    pub(crate) fn with_limits(&self, limits: &SocketLimits) -> Arc<Self> {
        Self::new(Arc::clone(&self.broker), limits)
    }

    /// Takes in resources whose changes are told here.
    pub(crate) fn add_resources(&self, resources: impl Iterator<Item = &'static Resource>) {
        let mut known = self.resources.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(resources.filter(|resource| !resource.publish.is_empty()));
    }

    /// The resources whose changes are told here.
    pub(super) fn resources(&self) -> impl Iterator<Item = &'static Resource> + use<> {
        let known = self.resources.read().unwrap_or_else(PoisonError::into_inner);
        known.clone().into_iter()
    }

    /// How many sockets are open.
    pub(super) fn connections(&self) -> usize {
        self.open().len()
    }

    /// Who follows what.
    pub(super) fn counts(&self) -> BTreeMap<String, BTreeMap<String, usize>> {
        self.subscribed().counts()
    }

    /// Admits one more socket.
    ///
    /// # Errors
    ///
    /// Why not, in words for clients.
    pub(crate) fn admit(self: &Arc<Self>) -> Result<Slot, &'static str> {
        // First, so that the end of the server waits for it or is seen below.
        let token = self.tasks.token();
        match self.ending.get() {
            None => {}
            Some(Close::Broken) => return Err("messages can't be had at the moment"),
            Some(_) => return Err("the server is going away"),
        }
        let slot = self.slots.try_acquire();
        slot.map_err(|_| "there are as many sockets as the server holds")?
            .forget();
        self.start();
        Ok(Slot {
            hub: Arc::clone(self),
            _token: token,
        })
    }

    /// Runs a session's task, which the end of the server waits for.
    pub(crate) fn spawn(&self, session: impl Future<Output = ()> + Send + 'static) {
        let cut = self.cut.clone();
        tokio::spawn(async move {
            cut.run_until_cancelled_owned(session).await;
        });
    }

    /// Closes all sockets with 1001, once they have answered what they were asked, and waits for their sessions; cuts them off when it
    /// is dropped before.
    pub(crate) async fn end(&self) {
        self.finish(Close::GoingAway);
        let cut = self.cut.clone().drop_guard();
        self.tasks.close();
        self.tasks.wait().await;
        cut.disarm();
    }

    /// Closes all sockets for this reason, and admits no more.
    fn finish(&self, why: Close) {
        let why = *self.ending.get_or_init(|| why);
        for socket in self.open().values() {
            socket.queue.close(why);
        }
    }

    pub(super) fn is_ending(&self) -> bool {
        self.ending.get().is_some()
    }

    fn open(&self) -> MutexGuard<'_, HashMap<u64, Arc<Shared>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to take what the broker brings.
    fn start(self: &Arc<Self>) {
        self.pump.get_or_init(|| {
            let (hub, messages) = (Arc::downgrade(self), self.broker.messages());
            let pump = async move {
                let ended = AssertUnwindSafe(pump(&hub, messages)).catch_unwind().await;
                if let Some(hub) = hub.upgrade() {
                    let panicked = ended.is_err();
                    tracing::error!(panicked, "the broker brings nothing any more; all sockets are closed");
                    // Sockets that stayed open would wait for messages that never come.
                    hub.finish(Close::Broken);
                }
            };
            tokio::spawn(pump).abort_handle()
        });
    }

    /// Hands a message to all who follow it; tells how much work that was.
    fn deliver(&self, delivery: &Delivery) -> usize {
        let Some((event, frame)) = unpack(&delivery.message) else {
            tracing::warn!(
                channel = delivery.channel,
                "a message of another program is passed over"
            );
            return LEAST;
        };
        let mut work = LEAST;
        work += self.subscribed().each(&delivery.channel, event, |socket| {
            socket.queue.push(frame.clone());
        });
        work
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Some(pump) = self.pump.get() {
            pump.abort();
        }
    }
}

/// Delivers what the broker brings, until it ends or nobody is there any more.
async fn pump(hub: &Weak<Hub>, mut messages: BoxStream<'static, Delivery>) {
    let mut work = 0;
    while let Some(delivery) = messages.next().await {
        let Some(hub) = hub.upgrade() else { return };
        work += hub.deliver(&delivery);
        drop(hub);
        if work >= SHIFT {
            work = 0;
            tokio::task::yield_now().await;
        }
    }
}

impl Publish for Hub {
    fn publish(&self, message: Message) -> Pending<'_, ()> {
        Box::pin(async move {
            let most = self.limits.message;
            if message.data.len() > most {
                let size = message.data.len();
                let cause = format!(
                    "the data for channel {} has {size} bytes, more than SOCKET_MESSAGE_LIMIT={most}",
                    message.channel
                );
                return Err(Error::internal(cause));
            }
            let packed = pack(&message)?;
            let sent = self.outgoing.send(message.channel, packed).await;
            sent.map_err(Error::Unavailable)
        })
    }

    fn commit_order(&self) -> Option<&CommitOrder> {
        Some(&self.commit_order)
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
pub(crate) struct Slot {
    hub: Arc<Hub>,
    _token: TaskTrackerToken,
}

impl Slot {
    /// The sockets that it is one of.
    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Makes a socket of it.
    pub(super) fn join(&self) -> Member {
        let id = self.hub.ids.fetch_add(1, Ordering::Relaxed);
        let shared = Arc::new(Shared::new(id, &self.hub.limits));
        self.hub.open().insert(id, Arc::clone(&shared));
        // Whoever ends them all either sees this one or was here before.
        if let Some(why) = self.hub.ending.get() {
            shared.queue.close(*why);
        }
        Member {
            hub: Arc::clone(&self.hub),
            shared,
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.hub.slots.add_permits(1);
    }
}

/// One of the open sockets; when it is dropped, however the session ended, the socket follows nothing any more.
pub(super) struct Member {
    hub: Arc<Hub>,
    shared: Arc<Shared>,
}

impl Member {
    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.hub.open().remove(&self.shared.id);
        self.hub.unfollow_all(&self.shared);
        self.shared.queue.end();
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub")
            .field("sockets", &self.connections())
            .finish_non_exhaustive()
    }
}
