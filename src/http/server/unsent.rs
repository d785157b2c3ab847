//! Budgets for the memory of unsent replies.
//!
//! A reply stays in memory until its client has read it, and clients may read slowly. So each reply takes permits from the budget of its
//! connection until it is sent or dropped. If the connection has more than a few bytes, it also takes permits from the budgets of its address
//! and of all clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::Limits;

/// So many bytes take permits of the connection alone. The number of connections limits their sum.
const SMALL: u64 = 64 * 1024;

/// The bytes of one permit.
const UNIT: u64 = 1024;

/// The budget of an address divided by that of one connection.
const CONNECTION_SHARE: u32 = 4;

/// The budgets of a server.
#[derive(Debug)]
pub(super) struct Unsent {
    all: Budget,
    connection: u64,
    /// Whether replies are refused because the budget is used up.
    refused: AtomicBool,
}

/// Permits for unsent bytes.
#[derive(Debug)]
pub(super) struct Budget {
    permits: Arc<Semaphore>,
    total: u32,
}

impl Budget {
    pub(super) fn new(bytes: u64) -> Self {
        let total = units(bytes);
        Self {
            permits: Arc::new(Semaphore::new(total as usize)),
            total,
        }
    }

    fn available(&self) -> usize {
        self.permits.available_permits()
    }

    /// Takes permits if there are enough. A reply that is larger than the budget takes all.
    fn take(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits)
            .try_acquire_many_owned(units.min(self.total))
            .ok()
    }

    /// Waits for permits. A reply that is larger than the budget takes all.
    async fn wait(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        // The semaphore is never closed.
        Arc::clone(&self.permits)
            .acquire_many_owned(units.min(self.total))
            .await
            .ok()
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1)
}

impl Unsent {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            all: Budget::new(limits.unsent),
            connection: limits.unsent_connection,
            refused: AtomicBool::new(false),
        })
    }

    /// Creates the budget of a connection from that of its address.
    pub(super) fn connection(self: &Arc<Self>, address: Option<Arc<Budget>>) -> ConnectionUnsent {
        let share = address
            .as_ref()
            .map(|budget| u64::from(budget.total / CONNECTION_SHARE) * UNIT);
        ConnectionUnsent {
            own: Budget::new(share.map_or(self.connection, |share| share.min(self.connection))),
            address,
            all: Arc::clone(self),
        }
    }

    /// Whether the budget is exhausted: replies were refused, and less than half of it is free since.
    pub(super) fn is_exhausted(&self) -> bool {
        self.refused.load(Ordering::Relaxed) && self.all.available() <= self.all.total as usize / 2
    }

    /// Takes permits for a reply.
    fn take(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        let taken = self.all.take(units);
        if taken.is_none() && !self.refused.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                limit = u64::from(self.all.total) * UNIT,
                "UNSENT_LIMIT is reached; large replies are refused with 503"
            );
        }
        // Not after the first reply that fits again: that would flood the log.
        if taken.is_some() && !self.is_exhausted() && self.refused.swap(false, Ordering::Relaxed) {
            tracing::info!("UNSENT_LIMIT is no longer reached; large replies are sent again");
        }
        taken
    }
}

/// The budget of one connection.
#[derive(Debug)]
pub(super) struct ConnectionUnsent {
    own: Budget,
    address: Option<Arc<Budget>>,
    all: Arc<Unsent>,
}

impl ConnectionUnsent {
    /// Waits while the budget of the connection is used up.
    pub(super) async fn wait_for_room(&self) {
        if self.own.available() == 0 {
            let _permit = self.own.wait(1).await;
        }
    }

    /// Takes the permits of a reply. It waits for those of the connection, at most for `limit`.
    ///
    /// # Errors
    ///
    /// If the budget of the address or of all clients is used up.
    pub(super) async fn reserve(&self, bytes: u64, limit: Duration) -> Result<Option<Reservation>, BudgetExhausted> {
        if bytes == 0 {
            return Ok(None);
        }
        let units = units(bytes);
        let waiting = self.own.total as usize - self.own.available();
        // Before the wait, since the reply is in memory already.
        let (address, all) = if waiting + units as usize <= (SMALL / UNIT) as usize {
            (None, None)
        } else {
            let address = match &self.address {
                Some(budget) => Some(budget.take(units).ok_or(BudgetExhausted)?),
                None => None,
            };
            (address, Some(self.all.take(units).ok_or(BudgetExhausted)?))
        };
        let own = tokio::time::timeout(limit, self.own.wait(units)).await;
        Ok(Some(Reservation {
            _own: own.ok().flatten().ok_or(BudgetExhausted)?,
            _address: address,
            _all: all,
        }))
    }
}

