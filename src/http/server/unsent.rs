//! How many bytes of replies may wait for their clients.
//!
//! A reply that was made is there until its client has it, and clients read as slowly as they like. So each large one takes permits, of
//! its connection and of all, until it is sent or given up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::limits::Limits;

/// Replies of so many bytes aren't counted: the numbers of connections and streams bound them.
const SMALL: u64 = 64 * 1024;

/// The bytes of a permit.
const UNIT: u64 = 1024;

/// The bytes that may wait for clients.
#[derive(Debug)]
pub(super) struct Unsent {
    all: Pool,
    connection: u32,
    /// Whether the log has that there are too many.
    logged: AtomicBool,
}

#[derive(Debug)]
struct Pool {
    permits: Arc<Semaphore>,
    most: u32,
}

impl Pool {
    fn new(most: u32) -> Self {
        Self {
            permits: Arc::new(Semaphore::new(most as usize)),
            most,
        }
    }

    /// Takes permits, all there are for a reply that is larger.
    fn take(&self, units: u32) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.permits)
            .try_acquire_many_owned(units.min(self.most))
            .ok()
    }
}

fn units(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1)
}

impl Unsent {
    pub(super) fn new(limits: &Limits) -> Arc<Self> {
        Arc::new(Self {
            all: Pool::new(units(limits.unsent)),
            connection: units(limits.unsent_connection),
            logged: AtomicBool::new(false),
        })
    }

    /// The share of a new connection.
    pub(super) fn connection(self: &Arc<Self>) -> ConnectionUnsent {
        ConnectionUnsent {
            own: Pool::new(self.connection),
            all: Arc::clone(self),
        }
    }
}

/// The bytes that may wait for the client of one connection.
#[derive(Debug)]
pub(super) struct ConnectionUnsent {
    own: Pool,
    all: Arc<Unsent>,
}

impl ConnectionUnsent {
    /// Waits while the client has as much to read as may wait for it.
    pub(super) async fn turn(&self) {
        if self.own.permits.available_permits() == 0 {
            // Never closed.
            let _turn = self.own.permits.acquire().await;
        }
    }

    /// Takes permits for a reply of so many bytes, if it needs some.
    ///
    /// # Errors
    ///
    /// If too many bytes wait already.
    pub(super) fn hold(&self, bytes: u64) -> Result<Option<Held>, TooMuch> {
        if bytes <= SMALL {
            return Ok(None);
        }
        let units = units(bytes);
        let own = self.own.take(units).ok_or(TooMuch)?;
        let logged = &self.all.logged;
        let Some(all) = self.all.all.take(units) else {
            if !logged.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    limit = u64::from(self.all.all.most) * UNIT,
                    "UNSENT_LIMIT is reached; large replies are refused with 503"
                );
            }
            return Err(TooMuch);
        };
        // Not with the first reply that fits again, or the log would tell of each.
        if self.all.all.permits.available_permits() > self.all.all.most as usize / 2
            && logged.swap(false, Ordering::Relaxed)
        {
            tracing::info!("clients have read what waited for them; large replies are sent again");
        }
        Ok(Some(Held { _own: own, _all: all }))
    }
}

/// Too many bytes wait for clients.
#[derive(Debug)]
pub(super) struct TooMuch;

/// The permits of one reply.
#[derive(Debug)]
pub(super) struct Held {
    _own: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
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

    #[test]
    fn replies_take_permits_until_their_last_byte_is_dropped() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(), unsent.connection());
        assert!(one.hold(SMALL).unwrap().is_none());
        let held = one.hold(150 * 1024).unwrap().unwrap();
        assert!(one.hold(100 * 1024).is_err(), "its own");
        assert!(other.hold(151 * 1024).is_err(), "all");
        let data = held.with(Bytes::from_static(b"abc"));
        let part = data.slice(2..);
        drop(data);
        assert!(other.hold(151 * 1024).is_err(), "a part is left");
        assert_eq!(part, "c");
        drop(part);
        assert!(other.hold(151 * 1024).is_ok());
        assert!(one.hold(100 * 1024).is_ok());
    }

    #[test]
    fn a_reply_that_is_larger_than_all_goes_alone() {
        let unsent = unsent();
        let (one, other) = (unsent.connection(), unsent.connection());
        let large = one.hold(u64::MAX).unwrap();
        assert!(one.hold(SMALL + 1).is_err());
        assert!(other.hold(SMALL + 1).is_err());
        drop(large);
        assert!(other.hold(SMALL + 1).is_ok());
    }

    #[tokio::test]
    async fn who_has_enough_to_read_waits_for_its_turn() {
        let unsent = unsent();
        let one = unsent.connection();
        let held = one.hold(200 * 1024).unwrap();
        let mut turn = std::pin::pin!(one.turn());
        assert!(futures::poll!(&mut turn).is_pending());
        drop(held);
        turn.await;
    }
}
