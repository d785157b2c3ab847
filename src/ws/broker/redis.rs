//! A broker on publish/subscribe of Redis: at most once, nothing is stored.
//!
//! It has two connections, each with a task that restores it when it is lost: one publishes, one receives.

mod read_ahead;
mod receiver;

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

use self::read_ahead::ReadAhead;
use self::receiver::{Receiver, ping};
use super::backoff::Backoff;
use super::{BROKER_TIMEOUT, Broker, Delivery};
use crate::error::Cause;
use crate::redis_server::{Address, Driver};

/// How many messages are queued for this server before no more are read.
const QUEUE: usize = 1_024;
/// How many publications run at a time. More of them wait.
const MAX_CONCURRENT: usize = 1_024;
/// How many channels one command subscribes to when a connection is restored.
const SUBSCRIBE_BATCH: usize = 500;
/// How long a connection may be silent before it gets a ping.
const PING_INTERVAL: Duration = Duration::from_secs(10);

/// Transports messages through a Redis server, or one that speaks its protocol, for an API that runs on several servers.
///
/// Needs the feature `redis`. A lost connection and its subscriptions are restored automatically, with growing delays between attempts.
/// Meanwhile publishing and subscribing fail, and what other servers publish doesn't arrive.
pub struct Redis {
    shared: Arc<Shared>,
    deliveries: Mutex<Option<mpsc::Receiver<Delivery>>>,
    _tasks: [AbortOnDropHandle<()>; 2],
}

struct Shared {
    address: Address,
    /// The prefix of channels at Redis.
    prefix: String,
    /// The channels that are subscribed to, or are about to be.
    wanted: Mutex<HashSet<String>>,
    /// Held while subscriptions change, so that a restored connection and a call of `subscribe` don't do that at the same time.
    subscription_lock: tokio::sync::Mutex<()>,
    /// The connections, while they are established.
    publisher: watch::Sender<Option<MultiplexedConnection>>,
    subscriber: watch::Sender<Option<PubSubSink>>,
    publish_permits: Semaphore,
    received: AtomicU64,
}

impl Redis {
    /// Connects to the server at this URL, such as `redis://user:password@host:6379/0`, `rediss://host` (TLS) or `redis+unix:///run/redis.sock`. The names of
    /// channels get `prefix` and a colon there, so that several APIs can share a server.
    ///
    /// # Errors
    ///
    /// If the URL isn't valid, or the server doesn't answer within 5 s. The text is one line without the password.
    pub async fn connect(url: &str, prefix: &str) -> Result<Self, Cause> {
        let address = Address::parse(url)?;
        let (publisher, receiver) = tokio::try_join!(address.commands(), Receiver::open(&address))
            .map_err(|cause| format!("Redis at {address} is out of reach: {cause}"))?;
        let shared = Arc::new(Shared {
            address,
            prefix: format!("{prefix}:"),
            wanted: Mutex::default(),
            subscription_lock: tokio::sync::Mutex::default(),
            publisher: watch::Sender::new(Some(publisher.0.clone())),
            subscriber: watch::Sender::new(Some(receiver.sink.clone())),
            publish_permits: Semaphore::new(MAX_CONCURRENT),
            received: AtomicU64::new(0),
        });
        let (sender, deliveries) = mpsc::channel(QUEUE);
        let tasks = [
            tokio::spawn(publish(Arc::clone(&shared), publisher)),
            tokio::spawn(receive(Arc::clone(&shared), receiver, sender)),
        ];
        Ok(Self {
            shared,
            deliveries: Mutex::new(Some(deliveries)),
            _tasks: tasks.map(AbortOnDropHandle::new),
        })
    }

    /// The address of the server, without user and password.
    pub(crate) fn place(&self) -> String {
        self.shared.address.to_string()
    }
}

