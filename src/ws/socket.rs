//! One open socket, as the server and the application's functions know it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::frame;
use super::queue::Queue;
use crate::engine::SocketLimits;
use crate::error::Error;
use crate::types::FieldType;

/// Why a socket is closed (RFC 6455, section 7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    /// 1000: the application has closed it.
    Done,
    /// 1000: the application has closed it, leaving open requests unanswered.
    Unanswered,
    /// 1001: the server ends.
    GoingAway,
    /// 1002: the client breaks the protocol.
    Protocol,
    /// 1007: a text isn't UTF-8.
    NotText,
    /// 1009: a message over the limit.
    TooBig,
    /// 1011: no message would arrive any more.
    Broken,
    /// 1013: more messages wait for the client than the queue holds.
    TooSlow,
}

impl Close {
    /// The code and what to tell.
    pub(super) const fn frame(self) -> (u16, &'static str) {
        match self {
            Self::Done | Self::Unanswered => (1000, ""),
            Self::GoingAway => (1001, "the server is going away"),
            Self::Protocol => (1002, "not the WebSocket protocol"),
            Self::NotText => (1007, "not UTF-8"),
            Self::TooBig => (1009, "the message is over the limit"),
            Self::Broken => (1011, "the server lost its broker"),
            Self::TooSlow => (1013, "too many messages wait; read faster, or follow less"),
        }
    }
}

/// What is known of one socket.
pub(super) struct Shared {
    pub(super) id: u64,
    /// What waits for the client.
    pub(super) queue: Queue,
    /// Its subscriptions: patterns by their channel.
    followed: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl Shared {
    pub(super) fn new(id: u64, limits: &SocketLimits) -> Self {
        Self {
            id,
            queue: Queue::new(limits),
            followed: Mutex::default(),
        }
    }

    /// What it follows.
    pub(super) fn followed(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, BTreeSet<String>>> {
        self.followed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open socket, for the functions that answer its methods. Cheap to clone.
#[derive(Clone)]
pub struct Socket(pub(super) Arc<Shared>);

impl Socket {
    /// A number that no other socket of this server has had.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Closes the socket with the code 1000 (RFC 6455, section 7.4.1), after its open requests are answered and all queued messages are sent.
    pub fn close(&self) {
        self.0.queue.close(Close::Done);
    }

    /// Closes the socket with the code 1000, after all queued messages are sent. Open requests get no answer, not even the one whose
    /// function calls this.
    pub fn close_unanswered(&self) {
        self.0.queue.close(Close::Unanswered);
    }

    /// Sends a message to this client alone, whether it follows the channel or not. If too many messages wait for it already, the
    /// socket is closed with 1013.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the data can't be rendered.
    pub fn send<T: FieldType>(&self, channel: &str, event: &str, data: &T) -> Result<(), Error> {
        let mut json = Vec::new();
        data.write(&mut json);
        self.0.queue.push(frame::broadcast(channel, event, &json)?);
        Ok(())
    }

    /// What it follows: patterns of events by their channel, in alphabetical order.
    #[must_use]
    pub fn subscribed(&self) -> BTreeMap<String, Vec<String>> {
        let followed = self.0.followed();
        let list = |patterns: &BTreeSet<String>| patterns.iter().cloned().collect();
        followed
            .iter()
            .map(|(channel, patterns)| (channel.clone(), list(patterns)))
            .collect()
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").field("id", &self.0.id).finish_non_exhaustive()
    }
}
