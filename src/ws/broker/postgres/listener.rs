//! The task that listens: one connection, its subscriptions, and how it is restored.
//!
//! `PgListener` reconnects by itself after some errors, without a sign that messages were missed, and gives up after others. So at the
//! first error it is dropped and created again here, and publications and subscriptions fail meanwhile.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use sqlx::Executor as _;
use sqlx::postgres::{PgConnectOptions, PgListener, PgNotification};
use tokio::sync::mpsc;

use super::connect::{self, within};
use super::echo::{Answer, Echoes, answer_all};
use super::table;
use super::wire::{self, Payload};
use crate::ws::broker::Delivery;
use crate::ws::broker::backoff::Backoff;

/// How long the connection may be silent before it is tested.
const TEST_INTERVAL: Duration = Duration::from_secs(10);

/// A command to the task.
pub(super) enum Command {
    /// Subscribe to a channel.
    Subscribe(String),
    /// Unsubscribe from a channel.
    Unsubscribe(String),
}

/// A command, and where its result goes.
pub(super) type Call = (Command, Answer);

/// The subscribed channels by their topic. Two channels may share one.
#[derive(Debug, Default)]
struct Wanted(HashMap<String, HashSet<String>>);

impl Wanted {
    fn add(&mut self, topic: String, channel: String) {
        self.0.entry(topic).or_default().insert(channel);
    }

    /// Returns whether the topic has no other channel.
    fn remove(&mut self, topic: &str, channel: &str) -> bool {
        let Some(channels) = self.0.get_mut(topic) else {
            return true;
        };
        channels.remove(channel);
        let last = channels.is_empty();
        if last {
            self.0.remove(topic);
        }
        last
    }

    fn has(&self, topic: &str, channel: &str) -> bool {
        self.0.get(topic).is_some_and(|channels| channels.contains(channel))
    }

    fn topics(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// The task.
pub(super) struct Listener {
    pub(super) options: PgConnectOptions,
    /// The prefix of the names of channels.
    pub(super) prefix: String,
    pub(super) calls: mpsc::Receiver<Call>,
    pub(super) deliveries: mpsc::Sender<Delivery>,
    /// Whether the connection is established.
    pub(super) connected: Arc<AtomicBool>,
    /// Publications of this broker, and the topic of their echoes.
    pub(super) echoes: Arc<Echoes>,
    pub(super) echo: String,
}

impl Listener {
    /// Listens until the broker is dropped.
    pub(super) async fn run(mut self, first: PgListener) {
        let mut wanted = Wanted::default();
        let mut backoff = Backoff::new();
        let mut listener = first;
        loop {
            // The driver panics at payloads that aren't UTF-8, which other programs may send in a database of another encoding.
            let listening = AssertUnwindSafe(self.listen(&mut listener, &mut wanted));
            let lost = match listening.catch_unwind().await {
                Ok(Ok(())) => return,
                Ok(Err(reason)) => reason,
                Err(_) => "a notification that can't be read".to_owned(),
            };
            self.connected.store(false, Ordering::Release);
            self.echoes.fail_all();
            drop(listener);
            backoff.lost();
            tracing::warn!(
                reason = lost,
                "the connection that receives messages from PostgreSQL is lost; reconnecting"
            );
            match self.restore(&mut wanted, &mut backoff).await {
                Some(restored) => listener = restored,
                None => return,
            }
            tracing::info!("messages from PostgreSQL arrive again");
        }
    }

    /// Serves one connection. `Ok` is the end of the broker, an error the end of the connection.
    async fn listen(&mut self, listener: &mut PgListener, wanted: &mut Wanted) -> Result<(), String> {
        loop {
            tokio::select! {
                call = self.calls.recv() => {
                    let Some((command, answer)) = call else { return Ok(()) };
                    run(command, answer, listener, wanted).await?;
                }
                notification = listener.try_recv() => match notification {
                    Ok(Some(notification)) => self.deliver(&notification, listener, wanted).await?,
                    Ok(None) => return Err("the connection was lost".to_owned()),
                    Err(error) => return Err(crate::db::driver_message(&error)),
                },
                () = tokio::time::sleep(TEST_INTERVAL) => {
                    within((&mut *listener).execute("SELECT 1")).await?;
                }
            }
        }
    }

    async fn deliver(
        &self,
        notification: &PgNotification,
        listener: &mut PgListener,
        wanted: &Wanted,
    ) -> Result<(), String> {
        let topic = notification.channel();
        if topic == self.echo {
            if let Ok(number) = notification.payload().parse() {
                answer_all(self.echoes.take(number), &Ok(()));
            }
            return Ok(());
        }
        let Some(payload) = wire::parse(notification.payload()) else {
            tracing::warn!(topic, "a notification of another program is ignored");
            return Ok(());
        };
        let (Payload::Message(channel, _) | Payload::Stored(channel, _)) = payload;
        if !wanted.has(topic, channel) {
            return Ok(());
        }
        let Some(name) = channel.strip_prefix(self.prefix.as_str()) else {
            return Ok(());
        };
        let message = match payload {
            Payload::Message(_, message) => Some(message),
            // Before the next notification is received, so that messages keep their order.
            Payload::Stored(_, id) => match tokio::time::timeout(connect::STEP, table::fetch(listener, id)).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) if !table::is_fatal(&error) => {
                    let reason = table::explain(&error);
                    tracing::error!(
                        channel = name,
                        reason,
                        "a long message can't be fetched, and isn't delivered on this server"
                    );
                    return Ok(());
                }
                Ok(Err(error)) => return Err(crate::db::driver_message(&error)),
                Err(_) => return Err("a long message took too long to fetch".to_owned()),
            },
        };
        let Some(message) = message else {
            tracing::error!(
                channel = name,
                "a long message was deleted before it was fetched, and isn't delivered on this server"
            );
            return Ok(());
        };
        let channel = name.to_owned();
        // It fails if the broker is about to be dropped.
        let _ = self.deliveries.send(Delivery { channel, message }).await;
        Ok(())
    }

