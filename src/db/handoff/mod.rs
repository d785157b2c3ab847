//! Connections that go from one request straight to the next, while there is one that waits.
//!
//! A pool of sqlx's tests each connection that comes back, which costs a round trip and a task; under load that is a good part
//! of what the server does. A connection whose statement went well needs no test: here it goes to the request that waits
//! longest. All others, and every one that nobody waits for, go back to the pool, which alone owns them.

#[cfg(test)]
mod model;
mod queue;

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::{Database, Pool};
use tokio::time::{Instant, timeout_at};

use super::breaker::{Breaker, PATIENCE};
use super::deadline::{Deadline, DeadlineGuard};
pub(super) use queue::Lease;
use queue::{Entry, LeaseQueue};

use crate::observe::{PoolState, metrics};

/// The primitives of `queue`.
mod sync {
    pub(super) use std::sync::{Mutex, MutexGuard};
    pub(super) use tokio::sync::oneshot;
}

/// A pool, and the requests that wait for one of its connections.
#[derive(Debug)]
pub(super) struct ConnectionHandoff<DB: Database> {
    pool: Pool<DB>,
    /// What knows whether the database is down, if it is a server.
    breaker: Option<Breaker>,
    queue: Arc<LeaseQueue<PooledConnection<DB>>>,
    /// How long a statement may take, where the database doesn't end it by itself.
    limit: Duration,
}

impl<DB: Database> ConnectionHandoff<DB> {
    pub(super) fn new(pool: Pool<DB>, limit: Duration, breaker: Option<Breaker>) -> Self {
        let queue = LeaseQueue::new(pool.options().get_max_connections());
        Self {
            pool,
            breaker,
            queue,
            limit,
        }
    }

    /// The state of the pool's connections.
    pub(super) fn state(&self) -> PoolState {
        PoolState {
            open: self.pool.size() as usize,
            idle: self.pool.num_idle(),
            limit: self.pool.options().get_max_connections() as usize,
        }
    }

    /// Waits for a connection, as long as the pool's own time limit allows.
    ///
    /// # Errors
    ///
    /// Those of the pool.
    pub(super) async fn lease(&self) -> Result<Lease<PooledConnection<DB>>, sqlx::Error> {
        let waiting = match self.queue.enter() {
            Entry::Lease(mut lease) => {
                lease.connect(self.acquire().await?);
                return Ok(lease);
            }
            Entry::Wait(waiting) => waiting,
        };
        let _counted = metrics::pool_wait();
        let deadline = Instant::now() + self.pool.options().get_acquire_timeout();
        let late = |_| sqlx::Error::PoolTimedOut;
        let mut lease = timeout_at(deadline, waiting)
            .await
            .map_err(late)?
            .map_err(|_| sqlx::Error::PoolClosed)?;
        if !lease.is_connected() {
            lease.connect(timeout_at(deadline, self.acquire()).await.map_err(late)??);
        }
        Ok(lease)
    }

    /// Waits for a connection until the database is found to be down, which a long wait makes it suspect.
    async fn unless_down<T>(&self, acquire: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
        let Some(breaker) = &self.breaker else {
            return acquire.await;
        };
        let suspect = async {
            tokio::time::sleep(PATIENCE).await;
            breaker.suspect();
            pending().await
        };
        tokio::select! {
            biased;
            acquired = acquire => acquired,
            () = breaker.down() => Err(sqlx::Error::PoolTimedOut),
            never = suspect => never,
        }
    }

    /// On the heap: most leases come with a connection, and needn't hold this large future.
    fn acquire(&self) -> BoxFuture<'_, Result<PooledConnection<DB>, sqlx::Error>> {
        Box::pin(async move {
            let deadline = Deadline::new(self.limit);
            let acquire = self.pool.acquire();
            let connection = if self.pool.options().get_max_connections() == 1 {
                // sqlx closes a connection if the request that acquires it is cancelled. The only one may be all that there is of a database in memory.
                let deadline = Arc::clone(&deadline);
                let acquired = tokio::spawn(async move { deadline.scope(acquire).await });
                let acquired = async { acquired.await.map_err(|_| sqlx::Error::PoolClosed)? };
                self.unless_down(acquired).await?
            } else {
                self.unless_down(deadline.scope(acquire)).await?
            };
            Ok(PooledConnection {
                deadline: DeadlineGuard(deadline),
                connection,
            })
        })
    }
}

/// A connection of the pool, and the deadline of its statements.
#[derive(Debug)]
pub(super) struct PooledConnection<DB: Database> {
    // In this order: a statement that is left behind is ended before its connection goes back.
    deadline: DeadlineGuard,
    connection: PoolConnection<DB>,
}

impl<DB: Database> PooledConnection<DB> {
    /// The connection, for a statement whose time begins now.
    pub(super) fn begin_statement(&mut self) -> &mut DB::Connection {
        self.deadline.0.restart();
        &mut self.connection
    }
}