/// The budget of the address or of all clients is used up.
#[derive(Debug)]
pub(super) struct BudgetExhausted;

/// The permits of one reply.
#[derive(Debug)]
pub(super) struct Reservation {
    _own: OwnedSemaphorePermit,
    _address: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Reservation {
    /// Adds the permits to bytes: they are given back when the last of the bytes is dropped.
    pub(super) fn attach(self, data: Bytes) -> Bytes {
        Bytes::from_owner(ReservedBytes {
            data,
            _reservation: self,
        })
    }
}

struct ReservedBytes {
    data: Bytes,
    _reservation: Reservation,
}

impl AsRef<[u8]> for ReservedBytes {
    fn as_ref(&self) -> &[u8] {
        &self.data
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unsent() -> Arc<Unsent> {
        Unsent::new(&Limits {
            unsent: 300 * 1024,
            unsent_connection: 200 * 1024,
            ..Limits::default()
        })
    }

    async fn reserve(connection: &ConnectionUnsent, bytes: u64) -> Result<Option<Reservation>, BudgetExhausted> {
        connection.reserve(bytes, Duration::ZERO).await
    }

    #[tokio::test]
    async fn replies_take_permits_until_their_last_byte_is_dropped() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        assert!(reserve(&one, 0).await.unwrap().is_none());
        let held = reserve(&one, 150 * 1024).await.unwrap().unwrap();
        assert!(reserve(&one, 100 * 1024).await.is_err(), "its own");
        assert!(reserve(&other, 151 * 1024).await.is_err(), "all");
        let data = held.attach(Bytes::from_static(b"abc"));
        let part = data.slice(2..);
        drop(data);
        assert!(reserve(&other, 151 * 1024).await.is_err(), "a part is left");
        assert_eq!(part, "c");
        drop(part);
        assert!(reserve(&other, 151 * 1024).await.is_ok());
        assert!(reserve(&one, 100 * 1024).await.is_ok());
    }

    #[tokio::test]
    async fn a_reply_that_is_larger_than_all_goes_alone() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        let large = reserve(&one, u64::MAX).await.unwrap();
        assert!(reserve(&one, SMALL + 1).await.is_err());
        assert!(reserve(&other, SMALL + 1).await.is_err());
        assert!(reserve(&other, SMALL).await.is_ok());
        drop(large);
        assert!(reserve(&other, SMALL + 1).await.is_ok());
    }

    #[tokio::test]
    async fn small_replies_count_together() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        let large = reserve(&one, u64::MAX).await.unwrap();
        let small = reserve(&other, SMALL).await.unwrap();
        assert!(reserve(&other, 1).await.is_err());
        drop(small);
        assert!(reserve(&other, 1).await.is_ok());
        drop(large);
    }

    #[tokio::test]
    async fn an_address_cannot_use_the_budget_of_others() {
        let unsent = unsent();
        let address = Arc::new(Budget::new(100 * 1024));
        let of_one = [(); 3].map(|()| unsent.connection(Some(Arc::clone(&address))));
        let other = unsent.connection(Some(Arc::new(Budget::new(100 * 1024))));
        let first = reserve(&of_one[0], 70 * 1024).await.unwrap();
        assert!(reserve(&of_one[1], 70 * 1024).await.is_err());
        assert!(!unsent.is_exhausted());
        assert!(reserve(&other, 70 * 1024).await.is_ok());
        drop(first);
        assert!(reserve(&of_one[1], 70 * 1024).await.is_ok());
    }

    #[tokio::test]
    async fn the_budget_is_exhausted_from_a_refusal_until_half_of_it_is_free() {
        let unsent = unsent();
        let connections = [(); 3].map(|()| unsent.connection(None));
        let first = reserve(&connections[0], 100 * 1024).await.unwrap();
        let second = reserve(&connections[1], 200 * 1024).await.unwrap();
        assert!(!unsent.is_exhausted(), "nothing was refused");
        assert!(reserve(&connections[2], 100 * 1024).await.is_err());
        assert!(unsent.is_exhausted());
        drop(first);
        assert!(unsent.is_exhausted());
        drop(second);
        assert!(!unsent.is_exhausted());
    }

    #[tokio::test]
    async fn a_connection_with_a_used_up_budget_waits() {
        let unsent = unsent();
        let one = unsent.connection(None);
        let held = reserve(&one, 200 * 1024).await.unwrap();
        let mut turn = std::pin::pin!(one.wait_for_room());
        assert!(futures::poll!(&mut turn).is_pending());
        let mut next = std::pin::pin!(one.reserve(70 * 1024, Duration::from_mins(1)));
        assert!(futures::poll!(&mut next).is_pending());
        drop(held);
        turn.await;
        assert!(next.await.is_ok());
    }
}
