//! Messages between servers, through Redis' publish/subscribe: at most once, nothing is kept.
//!
//! Two connections, each with a task that makes it anew when it is lost: one for publishing, one that brings messages.

mod address;
mod ahead;

use std::collections::HashSet;
use std::fmt;
use std::future::ready;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use redis::aio::{MultiplexedConnection, PubSubSink, PubSubStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_util::task::AbortOnDropHandle;

use self::address::{Address, Driver, Link, ping};
use self::ahead::Ahead;
use super::backoff::Backoff;
use super::{Broker, Delivery, PATIENCE};
use crate::error::Cause;

/// How many messages wait for this server before no more are read.
const QUEUE: usize = 1_024;
/// How many publications are under way at a time; more wait for their turn.
const IN_FLIGHT: usize = 1_024;
/// How many channels are subscribed to at once when a connection is made anew.
const AT_ONCE: usize = 500;
/// How long a connection may be silent before it is asked whether it still stands.
const SILENCE: Duration = Duration::from_secs(10);

/// Carries messages through a Redis server, or one that speaks its protocol: for an API that runs on several servers.
///
/// Needs the feature `redis`. A lost connection is made anew by itself, with growing waits, and so are its subscriptions; meanwhile
/// publishing and subscribing are errors. What other servers publish meanwhile is lost here.
pub struct Redis {
    shared: Arc<Shared>,
    deliveries: Mutex<Option<mpsc::Receiver<Delivery>>>,
    _tasks: [AbortOnDropHandle<()>; 2],
}

struct Shared {
    address: Address,
    /// What channels begin with at Redis.
    prefix: String,
    /// The channels that are subscribed to, or are about to be.
    wanted: Mutex<HashSet<String>>,
    /// Held while subscriptions change, so that one who subscribes and a new connection that restores what was there don't meet.
    turn: tokio::sync::Mutex<()>,
    /// The connections, while they stand.
    publisher: watch::Sender<Option<MultiplexedConnection>>,
    subscriber: watch::Sender<Option<PubSubSink>>,
    under_way: Semaphore,
    arrived: AtomicU64,
}

impl Redis {
    /// Connects to the server at this URL, such as `redis://user:password@host:6379/0` or `redis+unix:///run/redis.sock`. Channels
    /// begin with `prefix` and a colon there, so that several APIs can share a server.
    ///
    /// # Errors
    ///
    /// When the URL is none, or the server doesn't answer within 5 s; the text is one line without the password.
    pub async fn connect(url: &str, prefix: &str) -> Result<Self, Cause> {
        let address = Address::parse(url)?;
        let out_of_reach = |cause: Cause| format!("Redis at {address} is out of reach: {cause}");
        let publisher = address.publisher().await.map_err(out_of_reach)?;
        let link = address.subscriber().await.map_err(out_of_reach)?;
        let shared = Arc::new(Shared {
            address,
            prefix: format!("{prefix}:"),
            wanted: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            publisher: watch::Sender::new(Some(publisher.0.clone())),
            subscriber: watch::Sender::new(Some(link.sink.clone())),
            under_way: Semaphore::new(IN_FLIGHT),
            arrived: AtomicU64::new(0),
        });
        let (sender, receiver) = mpsc::channel(QUEUE);
        let tasks = [
            tokio::spawn(publish(Arc::clone(&shared), publisher)),
            tokio::spawn(receive(Arc::clone(&shared), link, sender)),
        ];
        Ok(Self {
            shared,
            deliveries: Mutex::new(Some(receiver)),
            _tasks: tasks.map(AbortOnDropHandle::new),
        })
    }

    /// Where the server is, without user and password.
    pub(crate) fn place(&self) -> String {
        self.shared.address.to_string()
    }
}

impl Broker for Redis {
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            let asked = async {
                let _place = self.shared.under_way.acquire().await?;
                let mut connection = self.shared.publisher()?;
                let subscriber = self.shared.wanted().contains(channel).then(|| self.shared.subscriber());
                let subscriber = subscriber.transpose()?;
                let mut command = redis::cmd("PUBLISH");
                command.arg(self.shared.topic(channel)).arg(&*message);
                command.exec_async(&mut connection).await?;
                // Redis has it. That this server gets it, too, is certain once an answer has come the same way behind it.
                if let Some(mut subscriber) = subscriber {
                    ping(&mut subscriber).await?;
                }
                Ok(())
            };
            self.shared.bounded(asked).await
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            let asked = async {
                let _turn = self.shared.turn.lock().await;
                let mut subscriber = self.shared.subscriber()?;
                let wish = Wish::new(&self.shared, channel);
                subscriber.subscribe(self.shared.topic(channel)).await?;
                wish.fulfilled();
                Ok(())
            };
            self.shared.bounded(asked).await
        })
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            self.shared.wanted().remove(channel);
            let asked = async {
                let _turn = self.shared.turn.lock().await;
                let Ok(mut subscriber) = self.shared.subscriber() else {
                    return Ok(());
                };
                match subscriber.unsubscribe(self.shared.topic(channel)).await {
                    Err(error) if !error.is_unrecoverable_error() => Err(error.into()),
                    // Without the connection Redis has forgotten it.
                    _ => Ok(()),
                }
            };
            self.shared.bounded(asked).await
        })
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        let deliveries = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner).take();
        let shared = Arc::clone(&self.shared);
        stream::unfold(deliveries, |deliveries| async move {
            let mut deliveries = deliveries?;
            let delivery = deliveries.recv().await?;
            Some((delivery, Some(deliveries)))
        })
        // Here, so that what waited when a channel was left is dropped, too.
        .filter(move |delivery| ready(shared.wanted().contains(&delivery.channel)))
        .boxed()
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Redis")
            .field(&format_args!("{}", self.shared.address))
            .finish()
    }
}

