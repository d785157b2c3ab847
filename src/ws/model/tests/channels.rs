//! Subscriptions that begin and end while messages are delivered.

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use futures::future::{BoxFuture, FutureExt as _};
use futures::stream::{self, BoxStream, StreamExt as _};
use loom::future::block_on;
use loom::sync::Mutex;

use super::super::broker::{Broker, Delivery};
use super::super::channels::Channels;
use super::super::open_sockets::{OpenSockets, Registration};
use super::super::pattern::Pattern;
use super::super::socket_state::SocketState;
use super::super::sync::join_tasks;
use super::{check, limits, spawn};
use crate::error::Cause;

/// A broker that takes one call after another.
#[derive(Default)]
pub(super) struct ModelBroker {
    calls: Mutex<Calls>,
}

#[derive(Default)]
struct Calls {
    subscribed: HashSet<String>,
    running: bool,
    subscriptions: usize,
    /// Whether the next subscription fails.
    fails: bool,
}

impl ModelBroker {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    fn is_subscribed(&self) -> bool {
        self.calls.lock().unwrap().subscribed.contains(CHANNEL)
    }

    fn begin_call(&self) {
        let mut calls = self.calls.lock().unwrap();
        assert!(!calls.running, "two calls at once, so that their order is open");
        calls.running = true;
    }
}

impl Broker for ModelBroker {
    fn publish<'b>(&'b self, _: &'b str, _: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        unreachable!("messages don't come from clients here")
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            self.begin_call();
            let mut calls = self.calls.lock().unwrap();
            calls.running = false;
            if std::mem::take(&mut calls.fails) {
                return Err("no connection".into());
            }
            assert!(calls.subscribed.insert(channel.to_owned()), "subscribed twice");
            calls.subscriptions += 1;
            Ok(())
        })
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            self.begin_call();
            let mut calls = self.calls.lock().unwrap();
            calls.running = false;
            assert!(calls.subscribed.remove(channel), "unsubscribed twice");
            Ok(())
        })
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        stream::pending().boxed()
    }
}

const CHANNEL: &str = "news";

/// A server with two sockets.
struct Server {
    broker: Arc<ModelBroker>,
    channels: Arc<Channels>,
}

impl Server {
    fn new() -> Arc<Self> {
        let broker = ModelBroker::new();
        let channels = Channels::new(Arc::clone(&broker) as _);
        Arc::new(Self { broker, channels })
    }

    fn register(&self) -> Registration {
        let sockets = OpenSockets::new(&limits(4, 1_000), Arc::clone(&self.channels));
        sockets.admit().expect("room").register()
    }

    async fn subscribe(&self, socket: &Arc<SocketState>, event: &str) -> bool {
        let subscribed = self.channels.subscribe(socket, CHANNEL, event, Pattern::Exact);
        subscribed.await.is_ok()
    }

    /// Does what the broker and the hub do: delivers a message, if the broker is subscribed to its channel.
    fn publish(&self, event: &str) {
        if self.broker.is_subscribed() {
            let deliver = |socket: &Arc<SocketState>| socket.queue.push(event.into());
            self.channels.for_each_subscriber(CHANNEL, event, deliver);
        }
    }
}

fn socket(id: u64) -> Arc<SocketState> {
    Arc::new(SocketState::new(id, &limits(4, 1_000)))
}

/// Asserts that the broker is subscribed if anybody is.
fn check_broker(server: &Server, subscribers: usize) {
    join_tasks();
    let counts = server.channels.counts();
    let counted = counts.get(CHANNEL).map_or(0, |patterns| patterns.values().sum());
    assert_eq!((counted, server.broker.is_subscribed()), (subscribers, subscribers > 0));
}

#[test]
fn a_message_arrives_once_a_subscription_was_made_whoever_leaves_meanwhile() {
    check(3, || {
        let server = Server::new();
        let before = socket(1);
        assert!(block_on(server.subscribe(&before, "a")));
        let subscriber = spawn(&server, |server| {
            let socket = socket(2);
            assert!(block_on(server.subscribe(&socket, "b")));
            server.publish("b");
            assert_eq!(socket.queue.pop().as_deref(), Some("b"));
        });
        assert!(server.channels.unsubscribe(&before, CHANNEL, "a"));
        subscriber.join().unwrap();
        check_broker(&server, 1);
    });
}

#[test]
fn two_sockets_that_subscribe_at_once_share_one_subscription_of_the_broker() {
    check(3, || {
        let server = Server::new();
        let other = spawn(&server, |server| {
            assert!(block_on(server.subscribe(&socket(1), "a")));
        });
        let socket = socket(2);
        assert!(block_on(server.subscribe(&socket, "b")));
        server.publish("b");
        assert_eq!(socket.queue.pop().as_deref(), Some("b"));
        other.join().unwrap();
        check_broker(&server, 2);
        assert_eq!(server.broker.calls.lock().unwrap().subscriptions, 1);
    });
}

#[test]
fn a_socket_that_ends_leaves_no_subscription_and_no_message() {
    check(3, || {
        let server = Server::new();
        let registration = server.register();
        let socket = registration.socket();
        assert!(block_on(server.subscribe(&socket, "a")));
        let publisher = spawn(&server, |server| server.publish("a"));
        drop(registration);
        publisher.join().unwrap();
        assert_eq!(socket.queue.pop(), None);
        assert!(socket.patterns().is_empty());
        check_broker(&server, 0);
    });
}

#[test]
fn a_cancelled_subscription_is_no_longer_there_and_takes_no_other_along() {
    check(2, || {
        let server = Server::new();
        let other = spawn(&server, |server| {
            let socket = socket(1);
            assert!(block_on(server.subscribe(&socket, "a")));
            server.publish("a");
            assert_eq!(socket.queue.pop().as_deref(), Some("a"));
        });
        let socket = socket(2);
        // Polled once: either it is done, or it is cancelled while it waits for the broker.
        let done = server.subscribe(&socket, "b").now_or_never().is_some();
        other.join().unwrap();
        assert_eq!(socket.patterns().is_empty(), !done);
        check_broker(&server, 1 + usize::from(done));
    });
}

#[test]
fn a_subscription_that_fails_is_no_longer_there_and_takes_no_other_along() {
    check(3, || {
        let server = Server::new();
        server.broker.calls.lock().unwrap().fails = true;
        let other = spawn(&server, |server| block_on(server.subscribe(&socket(1), "a")));
        let socket = socket(2);
        let done = block_on(server.subscribe(&socket, "b"));
        let other = other.join().unwrap();
        assert!(done || other, "one alone fails");
        assert_eq!(socket.patterns().is_empty(), !done);
        check_broker(&server, usize::from(done) + usize::from(other));
    });
}
