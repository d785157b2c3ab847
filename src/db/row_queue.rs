//! Changes of one row wait for each other here, before they acquire a connection: otherwise a locked row would hold one connection
//! of the pool after the other, until none is left for other requests.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sea_orm::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// The most changes that wait for one row.
const MOST: usize = 1_000;

/// A row: its table, and the hash of its key. Two rows of the same hash wait for each other, no more.
type Row = (&'static str, u64);

/// The rows that this server is changing.
#[derive(Debug)]
pub(super) struct RowQueues {
    hasher: RandomState,
    rows: Mutex<HashMap<Row, Queue>>,
    /// How long a change waits for its turn.
    patience: Duration,
}

#[derive(Debug)]
struct Queue {
    turn: Arc<Semaphore>,
    /// How many changes wait or have their turn.
    members: usize,
}

impl RowQueues {
    pub(super) fn new(patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            hasher: RandomState::new(),
            rows: Mutex::default(),
            patience,
        })
    }

    /// Waits until no other change of this row is under way.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if that takes too long, or too many wait.
    pub(super) async fn turn(self: &Arc<Self>, table: &'static str, key: &[Value]) -> Result<RowTurn, Error> {
        let row = (table, self.hasher.hash_one(format!("{key:?}")));
        let (turn, entry) = self.join(row)?;
        match tokio::time::timeout(self.patience, turn.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(RowTurn {
                _permit: permit,
                _entry: entry,
            }),
            Ok(Err(closed)) => Err(Error::internal(closed)),
            Err(_) => Err(Error::Unavailable(
                format!("waited longer than LOCK_TIMEOUT for a row of {table}").into(),
            )),
        }
    }

    fn join(self: &Arc<Self>, row: Row) -> Result<(Arc<Semaphore>, QueueEntry), Error> {
        let mut rows = self.rows();
        let queue = rows.entry(row).or_insert_with(|| Queue {
            turn: Arc::new(Semaphore::new(1)),
            members: 0,
        });
        if queue.members > MOST {
            return Err(Error::Unavailable(
                format!("more than {MOST} changes wait for one row of {}", row.0).into(),
            ));
        }
        queue.members += 1;
        let queues = Arc::clone(self);
        Ok((Arc::clone(&queue.turn), QueueEntry { queues, row }))
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<Row, Queue>> {
        // No panic can leave it half changed.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to change a row, among the requests of this server.
#[derive(Debug)]
pub(crate) struct RowTurn {
    // In this order: the turn is released before the queue may be removed.
    _permit: OwnedSemaphorePermit,
    _entry: QueueEntry,
}

/// A member of a row's queue; the queue is removed with its last one.
#[derive(Debug)]
struct QueueEntry {
    queues: Arc<RowQueues>,
    row: Row,
}

impl Drop for QueueEntry {
    fn drop(&mut self) {
        let mut rows = self.queues.rows();
        if let Some(queue) = rows.get_mut(&self.row) {
            queue.members -= 1;
            if queue.members == 0 {
                rows.remove(&self.row);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    const ONE: [Value; 1] = [Value::BigInt(Some(1))];
    const TWO: [Value; 1] = [Value::BigInt(Some(2))];

    #[tokio::test]
    async fn changes_of_one_row_wait_and_others_do_not() {
        let queues = RowQueues::new(Duration::from_secs(30));
        let first = queues.turn("tasks", &ONE).await.unwrap();
        let mut second = Box::pin(queues.turn("tasks", &ONE));
        assert!((&mut second).now_or_never().is_none());
        drop(queues.turn("tasks", &TWO).now_or_never().unwrap().unwrap());
        drop(queues.turn("notes", &ONE).now_or_never().unwrap().unwrap());
        drop(first);
        drop(second.await.unwrap());
        assert!(queues.rows().is_empty());
    }

    #[tokio::test]
    async fn a_change_that_waits_too_long_or_behind_too_many_is_refused() {
        let queues = RowQueues::new(Duration::from_millis(20));
        let held = queues.turn("tasks", &ONE).await.unwrap();
        let refused = queues.turn("tasks", &ONE).await;
        assert!(matches!(refused, Err(Error::Unavailable(_))), "{refused:?}");
        let mut waiting: Vec<_> = (0..MOST).map(|_| Box::pin(queues.turn("tasks", &ONE))).collect();
        for turn in &mut waiting {
            assert!(turn.now_or_never().is_none());
        }
        let refused = queues.turn("tasks", &ONE).now_or_never();
        assert!(matches!(refused, Some(Err(Error::Unavailable(_)))), "{refused:?}");
        drop(waiting);
        drop(held);
        assert!(queues.rows().is_empty());
    }
}
