//! Connections that go from one request to the next, while there is one that waits.
//!
//! A pool of sqlx's tests each connection that comes back, which costs a round trip and a task; under load that is a good part
//! of what the server does. A connection whose statement went well needs no test: here it goes straight to whoever waits
//! longest. All others, and every one that nobody waits for, go back to the pool, which alone owns them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Database, Pool};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use super::watch::{Watch, Watched};

/// After so many requests a connection goes back to the pool all the same: others wait there too, such as transactions.
const MOST_PASSES: u32 = 64;

/// A pool, and those who wait for their turn at it.
#[derive(Debug)]
pub(super) struct Relay<DB: Database> {
    pool: Pool<DB>,
    queue: Mutex<Queue<DB>>,
    /// How long a statement may take, where the database doesn't know that itself.
    limit: Duration,
}

#[derive(Debug)]
struct Queue<DB: Database> {
    /// How many turns are taken, at most as many as the pool has connections.
    taken: u32,
    waiting: VecDeque<oneshot::Sender<Turn<DB>>>,
}

impl<DB: Database> Relay<DB> {
    pub(super) fn new(pool: Pool<DB>, limit: Duration) -> Self {
        let queue = Mutex::new(Queue {
            taken: 0,
            waiting: VecDeque::new(),
        });
        Self { pool, queue, limit }
    }

    /// Waits for a connection, as long as the pool lets anybody wait.
    pub(super) async fn turn(self: &Arc<Self>) -> Result<Turn<DB>, sqlx::Error> {
        let Some(waiting) = self.enter() else {
            let mut turn = Turn::new(Arc::clone(self));
            turn.lease = Some(self.acquire().await?);
            return Ok(turn);
        };
        let deadline = Instant::now() + self.pool.options().get_acquire_timeout();
        let late = |_| sqlx::Error::PoolTimedOut;
        let mut turn = timeout_at(deadline, waiting)
            .await
            .map_err(late)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        if turn.lease.is_none() {
            turn.lease = Some(timeout_at(deadline, self.acquire()).await.map_err(late)??);
        }
        Ok(turn)
    }

    /// On the heap: most turns come with a connection, and needn't carry this large future.
    fn acquire(&self) -> BoxFuture<'_, Result<Lease<DB>, sqlx::Error>> {
        Box::pin(async move {
            let watch = Watch::new(self.limit);
            let connection = watch.on(self.pool.acquire()).await?;
            Ok(Lease {
                watched: Watched(watch),
                connection,
            })
        })
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

/// A connection and the time of its statements.
#[derive(Debug)]
struct Lease<DB: Database> {
    // In this order: a statement that is left behind is ended before its connection goes back.
    watched: Watched,
    connection: PoolConnection<DB>,
}

/// The right to use a connection. Dropped, it goes to the next who waits, with the connection if [`Turn::pass`] said so.
#[derive(Debug)]
pub(super) struct Turn<DB: Database> {
    /// Nothing in a turn that is passed on already.
    relay: Option<Arc<Relay<DB>>>,
    lease: Option<Lease<DB>>,
    passes: u32,
    fit: bool,
}

impl<DB: Database> Turn<DB> {
    fn new(relay: Arc<Relay<DB>>) -> Self {
        Self {
            relay: Some(relay),
            lease: None,
            passes: 0,
            fit: false,
        }
    }

    /// The connection. Until [`Turn::pass`] it counts as one that nobody else may use untested.
    pub(super) fn connection(&mut self) -> Result<&mut DB::Connection, sqlx::Error> {
        self.fit = false;
        let lease = self.lease.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        lease.watched.0.start();
        Ok(&mut lease.connection)
    }

    /// Gives the connection, whose statement went well, to the next.
    pub(super) fn pass(mut self) {
        self.fit = self.passes < MOST_PASSES;
    }
}

impl<DB: Database> Drop for Turn<DB> {
    fn drop(&mut self) {
        let Some(relay) = self.relay.take() else { return };
        let lease = self.lease.take();
        let (mut lease, passes) = if self.fit {
            (lease, self.passes + 1)
        } else {
            drop(lease);
            (None, 0)
        };
        while let Some(next) = relay.leave() {
            let turn = Self {
                relay: Some(Arc::clone(&relay)),
                fit: lease.is_some(),
                lease: lease.take(),
                passes,
            };
            match next.send(turn) {
                Ok(()) => return,
                // It waits no more.
                Err(mut turn) => {
                    turn.relay = None;
                    lease = turn.lease.take();
                }
            }
        }
    }
}
