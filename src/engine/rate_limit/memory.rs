//! Counts in this process, by GCRA of the crate governor, in a table of bounded size.

use std::collections::HashMap;
use std::mem;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::{Quota, RateLimiter};

use super::clock::LimitClock;
use super::{Caller, Left, Policy, Verdict, left};
use crate::meta::RateLimit;

type Limiter = RateLimiter<Caller, Table, LimitClock, NoOpMiddleware<Nanos>>;

/// A limiter and its table.
#[derive(Clone)]
struct Counter {
    limiter: Arc<Limiter>,
    table: Table,
}

/// The counts of this process.
pub(super) struct MemoryStore {
    /// How many callers each limit knows at most.
    callers: usize,
    clock: LimitClock,
    /// By the name of the limit. They are declared, so there are few.
    counters: Mutex<HashMap<String, Counter>>,
}

impl MemoryStore {
    pub(super) fn new(callers: usize, clock: LimitClock) -> Self {
        Self {
            callers,
            clock,
            counters: Mutex::default(),
        }
    }

    pub(super) fn count(&self, caller: Caller, policies: &[Policy]) -> Verdict {
        let mut all = Vec::with_capacity(policies.len());
        for (at, policy) in policies.iter().enumerate() {
            let counter = self.counter(policy);
            if let Err(refused) = counter.limiter.check_key(&caller) {
                return Verdict::Beyond(at, refused.wait_time_from(Nanos::new(self.clock.nanos())));
            }
            all.push(self.left(&counter, caller, &policy.limit));
        }
        Verdict::Within(all)
    }

    pub(super) fn wait(&self, caller: Caller, policy: &Policy) -> Option<Duration> {
        let counter = self.counter(policy);
        let left = self.left(&counter, caller, &policy.limit);
        // Beyond it if one more wouldn't fit.
        let full = Duration::from_nanos(policy.limit.interval()) * (policy.limit.burst - 1);
        left.reset.checked_sub(full).filter(|wait| !wait.is_zero())
    }

    fn left(&self, counter: &Counter, caller: Caller, limit: &RateLimit) -> Left {
        let until = counter.table.table().get(&caller).map_or(0, |until| until.as_u64());
        left(
            limit,
            Duration::from_nanos(until.saturating_sub(counter.table.since(&self.clock))),
        )
    }

    fn counter(&self, policy: &Policy) -> Counter {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = counters.get(&*policy.name) {
            return counter.clone();
        }
        let table = Table::new(self.callers, self.clock.nanos());
        let limiter = RateLimiter::new(quota(&policy.limit), table.clone(), self.clock.clone());
        let counter = Counter {
            limiter: Arc::new(limiter),
            table,
        };
        counters.insert(policy.name.clone().into_owned(), counter.clone());
        counter
    }
}

fn quota(limit: &RateLimit) -> Quota {
    let one = NonZeroU32::MIN;
    let quota = Quota::with_period(Duration::from_nanos(limit.interval())).unwrap_or(Quota::per_second(one));
    quota.allow_burst(NonZeroU32::new(limit.burst).unwrap_or(one))
}

/// When each caller's bucket is empty again. Of callers that come no more half is forgotten whenever there are too many.
#[derive(Debug, Clone)]
struct Table {
    /// When its limiter began to count, by the clock.
    began: u64,
    generations: Arc<Mutex<Generations>>,
}

#[derive(Debug)]
struct Generations {
    /// How many callers the younger one may have.
    most: usize,
    young: HashMap<Caller, Nanos>,
    old: HashMap<Caller, Nanos>,
}

impl Generations {
    fn get(&self, caller: &Caller) -> Option<&Nanos> {
        self.young.get(caller).or_else(|| self.old.get(caller))
    }

    fn insert(&mut self, caller: Caller, until: Nanos) {
        if self.young.len() >= self.most && !self.young.contains_key(&caller) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(caller, until);
    }
}

