//! The sockets that are open: how many may be, which are, and their end.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use super::channels::Channels;
use super::socket::CloseReason;
use super::socket_state::SocketState;
use super::sync::{AtomicU64, Mutex, MutexGuard, Semaphore, TaskTracker, TaskTrackerToken};
use crate::engine::SocketLimits;

/// The open sockets of one API on this server.
pub(super) struct OpenSockets {
    limits: SocketLimits,
    channels: Arc<Channels>,
    registry: Mutex<Registry>,
    next_id: AtomicU64,
    sessions: TaskTracker,
    slots: Semaphore,
}

#[derive(Default)]
struct Registry {
    open: HashMap<u64, Arc<SocketState>>,
    /// Why no more sockets are admitted, once none are.
    closed: Option<CloseReason>,
}

impl OpenSockets {
    pub(super) fn new(limits: &SocketLimits, channels: Arc<Channels>) -> Arc<Self> {
        Arc::new(Self {
            limits: limits.clone(),
            channels,
            registry: Mutex::default(),
            next_id: AtomicU64::new(1),
            sessions: TaskTracker::new(),
            slots: Semaphore::new(limits.open.min(Semaphore::MAX_PERMITS)),
        })
    }

    /// How many sockets are open.
    pub(super) fn count(&self) -> usize {
        self.registry().open.len()
    }

    /// Admits one more socket.
    ///
    /// # Errors
    ///
    /// Why not.
    pub(super) fn admit(self: &Arc<Self>) -> Result<Permit, NotAdmitted> {
        let token = {
            let registry = self.registry();
            match registry.closed {
                None => {}
                Some(CloseReason::BrokerLost) => return Err(NotAdmitted::BrokerLost),
                Some(_) => return Err(NotAdmitted::ShuttingDown),
            }
            // Under the lock: whoever closes the sockets afterwards waits for this token.
            self.sessions.token()
        };
        let slot = self.slots.try_acquire();
        slot.map_err(|_| NotAdmitted::Full)?.forget();
        Ok(Permit {
            sockets: Arc::clone(self),
            _token: token,
        })
    }

    /// Closes all sockets for this reason, and admits no more.
    pub(super) fn close_all(&self, reason: CloseReason) {
        self.channels.close();
        let mut registry = self.registry();
        let reason = *registry.closed.get_or_insert(reason);
        for socket in registry.open.values() {
            socket.queue.close(reason);
        }
    }

    /// Waits for the sessions of all sockets, after [`OpenSockets::close_all`].
    pub(super) async fn wait(&self) {
        self.sessions.close();
        self.sessions.wait().await;
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why a socket isn't admitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAdmitted {
    /// As many sockets are open as the limit allows.
    Full,
    /// The broker delivers no messages any more.
    BrokerLost,
    /// The server stops.
    ShuttingDown,
}

/// The permit of one socket to be open, given back when it is dropped.
pub(super) struct Permit {
    sockets: Arc<OpenSockets>,
    _token: TaskTrackerToken,
}

impl Permit {
    /// Adds a socket to the open ones.
    pub(super) fn register(&self) -> Registration {
        let sockets = Arc::clone(&self.sockets);
        let id = sockets.next_id.fetch_add(1, Ordering::Relaxed);
        let socket = Arc::new(SocketState::new(id, &sockets.limits));
        {
            let mut registry = sockets.registry();
            registry.open.insert(id, Arc::clone(&socket));
            // It was admitted before the sockets were closed.
            if let Some(reason) = registry.closed {
                socket.queue.close(reason);
            }
        }
        Registration { sockets, socket }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.sockets.slots.add_permits(1);
    }
}

/// One of the open sockets. When it is dropped, however the session ended, the socket is removed, and its subscriptions with it.
pub(super) struct Registration {
    sockets: Arc<OpenSockets>,
    socket: Arc<SocketState>,
}

impl Registration {
    pub(super) fn socket(&self) -> Arc<SocketState> {
        Arc::clone(&self.socket)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.sockets.registry().open.remove(&self.socket.id);
        self.sockets.channels.unsubscribe_all(&self.socket);
        self.socket.queue.end();
    }
}
