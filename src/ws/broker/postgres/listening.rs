//! The task that listens: one connection, what it is subscribed to, and how it comes back.
//!
//! `PgListener` comes back by itself after some faults of a connection, says nothing of what it missed, and gives up at others. So at the
//! first fault the listener is thrown away and made anew here, and all who publish or subscribe meanwhile are told.

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
use super::echo::{Answer, Echoes, tell};
use super::table;
use super::wire::{self, Heard};
use crate::ws::broker::Delivery;
use crate::ws::broker::backoff::Backoff;

/// After so long without a word the connection is tested: one that broke without saying so looks like this.
const IDLE: Duration = Duration::from_secs(10);

/// What is asked of the task.
pub(super) enum Ask {
    /// To receive a channel.
    Subscribe(String),
    /// To receive it no more.
    Unsubscribe(String),
}

/// What is asked, and who waits for the answer.
pub(super) type Asked = (Ask, Answer);

/// Which channels are wanted, by topic. Two channels may share one.
#[derive(Debug, Default)]
struct Wanted(HashMap<String, HashSet<String>>);

impl Wanted {
    fn add(&mut self, topic: String, channel: String) {
        self.0.entry(topic).or_default().insert(channel);
    }

    /// `true` if nothing else wants the topic.
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
pub(super) struct Listening {
    pub(super) options: PgConnectOptions,
    /// What stands before the names of channels.
    pub(super) prefix: String,
    pub(super) asked: mpsc::Receiver<Asked>,
    pub(super) deliveries: mpsc::Sender<Delivery>,
    /// Whether the connection stands.
    pub(super) up: Arc<AtomicBool>,
    /// Publications of this broker, and the topic where their echoes come back.
    pub(super) echoes: Arc<Echoes>,
    pub(super) echo: String,
}

impl Listening {
    /// Listens until nobody asks any more.
    pub(super) async fn run(mut self, first: PgListener) {
        let mut wanted = Wanted::default();
        let mut backoff = Backoff::new();
        let mut listener = first;
        loop {
            // The driver takes payloads for UTF-8, which those of others in a database of another encoding needn't be.
            let listening = AssertUnwindSafe(self.listen(&mut listener, &mut wanted));
            let lost = match listening.catch_unwind().await {
                Ok(Ok(())) => return,
                Ok(Err(reason)) => reason,
                Err(_) => "a notification that can't be read".to_owned(),
            };
            self.up.store(false, Ordering::Release);
            self.echoes.lose();
            drop(listener);
            backoff.lost();
            tracing::warn!(
                reason = lost,
                "PostgreSQL's messages to sockets are interrupted; connecting again"
            );
            match self.restore(&mut wanted, &mut backoff).await {
                Some(restored) => listener = restored,
                None => return,
            }
            tracing::info!("PostgreSQL's messages to sockets arrive again");
        }
    }

    /// Serves one connection; `Ok` is the end of the broker, an error that of the connection.
    async fn listen(&mut self, listener: &mut PgListener, wanted: &mut Wanted) -> Result<(), String> {
        loop {
            tokio::select! {
                asked = self.asked.recv() => {
                    let Some((ask, answer)) = asked else { return Ok(()) };
                    take(ask, answer, listener, wanted).await?;
                }
                heard = listener.try_recv() => match heard {
                    Ok(Some(notification)) => self.deliver(&notification, listener, wanted).await?,
                    Ok(None) => return Err("the connection was lost".to_owned()),
                    Err(error) => return Err(crate::db::driver_message(&error)),
                },
                () = tokio::time::sleep(IDLE) => {
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
                tell(self.echoes.take(number), &Ok(()));
            }
            return Ok(());
        }
        let Some(heard) = wire::read(notification.payload()) else {
            tracing::warn!(topic, "a notification of another program is passed over");
            return Ok(());
        };
        let (Heard::Whole(channel, _) | Heard::Elsewhere(channel, _)) = heard;
        if !wanted.has(topic, channel) {
            return Ok(());
        }
        let Some(name) = channel.strip_prefix(self.prefix.as_str()) else {
            return Ok(());
        };
        let message = match heard {
            Heard::Whole(_, message) => Some(message),
            // On the same connection, and before the next notification is looked at: so messages keep their order.
            Heard::Elsewhere(_, id) => match tokio::time::timeout(connect::STEP, table::fetch(listener, id)).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) if !table::is_over(&error) => {
                    let reason = table::refusal(&error);
                    tracing::error!(
                        channel = name,
                        reason,
                        "a long message can't be fetched, and reaches nobody here"
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
                "a long message was deleted before it was fetched, and reaches nobody here"
            );
            return Ok(());
        };
        let channel = name.to_owned();
        // Nobody takes them any more: the broker is about to be dropped.
        let _ = self.deliveries.send(Delivery { channel, message }).await;
        Ok(())
    }

    /// Connects anew, as often as it takes; `None` if nobody asks any more.
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
                        asked = self.asked.recv() => refuse(asked?, wanted),
                        attempted = &mut attempt => break attempted,
                    }
                }
            };
            let restored = match attempted {
                Ok(mut listener) => {
                    topics.retain(|topic| *topic != self.echo && !wanted.0.contains_key(topic));
                    leave(&mut listener, &topics).await.map(|()| listener)
                }
                Err(reason) => Err(reason),
            };
            match restored {
                Ok(listener) => {
                    backoff.connected();
                    // The echoes of what was sent meanwhile went by.
                    self.echoes.lose();
                    self.up.store(true, Ordering::Release);
                    return Some(listener);
                }
                Err(reason) => tracing::debug!(reason, "PostgreSQL's messages to sockets are still interrupted"),
            }
        }
    }
}

/// Does what is asked; an error is that of the connection.
async fn take(ask: Ask, answer: Answer, listener: &mut PgListener, wanted: &mut Wanted) -> Result<(), String> {
    let done = match ask {
        // Who gave up isn't subscribed.
        Ask::Subscribe(_) if answer.is_closed() => return Ok(()),
        Ask::Subscribe(channel) => {
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
        Ask::Unsubscribe(channel) => {
            let topic = wire::topic(&channel);
            match wanted.remove(&topic, &channel) {
                true => within(listener.unlisten(&topic)).await,
                false => Ok(()),
            }
        }
    };
    // Who asked may be gone.
    let _ = answer.send(done.clone());
    done
}

/// Says no while there is no connection. What isn't wanted any more isn't asked for at the next.
fn refuse((ask, answer): Asked, wanted: &mut Wanted) {
    let done = match ask {
        Ask::Subscribe(_) => Err("the connection to PostgreSQL is lost; it is being restored".to_owned()),
        Ask::Unsubscribe(channel) => {
            wanted.remove(&wire::topic(&channel), &channel);
            Ok(())
        }
    };
    // Who asked may be gone.
    let _ = answer.send(done);
}

/// Leaves the topics that became unwanted while they were asked for.
async fn leave(listener: &mut PgListener, topics: &[String]) -> Result<(), String> {
    for topic in topics {
        within(listener.unlisten(topic)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn channels_that_share_a_topic_do_each_other_no_harm() {
        let mut wanted = Wanted::default();
        wanted.add("topic".to_owned(), "one".to_owned());
        wanted.add("topic".to_owned(), "other".to_owned());
        assert!(!wanted.remove("topic", "one"), "the other one wants it still");
        assert!(wanted.has("topic", "other") && !wanted.has("topic", "one"));
        assert!(wanted.remove("topic", "other"));
        assert!(wanted.topics().is_empty());
    }
}