impl Shared {
    fn wanted(&self) -> MutexGuard<'_, HashSet<String>> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn topic(&self, channel: &str) -> String {
        format!("{}{channel}", self.prefix)
    }

    /// Waits for an answer of Redis, not for ever.
    async fn bounded(&self, asked: impl Future<Output = Result<(), Cause>>) -> Result<(), Cause> {
        match timeout(PATIENCE, asked).await {
            Ok(answer) => answer,
            Err(_) => Err(format!("Redis at {} gave no answer within {PATIENCE:?}", self.address).into()),
        }
    }

    fn publisher(&self) -> Result<MultiplexedConnection, Cause> {
        self.publisher.borrow().clone().ok_or_else(|| self.lost())
    }

    fn subscriber(&self) -> Result<PubSubSink, Cause> {
        self.subscriber.borrow().clone().ok_or_else(|| self.lost())
    }

    fn lost(&self) -> Cause {
        format!("the connection to Redis at {} is lost", self.address).into()
    }

    /// Hands on what a connection brings, and asks it now and then whether it still stands; tells why it doesn't any more.
    async fn receive(&self, link: Link, sender: &mpsc::Sender<Delivery>) -> Cause {
        let Link { sink, stream, ahead } = link;
        let stands = async {
            match self.restore(sink.clone()).await {
                Ok(()) => self.watch(sink).await,
                Err(cause) => cause,
            }
        };
        tokio::select! {
            cause = self.hand_on(stream, &ahead, sender) => cause,
            cause = stands => cause,
        }
    }

    /// Subscribes to all that is wanted, and lets others subscribe to more.
    async fn restore(&self, mut sink: PubSubSink) -> Result<(), Cause> {
        let _turn = self.turn.lock().await;
        let topics: Vec<String> = self.wanted().iter().map(|channel| self.topic(channel)).collect();
        for some in topics.chunks(AT_ONCE) {
            timeout(PATIENCE, sink.subscribe(some)).await??;
        }
        self.subscriber.send_replace(Some(sink));
        Ok(())
    }

    async fn hand_on(&self, mut stream: PubSubStream, ahead: &Ahead, sender: &mpsc::Sender<Delivery>) -> Cause {
        loop {
            let arrived = tokio::select! {
                biased;
                arrived = stream.next() => arrived,
                () = ahead.full() => {
                    ahead.go_on();
                    continue;
                }
            };
            let Some(arrived) = arrived else {
                return "Redis closed it".into();
            };
            self.arrived.fetch_add(1, Ordering::Relaxed);
            let Some(channel) = arrived.get_channel_name().strip_prefix(&self.prefix) else {
                continue;
            };
            let delivery = Delivery {
                channel: channel.to_owned(),
                message: Bytes::copy_from_slice(arrived.get_payload_bytes()),
            };
            // An error: nobody wants messages any more, and publishing goes on.
            let _ = sender.send(delivery).await;
        }
    }

    /// Ends when a connection that brings messages is silent though it is asked.
    async fn watch(&self, mut sink: PubSubSink) -> Cause {
        loop {
            let before = self.arrived.load(Ordering::Relaxed);
            sleep(SILENCE).await;
            let answer = timeout(PATIENCE, ping(&mut sink)).await;
            // The answer stands behind all messages, and these show as well that the connection stands.
            if self.arrived.load(Ordering::Relaxed) != before {
                continue;
            }
            match answer {
                Ok(Ok(())) => {}
                Ok(Err(cause)) => return cause,
                Err(elapsed) => return elapsed.into(),
            }
        }
    }
}

