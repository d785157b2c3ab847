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
const MAX_WAIT: Duration = Duration::from_secs(3);

/// The same if half of the writers wait already. The other half is kept for what publishes nothing.
const MAX_WAIT_WHEN_CROWDED: Duration = Duration::from_millis(250);

/// How many locks the channels share. Commits of two channels with the same lock wait for each other needlessly.
const LOCKS: usize = 64;

/// Puts the commits of each channel in order.
pub(crate) struct CommitOrder {
    locks: [Arc<Mutex<()>>; LOCKS],
    waiting: AtomicUsize,
}

/// The right to commit and to publish.
pub(crate) struct CommitTurn {
    _locks: Vec<OwnedMutexGuard<()>>,
}

/// Counts a commit as waiting, as long as this lives.
struct Waiting<'o>(&'o AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Default for CommitOrder {
    fn default() -> Self {
        Self {
            locks: std::array::from_fn(|_| Arc::default()),
            waiting: AtomicUsize::new(0),
        }
    }
}

impl CommitOrder {
    /// Waits until no other commit uses the channels of these messages; `writers` is how many may write to the database at a time.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if that takes too long.
    pub(super) async fn turn(&self, messages: &[Message], writers: usize) -> Result<CommitTurn, Error> {
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waiting = Waiting(&self.waiting);
        let is_crowded = before >= (writers / 2).max(1);
        let deadline = Instant::now() + if is_crowded { MAX_WAIT_WHEN_CROWDED } else { MAX_WAIT };
        // Each lock once, and all commits in the same order: otherwise two commits could wait for each other.
        let wanted: BTreeSet<usize> = messages.iter().map(|message| lock_of(&message.channel)).collect();
        let mut locks = Vec::with_capacity(wanted.len());
        for (_, lock) in self.locks.iter().enumerate().filter(|(at, _)| wanted.contains(at)) {
            let guard = timeout_at(deadline, Arc::clone(lock).lock_owned()).await;
            let guard =
                guard.map_err(|_| Error::Unavailable("waited too long for earlier commits to be published".into()))?;
            locks.push(guard);
        }
        Ok(CommitTurn { _locks: locks })
    }
}

/// The lock of a channel.
fn lock_of(channel: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    channel.hash(&mut hasher);
    usize::try_from(hasher.finish() % (LOCKS as u64)).unwrap_or_default()
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

    /// A channel that has another lock than `tasks`.
    fn another() -> String {
        let mut names = (0..).map(|number| format!("notes {number}"));
        names.find(|name| lock_of(name) != lock_of("tasks")).unwrap()
    }

    #[tokio::test]
    async fn commits_wait_for_those_of_their_channels_alone() {
        let order = CommitOrder::default();
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
        let order = CommitOrder::default();
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
