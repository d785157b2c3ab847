//! The hub of one API on this server: its sockets are admitted, get the messages that the broker receives, and are closed with the server.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use futures::stream::BoxStream;
use futures::{FutureExt as _, StreamExt as _};
use tokio::task::AbortHandle;
use tokio_util::sync::CancellationToken;

use super::broker::{Broker, Delivery, Memory};
use super::channels::Channels;
use super::open_sockets::{NotAdmitted, OpenSockets, Permit, Registration};
use super::packed;
use super::publish_queue::PublishQueue;
use super::socket::CloseReason;
use crate::db::Pending;
use crate::engine::{CommitOrder, Message, Publish, SocketLimits};
use crate::error::Error;
use crate::meta::Resource;

/// How much work is done on deliveries before the task yields: the sessions need time to send the queued frames. A message counts as
/// [`WORK_OF_MESSAGE`], and as one more for each socket that gets it and each glob that is tried.
const WORK_BEFORE_YIELD: usize = 4_096;

/// See [`WORK_BEFORE_YIELD`].
const WORK_OF_MESSAGE: usize = 256;

/// The sockets of one API on this server, and the broker that connects it with others.
pub(crate) struct Hub {
    broker: Arc<dyn Broker>,
    limits: SocketLimits,
    pub(super) channels: Arc<Channels>,
    sockets: Arc<OpenSockets>,
    delivery: OnceLock<AbortHandle>,
    /// Aborts sessions wherever they are.
    abort: CancellationToken,
    publish_queue: PublishQueue,
    /// Puts the commits of each channel in order.
    commit_order: CommitOrder,
    /// The resources that publish their changes here. They may be of several APIs.
    resources: RwLock<Vec<&'static Resource>>,
}

impl Hub {
    /// Creates the hub of an API whose servers are connected by this broker.
    pub(crate) fn new(broker: Arc<dyn Broker>, limits: &SocketLimits) -> Arc<Self> {
        let channels = Channels::new(Arc::clone(&broker));
        Arc::new(Self {
            publish_queue: PublishQueue::new(Arc::clone(&broker)),
            sockets: OpenSockets::new(limits, Arc::clone(&channels)),
            channels,
            broker,
            limits: limits.clone(),
            delivery: OnceLock::new(),
            abort: CancellationToken::new(),
            commit_order: CommitOrder::default(),
            resources: RwLock::default(),
        })
    }

    /// Creates the hub of an API that runs in one process.
    pub(crate) fn in_memory(limits: &SocketLimits) -> Arc<Self> {
        Self::new(Arc::new(Memory::new()), limits)
    }

    /// Creates a hub with the same broker and other limits, to replace this one before a socket is open.
    pub(crate) fn with_limits(&self, limits: &SocketLimits) -> Arc<Self> {
        Self::new(Arc::clone(&self.broker), limits)
    }

    /// Adds those of the resources that publish their changes.
    pub(crate) fn add_resources(&self, resources: impl Iterator<Item = &'static Resource>) {
        let mut known = self.resources.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(resources.filter(|resource| !resource.publish.is_empty()));
    }

    /// The resources that publish their changes here.
    pub(super) fn resources(&self) -> impl Iterator<Item = &'static Resource> + use<> {
        let known = self.resources.read().unwrap_or_else(PoisonError::into_inner);
        known.clone().into_iter()
    }

    /// How many sockets are open.
    pub(super) fn connections(&self) -> usize {
        self.sockets.count()
    }

    /// Admits one more socket.
    ///
    /// # Errors
    ///
    /// Why not.
    pub(crate) fn admit(self: &Arc<Self>) -> Result<Slot, NotAdmitted> {
        let permit = self.sockets.admit()?;
        self.start();
        Ok(Slot {
            hub: Arc::clone(self),
            permit,
        })
    }

    /// Whether messages reach other servers, as far as that is known.
    pub(crate) fn is_broker_connected(&self) -> bool {
        self.broker.is_connected()
    }

    /// Runs a session in a task of its own.
    pub(crate) fn spawn(&self, session: impl Future<Output = ()> + Send + 'static) {
        let abort = self.abort.clone();
        tokio::spawn(async move {
            abort.run_until_cancelled_owned(session).await;
        });
    }

    /// Closes all sockets with 1001 once their open requests are answered, and waits for their sessions. They are aborted if this is
    /// dropped before.
    pub(crate) async fn shut_down(&self) {
        self.sockets.close_all(CloseReason::GoingAway);
        let abort = self.abort.clone().drop_guard();
        self.sockets.wait().await;
        abort.disarm();
    }

    /// Starts the delivery of the broker's messages, unless it runs.
    fn start(self: &Arc<Self>) {
        self.delivery.get_or_init(|| {
            let (hub, messages) = (Arc::downgrade(self), self.broker.messages());
            let delivery = async move {
                let ended = AssertUnwindSafe(deliver_all(&hub, messages)).catch_unwind().await;
                if let Some(hub) = hub.upgrade() {
                    let panicked = ended.is_err();
                    tracing::error!(
                        panicked,
                        "the broker's stream of messages ended; all sockets are closed"
                    );
                    // Sockets that stayed open would wait for messages that never come.
                    hub.sockets.close_all(CloseReason::BrokerLost);
                }
            };
            tokio::spawn(delivery).abort_handle()
        });
    }

    /// Queues a message for all sockets that are subscribed to it. Returns how much work that was.
    fn deliver(&self, delivery: &Delivery) -> usize {
        let Some((event, frame)) = packed::unpack(&delivery.message) else {
            tracing::warn!(channel = delivery.channel, "a message of another program is ignored");
            return WORK_OF_MESSAGE;
        };
        let found = self.channels.for_each_subscriber(&delivery.channel, event, |socket| {
            socket.queue.push(frame.clone());
        });
        WORK_OF_MESSAGE + found
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        if let Some(delivery) = self.delivery.get() {
            delivery.abort();
        }
    }
}

/// Delivers the broker's messages until they end or the hub is dropped.
async fn deliver_all(hub: &Weak<Hub>, mut messages: BoxStream<'static, Delivery>) {
    let mut work = 0;
    while let Some(delivery) = messages.next().await {
        let Some(hub) = hub.upgrade() else { return };
        work += hub.deliver(&delivery);
        drop(hub);
        if work >= WORK_BEFORE_YIELD {
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
            let packed = packed::pack(&message)?;
            let sent = self.publish_queue.send(message.channel, packed).await;
            sent.map_err(Error::Unavailable)
        })
    }

    fn commit_order(&self) -> Option<&CommitOrder> {
        Some(&self.commit_order)
    }
}

/// The permit of one socket to be open on this hub, given back when it is dropped.
pub(crate) struct Slot {
    hub: Arc<Hub>,
    permit: Permit,
}

impl Slot {
    pub(super) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Adds a socket to the open ones.
    pub(super) fn register(&self) -> Registration {
        self.permit.register()
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub")
            .field("sockets", &self.connections())
            .finish_non_exhaustive()
    }
}
