//! Rate limits: counts the requests of each caller, and refuses those beyond a limit.
//!
//! A caller is a principal, else an address. Counts are in this process, or in Redis for all servers of the API. They are kept by a digest of
//! the caller, so they take the same memory for each, and no store has names of principals.

#[cfg_attr(not(feature = "testing"), allow(dead_code, reason = "tests alone advance a clock"))]
mod clock;
mod memory;
#[cfg(feature = "redis")]
mod redis;

use std::borrow::Cow;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use self::clock::LimitClock;
#[cfg(any(test, feature = "testing"))]
pub use self::clock::ManualClock;
use self::memory::MemoryStore;
#[cfg(feature = "redis")]
pub(crate) use self::redis::RedisStore;
use super::Settings;
use crate::meta::RateLimit;

/// The network part of an IPv6 address. A machine can use as many addresses of its network as it likes, so the network counts.
const NETWORK: u128 = !0 << 64;

/// Who sends requests, as a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Caller([u8; 16]);

impl Caller {
    /// A principal, by its ID.
    pub(crate) fn principal(id: &str) -> Self {
        Self::of("principal", id.as_bytes())
    }

    /// An address; those that have none are one caller.
    pub(crate) fn address(address: Option<IpAddr>) -> Self {
        match address.map(|address| address.to_canonical()) {
            None => Self::of("none", &[]),
            Some(IpAddr::V4(address)) => Self::of("address", &address.octets()),
            Some(IpAddr::V6(address)) => {
                let network = Ipv6Addr::from_bits(address.to_bits() & NETWORK);
                Self::of("address", &network.octets())
            }
        }
    }

    fn of(kind: &str, id: &[u8]) -> Self {
        let digest = Sha256::new()
            .chain_update(kind)
            .chain_update([0])
            .chain_update(id)
            .finalize();
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        Self(short)
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A declared limit and its name, which is part of headers and keys: `create_note`.
#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) name: Cow<'static, str>,
    pub(crate) limit: RateLimit,
}

/// What a caller has left of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Left {
    /// How many requests may come at once now.
    pub(crate) requests: u32,
    /// After which time nothing is used of it.
    pub(crate) reset: Duration,
}

/// Whether a request is within its limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is, and this is left of each.
    Within(Vec<Left>),
    /// It is beyond the one with this number, until the time is over. It counts against none that come before.
    Beyond(usize, Duration),
}

/// Counts the requests of all callers.
pub(crate) struct RateLimits {
    memory: MemoryStore,
    #[cfg(feature = "redis")]
    redis: Option<RedisStore>,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self::in_process(Settings::default().rate_limit_callers)
    }
}

impl RateLimits {
    /// Counts in this process, for as many callers at most.
    pub(crate) fn in_process(callers: usize) -> Self {
        Self {
            memory: MemoryStore::new(callers, LimitClock::real()),
            #[cfg(feature = "redis")]
            redis: None,
        }
    }

    /// Counts by a clock of a test.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn at(callers: usize, clock: &ManualClock) -> Self {
        Self {
            memory: MemoryStore::new(callers, LimitClock::Manual(clock.clone())),
            #[cfg(feature = "redis")]
            redis: None,
        }
    }

    /// Counts in Redis, for all servers of an API. While it is out of reach, each counts alone.
    #[cfg(feature = "redis")]
    pub(crate) fn in_redis(callers: usize, store: RedisStore) -> Self {
        Self {
            redis: Some(store),
            ..Self::in_process(callers)
        }
    }

    /// Counts a request against limits, the narrowest first.
    pub(crate) async fn count(&self, caller: Caller, policies: &[Policy]) -> Verdict {
        #[cfg(feature = "redis")]
        if let Some(redis) = &self.redis
            && let Some(verdict) = redis.count(caller, policies).await
        {
            return verdict;
        }
        self.memory.count(caller, policies)
    }

    /// How long a caller that is beyond a limit must wait; `None` if it is within. Nothing is counted.
    pub(crate) async fn wait(&self, caller: Caller, policy: &Policy) -> Option<Duration> {
        #[cfg(feature = "redis")]
        if let Some(redis) = &self.redis
            && let Some(wait) = redis.wait(caller, policy).await
        {
            return wait;
        }
        self.memory.wait(caller, policy)
    }
}

impl fmt::Debug for RateLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimits").finish_non_exhaustive()
    }
}

/// What is left once a bucket is filled to `used`.
fn left(limit: &RateLimit, used: Duration) -> Left {
    let used_nanos = u64::try_from(used.as_nanos()).unwrap_or(u64::MAX);
    let requests = used_nanos.div_ceil(limit.interval());
    Left {
        requests: limit.burst.saturating_sub(u32::try_from(requests).unwrap_or(u32::MAX)),
        reset: used,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_are_principals_networks_and_addresses() {
        let address = |text: &str| Caller::address(Some(text.parse().unwrap()));
        assert_eq!(address("10.0.0.1"), address("::ffff:10.0.0.1"));
        assert_ne!(address("10.0.0.1"), address("10.0.0.2"));
        assert_eq!(address("2001:db8::1"), address("2001:db8::ffff:1"));
        assert_ne!(address("2001:db8::1"), address("2001:db8:0:1::1"));
        assert_ne!(Caller::principal("10.0.0.1"), address("10.0.0.1"));
        assert_ne!(Caller::principal(""), Caller::address(None));
        assert_eq!(Caller::principal("ann").to_string().len(), 32);
    }
}
