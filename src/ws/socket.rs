//! One open socket, as the server and the functions of the application see it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::frame;
use super::socket_state::SocketState;
use crate::error::Error;
use crate::types::FieldType;

/// Why a socket is closed (RFC 6455, section 7.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CloseReason {
    /// 1000: the application has closed it.
    Done,
    /// 1000: the application has closed it, leaving open requests unanswered.
    Unanswered,
    /// 1001: the server stops.
    GoingAway,
    /// 1002: the client violates the protocol.
    Protocol,
    /// 1007: a text isn't UTF-8.
    NotText,
    /// 1009: a message is over the limit.
    TooBig,
    /// 1011: the broker delivers no messages any more.
    BrokerLost,
    /// 1013: more messages are queued for the client than the limit allows.
    TooSlow,
}

impl CloseReason {
    /// The code and the reason, as they are in the close frame.
    pub(super) const fn frame(self) -> (u16, &'static str) {
        match self {
            Self::Done | Self::Unanswered => (1000, ""),
            Self::GoingAway => (1001, "the server is going away"),
            Self::Protocol => (1002, "not the WebSocket protocol"),
            Self::NotText => (1007, "not UTF-8"),
            Self::TooBig => (1009, "the message is over the limit"),
            Self::BrokerLost => (1011, "the server lost its broker"),
            Self::TooSlow => (
                1013,
                "too many messages are queued; read faster, or subscribe to fewer channels",
            ),
        }
    }
}

/// One open socket, for the functions that answer its methods. A clone is cheap and is the same socket.
#[derive(Clone)]
pub struct Socket(pub(super) Arc<SocketState>);

impl Socket {
    /// Returns a number that no other socket of this server has or had.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.0.id
    }

    /// Closes the socket with the code 1000 (RFC 6455, section 7.4.1), after its open requests are answered and all queued messages are sent.
    pub fn close(&self) {
        self.0.queue.close(CloseReason::Done);
    }

    /// Closes the socket with the code 1000, after all queued messages are sent. Open requests get no answer, not even the one whose
    /// function calls this.
    pub fn close_unanswered(&self) {
        self.0.queue.close(CloseReason::Unanswered);
    }

    /// Sends a message to this client alone, whether it is subscribed to the channel or not. If too many messages wait for it already,
    /// the socket is closed with 1013.
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

    /// Returns its subscriptions: the patterns of events of each channel, in alphabetical order.
    #[must_use]
    pub fn subscribed(&self) -> BTreeMap<String, Vec<String>> {
        let subscribed = self.0.patterns();
        let list = |patterns: &BTreeSet<String>| patterns.iter().cloned().collect();
        subscribed
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
