//! One suite for all brokers: a line of [`suite!`] and a [`Place`] for each.

#[cfg(feature = "postgres")]
mod at_postgres;
mod at_redis;
mod cases;
mod restart;

use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use futures::stream::BoxStream;

use super::*;

/// Where brokers meet: a server that they connect to.
trait Place: Sized {
    /// What connects.
    type Broker: Broker;

    /// Whether brokers that [join](Self::join) it hear each other.
    const SHARED: bool = true;

    /// The place of one test; `None`, with a message, if there is no server.
    async fn start() -> Option<Self>;

    /// One more broker of the API of this name.
    async fn join_as(&self, api: &str) -> Self::Broker;

    /// One more broker of one API.
    async fn join(&self) -> Self::Broker {
        self.join_as("Tasks").await
    }
}

/// A place that tests may stop.
trait Restart: Place {
    /// A place of the test's own.
    async fn private() -> Option<Self>;

    /// Ends the server at once, and waits until it is gone.
    async fn stop(&mut self);

    /// Starts the server again, and waits until it answers.
    async fn start_again(&mut self);
}

struct Alone;

impl Place for Alone {
    type Broker = Memory;

    const SHARED: bool = false;

    async fn start() -> Option<Self> {
        Some(Self)
    }

    async fn join_as(&self, _: &str) -> Memory {
        Memory::new()
    }
}

struct AtRedis {
    server: crate::testing::RedisServer,
    /// What no other test's channels begin with.
    own: String,
}

impl AtRedis {
    fn new(server: crate::testing::RedisServer) -> Self {
        let own = uuid::Uuid::new_v4().to_string();
        Self { server, own }
    }
}

impl Place for AtRedis {
    type Broker = Redis;

    async fn start() -> Option<Self> {
        crate::testing::RedisServer::start().await.map(Self::new)
    }

    async fn join_as(&self, api: &str) -> Redis {
        let prefix = format!("{}:{api}", self.own);
        Redis::connect(self.server.url(), &prefix).await.unwrap()
    }
}

impl Restart for AtRedis {
    async fn private() -> Option<Self> {
        crate::testing::RedisServer::private().await.map(Self::new)
    }

    async fn stop(&mut self) {
        self.server.stop().await;
    }

    async fn start_again(&mut self) {
        self.server.start_again().await;
    }
}

/// Makes a test of each case for one broker.
macro_rules! suite {
    ($name:ident, $place:ty) => {
        suite!($name, $place, [
            a_publisher_gets_its_own_message_once,
            all_servers_get_a_message_once,
            messages_keep_their_order,
            a_flood_arrives_whole,
            other_channels_stay_away,
            other_apis_stay_away,
            nothing_comes_after_unsubscribe,
            subscribed_twice_is_once,
            payloads_arrive_unchanged,
            any_name_will_do,
            a_thousand_channels_at_a_time,
            messages_are_given_once,
            a_dropped_broker_ends_its_messages,
        ]);
    };
    ($name:ident, $place:ty, [$($case:ident),* $(,)?]) => {
        mod $name {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    if let Some(place) = <$place>::start().await {
                        cases::$case(&place).await;
                    }
                }
            )*
        }
    };
}

/// Makes a test of the restart of one broker's server.
macro_rules! restarts {
    ($name:ident, $place:ty) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn a_server_may_be_stopped_and_started_under_traffic() {
                if let Some(place) = <$place>::private().await {
                    restart::under_traffic(place).await;
                }
            }
        }
    };
}

suite!(memory, Alone);
suite!(redis, AtRedis);
restarts!(redis_restarts, AtRedis);
#[cfg(feature = "postgres")]
suite!(postgres, at_postgres::AtPostgres);
#[cfg(feature = "postgres")]
restarts!(postgres_restarts, at_postgres::AtPostgres);

/// Receives what arrives.
struct Ear(BoxStream<'static, Delivery>);

impl Ear {
    fn of(broker: &impl Broker) -> Self {
        Self(broker.messages())
    }

    /// The next message.
    async fn next(&mut self) -> Delivery {
        let next = tokio::time::timeout(Duration::from_secs(30), self.0.next());
        next.await.expect("a message within 30 s").expect("no end")
    }

    /// Asserts what arrives next.
    #[track_caller]
    fn receives(&mut self, channel: &str, message: &'static str) -> impl Future<Output = ()> {
        let expected = Delivery {
            channel: channel.to_owned(),
            message: Bytes::from_static(message.as_bytes()),
        };
        async move { assert_eq!(self.next().await, expected) }
    }
}

async fn say(broker: &impl Broker, channel: &str, message: &'static str) {
    let message = Bytes::from_static(message.as_bytes());
    broker.publish(channel, message).await.unwrap();
}
