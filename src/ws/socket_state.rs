//! The state of one open socket.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use super::queue::Queue;
use super::sync::{Mutex, MutexGuard};
use crate::engine::SocketLimits;

/// The state of one socket, shared by its session, the hub and the application.
pub(super) struct SocketState {
    pub(super) id: u64,
    /// The messages and answers that wait for the client.
    pub(super) queue: Queue,
    /// Its subscriptions: the patterns of each channel.
    patterns: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl SocketState {
    pub(super) fn new(id: u64, limits: &SocketLimits) -> Self {
        Self {
            id,
            queue: Queue::new(limits),
            patterns: Mutex::default(),
        }
    }

    /// Its subscriptions: the patterns of each channel.
    pub(super) fn patterns(&self) -> MutexGuard<'_, BTreeMap<String, BTreeSet<String>>> {
        self.patterns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
