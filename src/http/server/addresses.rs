//! How many connections each address has.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::limits::PerAddress;
use super::unsent::Pool;

/// The bits of an IPv6 address that belong to a network rather than to a machine in it, which has as many addresses as it likes.
const NETWORK: u128 = !0 << 64;

/// The connections of each address that has some.
#[derive(Debug)]
pub(super) struct Addresses {
    limit: Option<PerAddress>,
    open: Mutex<HashMap<IpAddr, Count>>,
}

#[derive(Debug)]
struct Count {
    open: usize,
    /// The bytes of replies that may wait for it.
    unsent: Option<Arc<Pool>>,
    /// Whether the log has that others were refused.
    logged: bool,
}

impl Addresses {
    pub(super) fn new(limit: Option<PerAddress>) -> Arc<Self> {
        Arc::new(Self {
            limit,
            open: Mutex::default(),
        })
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, Count>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place for a connection from this address.
    ///
    /// # Errors
    ///
    /// If the address has as many as it may have.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Option<Place>, TooMany> {
        let address = address.to_canonical();
        let Some(limit) = self.limit.filter(|limit| limit.loopback || !address.is_loopback()) else {
            return Ok(None);
        };
        let key = match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
        };
        let mut open = self.open();
        let count = open.entry(key).or_insert_with(|| Count {
            open: 0,
            unsent: limit.unsent.map(|bytes| Arc::new(Pool::new(bytes))),
            logged: false,
        });
        if count.open >= limit.most {
            if !std::mem::replace(&mut count.logged, true) {
                tracing::warn!(
                    %address,
                    limit = limit.most,
                    "an address has reached ADDRESS_LIMIT; its further connections are closed"
                );
            }
            return Err(TooMany);
        }
        count.open += 1;
        Ok(Some(Place {
            addresses: Arc::clone(self),
            unsent: count.unsent.clone(),
            key,
        }))
    }

    fn leave(&self, key: IpAddr) {
        let mut open = self.open();
        if let Some(count) = open.get_mut(&key) {
            count.open -= 1;
            if count.open == 0 {
                open.remove(&key);
            }
        }
    }
}

/// An address has as many connections as it may have.
#[derive(Debug)]
pub(super) struct TooMany;

/// One connection of an address, until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    addresses: Arc<Addresses>,
    unsent: Option<Arc<Pool>>,
    key: IpAddr,
}

impl Place {
    /// The bytes of replies that may wait for all connections of the address, if there is such a limit.
    pub(super) fn unsent(&self) -> Option<Arc<Pool>> {
        self.unsent.clone()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.addresses.leave(self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_places_and_gets_them_back() {
        let limit = PerAddress {
            most: 2,
            ..PerAddress::default()
        };
        let addresses = Addresses::new(Some(limit));
        let enter = |text: &str| addresses.enter(text.parse().unwrap());
        let first = enter("192.0.2.1").unwrap();
        let _second = enter("::ffff:192.0.2.1").unwrap();
        assert!(enter("192.0.2.1").is_err());
        assert!(enter("192.0.2.2").is_ok());
        drop(first);
        let _third = enter("192.0.2.1").unwrap();
        assert!(enter("192.0.2.1").is_err());
        let _network = (enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap());
        assert!(enter("2001:db8::3").is_err());
        assert!(enter("2001:db8:0:1::3").is_ok());
    }

    #[test]
    fn the_machine_itself_has_no_limit_unless_asked() {
        let places = |limit| {
            let addresses = Addresses::new(limit);
            let places: Vec<_> = (0..3).map(|_| addresses.enter([127, 0, 0, 1].into())).collect();
            places.iter().filter(|place| place.is_ok()).count()
        };
        assert_eq!(places(None), 3);
        for (loopback, expected) in [(false, 3), (true, 2)] {
            let limit = PerAddress {
                most: 2,
                loopback,
                unsent: None,
            };
            assert_eq!(places(Some(limit)), expected);
        }
    }
}
