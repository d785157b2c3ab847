//! The queue of leases under a model checker, which runs each test in every order that its threads can take.
//!
//! `queue.rs` is compiled once more here, on primitives of the checker.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use loom::sync::atomic::AtomicU32;
use loom::sync::{Condvar, Mutex};
use loom::thread;

use queue::{Entry, Lease, LeaseQueue};

#[path = "queue.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
mod queue;

/// The primitives of `queue`, of the checker.
mod sync {
    pub(super) use loom::sync::{Mutex, MutexGuard};

    /// A channel for one value, with what tokio's promises: a value is received, given back to its sender, or dropped with the
    /// receiver.
    pub(super) mod oneshot {
        use std::sync::{Arc, PoisonError};

        use loom::sync::{Condvar, Mutex, MutexGuard};

        #[derive(Debug)]
        struct Slot<T> {
            state: Mutex<State<T>>,
            changed: Condvar,
        }

        #[derive(Debug)]
        enum State<T> {
            Empty,
            Sent(T),
            Closed,
        }

        impl<T> Slot<T> {
            fn state(&self) -> MutexGuard<'_, State<T>> {
                self.state.lock().unwrap_or_else(PoisonError::into_inner)
            }

            fn close(&self) -> Option<T> {
                let mut state = self.state();
                let before = std::mem::replace(&mut *state, State::Closed);
                self.changed.notify_one();
                match before {
                    State::Sent(value) => Some(value),
                    State::Empty | State::Closed => None,
                }
            }
        }

        #[derive(Debug)]
        pub(in super::super) struct Sender<T>(Option<Arc<Slot<T>>>);

        #[derive(Debug)]
        pub(in super::super) struct Receiver<T>(Arc<Slot<T>>);

        pub(in super::super) fn channel<T>() -> (Sender<T>, Receiver<T>) {
            let slot = Arc::new(Slot {
                state: Mutex::new(State::Empty),
                changed: Condvar::new(),
            });
            (Sender(Some(Arc::clone(&slot))), Receiver(slot))
        }

        impl<T> Sender<T> {
            pub(in super::super) fn send(mut self, value: T) -> Result<(), T> {
                let Some(slot) = self.0.take() else {
                    return Err(value);
                };
                let mut state = slot.state();
                if matches!(*state, State::Closed) {
                    return Err(value);
                }
                *state = State::Sent(value);
                slot.changed.notify_one();
                Ok(())
            }
        }

        impl<T> Drop for Sender<T> {
            fn drop(&mut self) {
                if let Some(slot) = self.0.take() {
                    drop(slot.close());
                }
            }
        }

        impl<T> Receiver<T> {
            /// Waits for the value; `None` if it can't come any more.
            pub(in super::super) fn wait(self) -> Option<T> {
                let mut state = self.0.state();
                while matches!(*state, State::Empty) {
                    state = self.0.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                match std::mem::replace(&mut *state, State::Closed) {
                    State::Sent(value) => Some(value),
                    State::Empty | State::Closed => None,
                }
            }
        }

        impl<T> Drop for Receiver<T> {
            fn drop(&mut self) {
                // Outside of the lock: a lease that is dropped goes on to another receiver.
                drop(self.0.close());
            }
        }
    }
}

/// What a pool does: it has so many connections, and a request waits until one is there.
#[derive(Debug)]
struct Pool {
    idle: Mutex<u32>,
    returned: Condvar,
    capacity: u32,
    /// How many requests have a lease.
    leased: AtomicU32,
}

impl Pool {
    fn new(capacity: u32) -> Arc<Self> {
        Arc::new(Self {
            idle: Mutex::new(capacity),
            returned: Condvar::new(),
            capacity,
            leased: AtomicU32::new(0),
        })
    }

    fn acquire(self: &Arc<Self>) -> Connection {
        let mut idle = self.idle.lock().unwrap();
        while *idle == 0 {
            idle = self.returned.wait(idle).unwrap();
        }
        *idle -= 1;
        Connection(Arc::clone(self))
    }

    /// Counts a lease that a request has.
    fn take_lease(&self) {
        let leased = self.leased.fetch_add(1, Ordering::AcqRel) + 1;
        assert!(leased <= self.capacity, "more leases than connections");
    }

    /// Counts a lease that a request is about to give back.
    fn return_lease(&self) {
        self.leased.fetch_sub(1, Ordering::AcqRel);
    }
}

#[derive(Debug)]
struct Connection(Arc<Pool>);

impl Drop for Connection {
    fn drop(&mut self) {
        *self.0.idle.lock().unwrap() += 1;
        self.0.returned.notify_one();
    }
}

/// How a request goes.
#[derive(Debug, Clone, Copy)]
enum Request {
    /// Its statement goes well.
    Succeeds,
    /// Its connection must be tested.
    Fails,
    /// It is dropped while it waits.
    IsCancelled,
}

fn run(request: Request, pool: &Arc<Pool>, queue: &Arc<LeaseQueue<Connection>>) {
    let mut lease: Lease<Connection> = match (queue.enter(), request) {
        (Entry::Lease(lease), _) => lease,
        (Entry::Wait(waiting), Request::IsCancelled) => return drop(waiting),
        (Entry::Wait(waiting), _) => waiting.wait().expect("whoever waits gets a lease"),
    };
    pool.take_lease();
    if !lease.is_connected() {
        lease.connect(pool.acquire());
    }
    assert!(lease.connection().is_some());
    pool.return_lease();
    match request {
        Request::Succeeds => lease.hand_off(),
        Request::Fails | Request::IsCancelled => drop(lease),
    }
}

/// Runs the requests at the same time, in every order. The checker fails where one waits for ever.
fn check(capacity: u32, requests: &'static [Request]) {
    let mut checker = loom::model::Builder::new();
    checker.preemption_bound = Some(3);
    let model = move || {
        let pool = Pool::new(capacity);
        let queue = LeaseQueue::new(capacity);
        let (first, others) = requests.split_first().expect("there is a request");
        let others: Vec<_> = others
            .iter()
            .map(|request| {
                let (request, pool, queue) = (*request, Arc::clone(&pool), Arc::clone(&queue));
                thread::spawn(move || run(request, &pool, &queue))
            })
            .collect();
        run(*first, &pool, &queue);
        for other in others {
            other.join().expect("no request panics");
        }
        let again = (0..capacity).map(|_| queue.enter());
        let again: Vec<_> = again.filter(|entry| matches!(entry, Entry::Lease(_))).collect();
        assert_eq!(again.len(), capacity as usize, "a lease is lost");
        assert_eq!(*pool.idle.lock().unwrap(), capacity, "a connection is lost");
    };
    // It logs each step of each run, which other tests' subscribers would print.
    let silent = tracing::subscriber::NoSubscriber::default();
    tracing::subscriber::with_default(silent, || checker.check(model));
}

use Request::{Fails, IsCancelled, Succeeds};

#[test]
fn a_connection_goes_to_one_request_at_a_time() {
    check(1, &[Succeeds, Succeeds, Succeeds]);
    check(1, &[Succeeds, Fails, Succeeds]);
}

#[test]
fn no_lease_is_lost_where_a_waiting_request_is_cancelled() {
    check(1, &[Succeeds, IsCancelled, Succeeds]);
    check(1, &[Fails, IsCancelled, IsCancelled]);
}

#[test]
fn there_are_no_more_leases_than_connections() {
    check(2, &[Succeeds, Fails, Succeeds]);
    check(2, &[Succeeds, IsCancelled, Fails]);
}
