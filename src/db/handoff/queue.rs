//! The leases of a pool's connections, and the requests that wait for one.
//!
//! `sync` has the primitives, so that a model checker can put its own in their place.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError};

use super::sync::{Mutex, MutexGuard, oneshot};

/// After so many hand-offs a connection goes back to the pool all the same: others wait there too, such as transactions.
const MOST_HAND_OFFS: u32 = 64;

/// The leases of a pool, at most as many as it has connections. Requests wait in the order in which they came.
#[derive(Debug)]
pub(super) struct LeaseQueue<C> {
    capacity: u32,
    state: Mutex<State<C>>,
}

#[derive(Debug)]
struct State<C> {
    /// How many leases there are, those on their way to a waiting request included.
    leased: u32,
    waiting: VecDeque<oneshot::Sender<Lease<C>>>,
}

/// What a request for a lease gets.
#[derive(Debug)]
pub(super) enum Entry<C> {
    /// A lease without a connection.
    Lease(Lease<C>),
    /// A lease will come here, with or without a connection.
    Wait(oneshot::Receiver<Lease<C>>),
}

impl<C> LeaseQueue<C> {
    /// A queue for a pool of so many connections.
    pub(super) fn new(capacity: u32) -> Arc<Self> {
        let state = Mutex::new(State {
            leased: 0,
            waiting: VecDeque::new(),
        });
        Arc::new(Self { capacity, state })
    }

    /// Takes a lease, or a place in the queue if all are taken.
    pub(super) fn enter(self: &Arc<Self>) -> Entry<C> {
        let mut state = self.state();
        if state.leased < self.capacity {
            state.leased += 1;
            return Entry::Lease(Lease {
                queue: Some(Arc::clone(self)),
                connection: None,
                hand_offs: 0,
                reusable: false,
            });
        }
        let (sender, receiver) = oneshot::channel();
        state.waiting.push_back(sender);
        Entry::Wait(receiver)
    }

    /// The request that waits longest; without one, the lease is free again.
    fn next(&self) -> Option<oneshot::Sender<Lease<C>>> {
        let mut state = self.state();
        let next = state.waiting.pop_front();
        if next.is_none() {
            state.leased -= 1;
        }
        next
    }

    fn state(&self) -> MutexGuard<'_, State<C>> {
        // No panic can leave it half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to use one connection. Dropped, it goes to the request that waits longest, with the connection after
/// [`Lease::hand_off`], else without.
#[derive(Debug)]
pub(in crate::db) struct Lease<C> {
    /// `None` in a lease that was replaced by another one.
    queue: Option<Arc<LeaseQueue<C>>>,
    connection: Option<C>,
    hand_offs: u32,
    /// Whether others may use the connection untested.
    reusable: bool,
}

impl<C> Lease<C> {
    /// The connection, if it has one. Until [`Lease::hand_off`] nobody else may use it untested.
    pub(in crate::db) fn connection(&mut self) -> Option<&mut C> {
        self.reusable = false;
        self.connection.as_mut()
    }

    /// Whether it came with a connection.
    pub(super) fn is_connected(&self) -> bool {
        self.connection.is_some()
    }

    /// Puts a connection into it.
    pub(super) fn connect(&mut self, connection: C) {
        self.connection = Some(connection);
    }

    /// Gives the connection, whose statement went well, to the next request.
    pub(in crate::db) fn hand_off(mut self) {
        self.reusable = self.hand_offs < MOST_HAND_OFFS;
    }
}

impl<C> Drop for Lease<C> {
    fn drop(&mut self) {
        let Some(queue) = self.queue.take() else { return };
        let connection = self.connection.take();
        // Back in the pool before the next request can ask that for one.
        let (mut connection, hand_offs) = if self.reusable {
            (connection, self.hand_offs + 1)
        } else {
            drop(connection);
            (None, 0)
        };
        while let Some(next) = queue.next() {
            let lease = Self {
                queue: Some(Arc::clone(&queue)),
                // One that is dropped on its way hands its connection on.
                reusable: connection.is_some(),
                connection: connection.take(),
                hand_offs,
            };
            match next.send(lease) {
                Ok(()) => return,
                // That request doesn't wait any more.
                Err(mut lease) => {
                    lease.queue = None;
                    connection = lease.connection.take();
                }
            }
        }
    }
}