/// A channel that is about to be subscribed to; forgotten if that doesn't come about.
struct Wish<'b> {
    shared: &'b Shared,
    channel: Option<&'b str>,
}

impl<'b> Wish<'b> {
    fn new(shared: &'b Shared, channel: &'b str) -> Self {
        let is_new = shared.wanted().insert(channel.to_owned());
        Self {
            shared,
            channel: is_new.then_some(channel),
        }
    }

    fn fulfilled(mut self) {
        self.channel = None;
    }
}

impl Drop for Wish<'_> {
    fn drop(&mut self) {
        if let Some(channel) = self.channel {
            self.shared.wanted().remove(channel);
        }
    }
}

/// Keeps a connection for publishing.
async fn publish(shared: Arc<Shared>, first: (MultiplexedConnection, Driver)) {
    let (mut next, mut backoff) = (Some(first), Backoff::new());
    loop {
        let Some((connection, driver)) = next.take() else {
            backoff.wait().await;
            next = opened(&shared, shared.address.publisher().await);
            continue;
        };
        backoff.connected();
        shared.publisher.send_replace(Some(connection.clone()));
        let cause = tokio::select! {
            () = driver => "Redis closed it".into(),
            cause = watch(connection) => cause,
        };
        shared.publisher.send_replace(None);
        backoff.lost();
        tracing::warn!(redis = %shared.address, %cause, "the connection that publishes messages is lost; it is made anew");
    }
}

/// Ends when a connection for publishing doesn't answer.
async fn watch(mut connection: MultiplexedConnection) -> Cause {
    loop {
        sleep(SILENCE).await;
        match timeout(PATIENCE, redis::cmd("PING").exec_async(&mut connection)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return error.into(),
            Err(elapsed) => return elapsed.into(),
        }
    }
}

/// Keeps a connection that brings messages.
async fn receive(shared: Arc<Shared>, first: Link, sender: mpsc::Sender<Delivery>) {
    let (mut next, mut backoff) = (Some(first), Backoff::new());
    loop {
        let Some(link) = next.take() else {
            backoff.wait().await;
            next = opened(&shared, shared.address.subscriber().await);
            continue;
        };
        backoff.connected();
        let cause = shared.receive(link, &sender).await;
        shared.subscriber.send_replace(None);
        backoff.lost();
        tracing::warn!(redis = %shared.address, %cause, "the connection that brings messages is lost; it is made anew");
    }
}

/// What came of an attempt to connect again.
fn opened<C>(shared: &Shared, connection: Result<C, Cause>) -> Option<C> {
    match connection {
        Ok(connection) => {
            tracing::info!(redis = %shared.address, "a connection is there again");
            Some(connection)
        }
        Err(cause) => {
            tracing::debug!(redis = %shared.address, %cause, "still out of reach");
            None
        }
    }
}
