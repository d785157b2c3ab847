//! Connections that go from one request to the next, while there is one that waits.
//!
//! A pool of sqlx's tests each connection that comes back, which costs a round trip and a task; under load that is a good part
//! of what the server does. A connection whose statement went well needs no test: here it goes straight to whoever waits
//! longest. All others, and every one that nobody waits for, go back to the pool, which alone owns them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Database, Pool};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

/// After so many requests a connection goes back to the pool all the same: others wait there too, such as transactions.
const MOST_PASSES: u32 = 64;

/// A pool, and those who wait for their turn at it.
#[derive(Debug)]
pub(super) struct Relay<DB: Database> {
    pool: Pool<DB>,
    queue: Mutex<Queue<DB>>,
}

#[derive(Debug)]
struct Queue<DB: Database> {
    /// How many turns are taken, at most as many as the pool has connections.
    taken: u32,
    waiting: VecDeque<oneshot::Sender<Turn<DB>>>,
}

impl<DB: Database> Relay<DB> {
    pub(super) fn new(pool: Pool<DB>) -> Self {
        let queue = Mutex::new(Queue {
            taken: 0,
            waiting: VecDeque::new(),
        });
        Self { pool, queue }
    }

    /// Waits for a connection, as long as the pool lets anybody wait.
    pub(super) async fn turn(self: &Arc<Self>) -> Result<Turn<DB>, sqlx::Error> {
        let Some(waiting) = self.enter() else {
            let mut turn = Turn::new(Arc::clone(self));
            turn.connection = Some(self.acquire().await?);
            return Ok(turn);
        };
        let deadline = Instant::now() + self.pool.options().get_acquire_timeout();
        let late = |_| sqlx::Error::PoolTimedOut;
        let mut turn = timeout_at(deadline, waiting)
            .await
            .map_err(late)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        if turn.connection.is_none() {
            turn.connection = Some(timeout_at(deadline, self.acquire()).await.map_err(late)??);
        }
        Ok(turn)
    }

    /// On the heap: most turns come with a connection, and needn't carry this large future.
    fn acquire(&self) -> BoxFuture<'_, Result<PoolConnection<DB>, sqlx::Error>> {
        Box::pin(self.pool.acquire())
    }

    /// Takes a turn; if all are taken, tells where one will come.
    fn enter(&self) -> Option<oneshot::Receiver<Turn<DB>>> {
        let mut queue = self.queue();
        if queue.taken < self.pool.options().get_max_connections() {
            queue.taken += 1;
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        queue.waiting.push_back(sender);
        Some(receiver)
    }

    /// Who waits longest; the turn is free again if nobody does.
    fn leave(&self) -> Option<oneshot::Sender<Turn<DB>>> {
        let mut queue = self.queue();
        let next = queue.waiting.pop_front();
        if next.is_none() {
            queue.taken -= 1;
        }
        next
    }

    fn queue(&self) -> MutexGuard<'_, Queue<DB>> {
        // No panic can leave it half changed.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to use a connection. Dropped, it goes to the next who waits, with the connection if [`Turn::pass`] said so.
#[derive(Debug)]
pub(super) struct Turn<DB: Database> {
    /// Nothing in a turn that is passed on already.
    relay: Option<Arc<Relay<DB>>>,
    connection: Option<PoolConnection<DB>>,
    passes: u32,
    fit: bool,
}

impl<DB: Database> Turn<DB> {
    fn new(relay: Arc<Relay<DB>>) -> Self {
        Self {
            relay: Some(relay),
            connection: None,
            passes: 0,
            fit: false,
        }
    }

    /// The connection. Until [`Turn::pass`] it counts as one that nobody else may use untested.
    pub(super) fn connection(&mut self) -> Result<&mut DB::Connection, sqlx::Error> {
        self.fit = false;
        self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Gives the connection, whose statement went well, to the next.
    pub(super) fn pass(mut self) {
        self.fit = self.passes < MOST_PASSES;
    }
}

impl<DB: Database> Drop for Turn<DB> {
    fn drop(&mut self) {
        let Some(relay) = self.relay.take() else { return };
        let connection = self.connection.take();
        let (mut connection, passes) = if self.fit {
            (connection, self.passes + 1)
        } else {
            drop(connection);
            (None, 0)
        };
        while let Some(next) = relay.leave() {
            let turn = Self {
                relay: Some(Arc::clone(&relay)),
                fit: connection.is_some(),
                connection: connection.take(),
                passes,
            };
            match next.send(turn) {
                Ok(()) => return,
                // It waits no more.
                Err(mut turn) => {
                    turn.relay = None;
                    connection = turn.connection.take();
                }
            }
        }
    }
}
