//! How many bytes of replies may wait for their clients.
//!
//! A reply that was made is there until its client has it, and clients read as slowly as they like. So each takes permits of its
//! connection until it is sent or given up, and once a connection has more than a few, also of its address and of all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::Limits;

/// As many bytes may wait for any connection: the number of connections bounds them.
const SMALL: u64 = 64 * 1024;

/// The bytes of a permit.
const UNIT: u64 = 1024;

/// The part of what may wait for an address that is sent to one connection at a time; what is more waits for its turn.
const CONNECTION_SHARE: u32 = 4;

/// The bytes that may wait for clients.
#[derive(Debug)]
pub(super) struct Unsent {
    all: Pool,
    connection: u64,
    /// Whether a reply was refused because there are too many.
    refused: AtomicBool,
}

/// Permits for bytes that wait.
#[derive(Debug)]
pub(super) struct Pool {
    permits: Arc<Semaphore>,
    most: u32,
}

impl Pool {
    pub(super) fn new(bytes: u64) -> Self {
        let most = units(bytes);
        Self {
            permits: Arc::new(Semaphore::new(most as usize)),
            most,
        }
    }

    fn available(&self) -> usize {
        self.permits.available_permits()
    }

    /// Takes permits, all there are for a reply that is larger.
    fn take(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits)
            .try_acquire_many_owned(units.min(self.most))
            .ok()
    }

    /// Takes permits when there are enough, all there are for a reply that is larger.
    async fn wait(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        // Never closed.
        Arc::clone(&self.permits)
            .acquire_many_owned(units.min(self.most))
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
            all: Pool::new(limits.unsent),
            connection: limits.unsent_connection,
            refused: AtomicBool::new(false),
        })
    }

    /// The share of a new connection, of an address that has this share.
    pub(super) fn connection(self: &Arc<Self>, address: Option<Arc<Pool>>) -> ConnectionUnsent {
        let share = address
            .as_ref()
            .map(|pool| u64::from(pool.most / CONNECTION_SHARE) * UNIT);
        ConnectionUnsent {
            own: Pool::new(share.map_or(self.connection, |share| share.min(self.connection))),
            address,
            all: Arc::clone(self),
        }
    }

    /// Whether what waits leaves no room for others: some were refused, and less than half is free since.
    pub(super) fn is_exhausted(&self) -> bool {
        self.refused.load(Ordering::Relaxed) && self.all.available() <= self.all.most as usize / 2
    }

    /// Takes permits for a reply.
    fn take(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        let taken = self.all.take(units);
        if taken.is_none() && !self.refused.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                limit = u64::from(self.all.most) * UNIT,
                "as many bytes of replies as may wait for clients do; large replies are refused with 503 (UNSENT_LIMIT)"
            );
        }
        // Not with the first reply that fits again, or the log would tell of each.
        if taken.is_some() && !self.is_exhausted() && self.refused.swap(false, Ordering::Relaxed) {
            tracing::info!("clients have read what waited for them; large replies are sent again");
        }
        taken
    }
}

/// The bytes that may wait for the client of one connection.
#[derive(Debug)]
pub(super) struct ConnectionUnsent {
    own: Pool,
    address: Option<Arc<Pool>>,
    all: Arc<Unsent>,
}

impl ConnectionUnsent {
    /// Waits while the client has as much to read as may wait for it.
    pub(super) async fn turn(&self) {
        if self.own.available() == 0 {
            let _turn = self.own.wait(1).await;
        }
    }

    /// Takes permits for a reply of so many bytes, if it needs some, and waits no longer than `limit` for those of the connection.
    ///
    /// # Errors
    ///
    /// If too many bytes wait already for the address or for all.
    pub(super) async fn hold(&self, bytes: u64, limit: Duration) -> Result<Option<Held>, TooMuch> {
        if bytes == 0 {
            return Ok(None);
        }
        let units = units(bytes);
        let waiting = self.own.most as usize - self.own.available();
        // Before the wait, in which the reply takes memory already.
        let (address, all) = if waiting + units as usize <= (SMALL / UNIT) as usize {
            (None, None)
        } else {
            let address = match &self.address {
                Some(pool) => Some(pool.take(units).ok_or(TooMuch)?),
                None => None,
            };
            (address, Some(self.all.take(units).ok_or(TooMuch)?))
        };
        let own = tokio::time::timeout(limit, self.own.wait(units)).await;
        Ok(Some(Held {
            _own: own.ok().flatten().ok_or(TooMuch)?,
            _address: address,
            _all: all,
        }))
    }
}

