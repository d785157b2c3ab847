//! Sockets: methods that clients call, and messages to the subscribers of channels.
//!
//! A session ([`run`]) serves one socket: `connection` reads and writes its frames, `queue` holds what waits for the client. The `dispatcher`
//! answers its requests, with the methods of `builtin` or of the application (`rpc_handler`); `resource_channels` checks access to the
//! changes of resources. The `hub` holds the open sockets; its `channels` know who is subscribed to what. Messages leave through the
//! `publish_queue`, a [`Broker`] transports them, and the hub of each server queues them for its subscribers. A broker knows channels alone:
//! patterns, queues and limits are the same with all of them.

mod broker;
mod builtin;
mod channels;
mod connection;
mod dispatcher;
mod frame;
mod hooks;
mod hub;
mod packed;
mod pattern;
mod publish_queue;
mod queue;
mod resource_channels;
mod rpc_handler;
mod session;
mod socket;
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
pub(crate) use hub::{Hub, NotAdmitted};
pub use rpc_handler::{RpcHandler, validate, without_write_only};
pub(crate) use session::run;
pub use socket::Socket;
