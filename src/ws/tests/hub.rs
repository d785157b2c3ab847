//! The hub, its channels and its order of messages.

use std::sync::Arc;

use bytes::Bytes;
use futures::future::{BoxFuture, maybe_done, ready};
use futures::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::mpsc;

use super::super::broker::{Broker, Delivery, Memory};
use super::super::hub::{Hub, Slot};
use super::super::pattern::Pattern;
use super::super::socket_state::SocketState;
use crate::engine::{Message, Publish as _, SocketLimits};
use crate::error::Cause;

async fn subscribe(slot: &Slot, socket: &Arc<SocketState>, pattern: &str) {
    let parsed = Pattern::parse(pattern).unwrap();
    let channels = &slot.hub().channels;
    channels.subscribe(socket, "news", pattern, parsed).await.unwrap();
}

#[tokio::test]
async fn a_session_that_panics_loses_its_subscriptions_and_its_slot() {
    let limits = SocketLimits {
        open: 1,
        ..SocketLimits::default()
    };
    let hub = Hub::in_memory(&limits);
    let slot = hub.admit().unwrap();
    assert!(hub.admit().is_err());
    let session = tokio::spawn(async move {
        let registration = slot.register();
        subscribe(&slot, &registration.socket(), "*").await;
        assert_eq!(slot.hub().channels.counts().len(), 1);
        panic!("a defect");
    });
    assert!(session.await.unwrap_err().is_panic());
    assert_eq!((hub.connections(), hub.channels.counts().len()), (0, 0));
    assert!(hub.admit().is_ok());
}

#[tokio::test]
async fn a_cancelled_subscription_is_rolled_back() {
    /// Never subscribes.
    struct Slow;

    impl Broker for Slow {
        fn publish<'b>(&'b self, _: &'b str, _: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(ready(Ok(())))
        }

        fn subscribe<'b>(&'b self, _: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(futures::future::pending())
        }

        fn unsubscribe<'b>(&'b self, _: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(ready(Ok(())))
        }

        fn messages(&self) -> BoxStream<'static, Delivery> {
            stream::pending().boxed()
        }
    }

    let hub = Hub::new(Arc::new(Slow), &SocketLimits::default());
    let slot = hub.admit().unwrap();
    let registration = slot.register();
    let socket = registration.socket();
    {
        let mut wanted = Box::pin(subscribe(&slot, &socket, "*"));
        assert!(futures::poll!(wanted.as_mut()).is_pending());
        assert_eq!(hub.channels.counts().len(), 1);
    }
    assert_eq!(hub.channels.counts().len(), 0);
    assert!(socket.patterns().is_empty());
}

#[tokio::test]
async fn messages_of_other_programs_are_ignored() {
    let broker = Arc::new(Memory::new());
    let hub = Hub::new(Arc::clone(&broker) as _, &SocketLimits::default());
    let slot = hub.admit().unwrap();
    let registration = slot.register();
    let socket = registration.socket();
    subscribe(&slot, &socket, "*").await;
    for strange in [&b"no line end"[..], b"said\n\xff", b"\xff\n{}"] {
        broker.publish("news", Bytes::from_static(strange)).await.unwrap();
    }
    let message = Message {
        channel: "news".to_owned(),
        event: "said".to_owned(),
        data: b"1".to_vec(),
    };
    hub.publish(message).await.unwrap();
    let frame = loop {
        match socket.queue.pop() {
            Some(frame) => break frame,
            None => tokio::task::yield_now().await,
        }
    };
    assert_eq!(frame.as_str(), r#"{"channel":"news","event":"said","data":1}"#);
}

#[tokio::test]
async fn messages_keep_their_order_where_the_queue_of_the_broker_is_full() {
    /// Takes two messages at a time.
    struct Narrow(mpsc::Sender<Bytes>);

    impl Broker for Narrow {
        fn publish<'b>(&'b self, _: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(async move { Ok(self.0.send(message).await?) })
        }

        fn subscribe<'b>(&'b self, _: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(ready(Ok(())))
        }

        fn unsubscribe<'b>(&'b self, _: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
            Box::pin(ready(Ok(())))
        }

        fn messages(&self) -> BoxStream<'static, Delivery> {
            stream::pending().boxed()
        }
    }

    let (sender, mut receiver) = mpsc::channel(2);
    let hub = Hub::new(Arc::new(Narrow(sender)), &SocketLimits::default());
    let events: Vec<String> = (0..8).map(|number| number.to_string()).collect();
    let message = |event: &String| Message {
        channel: "news".to_owned(),
        event: event.clone(),
        data: b"1".to_vec(),
    };
    let publish = |event| Box::pin(maybe_done(hub.publish(message(event))));
    let mut publishing: Vec<_> = events.iter().map(publish).collect();
    for one in &mut publishing {
        let _ = futures::poll!(one.as_mut());
    }
    let mut arrived = Vec::new();
    while arrived.len() < events.len() {
        while let Ok(packed) = receiver.try_recv() {
            let end = packed.iter().position(|byte| *byte == b'\n').unwrap();
            arrived.push(String::from_utf8(packed[..end].to_vec()).unwrap());
        }
        // In reverse: the last publisher is polled first.
        for one in publishing.iter_mut().rev() {
            let _ = futures::poll!(one.as_mut());
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(arrived, events);
}