/// Too many bytes wait for clients.
#[derive(Debug)]
pub(super) struct TooMuch;

/// The permits of one reply.
#[derive(Debug)]
pub(super) struct Held {
    _own: OwnedSemaphorePermit,
    _address: Option<OwnedSemaphorePermit>,
    _all: Option<OwnedSemaphorePermit>,
}

impl Held {
    /// These bytes, which hold the permits until the last of them is dropped.
    pub(super) fn with(self, data: Bytes) -> Bytes {
        Bytes::from_owner(HeldBytes { data, _held: self })
    }
}

struct HeldBytes {
    data: Bytes,
    _held: Held,
}

impl AsRef<[u8]> for HeldBytes {
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

    async fn hold(connection: &ConnectionUnsent, bytes: u64) -> Result<Option<Held>, TooMuch> {
        connection.hold(bytes, Duration::ZERO).await
    }

    #[tokio::test]
    async fn replies_take_permits_until_their_last_byte_is_dropped() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        assert!(hold(&one, 0).await.unwrap().is_none());
        let held = hold(&one, 150 * 1024).await.unwrap().unwrap();
        assert!(hold(&one, 100 * 1024).await.is_err(), "its own");
        assert!(hold(&other, 151 * 1024).await.is_err(), "all");
        let data = held.with(Bytes::from_static(b"abc"));
        let part = data.slice(2..);
        drop(data);
        assert!(hold(&other, 151 * 1024).await.is_err(), "a part is left");
        assert_eq!(part, "c");
        drop(part);
        assert!(hold(&other, 151 * 1024).await.is_ok());
        assert!(hold(&one, 100 * 1024).await.is_ok());
    }

    #[tokio::test]
    async fn a_reply_that_is_larger_than_all_goes_alone() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        let large = hold(&one, u64::MAX).await.unwrap();
        assert!(hold(&one, SMALL + 1).await.is_err());
        assert!(hold(&other, SMALL + 1).await.is_err());
        assert!(hold(&other, SMALL).await.is_ok());
        drop(large);
        assert!(hold(&other, SMALL + 1).await.is_ok());
    }

    #[tokio::test]
    async fn small_replies_count_together() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(None), unsent.connection(None));
        let large = hold(&one, u64::MAX).await.unwrap();
        let small = hold(&other, SMALL).await.unwrap();
        assert!(hold(&other, 1).await.is_err());
        drop(small);
        assert!(hold(&other, 1).await.is_ok());
        drop(large);
    }

    #[tokio::test]
    async fn an_address_that_has_its_share_leaves_the_others_theirs() {
        let unsent = unsent();
        let address = Arc::new(Pool::new(100 * 1024));
        let of_one = [(); 3].map(|()| unsent.connection(Some(Arc::clone(&address))));
        let other = unsent.connection(Some(Arc::new(Pool::new(100 * 1024))));
        let first = hold(&of_one[0], 70 * 1024).await.unwrap();
        assert!(hold(&of_one[1], 70 * 1024).await.is_err());
        assert!(!unsent.is_exhausted());
        assert!(hold(&other, 70 * 1024).await.is_ok());
        drop(first);
        assert!(hold(&of_one[1], 70 * 1024).await.is_ok());
    }

    #[tokio::test]
    async fn all_is_exhausted_from_a_refusal_until_half_of_it_is_free() {
        let unsent = unsent();
        let connections = [(); 3].map(|()| unsent.connection(None));
        let first = hold(&connections[0], 100 * 1024).await.unwrap();
        let second = hold(&connections[1], 200 * 1024).await.unwrap();
        assert!(!unsent.is_exhausted(), "nobody was refused");
        assert!(hold(&connections[2], 100 * 1024).await.is_err());
        assert!(unsent.is_exhausted());
        drop(first);
        assert!(unsent.is_exhausted());
        drop(second);
        assert!(!unsent.is_exhausted());
    }

    #[tokio::test]
    async fn who_has_enough_to_read_waits_for_its_turn() {
        let unsent = unsent();
        let one = unsent.connection(None);
        let held = hold(&one, 200 * 1024).await.unwrap();
        let mut turn = std::pin::pin!(one.turn());
        assert!(futures::poll!(&mut turn).is_pending());
        let mut next = std::pin::pin!(one.hold(70 * 1024, Duration::from_mins(1)));
        assert!(futures::poll!(&mut next).is_pending());
        drop(held);
        turn.await;
        assert!(next.await.is_ok());
    }
}
