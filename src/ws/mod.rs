//! Sockets: methods that clients call, and messages to the subscribers of channels.
//!
//! A session ([`run`]) serves one socket: `connection` reads and writes its frames, `queue` holds what waits for the client. The `dispatcher`
//! answers its requests, with the methods of `builtin` or of the application (`rpc_handler`); `resource_channels` checks access to the
//! changes of resources. The `hub` delivers messages; its `open_sockets` are admitted and closed, its `channels` know who is subscribed to
//! what. Messages leave through the `publish_queue`, a [`Broker`] transports them, and the hub of each server queues them for its subscribers.
//! A broker knows channels alone: patterns, queues and limits are the same with all of them.

mod broker;
mod builtin;
mod channels;
mod connection;
mod dispatcher;
mod frame;
mod hooks;
mod hub;
#[cfg(test)]
mod model;
mod open_sockets;
mod packed;
mod pattern;
mod publish_queue;
mod queue;
mod resource_channels;
mod rpc_handler;
mod session;
mod socket;
mod socket_state;
mod subscriptions;
#[cfg(test)]
mod tests;

#[cfg(feature = "postgres")]
pub use broker::Postgres;
#[cfg(feature = "redis")]
pub use broker::Redis;
pub use broker::{Broker, Delivery, Memory};
pub(crate) use hooks::SocketHook;
pub use hooks::{Publication, SocketHooks, Subscription, call_socket_hook};
pub(crate) use hub::Hub;
pub(crate) use open_sockets::NotAdmitted;
pub use rpc_handler::{RpcHandler, rendered, validate};
pub(crate) use session::run;
pub use socket::Socket;

/// The primitives of the files that `model` checks.
mod sync {
    pub(super) use std::sync::atomic::{AtomicBool, AtomicU64};
    pub(super) use std::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

    pub(super) use futures::task::AtomicWaker;
    pub(super) use tokio::runtime::Handle as Runtime;
    pub(super) use tokio::spawn;
    pub(super) use tokio::sync::{Mutex as AsyncMutex, Notify, Semaphore};
    pub(super) use tokio::time::timeout;
    pub(super) use tokio_util::task::TaskTracker;
    pub(super) use tokio_util::task::task_tracker::TaskTrackerToken;
}
