//! Sockets: methods that clients call, and messages to all who follow a channel.
//!
//! A session ([`run`]) serves one socket: `line` is its connection, `queue` what waits for the client. Its requests are answered by the
//! desk (`request`, `pubsub`; `rows` guards the channels of resources); the hub knows who follows what and hands on what a [`Broker`]
//! brings. Brokers transport; patterns, queues and limits are the same above all of them.

mod broker;
mod carry;
mod frame;
mod hooks;
mod hub;
mod line;
mod outgoing;
mod pattern;
mod pubsub;
mod queue;
mod remote;
mod request;
mod rows;
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
pub(crate) use hub::Hub;
pub use remote::{Remote, validate, without_write_only};
pub(crate) use session::run;
pub use socket::Socket;