    /// Reconnects, in as many attempts as it takes. `None` if the broker is dropped.
    async fn restore(&mut self, wanted: &mut Wanted, backoff: &mut Backoff) -> Option<PgListener> {
        loop {
            let mut topics = wanted.topics();
            topics.push(self.echo.clone());
            let attempted = {
                let attempt = async {
                    backoff.wait().await;
                    connect::listener(&self.options, &topics).await
                };
                tokio::pin!(attempt);
                loop {
                    tokio::select! {
                        call = self.calls.recv() => run_disconnected(call?, wanted),
                        attempted = &mut attempt => break attempted,
                    }
                }
            };
            let restored = match attempted {
                Ok(mut listener) => {
                    topics.retain(|topic| *topic != self.echo && !wanted.0.contains_key(topic));
                    unlisten(&mut listener, &topics).await.map(|()| listener)
                }
                Err(reason) => Err(reason),
            };
            match restored {
                Ok(listener) => {
                    backoff.connected();
                    // Echoes of publications that were sent meanwhile were missed.
                    self.echoes.fail_all();
                    self.connected.store(true, Ordering::Release);
                    return Some(listener);
                }
                Err(reason) => tracing::debug!(reason, "PostgreSQL is still unreachable"),
            }
        }
    }
}

/// Runs a command. An error is the end of the connection.
async fn run(command: Command, answer: Answer, listener: &mut PgListener, wanted: &mut Wanted) -> Result<(), String> {
    let done = match command {
        // The subscriber has given up.
        Command::Subscribe(_) if answer.is_closed() => return Ok(()),
        Command::Subscribe(channel) => {
            let topic = wire::topic(&channel);
            if wanted.has(&topic, &channel) {
                Ok(())
            } else {
                let done = within(listener.listen(&topic)).await;
                if answer.send(done.clone()).is_ok() && done.is_ok() {
                    wanted.add(topic, channel);
                } else if done.is_ok() && !wanted.0.contains_key(&topic) {
                    within(listener.unlisten(&topic)).await?;
                }
                return done;
            }
        }
        Command::Unsubscribe(channel) => {
            let topic = wire::topic(&channel);
            match wanted.remove(&topic, &channel) {
                true => within(listener.unlisten(&topic)).await,
                false => Ok(()),
            }
        }
    };
    // The caller may have given up.
    let _ = answer.send(done.clone());
    done
}

/// Runs a command while there is no connection: subscriptions fail, and those that end aren't restored.
fn run_disconnected((command, answer): Call, wanted: &mut Wanted) {
    let done = match command {
        Command::Subscribe(_) => Err("the connection to PostgreSQL is lost; it is being restored".to_owned()),
        Command::Unsubscribe(channel) => {
            wanted.remove(&wire::topic(&channel), &channel);
            Ok(())
        }
    };
    // The caller may have given up.
    let _ = answer.send(done);
}

/// Stops listening to topics that were unsubscribed while the connection was restored.
async fn unlisten(listener: &mut PgListener, topics: &[String]) -> Result<(), String> {
    for topic in topics {
        within(listener.unlisten(topic)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn channels_may_share_a_topic() {
        let mut wanted = Wanted::default();
        wanted.add("topic".to_owned(), "one".to_owned());
        wanted.add("topic".to_owned(), "other".to_owned());
        assert!(!wanted.remove("topic", "one"), "the other one is subscribed still");
        assert!(wanted.has("topic", "other") && !wanted.has("topic", "one"));
        assert!(wanted.remove("topic", "other"));
        assert!(wanted.topics().is_empty());
    }
}
