//! A broker on LISTEN and NOTIFY of PostgreSQL.

mod connect;
mod echo;
mod listener;
mod publisher;
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
use self::listener::{Call, Command, Listener};
use self::publisher::{Publisher, Waiting};
use super::{BROKER_TIMEOUT, Broker, Delivery};
use crate::db::{Config, ConnectError, server_options};
use crate::error::Cause;

/// How many messages are queued in each direction, before publishers and the database have to wait.
const QUEUE: usize = 1_024;
/// What operators see of the connections (`pg_stat_activity`), unless the URL names the application.
const LISTENER: &str = "warp-openapi listener";
const PUBLISHER: &str = "warp-openapi publisher";

/// Transports messages through LISTEN and NOTIFY of a PostgreSQL server, such as the API's own database.
///
/// It uses two connections beside the pool. Messages of 8 kB and more go through the unlogged table `warp_openapi_messages`. It is created
/// when it is first needed, and messages that are older than a minute are deleted. The database's user must be allowed to create the table,
/// or another user has to create it. Migrations and `db inspect` ignore it.
///
/// LISTEN needs a permanent connection: behind PgBouncer with `pool_mode=transaction` it is answered, and no notification arrives.
/// [`connect`] detects that, and fails. The server has to be the primary: a standby refuses LISTEN ("Hot Standby" in PostgreSQL's manual).
///
/// A publication succeeds when this server has received it. A lost connection is restored with all subscriptions, with delays between
/// attempts that grow from 0.1 s to 10 s. Until then publishing and subscribing fail, and what other servers publish doesn't arrive.
///
/// [`connect`]: Postgres::connect
pub struct Postgres {
    prefix: String,
    connected: Arc<AtomicBool>,
    calls: mpsc::Sender<Call>,
    queue: mpsc::Sender<Waiting>,
    deliveries: Mutex<Option<mpsc::Receiver<Delivery>>>,
    /// The tasks end with the broker.
    _tasks: [AbortOnDropHandle<()>; 2],
}

impl Postgres {
    /// Connects to the database of `config`. Servers get each other's messages if they use the same database and `prefix`.
    ///
    /// # Errors
    ///
    /// If the database isn't PostgreSQL, can't be reached, refuses the connection, or sends no notifications.
    pub async fn connect(config: &Config, prefix: &str) -> Result<Self, ConnectError> {
        let wrong = |reason: String| ConnectError::new(config, reason);
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

        let connected = Arc::new(AtomicBool::new(true));
        let (sender_of_calls, calls) = mpsc::channel(QUEUE);
        let (queue, waiting) = mpsc::channel(QUEUE);
        let (sender, deliveries) = mpsc::channel(QUEUE);
        let echoes = Arc::new(Echoes::default());
        let publisher = Publisher::new(to_publish, waiting, Arc::clone(&echoes), echo.clone(), publisher);
        let listening = Listener {
            options: to_listen,
            prefix: prefix.clone(),
            calls,
            deliveries: sender,
            connected: Arc::clone(&connected),
            echoes,
            echo,
        };
        let tasks = [tokio::spawn(listening.run(listener)), tokio::spawn(publisher.run())];
        Ok(Self {
            prefix,
            connected,
            calls: sender_of_calls,
            queue,
            deliveries: Mutex::new(Some(deliveries)),
            _tasks: tasks.map(AbortOnDropHandle::new),
        })
    }

    fn prefixed(&self, channel: &str) -> Result<String, Cause> {
        if channel.contains('\0') {
            return Err("the name of a channel can't hold a NUL".into());
        }
        Ok(format!("{}{channel}", self.prefix))
    }

    async fn call(&self, command: impl FnOnce(String) -> Command, channel: &str) -> Result<(), Cause> {
        let command = command(self.prefixed(channel)?);
        let (answer, answered) = oneshot::channel();
        let done = async {
            self.calls.send((command, answer)).await?;
            answered.await?.map_err(Cause::from)
        };
        tokio::time::timeout(BROKER_TIMEOUT, done).await?
    }
}

impl Broker for Postgres {
    fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Acquire)
    }

    fn publish<'b>(&'b self, channel: &'b str, message: Bytes) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(async move {
            // The sockets of this server would miss the message.
            if !self.connected.load(Ordering::Acquire) {
                return Err("the connection to PostgreSQL is lost; it is being restored".into());
            }
            let (answer, answered) = oneshot::channel();
            let waiting = Waiting {
                channel: self.prefixed(channel)?,
                message,
                answer,
            };
            let done = async {
                self.queue.send(waiting).await.map_err(|_| "the broker is stopped")?;
                answered.await?.map_err(Cause::from)
            };
            tokio::time::timeout(BROKER_TIMEOUT, done).await?
        })
    }

    fn subscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(self.call(Command::Subscribe, channel))
    }

    fn unsubscribe<'b>(&'b self, channel: &'b str) -> BoxFuture<'b, Result<(), Cause>> {
        Box::pin(self.call(Command::Unsubscribe, channel))
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
            .field("connected", &self.connected)
            .finish_non_exhaustive()
    }
}