impl Broker for Redis {
    fn is_connected(&self) -> bool {
        self.shared.publisher.borrow().is_some() && self.shared.subscriber.borrow().is_some()
    }

    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            let call = async {
                let _permit = self.shared.publish_permits.acquire().await?;
                let mut connection = self.shared.publisher()?;
                let subscriber = self.shared.wanted().contains(channel).then(|| self.shared.subscriber());
                let subscriber = subscriber.transpose()?;
                let mut command = redis::cmd("PUBLISH");
                command.arg(self.shared.topic(channel)).arg(&*message);
                command.exec_async(&mut connection).await?;
                // Redis has the message. Once a ping behind it is answered, this server has received it, too.
                if let Some(mut subscriber) = subscriber {
                    ping(&mut subscriber).await?;
                }
                Ok(())
            };
            self.shared.bounded(call).await
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            let call = async {
                let _lock = self.shared.subscription_lock.lock().await;
                let mut subscriber = self.shared.subscriber()?;
                let wanted = WantedGuard::new(&self.shared, channel);
                subscriber.subscribe(self.shared.topic(channel)).await?;
                wanted.keep();
                Ok(())
            };
            self.shared.bounded(call).await
        })
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            self.shared.wanted().remove(channel);
            let call = async {
                let _lock = self.shared.subscription_lock.lock().await;
                let Ok(mut subscriber) = self.shared.subscriber() else {
                    return Ok(());
                };
                match subscriber.unsubscribe(self.shared.topic(channel)).await {
                    Err(error) if !error.is_unrecoverable_error() => Err(error.into()),
                    // A lost connection has no subscriptions.
                    _ => Ok(()),
                }
            };
            self.shared.bounded(call).await
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
        // Filtered here, so that messages that were queued before `unsubscribe` are dropped, too.
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

    /// Waits for an answer of Redis within the time limit.
    async fn bounded(&self, call: impl Future<Output = Result<(), Cause>>) -> Result<(), Cause> {
        match timeout(BROKER_TIMEOUT, call).await {
            Ok(answer) => answer,
            Err(_) => Err(format!("Redis at {} gave no answer within {BROKER_TIMEOUT:?}", self.address).into()),
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

    /// Passes the messages of a connection on, and pings it, until it is lost. Returns why.
    async fn receive(&self, receiver: Receiver, sender: &mpsc::Sender<Delivery>) -> Cause {
        let Receiver {
            sink,
            stream,
            read_ahead,
        } = receiver;
        let keep_alive = async {
            match self.restore(sink.clone()).await {
                Ok(()) => self.ping(sink).await,
                Err(cause) => cause,
            }
        };
        tokio::select! {
            cause = self.deliver(stream, &read_ahead, sender) => cause,
            cause = keep_alive => cause,
        }
    }

    /// Subscribes to all wanted channels, and then allows calls of `subscribe`.
    async fn restore(&self, mut sink: PubSubSink) -> Result<(), Cause> {
        let _lock = self.subscription_lock.lock().await;
        let topics: Vec<String> = self.wanted().iter().map(|channel| self.topic(channel)).collect();
        for batch in topics.chunks(SUBSCRIBE_BATCH) {
            timeout(BROKER_TIMEOUT, sink.subscribe(batch)).await??;
        }
        self.subscriber.send_replace(Some(sink));
        Ok(())
    }

    async fn deliver(
        &self,
        mut stream: PubSubStream,
        read_ahead: &ReadAhead,
        sender: &mpsc::Sender<Delivery>,
    ) -> Cause {
        loop {
            let message = tokio::select! {
                biased;
                message = stream.next() => message,
                () = read_ahead.full() => {
                    read_ahead.resume();
                    continue;
                }
            };
            let Some(message) = message else {
                return "Redis closed it".into();
            };
            self.received.fetch_add(1, Ordering::Relaxed);
            let Some(channel) = message.get_channel_name().strip_prefix(&self.prefix) else {
                continue;
            };
            let delivery = Delivery {
                channel: channel.to_owned(),
                message: Bytes::copy_from_slice(message.get_payload_bytes()),
            };
            // It fails if the stream of messages was dropped. Publishing goes on.
            let _ = sender.send(delivery).await;
        }
    }

    /// Pings the receiving connection until it doesn't answer.
    async fn ping(&self, mut sink: PubSubSink) -> Cause {
        loop {
            let before = self.received.load(Ordering::Relaxed);
            sleep(PING_INTERVAL).await;
            let answer = timeout(BROKER_TIMEOUT, ping(&mut sink)).await;
            // The answer may be late, since it comes after all messages. Then these show that the connection is alive.
            if self.received.load(Ordering::Relaxed) != before {
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

/// Adds a channel to the wanted ones, and removes it when dropped unless the subscription has succeeded.
struct WantedGuard<'b> {
    shared: &'b Shared,
    channel: Option<&'b str>,
}

impl<'b> WantedGuard<'b> {
    fn new(shared: &'b Shared, channel: &'b str) -> Self {
        let is_new = shared.wanted().insert(channel.to_owned());
        Self {
            shared,
            channel: is_new.then_some(channel),
        }
    }

    fn keep(mut self) {
        self.channel = None;
    }
}

impl Drop for WantedGuard<'_> {
    fn drop(&mut self) {
        if let Some(channel) = self.channel {
            self.shared.wanted().remove(channel);
        }
    }
}

/// Keeps the publishing connection established.
async fn publish(shared: Arc<Shared>, first: (MultiplexedConnection, Driver)) {
    let (mut next, mut backoff) = (Some(first), Backoff::new());
    loop {
        let Some((connection, driver)) = next.take() else {
            backoff.wait().await;
            next = log_attempt(&shared, shared.address.commands().await);
            continue;
        };
        backoff.connected();
        shared.publisher.send_replace(Some(connection.clone()));
        let cause = tokio::select! {
            () = driver => "Redis closed it".into(),
            cause = ping_publisher(connection) => cause,
        };
        shared.publisher.send_replace(None);
        backoff.lost();
        tracing::warn!(redis = %shared.address, %cause, "the connection that publishes messages is lost; reconnecting");
    }
}

/// Pings the publishing connection until it doesn't answer.
async fn ping_publisher(mut connection: MultiplexedConnection) -> Cause {
    loop {
        sleep(PING_INTERVAL).await;
        match timeout(BROKER_TIMEOUT, redis::cmd("PING").exec_async(&mut connection)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return error.into(),
            Err(elapsed) => return elapsed.into(),
        }
    }
}

/// Keeps the receiving connection established.
async fn receive(shared: Arc<Shared>, first: Receiver, sender: mpsc::Sender<Delivery>) {
    let (mut next, mut backoff) = (Some(first), Backoff::new());
    loop {
        let Some(receiver) = next.take() else {
            backoff.wait().await;
            next = log_attempt(&shared, Receiver::open(&shared.address).await);
            continue;
        };
        backoff.connected();
        let cause = shared.receive(receiver, &sender).await;
        shared.subscriber.send_replace(None);
        backoff.lost();
        tracing::warn!(redis = %shared.address, %cause, "the connection that receives messages is lost; reconnecting");
    }
}

/// Logs the result of an attempt to reconnect.
fn log_attempt<C>(shared: &Shared, connection: Result<C, Cause>) -> Option<C> {
    match connection {
        Ok(connection) => {
            tracing::info!(redis = %shared.address, "reconnected");
            Some(connection)
        }
        Err(cause) => {
            tracing::debug!(redis = %shared.address, %cause, "still unreachable");
            None
        }
    }
}
