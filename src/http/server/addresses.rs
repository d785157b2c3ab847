//! Limits the connections of each client address.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::limits::PerAddress;
use super::unsent::Budget;

/// The network part of an IPv6 address. A machine can use as many addresses of its network as it likes, so the network counts.
const NETWORK: u128 = !0 << 64;

/// The open connections of each address.
#[derive(Debug)]
pub(super) struct Addresses {
    limit: Option<PerAddress>,
    open: Mutex<HashMap<IpAddr, Count>>,
}

#[derive(Debug)]
struct Count {
    open: usize,
    /// The budget for unsent bytes of replies to it.
    unsent: Option<Arc<Budget>>,
    /// Whether it is logged that connections are refused.
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

    /// Takes a slot for a connection of this address, which a client of a Unix socket doesn't have. `None` if it isn't limited.
    ///
    /// # Errors
    ///
    /// If the address has as many connections as allowed.
    pub(super) fn take_slot(self: &Arc<Self>, address: Option<IpAddr>) -> Result<Option<AddressSlot>, TooMany> {
        let (Some(address), Some(limit)) = (address, self.limit) else {
            return Ok(None);
        };
        let address = address.to_canonical();
        if address.is_loopback() && !limit.loopback {
            return Ok(None);
        }
        let key = match address {
            IpAddr::V4(_) => address,
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & NETWORK).into(),
        };
        let mut open = self.open();
        let count = open.entry(key).or_insert_with(|| Count {
            open: 0,
            unsent: limit.unsent.map(|bytes| Arc::new(Budget::new(bytes))),
            logged: false,
        });
        if count.open >= limit.connections {
            if !std::mem::replace(&mut count.logged, true) {
                tracing::warn!(
                    %address,
                    limit = limit.connections,
                    "an address has reached ADDRESS_LIMIT; its further connections are closed"
                );
            }
            return Err(TooMany);
        }
        count.open += 1;
        Ok(Some(AddressSlot {
            addresses: Arc::clone(self),
            unsent: count.unsent.clone(),
            key,
        }))
    }

    fn release(&self, key: IpAddr) {
        let mut open = self.open();
        if let Some(count) = open.get_mut(&key) {
            count.open -= 1;
            if count.open == 0 {
                open.remove(&key);
            }
        }
    }
}

/// An address has too many connections.
#[derive(Debug)]
pub(super) struct TooMany;

/// The slot of one connection of an address, free again when it is dropped.
#[derive(Debug)]
pub(super) struct AddressSlot {
    addresses: Arc<Addresses>,
    unsent: Option<Arc<Budget>>,
    key: IpAddr,
}

impl AddressSlot {
    /// The budget for unsent bytes of replies to the address, if it has one.
    pub(super) fn unsent(&self) -> Option<Arc<Budget>> {
        self.unsent.clone()
    }
}

impl Drop for AddressSlot {
    fn drop(&mut self) {
        self.addresses.release(self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_number_of_slots_and_gets_them_back() {
        let limit = PerAddress {
            connections: 2,
            ..PerAddress::default()
        };
        let addresses = Addresses::new(Some(limit));
        let enter = |text: &str| addresses.take_slot(Some(text.parse().unwrap()));
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
    fn loopback_has_no_limit_by_default() {
        let places = |limit| {
            let addresses = Addresses::new(limit);
            let places: Vec<_> = (0..3)
                .map(|_| addresses.take_slot(Some([127, 0, 0, 1].into())))
                .collect();
            places.iter().filter(|place| place.is_ok()).count()
        };
        assert_eq!(places(None), 3);
        for (loopback, expected) in [(false, 3), (true, 2)] {
            let limit = PerAddress {
                connections: 2,
                loopback,
                unsent: None,
            };
            assert_eq!(places(Some(limit)), expected);
        }
    }
}
