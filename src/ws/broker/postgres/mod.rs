//! Messages through LISTEN and NOTIFY of PostgreSQL.

mod connect;
mod echo;
mod listening;
mod publishing;
mod table;
#[cfg(test)]
mod tests;
mod wire;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt as _};
use tokio::sync::{mpsc, oneshot};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use self::echo::Echoes;
use self::listening::{Ask, Asked, Listening};
use self::publishing::{Publishing, Waiting};
use super::{Broker, Delivery, PATIENCE};
use crate::db::{Config, ConnectError, server_options};
use crate::error::Cause;

/// How many messages wait on their way in and on their way out, before publishers and the database have to.
const QUEUE: usize = 1_024;
/// What operators see of the connections (`pg_stat_activity`), unless the URL names the application.
const LISTENER: &str = "warp-openapi listener";
const PUBLISHER: &str = "warp-openapi publisher";

/// Carries messages through LISTEN and NOTIFY of a PostgreSQL server, such as the database of the API itself: many servers need nothing else.
///
/// It takes two connections beside the pool's. Messages of 8 kB and more go through the unlogged table `warp_openapi_messages`, which is made
/// when it is first needed and emptied of all that is older than a minute; the database's user must be allowed to create it, or somebody else
/// has to. Migrations and `db inspect` pass over that table.
///
/// LISTEN needs a connection that stays: behind PgBouncer with `pool_mode=transaction` it is answered, and nothing ever arrives. [`connect`]
/// finds out and refuses. It has to be the primary, too: a standby refuses LISTEN ("Hot Standby" in PostgreSQL's manual).
///
/// A publication has succeeded when it came back to this server. A lost connection is restored, with all subscriptions, after waits that grow from 0.1 s to 10 s; until then publishing and subscribing fail.
/// What others publish meanwhile is missed.
///
/// [`connect`]: Postgres::connect
pub struct Postgres {
    prefix: String,
    up: Arc<AtomicBool>,
    asks: mpsc::Sender<Asked>,
    queue: mpsc::Sender<Waiting>,
    deliveries: Mutex<Option<mpsc::Receiver<Delivery>>>,
    /// They end with the broker.
    _tasks: [AbortOnDropHandle<()>; 2],
}

impl Postgres {
    /// Connects to the database of `config`. Servers hear each other if they name the same database and `prefix`.
    ///
    /// # Errors
    ///
    /// When the database isn't PostgreSQL, can't be reached, refuses, or sends no notifications.
    pub async fn connect(config: &Config, prefix: &str) -> Result<Self, ConnectError> {
        let wrong = |reason: String| ConnectError::new(config, &reason);
        let Some(options) = server_options(config)? else {
            return Err(wrong(
                "it isn't PostgreSQL, which alone has LISTEN and NOTIFY".to_owned(),
            ));
        };
        let called = |name| match options.get_application_name() {
            Some(_) => options.clone(),
            None => options.clone().application_name(name),
        };
        let (to_publish, to_listen) = (called(PUBLISHER), called(LISTENER));
        // Names of channels have no line end.
        let prefix = format!("{prefix}\n");
        let echo = format!("warp_openapi_echo_{}", Uuid::now_v7().simple());
        let mut publisher = connect::publisher(&to_publish).await.map_err(wrong)?;
        let mut listener = connect::listener(&to_listen, std::slice::from_ref(&echo))
            .await
            .map_err(wrong)?;
        connect::test(&mut publisher, &mut listener, &echo)
            .await
            .map_err(wrong)?;

        let up = Arc::new(AtomicBool::new(true));
        let (asks, asked) = mpsc::channel(QUEUE);
        let (queue, waiting) = mpsc::channel(QUEUE);
        let (sender, deliveries) = mpsc::channel(QUEUE);
        let echoes = Arc::new(Echoes::default());
        let publishing = Publishing::new(to_publish, waiting, Arc::clone(&echoes), echo.clone(), publisher);
        let listening = Listening {
            options: to_listen,
            prefix: prefix.clone(),
            asked,
            deliveries: sender,
            up: Arc::clone(&up),
            echoes,
            echo,
        };
        let tasks = [tokio::spawn(listening.run(listener)), tokio::spawn(publishing.run())];
        Ok(Self {
            prefix,
            up,
            asks,
            queue,
            deliveries: Mutex::new(Some(deliveries)),
            _tasks: tasks.map(AbortOnDropHandle::new),
        })
    }

    fn named(&self, channel: &str) -> Result<String, Cause> {
        if channel.contains('\0') {
            return Err("the name of a channel can't hold a NUL".into());
        }
        Ok(format!("{}{channel}", self.prefix))
    }

    async fn ask(&self, ask: impl FnOnce(String) -> Ask, channel: &str) -> Result<(), Cause> {
        let ask = ask(self.named(channel)?);
        let (answer, answered) = oneshot::channel();
        let done = async {
            self.asks.send((ask, answer)).await?;
            answered.await?.map_err(Cause::from)
        };
        tokio::time::timeout(PATIENCE, done).await?
    }
}

impl Broker for Postgres {
    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            // Our own sockets would miss it.
            if !self.up.load(Ordering::Acquire) {
                return Err("the connection to PostgreSQL is lost; it is being restored".into());
            }
            let (answer, answered) = oneshot::channel();
            let waiting = Waiting {
                channel: self.named(channel)?,
                message,
                answer,
            };
            let done = async {
                self.queue.send(waiting).await.map_err(|_| "the broker has ended")?;
                answered.await?.map_err(Cause::from)
            };
            tokio::time::timeout(PATIENCE, done).await?
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(self.ask(Ask::Subscribe, channel))
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(self.ask(Ask::Unsubscribe, channel))
    }

    fn messages(&self) -> BoxStream<'static, Delivery> {
        let receiver = self.deliveries.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream::unfold(receiver, |receiver| async move {
            let mut receiver = receiver?;
            let delivery = receiver.recv().await?;
            Some((delivery, Some(receiver)))
        })
        .boxed()
    }
}

impl fmt::Debug for Postgres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Postgres")
            .field("prefix", &self.prefix.trim_end())
            .field("up", &self.up)
            .finish_non_exhaustive()
    }
}