impl Table {
    fn new(callers: usize, began: u64) -> Self {
        Self {
            began,
            generations: Arc::new(Mutex::new(Generations {
                most: (callers / 2).max(1),
                young: HashMap::new(),
                old: HashMap::new(),
            })),
        }
    }

    /// The time since its limiter began.
    fn since(&self, clock: &LimitClock) -> u64 {
        clock.nanos().saturating_sub(self.began)
    }

    fn table(&self) -> MutexGuard<'_, Generations> {
        self.generations.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StateStore for Table {
    type Key = Caller;

    fn measure_and_replace<T, F, E>(&self, caller: &Caller, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut table = self.table();
        let (decided, until) = decide(table.get(caller).copied())?;
        table.insert(*caller, until);
        Ok(decided)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ManualClock;
    use super::*;

    fn store(callers: usize) -> (MemoryStore, ManualClock) {
        let clock = ManualClock::new();
        clock.advance(Duration::from_secs(1_000));
        (MemoryStore::new(callers, LimitClock::Manual(clock.clone())), clock)
    }

    fn policy(name: &'static str, limit: RateLimit) -> Policy {
        Policy {
            name: name.into(),
            limit,
        }
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn within(requests: u32, reset: u64) -> Verdict {
        Verdict::Within(vec![Left {
            requests,
            reset: seconds(reset),
        }])
    }

    #[test]
    fn a_bucket_is_emptied_and_fills_evenly() {
        let (store, clock) = store(10);
        let limit = [policy("a", RateLimit::per_minute(6).burst(2))];
        let ann = Caller::principal("ann");
        let count = || store.count(ann, &limit);
        assert_eq!(count(), within(1, 10));
        assert_eq!(count(), within(0, 20));
        assert_eq!(count(), Verdict::Beyond(0, seconds(10)));
        clock.advance(seconds(9));
        assert_eq!(count(), Verdict::Beyond(0, seconds(1)));
        clock.advance(seconds(1));
        assert_eq!(count(), within(0, 20));
        assert_eq!(store.count(Caller::principal("bob"), &limit), within(1, 10));
        clock.advance(seconds(100));
        assert_eq!(count(), within(1, 10));
    }

    #[test]
    fn a_request_beyond_the_first_limit_counts_against_no_other() {
        let (store, _) = store(10);
        let narrow = policy("narrow", RateLimit::per_minute(1));
        let wide = policy("wide", RateLimit::per_minute(2));
        let both = [narrow, wide.clone()];
        let ann = Caller::principal("ann");
        assert!(matches!(store.count(ann, &both), Verdict::Within(_)));
        for _ in 0..5 {
            assert_eq!(store.count(ann, &both), Verdict::Beyond(0, seconds(60)));
        }
        assert_eq!(store.count(ann, std::slice::from_ref(&wide)), within(0, 60));
        assert_eq!(store.count(ann, &[wide]), Verdict::Beyond(0, seconds(30)));
    }

    #[test]
    fn to_ask_counts_nothing() {
        let (store, clock) = store(10);
        let limit = policy("a", RateLimit::per_minute(2));
        let ann = Caller::principal("ann");
        let all = std::slice::from_ref(&limit);
        for wait in [None, None, Some(seconds(30))] {
            for _ in 0..3 {
                assert_eq!(store.wait(ann, &limit), wait);
            }
            store.count(ann, all);
        }
        clock.advance(seconds(30));
        assert_eq!(store.wait(ann, &limit), None);
    }

    #[test]
    fn the_table_is_bounded_and_keeps_who_comes_often() {
        let (store, _) = store(100);
        let limit = [policy("a", RateLimit::per_hour(1_000))];
        let ann = Caller::principal("ann");
        for stranger in 0..1_000 {
            store.count(Caller::principal(&stranger.to_string()), &limit);
            store.count(ann, &limit);
        }
        assert_eq!(
            store.count(ann, &limit),
            Verdict::Beyond(0, Duration::from_millis(3_600))
        );
        let counter = store.counter(&limit[0]);
        let table = counter.table.table();
        assert!(table.young.len() + table.old.len() <= 100);
    }
}
