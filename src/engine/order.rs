//! The order of commits whose messages go through one channel.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::{Instant, timeout_at};

use super::publish::Message;
use crate::error::Error;

/// How long a commit waits for those before it. Each holds a connection meanwhile, and perhaps a lock that the commit before it waits for.
const PATIENCE: Duration = Duration::from_secs(3);

/// The same where half of those who may write wait already: the other half is for what publishes nothing.
const HASTE: Duration = Duration::from_millis(250);

/// How many channels can be told apart; those that can't wait for each other.
const LANES: usize = 64;

/// Who may commit and publish next, for each channel.
pub(crate) struct Order {
    lanes: [Arc<Mutex<()>>; LANES],
    waiting: AtomicUsize,
}

/// The right to commit and to publish.
pub(crate) struct Turn {
    _lanes: Vec<OwnedMutexGuard<()>>,
}

/// One who waits, as long as this lives.
struct Waiter<'o>(&'o AtomicUsize);

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Default for Order {
    fn default() -> Self {
        Self {
            lanes: std::array::from_fn(|_| Arc::default()),
            waiting: AtomicUsize::new(0),
        }
    }
}

impl Order {
    /// Waits until nobody else commits to the channels of these messages; `writers` is how many may write to the database at a time.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if that takes too long.
    pub(super) async fn turn(&self, messages: &[Message], writers: usize) -> Result<Turn, Error> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waiter = Waiter(&self.waiting);
        let patience = if before < (writers / 2).max(1) { PATIENCE } else { HASTE };
        let deadline = Instant::now() + patience;
        // Each once, and all in the same order: else two would wait for each other.
        let wanted: BTreeSet<usize> = messages.iter().map(|message| lane(&message.channel)).collect();
        let mut lanes = Vec::with_capacity(wanted.len());
        for lane in self.lanes.iter().enumerate().filter(|(at, _)| wanted.contains(at)) {
            let turn = timeout_at(deadline, Arc::clone(lane.1).lock_owned()).await;
            lanes.push(turn.map_err(|_| {
                Error::Unavailable("commits with messages for one channel wait for each other for too long".into())
            })?);
        }
        Ok(Turn { _lanes: lanes })
    }
}

fn lane(channel: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    channel.hash(&mut hasher);
    usize::try_from(hasher.finish() % (LANES as u64)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    fn message(channel: &str) -> Vec<Message> {
        vec![Message {
            channel: channel.to_owned(),
            event: String::new(),
            data: Vec::new(),
        }]
    }

    /// A channel that can be told apart from `tasks`.
    fn another() -> String {
        let mut names = (0..).map(|number| format!("notes {number}"));
        names.find(|name| lane(name) != lane("tasks")).unwrap()
    }

    #[tokio::test]
    async fn commits_wait_for_those_of_their_channels_alone() {
        let order = Order::default();
        let (tasks, notes) = (message("tasks"), message(&another()));
        let both = [tasks.clone(), notes.clone()].concat();
        let held = order.turn(&tasks, 8).await.unwrap();
        assert!(order.turn(&tasks, 8).now_or_never().is_none());
        assert!(order.turn(&both, 8).now_or_never().is_none());
        drop(order.turn(&notes, 8).now_or_never().unwrap().unwrap());
        drop(held);
        let _both = order.turn(&both, 8).now_or_never().unwrap().unwrap();
        assert!(order.turn(&notes, 8).now_or_never().is_none());
    }

    #[tokio::test]
    async fn half_of_the_writers_wait_and_more_are_refused_soon() {
        let order = Order::default();
        let tasks = message("tasks");
        let _held = order.turn(&tasks, 8).await.unwrap();
        let mut waiting: Vec<_> = (0..4).map(|_| Box::pin(order.turn(&tasks, 8))).collect();
        assert!(waiting.iter_mut().all(|turn| turn.now_or_never().is_none()));
        let refused = order.turn(&tasks, 8).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))));
        assert!(waiting.iter_mut().all(|turn| turn.now_or_never().is_none()));
        drop(waiting);
        assert_eq!(order.waiting.load(Ordering::Acquire), 0);
    }
}
